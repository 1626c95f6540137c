//! SARIF 2.1.0, for code scanning. Columns count UTF-16 code units, which the run declares.
//!
//! Source: the OASIS standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", whose schema the tests
//! hold reports against, and what GitHub's code scanning reads of it.

use super::Report;
use super::sources::Unit;
use super::words::category;
use crate::model::{FileId, Place};
use crate::rules::{Finding, Fix, Severity, named};
use crate::workspace::percent_encoded;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What paths are relative to: the folder that airlint ran in.
const BASE: &str = "%SRCROOT%";

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let indices: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(index, rule)| (*rule, index)).collect();
    let fingerprints = report.sources.fingerprints(report.findings);
    let results = report.findings.iter().zip(fingerprints).map(|(finding, fingerprint)| {
        let index = indices.get(finding.rule).copied().unwrap_or_default();
        result(report, finding, index, &fingerprint.to_string())
    });
    let notes = report.unchecked.iter().map(|line| notification("note", line));
    let problems = report.problems.iter().map(|line| notification("error", line));
    let output = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|name| rule(name)).collect::<Vec<_>>(),
            } },
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": { BASE: { "description": { "text": "The folder that airlint ran in." } } },
            "invocations": [{
                "executionSuccessful": report.problems.is_empty(),
                "toolExecutionNotifications": problems.chain(notes).collect::<Vec<_>>(),
            }],
            "results": results.collect::<Vec<_>>(),
        }],
    });
    serde_json::to_writer(&mut *out, &output)?;
    writeln!(out)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

fn notification(level: &str, text: &str) -> Value {
    json!({ "level": level, "message": { "text": text } })
}

/// A rule with its help, from its document.
fn rule(name: &str) -> Value {
    let Some(rule) = named(name) else {
        return json!({ "id": name });
    };
    let section = |heading: &str| rule.section(heading).unwrap_or_default();
    let markdown = ["What happens", "What to do", "Source"]
        .map(|heading| format!("## {heading}\n\n{}", section(heading)))
        .join("\n\n");
    let text = format!("{}\n\nWhat to do: {}", section("What happens"), section("What to do"));
    json!({
        "id": rule.name,
        "name": pascal(rule.name),
        "shortDescription": { "text": rule.summary().replace('`', "") },
        "fullDescription": { "text": rule.summary().replace('`', ""), "markdown": rule.summary() },
        "help": { "text": text, "markdown": markdown },
        "helpUri": rule.address(),
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": ["airflow", rule.category], "problem.severity": match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "recommendation",
        } },
    })
}

/// `unknown-queue` as `UnknownQueue`.
fn pascal(name: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        first.to_ascii_uppercase() + rest
    };
    name.split('-').map(word).collect()
}

fn result(report: &Report<'_>, finding: &Finding, index: usize, fingerprint: &str) -> Value {
    let mut text = finding.message.clone();
    if let Some(help) = &finding.help {
        text.push_str(&format!("\n\nhelp: {help}"));
    }
    let related = finding.related.iter().enumerate().map(|(index, related)| {
        let mut location = location(report, related.place);
        location.insert("id".to_owned(), json!(index + 1));
        location.insert("message".to_owned(), json!({ "text": related.message }));
        Value::Object(location)
    });
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [location(report, finding.place)],
        "partialFingerprints": { "airlint/v1": fingerprint },
        "properties": { "category": category(finding.rule) },
    });
    let Some(fields) = result.as_object_mut() else { return result };
    if !finding.related.is_empty() {
        fields.insert("relatedLocations".to_owned(), related.collect());
    }
    if !finding.fixes.is_empty() {
        let fixes = finding.fixes.iter().map(|it| fix(report, it));
        fields.insert("fixes".to_owned(), fixes.collect());
    }
    result
}

fn location(report: &Report<'_>, place: Place) -> Map<String, Value> {
    let physical = json!({ "artifactLocation": artifact(report, place.file), "region": region(report, place) });
    Map::from_iter([("physicalLocation".to_owned(), physical)])
}

/// A file: relative to the folder that airlint ran in, where it lies in it.
fn artifact(report: &Report<'_>, file: FileId) -> Value {
    let path = report.sources.get(file).path();
    let uri = percent_encoded(&path.as_str().replace('\\', "/"));
    if path.is_absolute() {
        let slash = if uri.starts_with('/') { "" } else { "/" };
        return json!({ "uri": format!("file://{slash}{uri}") });
    }
    json!({ "uri": uri, "uriBaseId": BASE })
}

fn region(report: &Report<'_>, place: Place) -> Value {
    let (start, end) = report.sources.points(place, Unit::Utf16);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn fix(report: &Report<'_>, fix: &Fix) -> Value {
    let mut files: Vec<(FileId, Vec<Value>)> = Vec::new();
    for edit in &fix.edits {
        let mut replacement = json!({ "deletedRegion": region(report, edit.place) });
        if let (Some(fields), false) = (replacement.as_object_mut(), edit.content.is_empty()) {
            fields.insert("insertedContent".to_owned(), json!({ "text": edit.content }));
        }
        match files.iter_mut().find(|(file, _)| *file == edit.place.file) {
            Some((_, replacements)) => replacements.push(replacement),
            None => files.push((edit.place.file, vec![replacement])),
        }
    }
    let changes = files.into_iter().map(
        |(file, replacements)| json!({ "artifactLocation": artifact(report, file), "replacements": replacements }),
    );
    json!({ "description": { "text": fix.title }, "artifactChanges": changes.collect::<Vec<_>>() })
}
