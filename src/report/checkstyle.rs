//! Checkstyle's XML, version 4.3, which Jenkins (warnings-ng) and many other tools read.
//!
//! Source: Checkstyle's `XMLLogger`: `checkstyle` holds a `file` for each name, that an `error` for each finding.

use super::by_file::by_file;
use super::xml::escaped;
use super::{Report, words};
use crate::rules::Severity;
use std::io::{self, Write};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
    for (path, findings) in by_file(report) {
        writeln!(out, "  <file name=\"{}\">", escaped(path))?;
        for finding in findings {
            let (start, _) = report.sources.range(finding.place);
            let level = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info | Severity::Hint => "info",
            };
            let (line, column, rule) = (start.line, start.column, finding.rule);
            let message = escaped(&words::whole(report, finding));
            write!(out, "    <error line=\"{line}\" column=\"{column}\" severity=\"{level}\" ")?;
            writeln!(out, "message=\"{message}\" source=\"airlint.{}.{rule}\"/>", words::category(rule))?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
