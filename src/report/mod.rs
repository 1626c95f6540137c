//! Output: one file a format. Reports know no rule; they show what rules found.

mod azure;
mod by_file;
mod checkstyle;
mod concise;
mod diff;
mod excerpt;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
mod sources;
mod words;
mod xml;

pub use diff::write_diff;
pub use full::Full;
pub use sources::{Source, Sources};

use crate::rules::{Finding, Severity};
use camino::Utf8Path;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::{self, Write};
use words::plural;

/// What a run found, ready to be shown.
#[derive(Debug)]
pub struct Report<'a> {
    /// The findings, sorted by [`sort`].
    pub findings: &'a [Finding],
    /// The texts of the files that the findings point into.
    pub sources: &'a Sources,
    /// The number of files that were checked.
    pub files: usize,
    /// What could not be checked, in words for users.
    pub unchecked: &'a [String],
    /// What airlint could not do, in words for users.
    pub problems: &'a [String],
}

/// The output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Snippets with labels, for people.
    Full(Full),
    /// One line a finding.
    Concise,
    /// The JSON contract, version 1.
    Json,
    /// Workflow commands, which GitHub shows as annotations.
    Github,
    /// Issues of Azure Pipelines.
    Azure,
    /// GitLab's code quality report.
    Gitlab,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit's XML.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// The Reviewdog Diagnostic Format.
    Rdjson,
    /// One JSON object a line: the findings of the JSON contract.
    Jsonl,
    /// A table in Markdown.
    Markdown,
}

impl Format {
    /// Whether it shows the fixes of findings, which take time to work out.
    pub fn has_fixes(self) -> bool {
        matches!(self, Format::Json | Format::Jsonl | Format::Sarif | Format::Rdjson)
    }
}

impl Report<'_> {
    /// Writes the findings.
    ///
    /// # Errors
    /// What `out` reports.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Full(full) => full.write(self, out),
            Format::Concise => concise::write(self, out),
            Format::Json => json::write(self, out),
            Format::Github => github::write(self, out),
            Format::Azure => azure::write(self, out),
            Format::Gitlab => gitlab::write(self, out),
            Format::Sarif => sarif::write(self, out),
            Format::Junit => junit::write(self, out),
            Format::Checkstyle => checkstyle::write(self, out),
            Format::Rdjson => rdjson::write(self, out),
            Format::Jsonl => json::write_lines(self, out),
            Format::Markdown => markdown::write(self, out),
        }
    }

    /// The number of findings of a level.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The findings, errors first.
    fn worst_first(&self) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.findings.iter().collect();
        findings.sort_by_key(|finding| Reverse(finding.severity));
        findings
    }

    /// One sentence on the whole: `Found 5 errors and 3 warnings in 2 of 14 files.`
    pub fn summary(&self) -> String {
        let files = plural(self.files, "file");
        let levels = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "info finding")];
        let counts: Vec<String> = levels
            .into_iter()
            .map(|(severity, noun)| (self.count(severity), noun))
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| plural(count, noun))
            .collect();
        let faulty: BTreeSet<_> = self.findings.iter().map(|finding| finding.place.file).collect();
        match counts.as_slice() {
            [] => format!("No faults found in {files}."),
            [one] => format!("Found {one} in {} of {files}.", faulty.len()),
            [first @ .., last] => format!("Found {} and {last} in {} of {files}.", first.join(", "), faulty.len()),
        }
    }
}

/// Sorts findings by path, position, rule and message, so that a run prints the same as the one before.
pub fn sort(findings: &mut [Finding], path: impl Fn(&Finding) -> Box<Utf8Path>) {
    findings.sort_by_cached_key(|finding| {
        let span = finding.place.span();
        (path(finding), span.start, span.end, Reverse(finding.severity), finding.rule, finding.message.clone())
    });
}
