//! GitLab's code quality report, which shows findings on the lines of a merge request.
//!
//! Source: GitLab's "Code Quality report format": `description`, `check_name`, `fingerprint`, `severity`, `location`; the
//! other fields are those of the Code Climate specification that it came from.

use super::{Report, words};
use crate::rules::Severity;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Issue<'a> {
    r#type: &'static str,
    check_name: &'a str,
    description: &'a str,
    content: Content,
    categories: [&'static str; 1],
    severity: &'static str,
    fingerprint: String,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Content {
    body: String,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let fingerprints = report.sources.fingerprints(report.findings);
    let issues = report.findings.iter().zip(fingerprints).map(|(finding, fingerprint)| {
        let (start, end) = report.sources.range(finding.place);
        Issue {
            r#type: "issue",
            check_name: finding.rule,
            description: &finding.message,
            content: Content { body: words::whole(report, finding) },
            categories: [match finding.severity {
                Severity::Error | Severity::Warning => "Bug Risk",
                Severity::Info | Severity::Hint => "Performance",
            }],
            severity: match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Info | Severity::Hint => "info",
            },
            fingerprint: fingerprint.to_string(),
            location: Location {
                path: report.sources.get(finding.place.file).path().as_str(),
                lines: Lines { begin: start.line, end: end.line },
            },
        }
    });
    serde_json::to_writer(&mut *out, &issues.collect::<Vec<_>>())?;
    writeln!(out)
}
