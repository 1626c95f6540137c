//! `airlint baseline`: accepting what is there, so that only new findings fail.

use super::accepting::{self, counted};
use super::target::Target;
use super::{Exit, Failure, output};
use airlint::rules::Severity;
use airlint::workspace::{self, Baseline, Outcome};
use camino::{Utf8Path, Utf8PathBuf};
use clap::Subcommand;
use std::collections::BTreeSet;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct BaselineCommand {
    #[command(subcommand)]
    what: What,
}

const EXAMPLES: &str = "\
Examples:
  airlint baseline create                      accept all that is found now
  airlint lint                                 fails on what is new
  airlint baseline prune                       take out what is mended by now
  airlint baseline update --strict-baseline    the same, and fail where something is new

Exit code: 0 done, 1 refused by --strict-baseline, 2 airlint could not do its work.
";

#[derive(Debug, Subcommand)]
enum What {
    /// Write a baseline of all that is found now
    Create(Options),
    /// Take in what is new, and take out what is gone
    Update {
        #[command(flatten)]
        options: Options,
        /// Refuse to take anything in: the baseline may only get shorter
        #[arg(long)]
        strict_baseline: bool,
    },
    /// Take out what is gone
    Prune(Options),
}

#[derive(Debug, clap::Args)]
struct Options {
    #[command(flatten)]
    target: Target,
    /// The baseline [default: airlint-baseline.json in the current folder or above]
    #[arg(long, value_name = "FILE")]
    baseline: Option<Utf8PathBuf>,
}

/// What was found, and where the baseline is.
struct Found {
    outcome: Outcome,
    path: Utf8PathBuf,
}

impl BaselineCommand {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        match self.what {
            What::Create(options) => create(&options.find()?),
            What::Update { options, strict_baseline } => update(&options.find()?, strict_baseline),
            What::Prune(options) => prune(&options.find()?),
        }
    }
}

impl Options {
    fn find(self) -> Result<Found, Failure> {
        let mut outcome = workspace::run(&self.target.request()?);
        if let Some(problem) = outcome.problems.first() {
            return Err(Failure(format!("{problem}; the baseline is left as it is")));
        }
        let least = outcome.settings.min_severity().unwrap_or(Severity::Info).max(Severity::Info);
        outcome.findings.retain(|finding| finding.severity >= least);
        let path = accepting::path(self.baseline.as_ref(), &outcome.files);
        Ok(Found { outcome, path })
    }
}

impl Found {
    fn shown(&self) -> Utf8PathBuf {
        self.outcome.files.shown_of(&self.path)
    }

    /// The baseline of all that is found.
    fn now(&self) -> Baseline {
        Baseline::of(&self.path, &self.outcome.findings, &self.outcome.files, &self.outcome.settings)
    }

    /// The baseline as it is.
    fn old(&self) -> Result<Baseline, Failure> {
        match Baseline::read(&self.path) {
            Ok(Some(baseline)) => Ok(baseline),
            Ok(None) => {
                Err(Failure(format!("{}: there is no such baseline; `airlint baseline create` makes it", self.shown())))
            }
            Err(error) => Err(Failure(error.to_string())),
        }
    }

    /// The entries of a baseline that this run says nothing about.
    fn elsewhere(&self, baseline: &Baseline) -> Vec<workspace::BaselineEntry> {
        baseline.elsewhere(&self.outcome.files, &self.outcome.settings, &self.outcome.selected)
    }
}

fn write(baseline: &Baseline) -> Result<(), Failure> {
    baseline.write().map_err(|error| Failure(error.to_string()))
}

fn create(found: &Found) -> Result<Exit, Failure> {
    if Utf8Path::exists(&found.path) {
        return Err(Failure(format!("{}: is there already; `airlint baseline update` changes it", found.shown())));
    }
    let baseline = found.now();
    write(&baseline)?;
    output::say(&format!("Wrote {} to {}.", counted(baseline.entries.len()), found.shown()));
    let left = found.outcome.findings.len() - baseline.entries.len();
    if left > 0 {
        output::say(&format!("note: {} cannot be accepted: `always-report` says so.", counted(left)));
    }
    Ok(Exit::Clean)
}

fn update(found: &Found, strict: bool) -> Result<Exit, Failure> {
    let old = found.old()?;
    let mut new = found.now();
    new.take_in(found.elsewhere(&old));
    let (before, after) = (keys(&old), keys(&new));
    let added = after.difference(&before).count();
    if strict && added > 0 {
        output::say(&format!("{} would be new in {}; nothing was written.", counted(added), found.shown()));
        for entry in new.entries.iter().filter(|entry| !before.contains(entry.fingerprint.as_str())) {
            output::say(&format!("  {}: {}: {}", entry.path, entry.rule, entry.message));
        }
        return Ok(Exit::Findings);
    }
    write(&new)?;
    let gone = before.difference(&after).count();
    output::say(&format!("Took {} in and {} out of {}.", counted(added), counted(gone), found.shown()));
    Ok(Exit::Clean)
}

fn prune(found: &Found) -> Result<Exit, Failure> {
    let old = found.old()?;
    let now = found.now();
    let found_now = keys(&now);
    let elsewhere = found.elsewhere(&old);
    let mut new = old.clone();
    new.entries.retain(|entry| found_now.contains(entry.fingerprint.as_str()));
    new.take_in(elsewhere);
    write(&new)?;
    let gone = old.entries.len() - new.entries.len();
    output::say(&format!("Took {} out of {}.", counted(gone), found.shown()));
    Ok(Exit::Clean)
}

fn keys(baseline: &Baseline) -> BTreeSet<&str> {
    baseline.entries.iter().map(|entry| entry.fingerprint.as_str()).collect()
}
