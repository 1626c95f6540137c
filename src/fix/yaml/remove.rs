//! Removing an entry or an item with the comments that belong to it.

use super::TextEdit;
use super::insert::with_dash;
use super::layout::last_line_end;
use crate::fix::comment::whole_lines;
use crate::fix::layout::{comment_lines_above, is_first_on_line, next_line};
use crate::syntax::Span;
use crate::syntax::yaml::{Kind, Node, Style};

/// Removes the `index`th entry of a mapping, with the comment lines right above it, those inside it and the comment behind
/// it. A mapping that loses its only entry becomes `{}`. `None` where there is no such entry.
pub fn remove_entry(mapping: Node<'_>, index: usize) -> Option<TextEdit> {
    let parts: Vec<Part<'_>> = mapping.entries().map(|entry| Part { span: entry.span(), value: entry.value }).collect();
    remove(mapping, &parts, index, "{}")
}

/// Removes the `index`th item of a list, likewise. A list that loses its only item becomes `[]`.
pub fn remove_item(list: Node<'_>, index: usize) -> Option<TextEdit> {
    let parts: Vec<Part<'_>> = list.items().map(|item| Part { span: with_dash(item), value: item }).collect();
    remove(list, &parts, index, "[]")
}

/// An entry or item.
struct Part<'t> {
    /// From its key or dash to the end of its value.
    span: Span,
    value: Node<'t>,
}

fn remove(parent: Node<'_>, parts: &[Part<'_>], index: usize, empty: &str) -> Option<TextEdit> {
    let text = parent.tree().text();
    let own = parts.get(index)?;
    let is_flow = matches!(parent.kind(), Kind::Mapping { flow: true } | Kind::Sequence { flow: true });
    if parts.len() == 1 {
        let emptied = if is_flow { None } else { emptied(text, parent, own, empty) };
        return Some(emptied.unwrap_or_else(|| TextEdit::replace(parent.span(), empty)));
    }
    let span = if is_flow { from_flow(text, parts, index) } else { from_block(text, parts, index) };
    Some(TextEdit::remove(span?))
}

/// The only part of a block collection gives way to `{}` or `[]` right behind the collection's key. `None` where the
/// collection has no key, or something stands behind it.
fn emptied(text: &str, parent: Node<'_>, own: &Part<'_>, empty: &str) -> Option<TextEdit> {
    let key = parent.parent()?.entries().find(|entry| entry.value.id() == parent.id())?.key.span();
    let colon = key.end + text.get(key.end..own.span.start)?.find(':')? + 1;
    let lines = block_lines(text, own.span, own.value);
    let kept = text.get(colon..lines.start)?.trim_end_matches(['\n', '\r']);
    let beside = kept.lines().next().unwrap_or("").trim_start();
    if !beside.is_empty() && !beside.starts_with('#') {
        return None;
    }
    let end = last_line_end(text, own.span, own.value);
    Some(TextEdit::replace(Span::new(colon, end), format!(" {empty}{kept}")))
}

/// The whole lines of a block entry or item, with its comments.
pub(super) fn block_lines(text: &str, own: Span, value: Node<'_>) -> Span {
    Span::new(comment_lines_above(text, own), next_line(text, last_line_end(text, own, value)))
}

fn from_block(text: &str, parts: &[Part<'_>], index: usize) -> Option<Span> {
    let own = parts.get(index)?;
    if !is_first_on_line(text, own.span.start) {
        // Behind a dash: the next entry moves up onto the dash's line, unless a comment stands between the two.
        let next = parts.get(index + 1)?.span;
        let last = last_line_end(text, own.span, own.value);
        let is_clear = text.get(last..next.start)?.trim().is_empty();
        return Some(Span::new(own.span.start, if is_clear { next.start } else { last }));
    }
    let lines = block_lines(text, own.span, own.value);
    let whole = whole_lines(text, Span::new(lines.start, last_line_end(text, own.span, own.value)));
    let before = index.checked_sub(1).and_then(|before| parts.get(before)).map(|before| last_leaf(before.value));
    let ends_in_block =
        before.and_then(Node::style).is_some_and(|style| matches!(style, Style::Literal | Style::Folded));
    // The last line break of a block scalar belongs to it.
    Some(if ends_in_block { lines } else { whole })
}

/// The scalar that ends a value.
fn last_leaf(value: Node<'_>) -> Node<'_> {
    let mut leaf = value;
    while let Some(last) = leaf.entries().last().map(|entry| entry.value).or_else(|| leaf.items().last()) {
        leaf = last;
    }
    leaf
}

fn from_flow(text: &str, parts: &[Part<'_>], index: usize) -> Option<Span> {
    let own = parts.get(index)?.span;
    match (index.checked_sub(1).and_then(|before| parts.get(before)), parts.get(index + 1)) {
        (_, Some(next)) => {
            let own_lines = is_first_on_line(text, own.start) && is_first_on_line(text, next.span.start);
            let start = if own_lines { comment_lines_above(text, own) } else { own.start };
            let end = if own_lines { next_line(text, own.end) } else { next.span.start };
            Some(Span::new(start, end))
        }
        (Some(before), None) => Some(Span::new(before.span.end, own.end)),
        (None, None) => None,
    }
}
