//! `airlint facts`.

mod json;
mod lines;
mod rows;
mod text;

use super::target::Target;
use super::{Exit, Failure, output};
use airlint::workspace;
use clap::ValueEnum;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Facts {
    #[command(flatten)]
    target: Target,
    /// How to print the facts
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Format,
}

const EXAMPLES: &str = "\
Every setting is shown with its value and place and who set it, or with `?` and why it cannot be known from the text:
airlint says nothing about what it cannot know.

Examples:
  airlint facts                        the project in the current folder
  airlint facts --format json | jq '.[] | select(.queue == null)'
";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Projects, deployments, DAGs and tasks
    Text,
    /// A JSON array, one object a task
    Json,
}

impl Facts {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let outcome = workspace::run(&self.target.request()?);
        let mut lines = lines::Lines::new(&outcome.files);
        output::print(|out| match self.format {
            Format::Text => text::write(&outcome, &mut lines, out),
            Format::Json => json::write(&outcome, &mut lines, out),
        })?;
        for problem in &outcome.problems {
            output::say(&format!("airlint: {problem}"));
        }
        Ok(if outcome.problems.is_empty() { Exit::Clean } else { Exit::Failed })
    }
}
