//! `airlint lint --statistics`.

use super::rules::level_style;
use airlint::model::FileId;
use airlint::rules::{Finding, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// What one rule found.
#[derive(Debug, Default)]
struct Count {
    findings: usize,
    files: BTreeSet<FileId>,
    /// Those with a fix.
    fixable: usize,
    worst: Option<Severity>,
}

/// Prints how much each rule finds, the most first.
pub(super) fn write(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for finding in findings {
        let count = counts.entry(finding.rule).or_default();
        count.findings += 1;
        count.files.insert(finding.place.file);
        count.fixable += usize::from(!finding.proposals.is_empty());
        count.worst = count.worst.max(Some(finding.severity));
    }
    let mut rows: Vec<(&str, Count)> = counts.into_iter().collect();
    rows.sort_by(|(a, one), (b, other)| other.findings.cmp(&one.findings).then_with(|| a.cmp(b)));
    let longest = rows.iter().map(|(rule, _)| rule.len()).max().unwrap_or_default();
    for (rule, count) in rows {
        let severity = count.worst.unwrap_or(Severity::Info);
        let style = level_style(severity);
        let files = count.files.len();
        let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
        let fixable = if count.fixable > 0 { format!(", {} with a fix", count.fixable) } else { String::new() };
        let level = severity.name();
        writeln!(out, "{:5}  {style}{level:7}{style:#}  {rule:longest$}  in {files}{fixable}", count.findings)?;
    }
    Ok(())
}
