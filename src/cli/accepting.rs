//! What `airlint lint` does with findings that a project has accepted.

use super::{Exit, Failure, output};
use airlint::fix::write_all;
use airlint::workspace::{Baseline, FileTable, Outcome, add_ignores};
use camino::Utf8PathBuf;

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Accepting what is there")]
pub(super) struct Accepting {
    /// Leave out the findings of this baseline [default: airlint-baseline.json in the current folder or above]
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    baseline: Option<Utf8PathBuf>,
    /// Report the findings of the baseline as well
    #[arg(long)]
    no_baseline: bool,
    /// Fail where the baseline has findings that are gone, so that it can only get shorter
    #[arg(long, conflicts_with = "no_baseline")]
    strict_baseline: bool,
    /// Write a comment beside each finding that keeps airlint silent about it, with this reason
    #[arg(long, value_name = "REASON", conflicts_with_all = ["fix", "unsafe_fixes", "diff", "output", "statistics"])]
    pub(super) add_ignores: Option<String>,
}

/// What the baseline came to.
#[derive(Debug, Default)]
pub(super) struct Accepted {
    /// What to say about it.
    pub(super) notes: Vec<String>,
    /// Whether it fails the run by itself.
    pub(super) fails: bool,
}

impl Accepting {
    /// Takes the findings that the baseline has out of an outcome.
    pub(super) fn apply(&self, outcome: &mut Outcome) -> Result<Accepted, Failure> {
        let mut accepted = Accepted::default();
        if self.no_baseline {
            return Ok(accepted);
        }
        let path = path(self.baseline.as_ref(), &outcome.files);
        let shown = outcome.files.shown_of(&path);
        let Some(baseline) = Baseline::read(&path).map_err(|error| Failure(error.to_string()))? else {
            return match self.baseline {
                Some(_) => {
                    Err(Failure(format!("{shown}: there is no such baseline; `airlint baseline create` makes it")))
                }
                None => Ok(accepted),
            };
        };
        let held = baseline.hold(&outcome.findings, &outcome.files, &outcome.settings, &outcome.selected);
        let mut known = held.known.iter();
        outcome.findings.retain(|_| !known.next().copied().unwrap_or(false));
        let count = held.known.iter().filter(|known| **known).count();
        if count > 0 {
            accepted.notes.push(format!("{} in {shown} left out.", counted(count)));
        }
        if held.gone > 0 {
            let are = if held.gone == 1 { "is" } else { "are" };
            let gone = counted(held.gone);
            accepted.notes.push(format!("{gone} of {shown} {are} gone: `airlint baseline prune` takes them out."));
            accepted.fails = self.strict_baseline;
        }
        Ok(accepted)
    }

    /// Writes comments beside the findings of an outcome.
    pub(super) fn silence(outcome: &Outcome, reason: &str) -> Result<Exit, Failure> {
        let reason = reason.trim();
        if reason.is_empty() || reason.contains(['\n', '\r', '#']) {
            return Err(Failure("--add-ignores: the reason must be one line of text, without a `#`".to_owned()));
        }
        let added = add_ignores(&outcome.findings, &outcome.files, &outcome.settings, reason);
        write_all(&added.changes).map_err(|error| Failure(error.to_string()))?;
        let files = match added.changes.len() {
            1 => "1 file".to_owned(),
            count => format!("{count} files"),
        };
        output::say(&format!("Silenced {} by comments in {files}.", counted(added.silenced)));
        for finding in &added.left {
            let place = outcome.files.position(finding.place);
            output::say(&format!("note: {place}: no comment can silence {} here", finding.rule));
        }
        Ok(match (outcome.problems.is_empty(), added.left.is_empty()) {
            (false, _) => Exit::Failed,
            (true, false) => Exit::Findings,
            (true, true) => Exit::Clean,
        })
    }
}

/// The absolute path of the baseline that is named, or that holds where airlint runs.
pub(super) fn path(named: Option<&Utf8PathBuf>, files: &FileTable) -> Utf8PathBuf {
    let named = named.map(|path| files.absolute_of(path));
    Baseline::place(named.as_deref(), files.current())
}

/// `1 finding`, `2 findings`.
pub(super) fn counted(count: usize) -> String {
    if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") }
}
