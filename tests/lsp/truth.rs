//! What the command line finds: what the server has to say as well.

use crate::client::text::{Encoding, range, uri};
use airlint::rules::{Finding, Severity};
use airlint::workspace::{self, Outcome, Request};
use camino::Utf8Path;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What is found in each file of a folder, by its path below the folder. The form is that of [`said`].
pub fn found(root: &str, encoding: Encoding) -> BTreeMap<String, Vec<Value>> {
    found_with(root, "", encoding)
}

/// The same where a client has a file open with the text that is on disk to the byte: with its byte order mark, if any.
pub fn found_with(root: &str, open: &str, encoding: Encoding) -> BTreeMap<String, Vec<Value>> {
    let outcome = run(root, false);
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for finding in &outcome.findings {
        let path = outcome.files.path(finding.place.file).to_string();
        found.entry(path).or_default().push(seen(&outcome, finding, open, encoding));
    }
    found
}

/// What the engine of the command line makes of a folder.
pub fn run(root: &str, fixes: bool) -> Outcome {
    let outcome = workspace::run(&Request { current: root.into(), fixes, ..Request::default() });
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    outcome
}

fn seen(outcome: &Outcome, finding: &Finding, open: &str, encoding: Encoding) -> Value {
    let place = |place: airlint::model::Place| {
        let text = outcome.files.text(place.file).expect("a text");
        // An editor that opens a file does not show a byte order mark.
        let is_hidden = text.starts_with('\u{feff}') && outcome.files.path(place.file) != open;
        let mark = if is_hidden { '\u{feff}'.len_utf8() } else { 0 };
        let bytes = place.span().start.max(mark) - mark..place.span().end.max(mark) - mark;
        (uri(outcome.files.absolute(place.file).as_str()), range(&text[mark..], bytes, encoding))
    };
    let related = finding.related.iter().map(|related| {
        let (uri, range) = place(related.place);
        json!({"location": {"uri": uri, "range": range}, "message": related.message})
    });
    let help = finding.help.iter().map(|help| format!("\n{help}"));
    json!({
        "rule": finding.rule,
        "severity": match finding.severity {
            Severity::Error => 1,
            Severity::Warning => 2,
            Severity::Info => 3,
            Severity::Hint => 4,
        },
        "message": finding.message.chars().chain(help.flat_map(|it| it.chars().collect::<Vec<_>>())).collect::<String>(),
        "range": place(finding.place).1,
        "related": related.collect::<Vec<_>>(),
    })
}

/// A diagnostic in the form of [`found`].
pub fn said(diagnostic: &Value) -> Value {
    assert_eq!(diagnostic["source"], "airlint");
    json!({
        "rule": diagnostic["code"],
        "severity": diagnostic["severity"],
        "message": diagnostic["message"],
        "range": diagnostic["range"],
        "related": diagnostic.get("relatedInformation").cloned().unwrap_or(json!([])),
    })
}

/// The path of a URI below a folder.
pub fn below(root: &str, uri: &str) -> String {
    let path = crate::client::text::path(uri);
    Utf8Path::new(&path).strip_prefix(root).unwrap_or_else(|_| panic!("{path} is not below {root}")).to_string()
}
