//! `airlint completions`.

use super::{Arguments, Exit, Failure, output};
use clap::CommandFactory;
use clap_complete::Shell;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  airlint completions bash > ~/.local/share/bash-completion/completions/airlint
  airlint completions zsh > ~/.zfunc/_airlint
  airlint completions fish > ~/.config/fish/completions/airlint.fish
";

impl Completions {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        // The generator panics where writing fails, so it gets memory to write to.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "airlint", &mut script);
        output::print(|out| out.write_all(&script))?;
        Ok(Exit::Clean)
    }
}
