//! One line a finding: `path:line:column: level[rule] message`.

use super::{Report, excerpt};
use std::io::{self, Write};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings {
        let path = report.sources.get(finding.place.file).path();
        let (start, _) = report.sources.range(finding.place);
        let message = finding.message.replace(['\n', '\r'], " ");
        let message = excerpt::harmless(&message);
        let path = excerpt::harmless(path.as_str());
        writeln!(out, "{path}:{}:{}: {}[{}] {message}", start.line, start.column, finding.severity, finding.rule)?;
    }
    Ok(())
}
