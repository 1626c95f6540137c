//! Workflow commands of GitHub Actions, which become annotations on the lines of a pull request.
//!
//! Source: GitHub's "Workflow commands"; the escapes are those of the runner's command parser: `%`, CR and LF in the
//! message, `:` and `,` as well in a property. GitHub shows the first ten annotations of each level of a step, so the
//! worst findings come first, and where some are left out a notice before them says how many.

use super::words::plural;
use super::{Report, words};
use crate::rules::Severity;
use std::io::{self, Write};

/// Annotations of a level that GitHub shows of one step.
const SHOWN: usize = 10;

/// The levels of annotations, and the words for one finding of each.
const LEVELS: [(&str, &str); 3] = [("error", "error"), ("warning", "warning"), ("notice", "info finding")];

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    if let Some(line) = left_out(report) {
        writeln!(out, "::notice title=airlint::{}", data(&line))?;
    }
    for finding in report.worst_first() {
        let command = command(finding.severity);
        let path = report.sources.get(finding.place.file).path();
        let (start, end) = report.sources.range(finding.place);
        write!(out, "::{command} file={},line={},endLine={}", property(path.as_str()), start.line, end.line)?;
        // GitHub refuses columns on a range over several lines.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        let title = format!("airlint ({})", finding.rule);
        writeln!(out, ",title={}::{}", property(&title), data(&words::whole(report, finding)))?;
    }
    Ok(())
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "notice",
    }
}

/// How many findings GitHub does not show as annotations; `None` where it shows all.
fn left_out(report: &Report<'_>) -> Option<String> {
    let count = |name: &str| report.findings.iter().filter(|finding| command(finding.severity) == name).count();
    let more: Vec<(usize, &str)> = LEVELS
        .iter()
        .map(|(name, noun)| {
            // The notice itself takes one of the ten places of its level.
            let shown = if *name == "notice" { SHOWN - 1 } else { SHOWN };
            (count(name).saturating_sub(shown), *noun)
        })
        .filter(|(more, _)| *more > 0)
        .collect();
    // Ten notices need no notice about them.
    if more.is_empty() || matches!(more.as_slice(), [(1, "info finding")]) {
        return None;
    }
    let more: Vec<String> = more.into_iter().map(|(more, noun)| plural(more, noun)).collect();
    Some(format!("GitHub shows ten annotations of each level of a step; the log has {} more", more.join(", ")))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
