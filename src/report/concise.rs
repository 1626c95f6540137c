//! One line a finding: `path:line:column: level[rule] message`.

use super::{Report, excerpt};
use crate::rules::Finding;
use std::io::{self, Write};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    report.findings.iter().try_for_each(|finding| line(report, finding, out))
}

/// The line of one finding.
pub(super) fn line(report: &Report<'_>, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let path = report.sources.get(finding.place.file).path();
    let (start, _) = report.sources.range(finding.place);
    let message = finding.message.replace(['\n', '\r'], " ");
    let message = excerpt::harmless(&message);
    let path = excerpt::harmless(path.as_str());
    writeln!(out, "{path}:{}:{}: {}[{}] {message}", start.line, start.column, finding.severity, finding.rule)
}
