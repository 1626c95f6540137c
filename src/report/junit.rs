//! JUnit's XML: a suite for each file with findings, a test case for each finding.
//!
//! Errors and warnings are failures; what is only advice passes and says so in the case's output. Readers take a report
//! without any test for a broken run, so a clean one has a single test that passes. Source: junit-10.xsd of Jenkins'
//! xUnit plugin, which the tests hold reports against.

use super::by_file::by_file;
use super::xml::escaped;
use super::{Report, words};
use crate::rules::{Finding, Severity};
use std::io::{self, Write};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (tests, failures) = (report.findings.len().max(1), failures(report.findings));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"airlint\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
    if report.findings.is_empty() {
        let name = escaped(&report.summary());
        writeln!(out, "  <testsuite name=\"airlint\" tests=\"1\" failures=\"0\" errors=\"0\">")?;
        writeln!(out, "    <testcase name=\"{name}\" classname=\"airlint\"/>\n  </testsuite>")?;
    }
    for (path, findings) in by_file(report) {
        let (name, tests, failures) = (escaped(path), findings.len(), self::failures(findings));
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
        for finding in findings {
            case(report, path, finding, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn case(report: &Report<'_>, path: &str, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let (start, _) = report.sources.range(finding.place);
    let place = format!("{path}:{}:{}", start.line, start.column);
    let name = escaped(&format!("{} at {}:{}", finding.rule, start.line, start.column));
    writeln!(out, "    <testcase name=\"{name}\" classname=\"{}\">", escaped(path))?;
    let text = escaped(&format!("{place}\n{}", words::whole(report, finding)));
    if fails(finding) {
        let (level, message) = (finding.severity, escaped(&finding.message));
        writeln!(out, "      <failure type=\"{level}\" message=\"{message}\">{text}</failure>")?;
    } else {
        writeln!(out, "      <system-out>{text}</system-out>")?;
    }
    writeln!(out, "    </testcase>")
}

fn fails(finding: &Finding) -> bool {
    finding.severity >= Severity::Warning
}

fn failures(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| fails(finding)).count()
}
