//! Formats that others have defined, held against what they have published: on findings that are hard to point into,
//! on none, and on those of the example project with their fixes.

use crate::{findings, sources, xsd};
use airlint::report::{Format, Report, Sources};
use airlint::rules::Finding;
use airlint::workspace::{Request, run};
use boon::{Compiler, Schemas};
use roxmltree::{Document, Node};
use serde_json::Value;

/// The reports in a format, of all kinds of findings.
fn reports(format: Format) -> Vec<String> {
    let unchecked = ["queues: no deployment is known".to_owned()];
    let problems = ["dags/a.py: cannot be read: is a <folder>".to_owned()];
    let write = |findings: &[Finding], sources: &Sources, problems: &[String]| {
        let report = Report { findings, sources, files: 14, unchecked: &unchecked, problems };
        let mut out = Vec::new();
        report.write(format, &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("reports are UTF-8")
    };
    let current = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/astro-project").into();
    let outcome = run(&Request { current, fixes: true, ..Request::default() });
    assert!(outcome.findings.iter().any(|finding| !finding.fixes.is_empty()), "the example has fixes");
    vec![
        write(&findings(), &sources(), &[]),
        write(&[], &sources(), &problems),
        write(&outcome.findings, &Sources::of(&outcome.findings, &outcome.files), &[]),
    ]
}

/// Holds reports against a schema, and gives them.
fn held_against(schema: &str, format: Format) -> Vec<Value> {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.enable_format_assertions();
    compiler.add_resource("schema.json", schema).expect("a name");
    let index = compiler.compile("schema.json", &mut schemas).expect("the schema can be read");
    let check = |text: String| {
        let value: Value = serde_json::from_str(&text).expect("JSON");
        if let Err(error) = schemas.validate(&value, index) {
            panic!("{format:?}: {error:#}\n{value:#}");
        }
        value
    };
    reports(format).into_iter().map(check).collect()
}

#[test]
fn sarif() {
    let reports = held_against(include_str!("schemas/sarif-2.1.0.json"), Format::Sarif);
    let [hard, none, example] = reports.as_slice() else { panic!("three reports") };

    let region = |result: usize| &hard["runs"][0]["results"][result]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(hard["runs"][0]["columnKind"], "utf16CodeUnits");
    // `	@task(queue="🚀-機械学習"`: the rocket takes two code units.
    let expected = serde_json::json!({"startLine": 6, "startColumn": 14, "endLine": 6, "endColumn": 23});
    assert_eq!(*region(0), expected);
    // A byte order mark takes no column.
    assert_eq!(region(2)["startColumn"], 1);
    let result = &hard["runs"][0]["results"][0];
    assert_eq!(result["relatedLocations"][0]["message"]["text"], "the worker queues of prod.yaml");
    let artifact = &result["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(artifact["uri"], "dags/train%2C%20eval.py");

    assert_eq!(none["runs"][0]["results"], serde_json::json!([]), "an empty run, not none");
    assert_eq!(none["runs"][0]["invocations"][0]["executionSuccessful"], false);

    let run = &example["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert!(results.iter().any(|result| result["fixes"][0]["artifactChanges"][0]["replacements"][0].is_object()));
    for result in results {
        let rule = &run["tool"]["driver"]["rules"]
            [usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("a small one")];
        assert_eq!(rule["id"], result["ruleId"]);
        let help = rule["help"]["markdown"].as_str().expect("help");
        assert!(help.contains("## What to do") && rule["fullDescription"]["text"].is_string(), "{rule:#}");
    }
    let fingerprints: Vec<&Value> = results.iter().map(|it| &it["partialFingerprints"]["airlint/v1"]).collect();
    let different: std::collections::HashSet<&str> = fingerprints.iter().filter_map(|it| it.as_str()).collect();
    assert_eq!(different.len(), results.len());
}

#[test]
fn gitlab() {
    let reports = held_against(include_str!("schemas/gitlab-codequality.json"), Format::Gitlab);
    assert_eq!(reports[1], serde_json::json!([]));
    let lines = |report: usize, issue: usize| &reports[report][issue]["location"]["lines"];
    assert_eq!(*lines(0, 1), serde_json::json!({"begin": 7, "end": 8}));
    assert!(reports[2].as_array().is_some_and(|issues| issues.len() > 5));
}

#[test]
fn rdjson() {
    let reports = held_against(include_str!("schemas/rdjson.json"), Format::Rdjson);
    // Columns count bytes: the rocket takes four, a Chinese character three.
    let range = &reports[0]["diagnostics"][0]["location"]["range"];
    assert_eq!((&range["start"]["column"], &range["end"]["column"]), (&14.into(), &33.into()));
    assert_eq!(reports[0]["diagnostics"][2]["location"]["range"]["start"]["column"], 1);
    let diagnostics = reports[2]["diagnostics"].as_array().expect("a list");
    assert!(diagnostics.iter().any(|it| it["suggestions"][0]["text"].is_string()));
}

#[test]
fn jsonl_has_the_findings_of_json() {
    for (lines, json) in reports(Format::Jsonl).into_iter().zip(reports(Format::Json)) {
        let json: Value = serde_json::from_str(&json).expect("JSON");
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(json["findings"], Value::Array(lines));
    }
}

#[test]
fn junit() {
    for report in reports(Format::Junit) {
        let faults = xsd::faults(include_str!("schemas/junit-10.xsd"), &report);
        assert!(faults.is_empty(), "{faults:?}\n{report}");
        let document = Document::parse(&report).expect("XML");
        for suite in document.descendants().filter(|node| node.has_tag_name("testsuite")) {
            let count = |name: &str| suite.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
            assert_eq!(suite.attribute("tests"), Some(count("testcase").as_str()));
            assert_eq!(suite.attribute("failures"), Some(count("failure").as_str()));
            assert_ne!(suite.attribute("tests"), Some("0"));
        }
    }
}

#[test]
fn checkstyle() {
    for report in reports(Format::Checkstyle) {
        let document = Document::parse(&report).expect("XML");
        let root = document.root_element();
        assert!(root.has_tag_name("checkstyle") && root.attribute("version") == Some("4.3"));
        for file in root.children().filter(Node::is_element) {
            assert!(file.has_tag_name("file") && file.attribute("name").is_some_and(|name| !name.is_empty()));
            for error in file.children().filter(Node::is_element) {
                let number = |name: &str| error.attribute(name).and_then(|number| number.parse::<usize>().ok());
                assert!(error.has_tag_name("error") && number("line") >= Some(1) && number("column") >= Some(1));
                assert!(matches!(error.attribute("severity"), Some("error" | "warning" | "info")));
                assert!(error.attribute("message").is_some_and(|message| !message.is_empty()));
                assert!(error.attribute("source").is_some_and(|source| source.starts_with("airlint.")));
            }
        }
    }
}

#[test]
fn xml_holds_any_text() {
    let mut odd = findings();
    odd.truncate(1);
    odd[0].message = "a <b> & \"c\" \u{1b}[2J ]]> \u{ffff}\n\ttwo".to_owned();
    for format in [Format::Junit, Format::Checkstyle] {
        let report = Report { findings: &odd, sources: &sources(), files: 1, unchecked: &[], problems: &[] };
        let mut out = Vec::new();
        report.write(format, &mut out).expect("memory takes everything");
        let text = String::from_utf8(out).expect("UTF-8");
        let document = Document::parse(&text).expect("XML");
        let held = |node: Node| node.attribute("message").is_some_and(|it| it.starts_with("a <b> & \"c\" "));
        assert!(document.descendants().any(held), "{text}");
    }
}
