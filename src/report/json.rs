//! The JSON contract, version 1. Lines and columns count from 1, columns in Unicode scalar values; `byte` from 0.

use super::Report;
use super::words::category;
use crate::model::Place;
use crate::rules::{Applicability, Severity};
use crate::syntax::Position;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    summary: Summary,
    unchecked: &'a [String],
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    category: &'a str,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    path: &'a str,
    range: Range,
    related: Vec<Related<'a>>,
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    range: Range,
    message: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    path: &'a str,
    range: Range,
    content: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    byte: usize,
}

#[derive(Serialize)]
struct Summary {
    error: usize,
    warning: usize,
    info: usize,
    files: usize,
}

impl From<Position> for Point {
    fn from(position: Position) -> Self {
        Self { line: position.line, column: position.column, byte: position.byte }
    }
}

/// The findings, in their order.
fn findings<'r>(report: &Report<'r>) -> impl Iterator<Item = Finding<'r>> {
    let sources = report.sources;
    let path = move |place: Place| sources.get(place.file).path().as_str();
    let range = move |place: Place| {
        let (start, end) = sources.range(place);
        Range { start: start.into(), end: end.into() }
    };
    report.findings.iter().map(move |finding| Finding {
        rule: finding.rule,
        category: category(finding.rule),
        severity: finding.severity,
        message: &finding.message,
        help: finding.help.as_deref(),
        path: path(finding.place),
        range: range(finding.place),
        related: finding
            .related
            .iter()
            .map(|related| Related {
                path: path(related.place),
                range: range(related.place),
                message: &related.message,
            })
            .collect(),
        fixes: finding
            .fixes
            .iter()
            .map(|it| Fix {
                title: &it.title,
                applicability: it.applicability,
                edits: it
                    .edits
                    .iter()
                    .map(|edit| Edit { path: path(edit.place), range: range(edit.place), content: &edit.content })
                    .collect(),
            })
            .collect(),
    })
}

/// One object a line, for tools that read line by line.
pub(super) fn write_lines(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in findings(report) {
        serde_json::to_writer(&mut *out, &finding)?;
        writeln!(out)?;
    }
    Ok(())
}

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let output = Output {
        version: 1,
        findings: findings(report).collect(),
        summary: Summary {
            error: report.count(Severity::Error),
            warning: report.count(Severity::Warning),
            info: report.count(Severity::Info),
            files: report.files,
        },
        unchecked: report.unchecked,
    };
    serde_json::to_writer(&mut *out, &output)?;
    writeln!(out)
}
