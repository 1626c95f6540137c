//! `airlint schema`.

use super::{Exit, Failure, output};
use airlint::workspace::configuration_schema;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Schema {}

const EXAMPLES: &str = "\
Examples:
  airlint schema > airlint.schema.json
";

impl Schema {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        output::print(|out| {
            serde_json::to_writer_pretty(&mut *out, &configuration_schema())?;
            writeln!(out)
        })?;
        Ok(Exit::Clean)
    }
}
