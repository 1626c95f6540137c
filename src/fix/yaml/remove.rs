//! Removing an entry or an item with the comments that belong to it.

use super::TextEdit;
use crate::fix::layout::{comment_lines_above, is_first_on_line, line_end, line_start, next_line};
use crate::syntax::Span;
use crate::syntax::yaml::{Kind, Node, Tree};

/// Removes the `index`th entry of a mapping, with the comment lines right above it and the comment behind it. A mapping
/// that loses its only entry becomes `{}`. `None` where there is no such entry.
pub fn remove_entry(mapping: Node<'_>, index: usize) -> Option<TextEdit> {
    let spans: Vec<Span> = mapping.entries().map(|entry| entry.span()).collect();
    remove(mapping, &spans, index, "{}")
}

/// Removes the `index`th item of a list, likewise. A list that loses its only item becomes `[]`.
pub fn remove_item(list: Node<'_>, index: usize) -> Option<TextEdit> {
    let text = list.tree().text();
    let is_block = matches!(list.kind(), Kind::Sequence { flow: false });
    let with_dash = |item: Node<'_>| {
        let span = item.span();
        let dash = if is_block { text[..span.start].rfind('-').unwrap_or(span.start) } else { span.start };
        Span::new(dash, span.end)
    };
    let spans: Vec<Span> = list.items().map(with_dash).collect();
    remove(list, &spans, index, "[]")
}

fn remove(parent: Node<'_>, spans: &[Span], index: usize, empty: &str) -> Option<TextEdit> {
    let own = *spans.get(index)?;
    if spans.len() == 1 {
        return Some(TextEdit::replace(parent.span(), empty));
    }
    let is_flow = matches!(parent.kind(), Kind::Mapping { flow: true } | Kind::Sequence { flow: true });
    let edit = if is_flow { from_flow(parent.tree(), spans, index) } else { from_block(parent.tree(), spans, index) };
    Some(TextEdit::remove(edit.unwrap_or(own)))
}

/// The whole lines of a block entry.
pub(super) fn block_lines(tree: &Tree, own: Span) -> Span {
    let text = tree.text();
    Span::new(comment_lines_above(text, own), next_line(text, own.end))
}

fn from_block(tree: &Tree, spans: &[Span], index: usize) -> Option<Span> {
    let text = tree.text();
    let own = *spans.get(index)?;
    if !is_first_on_line(text, own.start) {
        // Behind a dash: the next entry moves up onto the dash's line, unless a comment stands between the two.
        let next = spans.get(index + 1)?;
        let between = &text[line_end(text, own.end)..next.start];
        let end = if between.trim().is_empty() { next.start } else { line_end(text, own.end) };
        return Some(Span::new(own.start, end));
    }
    let lines = block_lines(tree, own);
    let is_last_line = lines.end == text.len() && !text.ends_with(['\n', '\r']);
    if is_last_line {
        // The text has no line break at its end, and shall have none afterwards.
        let start = line_start(text, lines.start);
        let before = text[..start].strip_suffix("\r\n").or_else(|| text[..start].strip_suffix(['\n', '\r']));
        return Some(Span::new(before.map_or(start, str::len), lines.end));
    }
    Some(lines)
}

fn from_flow(tree: &Tree, spans: &[Span], index: usize) -> Option<Span> {
    let text = tree.text();
    let own = *spans.get(index)?;
    match (index.checked_sub(1).and_then(|before| spans.get(before)), spans.get(index + 1)) {
        (_, Some(next)) => {
            let own_lines = is_first_on_line(text, own.start) && is_first_on_line(text, next.start);
            let start = if own_lines { comment_lines_above(text, own) } else { own.start };
            let end = if own_lines { next_line(text, own.end) } else { next.start };
            Some(Span::new(start, end))
        }
        (Some(before), None) => Some(Span::new(before.end, own.end)),
        (None, None) => None,
    }
}
