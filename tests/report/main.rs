//! The output formats on texts that are hard to point into: emoji, CJK, tabs, CRLF, a byte order mark, long lines,
//! control characters, places at the end of a file.

mod services;
mod standards;
mod xsd;

use airlint::model::{FileId, Place};
use airlint::report::{Format, Full, Report, Source, Sources};
use airlint::rules::{Finding, Severity};
use airlint::syntax::Span;

const DAG: FileId = FileId(0);
const DEPLOYMENT: FileId = FileId(1);

const DAG_TEXT: &str = "\
from airflow.sdk import dag, task


@dag(schedule=\"@daily\")
def träning():
\t@task(queue=\"🚀-機械学習\", retries=2)  # 機械
\tdef train():
\t\t...
";

const DEPLOYMENT_TEXT: &str = "\u{feff}deployment:\r
  configuration:\r
    executor: CELERY\r
  worker_queues:\r
    - name: default\r
    - name: heavy";

/// The place of `needle` in a text.
fn place(file: FileId, text: &str, needle: &str) -> Place {
    let start = text.find(needle).expect("the needle stands in the text");
    Place::new(file, Span::new(start, start + needle.len()))
}

fn finding(rule: &'static str, severity: Severity, place: Place, message: &str) -> Finding {
    Finding {
        rule,
        severity,
        message: message.into(),
        help: None,
        place,
        related: vec![],
        proposals: vec![],
        fixes: vec![],
    }
}

/// Findings across two files, within one file, at the end of a file, over several lines.
fn findings() -> Vec<Finding> {
    let queue = "queue `🚀-機械学習` is served by no worker queue of prod.yaml (default, heavy): task `train` stays queued \
                 for ever";
    let end = DEPLOYMENT_TEXT.len();
    vec![
        finding("unknown-queue", Severity::Error, place(DAG, DAG_TEXT, "\"🚀-機械学習\""), queue)
            .help("name one of its queues, or add `🚀-機械学習` to worker_queues")
            .related(place(DEPLOYMENT, DEPLOYMENT_TEXT, "worker_queues"), "the worker queues of prod.yaml")
            .related(place(DAG, DAG_TEXT, "@dag"), "its DAG"),
        finding(
            "some-rule",
            Severity::Info,
            place(DAG, DAG_TEXT, "def train():\n\t\t..."),
            "100% of it: spans, two lines",
        )
        .related(place(DAG, DAG_TEXT, "retries=2"), "tries"),
        finding("executor-case", Severity::Warning, place(DEPLOYMENT, DEPLOYMENT_TEXT, "deployment"), "after the mark"),
        finding("missing-key", Severity::Error, Place::new(DEPLOYMENT, Span::at(end)), "at the very end"),
    ]
}

fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.insert(DAG, Source::new("dags/train, eval.py", DAG_TEXT));
    sources.insert(DEPLOYMENT, Source::new("deployments/prod.yaml", DEPLOYMENT_TEXT));
    sources
}

fn shown(findings: &[Finding], sources: &Sources, format: Format) -> String {
    let unchecked = ["queues: no deployment is known".to_string()];
    let report = Report { findings, sources, files: 14, unchecked: &unchecked, problems: &[] };
    let mut out = Vec::new();
    report.write(format, &mut out).expect("memory takes everything");
    let text = String::from_utf8(out).expect("reports are UTF-8");
    anstream::adapter::strip_str(&text).to_string()
}

#[test]
fn full() {
    insta::assert_snapshot!(shown(&findings(), &sources(), Format::Full(Full { width: 100 })));
}

#[test]
fn concise() {
    insta::assert_snapshot!(shown(&findings(), &sources(), Format::Concise));
}

#[test]
fn json() {
    let text = shown(&findings(), &sources(), Format::Json);
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).expect("JSON"));
}

#[test]
fn a_long_line_is_shown_by_the_part_that_matters() {
    let text =
        format!("{{\"a\": \"{}\", \"queue\": \"größer\", \"b\": \"{}\"}}\n", "ä".repeat(5_000), "z".repeat(5_000));
    let mut sources = Sources::default();
    sources.insert(DAG, Source::new("deployment.json", text.as_str()));
    let findings = [finding("unknown-queue", Severity::Error, place(DAG, &text, "\"größer\""), "a queue")];
    insta::assert_snapshot!(shown(&findings, &sources, Format::Full(Full { width: 100 })));
}

#[test]
fn nothing_in_a_file_reaches_the_terminal_as_a_command() {
    let text = "a: \"\u{1b}[2Jboo\u{202e}\"\n";
    let mut sources = Sources::default();
    sources.insert(DAG, Source::new("a\u{1b}[31m.yaml", text));
    let findings = [finding("a-rule", Severity::Error, place(DAG, text, "boo"), "says \u{1b}]0;title\u{7}")];
    for format in [Format::Full(Full { width: 80 }), Format::Concise] {
        let report = Report { findings: &findings, sources: &sources, files: 1, unchecked: &[], problems: &[] };
        let mut out = Vec::new();
        report.write(format, &mut out).expect("memory takes everything");
        let text = String::from_utf8(out).expect("reports are UTF-8");
        assert!(!text.contains("\u{1b}[2J") && !text.contains('\u{7}') && !text.contains('\u{202e}'), "{text:?}");
    }
}

#[test]
fn every_short_range_of_a_text_can_be_shown() {
    let texts = [DAG_TEXT, DEPLOYMENT_TEXT, "", "\n", "\r", "\r\n\r\n", "\u{feff}", "a\rb\u{301}\r\n\t\t"];
    for text in texts {
        let mut sources = Sources::default();
        sources.insert(DAG, Source::new("a.yaml", text));
        let boundaries: Vec<usize> =
            (0..=text.len() + 1).filter(|&at| at > text.len() || text.is_char_boundary(at)).collect();
        for &start in &boundaries {
            for &end in boundaries.iter().filter(|&&end| (start..start + 20).contains(&end)) {
                let at = |start, end| Place::new(DAG, Span::new(start, end));
                let finding = finding("a-rule", Severity::Error, at(start, end), "m").related(at(end, end), "r");
                let text = shown(&[finding], &sources, Format::Full(Full { width: 80 }));
                assert!(text.contains("a.yaml:") && text.contains("─ r"), "{start}..{end}: {text}");
            }
        }
    }
}

#[test]
fn summaries() {
    let summary = |findings: &[Finding]| {
        Report { findings, sources: &sources(), files: 14, unchecked: &[], problems: &[] }.summary()
    };
    assert_eq!(summary(&findings()), "Found 2 errors, 1 warning and 1 info finding in 2 of 14 files.");
    assert_eq!(summary(&findings()[..1]), "Found 1 error in 1 of 14 files.");
    assert_eq!(summary(&[]), "No faults found in 14 files.");
}
