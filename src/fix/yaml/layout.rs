//! How a YAML file is laid out: its levels of indentation.

use crate::fix::layout::{column, same_line};
use crate::syntax::yaml::{Kind, Node, Tree};

/// Blanks of one level of nesting: what the file uses for its first nested block mapping, else 2.
pub(super) fn step(tree: &Tree) -> usize {
    let text = tree.text();
    let mut pending: Vec<Node<'_>> = tree.documents().collect();
    let mut visited = 0;
    while let Some(node) = pending.pop() {
        visited += 1;
        if visited > 2_000 {
            break;
        }
        for entry in node.entries() {
            if matches!(entry.value.kind(), Kind::Mapping { flow: false }) {
                let (outer, inner) = (column(text, entry.key.span().start), column(text, entry.value.span().start));
                if inner > outer && !same_line(text, entry.key.span().start, entry.value.span().start) {
                    return inner - outer;
                }
            }
            pending.push(entry.value);
        }
        pending.extend(node.items());
    }
    2
}

/// How much further right than their key the dashes of the file's lists stand: 0 or the step.
pub(super) fn dash_step(tree: &Tree) -> usize {
    let text = tree.text();
    let mut pending: Vec<Node<'_>> = tree.documents().collect();
    let mut visited = 0;
    while let Some(node) = pending.pop() {
        visited += 1;
        if visited > 2_000 {
            break;
        }
        for entry in node.entries() {
            let (key, value) = (entry.key.span().start, entry.value.span().start);
            if matches!(entry.value.kind(), Kind::Sequence { flow: false }) && !same_line(text, key, value) {
                return column(text, value).saturating_sub(column(text, key));
            }
            pending.push(entry.value);
        }
        pending.extend(node.items());
    }
    step(tree)
}
