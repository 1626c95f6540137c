//! `airlint lsp`.

use super::output;
use airlint::lsp;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
#[command(after_help = NOTE)]
pub(super) struct Lsp {
    /// Speak over standard input and output; what is done anyway, and what some editors say
    #[arg(long)]
    stdio: bool,
}

const NOTE: &str = "\
Editors start this command themselves; the Language Server Protocol 3.17 is spoken over standard input and output.

Exit code: 0 after an orderly shutdown, 1 where the editor is gone without one, 2 where the server cannot start.
";

impl Lsp {
    pub(super) fn run(self) -> ExitCode {
        match lsp::serve_stdio() {
            Ok(exit) => ExitCode::from(exit.code()),
            Err(error) => {
                output::say(&format!("airlint: the server cannot start: {error}"));
                ExitCode::from(2)
            }
        }
    }
}
