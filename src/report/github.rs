//! Workflow commands of GitHub Actions, which become annotations on the lines of a pull request.
//!
//! Source: GitHub's "Workflow commands"; the escapes are those of the runner's command parser: `%`, CR and LF in the
//! message, `:` and `,` as well in a property.

use super::Report;
use crate::rules::{Finding, Severity};
use std::io::{self, Write};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "notice",
        };
        let path = report.sources.get(finding.place.file).path();
        let (start, end) = report.sources.range(finding.place);
        write!(out, "::{command} file={},line={},endLine={}", property(path.as_str()), start.line, end.line)?;
        // GitHub refuses columns on a range over several lines.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        let title = format!("airlint ({})", finding.rule);
        writeln!(out, ",title={}::{}", property(&title), data(&message(report, finding)))?;
    }
    Ok(())
}

/// The message with all that an annotation cannot show by itself: related places and the help.
fn message(report: &Report<'_>, finding: &Finding) -> String {
    let mut message = finding.message.clone();
    for related in &finding.related {
        let path = report.sources.get(related.place.file).path();
        let (start, _) = report.sources.range(related.place);
        message.push_str(&format!("\n{path}:{}: {}", start.line, related.message));
    }
    if let Some(help) = &finding.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    message
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
