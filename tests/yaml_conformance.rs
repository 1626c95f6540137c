//! The public YAML test suite, all 308 valid and 94 invalid inputs, under the strict grammar of YAML 1.2.
//!
//! `parse` itself reads what YAML 1.1 readers read, which the suite would count against it: see `parse_strict`.

use airlint::syntax::yaml::{Kind, Node, Style, Tree, parse, parse_strict};
use serde_json::Value;

struct Case {
    id: String,
    yaml: String,
    /// `None` where the input must be refused.
    events: Option<Vec<String>>,
}

fn cases() -> Vec<Case> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    include_str!("yaml_suite/cases.jsonl")
        .lines()
        .map(|line| {
            let case: Value = serde_json::from_str(line).expect("a case is JSON");
            let events = case["events"].as_array().map(|events| events.iter().map(text).collect());
            Case { id: text(&case["id"]), yaml: text(&case["yaml"]), events }
        })
        .collect()
}

/// The tree as the suite writes events. Markers of documents (`---`, `...`) are no part of a tree.
fn events(tree: &Tree) -> Vec<String> {
    let mut events = vec!["+STR".to_owned()];
    for root in tree.documents() {
        events.push("+DOC".to_owned());
        walk(root, &mut events);
        events.push("-DOC".to_owned());
    }
    events.push("-STR".to_owned());
    events
}

fn walk(node: Node<'_>, events: &mut Vec<String>) {
    let flow = |flow: bool, sign: &str| if flow { format!(" {sign}") } else { String::new() };
    let properties = node.anchor().map(|name| format!(" &{name}")).unwrap_or_default()
        + &node.whole_tag().map(|tag| format!(" <{tag}>")).unwrap_or_default();
    match node.kind() {
        Kind::Mapping { flow: is_flow } => {
            events.push(format!("+MAP{}{properties}", flow(is_flow, "{}")));
            for entry in node.entries() {
                walk(entry.key, events);
                walk(entry.value, events);
            }
            events.push("-MAP".to_owned());
        }
        Kind::Sequence { flow: is_flow } => {
            events.push(format!("+SEQ{}{properties}", flow(is_flow, "[]")));
            node.items().for_each(|item| walk(item, events));
            events.push("-SEQ".to_owned());
        }
        Kind::Alias => events.push(format!("=ALI {}", node.raw())),
        Kind::Scalar(style) => {
            let sign = match style {
                Style::Plain => ':',
                Style::SingleQuoted => '\'',
                Style::DoubleQuoted => '"',
                Style::Literal => '|',
                Style::Folded => '>',
            };
            let value = node.scalar().unwrap_or_default().replace('\\', "\\\\").replace('\n', "\\n");
            let value = value.replace('\t', "\\t").replace('\r', "\\r").replace('\u{8}', "\\b");
            events.push(format!("=VAL{properties} {sign}{value}"));
        }
    }
}

#[test]
fn every_valid_input_gives_its_events_and_every_invalid_one_an_error() {
    let cases = cases();
    let valid = cases.iter().filter(|case| case.events.is_some()).count();
    assert_eq!((valid, cases.len() - valid), (308, 94));
    let mut failures = Vec::new();
    for Case { id, yaml, events: expected } in &cases {
        let tree = parse_strict(yaml);
        match expected {
            None if tree.errors().is_empty() => failures.push(format!("{id}: accepted {yaml:?}")),
            Some(_) if !tree.errors().is_empty() => failures.push(format!("{id}: {:?} in {yaml:?}", tree.errors())),
            Some(expected) => {
                let unmarked = |event: &String| match event.as_str() {
                    "+DOC ---" => "+DOC".to_owned(),
                    "-DOC ..." => "-DOC".to_owned(),
                    event => event.to_owned(),
                };
                let expected: Vec<String> = expected.iter().map(unmarked).collect();
                if events(&tree) != expected {
                    failures.push(format!("{id}: {yaml:?}\n  gives {:?}\n  wants {expected:?}", events(&tree)));
                }
            }
            None => {}
        }
    }
    assert!(failures.is_empty(), "{} of {} fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Whatever the suite throws at it, the tree is sound: children inside their parents, in order, on character boundaries.
#[test]
fn every_input_gives_a_sound_tree() {
    fn check(node: Node<'_>, case: &Case) {
        let mut at = node.span().start;
        let children: Vec<_> = node.items().chain(node.entries().flat_map(|entry| [entry.key, entry.value])).collect();
        for child in children {
            let span = child.span();
            assert!(span.start >= at && span.end <= node.span().end, "{}: {child:?} in {node:?}", case.id);
            assert!(case.yaml.is_char_boundary(span.start) && case.yaml.is_char_boundary(span.end), "{}", case.id);
            at = span.end;
            check(child, case);
        }
    }
    for case in cases() {
        for tree in [parse(&case.yaml), parse_strict(&case.yaml)] {
            tree.documents().for_each(|root| check(root, &case));
        }
    }
}
