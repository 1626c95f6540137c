//! The Reviewdog Diagnostic Format as one JSON document. Columns count bytes of UTF-8, from 1.
//!
//! A suggestion is one range of the finding's own file, so a fix is one where it is a single edit there.

use super::sources::{Point, Unit};
use super::{Report, words};
use crate::model::Place;
use crate::rules::{Finding, Severity, named};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Output<'a> {
    source: Source,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestions: Option<[Suggestion<'a>; 1]>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

impl From<Point> for Position {
    fn from(point: Point) -> Self {
        Self { line: point.line, column: point.column }
    }
}

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics = report.findings.iter().map(|finding| Diagnostic {
        message: words::whole(report, finding),
        location: Location {
            path: report.sources.get(finding.place.file).path().as_str(),
            range: range(report, finding.place),
        },
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info | Severity::Hint => "INFO",
        },
        code: Code { value: finding.rule, url: named(finding.rule).map(|rule| rule.address()) },
        suggestions: suggestion(report, finding).map(|it| [it]),
    });
    let source = Source { name: env!("CARGO_PKG_NAME"), url: env!("CARGO_PKG_REPOSITORY") };
    serde_json::to_writer(&mut *out, &Output { source, diagnostics: diagnostics.collect() })?;
    writeln!(out)
}

fn range(report: &Report<'_>, place: Place) -> Range {
    let (start, end) = report.sources.points(place, Unit::Bytes);
    Range { start: start.into(), end: end.into() }
}

/// The best fix, where it can be told as a suggestion.
fn suggestion<'a>(report: &Report<'_>, finding: &'a Finding) -> Option<Suggestion<'a>> {
    match finding.fixes.first()?.edits.as_slice() {
        [edit] if edit.place.file == finding.place.file => {
            Some(Suggestion { range: range(report, edit.place), text: &edit.content })
        }
        _ => None,
    }
}
