//! Prints how airlint reads YAML files, one JSON object a file: the verdict and the events, in the notation of the
//! public YAML test suite. What `tests/scripts/yaml_against_pyyaml.py` compares with PyYAML.

use std::io::{BufRead, Write};

use airlint::syntax::SyntaxError;
use airlint::syntax::yaml::{Kind, Node, Style, parse};
use serde_json::json;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::io::stdin().lock().lines() {
        let path = path?;
        let Ok(text) = String::from_utf8(std::fs::read(&path)?) else { continue };
        let tree = parse(&text);
        let mut events = Vec::new();
        for root in tree.documents() {
            events.push("+DOC".to_owned());
            walk(root, &mut events);
            events.push("-DOC".to_owned());
        }
        let told = |errors: &[SyntaxError]| -> Vec<_> {
            errors.iter().map(|error| json!([error.span.start, error.message])).collect()
        };
        let (errors, pyyaml) = (told(tree.errors()), told(tree.pyyaml_refusals()));
        writeln!(out, "{}", json!({ "path": path, "errors": errors, "pyyaml": pyyaml, "events": events }))?;
    }
    Ok(())
}

enum Step<'t> {
    Node(Node<'t>),
    Close(&'static str),
}

fn walk(root: Node<'_>, events: &mut Vec<String>) {
    let mut steps = vec![Step::Node(root)];
    while let Some(step) = steps.pop() {
        let node = match step {
            Step::Close(event) => {
                events.push(event.to_owned());
                continue;
            }
            Step::Node(node) => node,
        };
        let anchor = node.anchor().map(|name| format!(" &{name}")).unwrap_or_default();
        let properties = anchor + &node.whole_tag().map(|tag| format!(" <{tag}>")).unwrap_or_default();
        let children = steps.len();
        match node.kind() {
            Kind::Sequence { .. } => {
                events.push(format!("+SEQ{properties}"));
                steps.push(Step::Close("-SEQ"));
                steps.extend(node.items().map(Step::Node));
            }
            Kind::Mapping { .. } => {
                events.push(format!("+MAP{properties}"));
                steps.push(Step::Close("-MAP"));
                steps.extend(node.entries().flat_map(|entry| [Step::Node(entry.key), Step::Node(entry.value)]));
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
                events.push(format!("=VAL{properties} {sign}{}", node.scalar().unwrap_or("")));
            }
        }
        if steps.len() > children + 1 {
            steps[children + 1..].reverse();
        }
    }
}
