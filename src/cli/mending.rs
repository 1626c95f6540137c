//! The fixing options of `airlint lint`.

use super::{Exit, Failure, output};
use airlint::fix::{Change, write_all};
use airlint::report;
use airlint::rules;
use airlint::workspace::{self, Choice, Outcome, Request};

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Fixing")]
pub(super) struct Mending {
    /// Apply the safe fixes
    #[arg(long)]
    fix: bool,
    /// Apply the safe fixes, and the first of those that need a choice
    #[arg(long)]
    unsafe_fixes: bool,
    /// Print what would change as a diff, and write nothing
    #[arg(long)]
    diff: bool,
    /// Fix only findings of these rules, or of these categories
    #[arg(long, value_name = "RULE|CATEGORY", value_delimiter = ',')]
    fix_only: Vec<String>,
}

/// What the options came to.
pub(super) enum Run {
    /// A check, after fixes or without any; its findings are still to be reported.
    Checked(Box<Outcome>),
    /// A diff, which is all the output there is.
    Shown(Exit),
}

impl Mending {
    /// Checks what `request` names, after the fixes that the options ask for.
    pub(super) fn run(&self, request: &Request) -> Result<Run, Failure> {
        if !(self.fix || self.unsafe_fixes || self.diff) {
            return match self.fix_only.first() {
                Some(_) => Err(Failure("--fix-only goes with --fix, --unsafe-fixes or --diff".to_string())),
                None => Ok(Run::Checked(Box::new(workspace::run(request)))),
            };
        }
        if request.stdin.is_some() && !self.diff {
            return Err(Failure("standard input cannot be fixed in place; use --diff".to_string()));
        }
        self.check_names()?;
        let choice = Choice { suggested: self.unsafe_fixes, only: self.fix_only.clone() };
        let mended = workspace::mend(request, &choice).map_err(|error| Failure(error.to_string()))?;
        if self.diff {
            let shown = |change: &Change| mended.outcome.files.shown_of(&change.path).to_string();
            output::print(|out| report::write_diff(&mended.changes, shown, out))?;
            for problem in &mended.outcome.problems {
                output::say(&format!("airlint: {problem}"));
            }
            output::say(&format!("{} would change.", counted(mended.changes.len(), "file")));
            return Ok(Run::Shown(match (mended.outcome.problems.is_empty(), mended.changes.is_empty()) {
                (false, _) => Exit::Failed,
                (true, false) => Exit::Findings,
                (true, true) => Exit::Clean,
            }));
        }
        write_all(&mended.changes).map_err(|error| Failure(error.to_string()))?;
        let (fixes, files) = (counted(mended.applied, "fault"), counted(mended.changes.len(), "file"));
        output::say(&format!("Fixed {fixes} in {files}."));
        Ok(Run::Checked(Box::new(mended.outcome)))
    }

    fn check_names(&self) -> Result<(), Failure> {
        for name in &self.fix_only {
            if !rules::all().any(|rule| rule.name == name || rule.category == name) {
                let names = rules::all().map(|rule| rule.name);
                let meant =
                    rules::nearest(name, names).map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
                return Err(Failure(format!("--fix-only: there is no rule or category `{name}`{meant}")));
            }
        }
        Ok(())
    }
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
