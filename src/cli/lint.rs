//! `airlint lint`.

use super::accepting::{Accepted, Accepting};
use super::formats::{Output, Outputs};
use super::mending::{Mending, Run};
use super::target::Target;
use super::watch::Watch;
use super::{Exit, Failure, output, statistics};
use airlint::read::FileKind;
use airlint::report::{self, Report, Sources};
use airlint::rules::{Applicability, Finding, Severity};
use airlint::workspace::{self, Outcome, Request};
use clap::ValueEnum;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Lint {
    #[command(flatten)]
    target: Target,
    /// How to report findings, and the file to write that to; may be given several times [default: full]
    #[arg(long, short, visible_alias = "format", value_name = "FORMAT[=FILE]")]
    output: Vec<Output>,
    /// End with exit code 1 where there is a finding of this level or above [default: warning, or what the
    /// configuration says]
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<Level>,
    /// Print no finding below this level [default: info, or what the configuration says]
    #[arg(long, value_enum, value_name = "LEVEL")]
    min_severity: Option<Level>,
    /// Run only these rules, or the rules of these categories
    #[arg(long, value_name = "RULE|CATEGORY", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave out these rules, or the rules of these categories
    #[arg(long, value_name = "RULE|CATEGORY", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Print the files that would be checked and what each is taken for, and check nothing
    #[arg(long)]
    show_files: bool,
    /// Print how much each rule finds instead of the findings
    #[arg(long, conflicts_with = "output")]
    statistics: bool,
    /// Check again whenever a file changes, until it is stopped
    #[arg(long, conflicts_with_all = ["stdin_filename", "add_ignores", "fix", "unsafe_fixes", "diff", "show_files"])]
    watch: bool,
    #[command(flatten)]
    mending: Mending,
    #[command(flatten)]
    accepting: Accepting,
}

const EXAMPLES: &str = "\
Examples:
  airlint lint                                     check the project in the current folder
  airlint lint dags/train.py --format concise      one line a finding
  airlint lint --select queues,missing-resources   only these rules
  airlint lint -o full -o sarif=airlint.sarif      for people, and a file for code scanning
  airlint lint - --stdin-filename dags/train.py < draft.py
  airlint lint --show-files                        say what airlint takes each file for
  airlint lint --diff                              show what the safe fixes would change
  airlint lint --fix --fix-only executor-case      apply the fixes of one rule
  airlint lint --add-ignores \"until the rebuild\"   silence all that is found by comments
  astro deployment inspect prod | airlint lint --deployment -

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 airlint could not do all of its work.
";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Level {
    Error,
    Warning,
    Info,
}

impl Level {
    fn severity(self) -> Severity {
        match self {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Info => Severity::Info,
        }
    }
}

impl Lint {
    pub(super) fn run(mut self) -> Result<Exit, Failure> {
        let mut request = std::mem::take(&mut self.target).request()?;
        if self.show_files {
            return show_files(&request);
        }
        request.overrides.select = std::mem::take(&mut self.select);
        request.overrides.ignore = std::mem::take(&mut self.ignore);
        let outputs = Outputs::new(std::mem::take(&mut self.output))?;
        request.fixes = outputs.have_fixes();
        if !self.watch {
            return self.check(&request, &outputs);
        }
        let mut watch = Watch::new(request.clone());
        loop {
            self.check(&request, &outputs)?;
            watch.wait();
        }
    }

    /// Checks and reports, once.
    fn check(&self, request: &Request, outputs: &Outputs) -> Result<Exit, Failure> {
        let mut outcome = match self.mending.run(request)? {
            Run::Checked(outcome) => outcome,
            Run::Shown(exit) => return Ok(exit),
        };
        let level =
            |said: Option<Level>, configured, otherwise| said.map(Level::severity).or(configured).unwrap_or(otherwise);
        let fail_on = level(self.fail_on, outcome.settings.fail_on(), Severity::Warning);
        let min_severity = level(self.min_severity, outcome.settings.min_severity(), Severity::Info);
        // Hints are for editors, whatever the configuration says.
        outcome.findings.retain(|finding| finding.severity >= Severity::Info);
        let accepted = self.accepting.apply(&mut outcome)?;
        outcome.findings.retain(|finding| finding.severity >= min_severity);
        if let Some(reason) = &self.accepting.add_ignores {
            return Accepting::silence(&outcome, reason);
        }
        report::sort(&mut outcome.findings, |finding| outcome.files.path(finding.place.file).into());
        self.report(&outcome, &accepted, outputs)?;
        let fails = accepted.fails || outcome.findings.iter().any(|finding| finding.severity >= fail_on);
        Ok(match (outcome.problems.is_empty(), fails) {
            (false, _) => Exit::Failed,
            (true, true) => Exit::Findings,
            (true, false) => Exit::Clean,
        })
    }

    /// Writes the findings, and what there is to say about the run.
    fn report(&self, outcome: &Outcome, accepted: &Accepted, outputs: &Outputs) -> Result<(), Failure> {
        let problems: Vec<String> = outcome.problems.iter().map(ToString::to_string).collect();
        let report = Report {
            findings: &outcome.findings,
            sources: &Sources::of(&outcome.findings, &outcome.files),
            files: outcome.checked,
            unchecked: &outcome.unchecked,
            problems: &problems,
        };
        if self.statistics {
            output::print(|out| statistics::write(&outcome.findings, out))?;
        } else {
            outputs.write(&report)?;
        }
        for problem in &problems {
            output::say(&format!("airlint: {problem}"));
        }
        for line in &outcome.unchecked {
            output::say(&output::wrap(&format!("note: {line}"), output::width()).join("\n      "));
        }
        output::say(&report.summary());
        accepted.notes.iter().for_each(|line| output::say(line));
        if let Some(line) = fixable(&outcome.findings) {
            output::say(&line);
        }
        Ok(())
    }
}

/// Prints what each file is taken for, the ones that say nothing included.
fn show_files(request: &Request) -> Result<Exit, Failure> {
    let recognised = workspace::recognise(request);
    output::print(|out| {
        for (path, kind) in &recognised.files {
            writeln!(out, "{path}: {}", kind.map_or("nothing that airlint reads", FileKind::name))?;
        }
        Ok(())
    })?;
    for problem in &recognised.problems {
        output::say(&format!("airlint: {problem}"));
    }
    Ok(if recognised.problems.is_empty() { Exit::Clean } else { Exit::Failed })
}

/// How many findings have a fix, and how to get it: `--fix mends 2 of them, --unsafe-fixes 3 more.`
fn fixable(findings: &[Finding]) -> Option<String> {
    let with = |wanted: Applicability| {
        let best = |finding: &&Finding| {
            let safe = finding.proposals.iter().any(|proposal| proposal.applicability == Applicability::Safe);
            !finding.proposals.is_empty() && safe == (wanted == Applicability::Safe)
        };
        findings.iter().filter(best).count()
    };
    match (with(Applicability::Safe), with(Applicability::Suggested)) {
        (0, 0) => None,
        (safe, 0) => Some(format!("`--fix` can mend {safe} of them; `--diff` shows how.")),
        (0, more) => Some(format!("`--unsafe-fixes` can mend {more} of them; with `--diff` it shows how.")),
        (safe, more) => {
            Some(format!("`--fix` can mend {safe} of them, `--unsafe-fixes` {more} more; `--diff` shows how."))
        }
    }
}
