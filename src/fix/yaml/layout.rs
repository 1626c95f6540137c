//! How a YAML file is laid out: its levels of indentation, its brackets, and which lines belong to an entry.

use super::written::{Format, Notation};
use crate::fix::layout::{column, indentation, is_first_on_line, line_break, line_end, next_line, same_line};
use crate::syntax::Span;
use crate::syntax::yaml::{Kind, Node, Style, Tree};

/// How new lines of a file are laid out.
pub(super) fn format_of(tree: &Tree) -> Format<'static> {
    Format { line_break: line_break(tree.text()), step: step(tree), dash_step: dash_step(tree) }
}

/// Whether a key or item stands between braces or brackets.
pub(super) fn is_in_flow(node: Node<'_>) -> bool {
    let flow = |kind| matches!(kind, Kind::Mapping { flow: true } | Kind::Sequence { flow: true });
    node.parent().is_some_and(|parent| flow(parent.kind()))
}

/// Whether the text that a node stands in is JSON: one mapping in braces with its first key in double quotes.
pub(super) fn is_in_json(node: Node<'_>) -> bool {
    let Some(root) = node.tree().root() else { return false };
    let first = root.entries().next().map(|entry| entry.key);
    root.kind() == Kind::Mapping { flow: true } && first.is_some_and(is_double_quoted)
}

/// How values in a flow collection are written: as JSON where the text is JSON, or the keys in sight are in double quotes.
pub(super) fn notation(key: Node<'_>, collection: Node<'_>) -> Notation {
    let inner = collection.entries().next().map(|entry| entry.key);
    let quoted = is_in_flow(key) && is_double_quoted(key) && inner.is_none_or(is_double_quoted);
    if is_in_json(key) || quoted { Notation::Json } else { Notation::Yaml }
}

fn is_double_quoted(node: Node<'_>) -> bool {
    node.style() == Some(Style::DoubleQuoted)
}

/// What stands between the entries of a flow collection behind their comma: a blank, or a line break and indentation.
pub(super) fn flow_glue(text: &str, open: usize, first: usize) -> String {
    if same_line(text, open, first) {
        return " ".to_string();
    }
    format!("{}{}", line_break(text), indentation(text, first))
}

/// The column in which the keys of a block mapping start. A key behind tabs, which YAML does not take, says nothing of it.
pub(super) fn mapping_column(mapping: Node<'_>) -> usize {
    let text = mapping.tree().text();
    let starts = || mapping.entries().map(|entry| entry.key.span().start);
    let is_indented = |start: &usize| is_first_on_line(text, *start) && !indentation(text, *start).contains('\t');
    let start = starts().find(is_indented).or_else(|| starts().next());
    column(text, start.unwrap_or(mapping.span().start))
}

/// Where the last line of an entry or item ends: behind the comment lines below it that are indented deeper than it, since
/// those stand inside it.
pub(super) fn last_line_end(text: &str, own: Span, value: Node<'_>) -> usize {
    let mut end = line_end(text, own.end);
    if !matches!(value.kind(), Kind::Mapping { flow: false } | Kind::Sequence { flow: false }) {
        return end;
    }
    let own_column = column(text, own.start);
    loop {
        let start = next_line(text, end);
        let stop = line_end(text, start);
        let line = text.get(start..stop).unwrap_or("");
        let body = line.trim_start_matches(' ');
        if start == end || !body.starts_with('#') || line.len() - body.len() <= own_column {
            return end;
        }
        end = stop;
    }
}

/// Blanks of one level of nesting: what the file uses for its first nested block mapping, else 2.
pub(super) fn step(tree: &Tree) -> usize {
    indentation_of(tree, Kind::Mapping { flow: false }).filter(|step| *step > 0).unwrap_or(2)
}

/// How much further right than their key the dashes of the file's lists stand: 0 or the step.
pub(super) fn dash_step(tree: &Tree) -> usize {
    indentation_of(tree, Kind::Sequence { flow: false }).unwrap_or_else(|| step(tree))
}

/// Nodes looked at for a file's layout, so that a huge file costs no more than a large one.
const MOST_NODES: usize = 2_000;

/// How much further right than its key the first value of that kind stands, among those on lines of their own.
fn indentation_of(tree: &Tree, kind: Kind) -> Option<usize> {
    let text = tree.text();
    let mut pending: Vec<Node<'_>> = tree.documents().collect();
    for _ in 0..MOST_NODES {
        let node = pending.pop()?;
        for entry in node.entries() {
            let (key, value) = (entry.key.span().start, entry.value.span().start);
            if entry.value.kind() == kind && !same_line(text, key, value) {
                return Some(column(text, value).saturating_sub(column(text, key)));
            }
            pending.push(entry.value);
        }
        pending.extend(node.items());
    }
    None
}
