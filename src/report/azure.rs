//! Logging commands of Azure Pipelines, which become issues of the step.
//!
//! Source: Microsoft's "Logging commands": an issue is an error or a warning; the escapes are those of the agent's command
//! parser: `%`, CR and LF everywhere, `;` and `]` as well in a property. What is only advice is a line of the log.

use super::{Report, concise, words};
use crate::rules::Severity;
use std::io::{self, Write};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings {
        let kind = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => {
                concise::line(report, finding, out)?;
                continue;
            }
        };
        let path = property(report.sources.get(finding.place.file).path().as_str());
        let (start, _) = report.sources.range(finding.place);
        let (line, column, rule) = (start.line, start.column, finding.rule);
        let message = data(&words::whole(report, finding));
        write!(out, "##vso[task.logissue type={kind};sourcepath={path};linenumber={line};columnnumber={column};")?;
        writeln!(out, "code={rule};]{message}")?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
