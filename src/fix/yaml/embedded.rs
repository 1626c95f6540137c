//! Edits inside a text that a block scalar holds: YAML inside YAML, as in the values of a GitOps manifest, or lines of
//! another format.

use super::locate::innermost;
use crate::fix::realize::plain;
use crate::fix::{TextEdit, apply};
use crate::rules::Action;
use crate::syntax::Span;
use crate::syntax::yaml::{Kind, Node, Style, Tree, parse};

/// The literal block scalar that holds `span` in its text.
pub(super) fn held_around(tree: &Tree, span: Span) -> Option<Node<'_>> {
    let is_literal = |node: &Node<'_>| node.style() == Some(Style::Literal) && node.span().start < span.start;
    innermost(tree, span).filter(is_literal)
}

/// The edits for `actions`, all of which name places in the text of `scalar`, as edits of the whole file.
pub(super) fn edits(scalar: Node<'_>, actions: &[&Action]) -> Option<Vec<TextEdit>> {
    let is_yaml = |tree: &Tree| {
        let kind = tree.root().map(Node::kind);
        matches!(kind, Some(Kind::Mapping { .. } | Kind::Sequence { flow: false }))
    };
    let Some(inner) = scalar.embedded().filter(is_yaml) else { return values_alone(scalar, actions) };
    let edits = super::edits(&inner, actions)?;
    let changed = apply(inner.text(), &edits).ok()?;
    (parse(&changed).errors().len() <= inner.errors().len()).then_some(edits)
}

/// Values and names of another format, each on its line; a new line would have to be indented.
fn values_alone(scalar: Node<'_>, actions: &[&Action]) -> Option<Vec<TextEdit>> {
    let is_new_line = |action: &&Action| matches!(action, Action::InsertBeside { .. });
    (!actions.iter().any(is_new_line)).then(|| plain(scalar.tree().text(), actions))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileId, Place};
    use crate::rules::Written;

    const FILE: &str = "spec:\n  helm:\n    values: |\n      executor: CeleryExecutor # now\n\n      workers:\n        replicas: 3\n        queues:\n          - \u{1f680}\n      tail: x\n    other: 1\n";

    fn place(file: &str, part: &str) -> Place {
        let start = file.find(part).unwrap();
        Place::new(FileId(0), Span::new(start, start + part.len()))
    }

    #[track_caller]
    fn changed(file: &str, action: &Action) -> String {
        let tree = parse(file);
        apply(file, &crate::fix::yaml::edits(&tree, &[action]).expect("edits")).expect("edits that fit")
    }

    #[test]
    fn edits_reach_into_the_block() {
        for break_ in ["\n", "\r\n"] {
            let file = FILE.replace('\n', break_);
            let set = Action::Set { value: place(&file, "CeleryExecutor"), to: Written::text("KubernetesExecutor") };
            assert_eq!(changed(&file, &set), file.replace("CeleryExecutor", "KubernetesExecutor"));
            let insert = Action::Insert {
                into: place(&file, "workers"),
                key: "resources".into(),
                value: Written::map([("cpu", Written::number(1))]),
                order: vec!["replicas", "resources"],
            };
            let new = format!("replicas: 3{break_}        resources:{break_}          cpu: 1{break_}");
            assert_eq!(changed(&file, &insert), file.replace(&format!("replicas: 3{break_}"), &new));
            let append = Action::Append { list: place(&file, "queues"), item: Written::text("ml") };
            let item = format!("\u{1f680}{break_}          - ml{break_}");
            assert_eq!(changed(&file, &append), file.replace(&format!("\u{1f680}{break_}"), &item));
            let remove = Action::Remove { entry: place(&file, "tail") };
            assert_eq!(changed(&file, &remove), file.replace(&format!("      tail: x{break_}"), ""));
        }
    }

    #[test]
    fn lines_of_other_formats_stay_as_they_are() {
        let file = "data:\n  airflow.cfg: |\n    [core]\n    executor = SequentialExecutor\n  b: 1\n";
        let set = Action::Set { value: place(file, "SequentialExecutor"), to: Written::text("LocalExecutor") };
        assert_eq!(changed(file, &set), file.replace("Sequential", "Local"));
        let remove = Action::Remove { entry: place(file, "executor") };
        assert_eq!(crate::fix::yaml::edits(&parse(file), &[&remove]), None);
    }
}
