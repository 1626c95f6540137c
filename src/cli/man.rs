//! `airlint man`.

use super::{Arguments, Exit, Failure, output};
use clap::CommandFactory;
use clap_mangen::Man as Page;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Man {
    /// The subcommand whose page to print, such as `lint` or `fix executor`; that of airlint itself without one
    #[arg(value_name = "COMMAND")]
    path: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  airlint man > ~/.local/share/man/man1/airlint.1
  airlint man lint | man -l -
";

impl Man {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let mut root = Arguments::command();
        root.build();
        let mut command = &root;
        for name in &self.path {
            command = command.find_subcommand(name).ok_or_else(|| {
                let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
                Failure(format!("there is no command `{name}` here; there are {}", names.join(", ")))
            })?;
        }
        let mut page = Vec::new();
        let written = Page::new(command.clone()).render(&mut page);
        written.map_err(|error| Failure(format!("the page cannot be made: {error}")))?;
        output::print(|out| out.write_all(&page))?;
        Ok(Exit::Clean)
    }
}
