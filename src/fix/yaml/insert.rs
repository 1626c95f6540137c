//! Inserting and appending.

use super::TextEdit;
use super::layout::{flow_glue, format_of, is_in_json, last_line_end, mapping_column, notation};
use super::written::{Notation, after_key, block, flow, flow_key};
use crate::fix::layout::{column, comment_lines_above, is_first_on_line};
use crate::rules::Written;
use crate::syntax::Span;
use crate::syntax::yaml::{Entry, Kind, Node, NodeId};

/// Where among its siblings a new entry goes.
#[derive(Debug, Clone, Copy)]
pub enum Position<'p> {
    /// Before all others.
    First,
    /// Behind all others.
    Last,
    /// Where an order of keys puts it: behind the last sibling that the order names before it, else before the first one
    /// that it names behind it.
    Ordered(&'p [&'p str]),
}

/// Inserts an entry into a mapping, laid out as its siblings are.
pub fn insert_entry(mapping: Node<'_>, position: Position<'_>, key: &str, value: &Written) -> TextEdit {
    insert_beside(mapping, &[], position, key, value)
}

/// Inserts an entry into a mapping that loses the entries with the keys `leaving` in the same set of edits.
pub(super) fn insert_beside(
    mapping: Node<'_>,
    leaving: &[NodeId],
    position: Position<'_>,
    key: &str,
    value: &Written,
) -> TextEdit {
    if let Kind::Mapping { flow: true } = mapping.kind() {
        let notation = flow_notation(mapping);
        return insert_in_flow(
            mapping,
            leaving,
            position,
            key,
            &format!("{}: {}", flow_key(key, notation), flow(value, notation)),
        );
    }
    let new = format!(
        "{}:{}",
        flow_key(key, Notation::Yaml),
        after_key(value, mapping_column(mapping), format_of(mapping.tree()))
    );
    insert_in_block(mapping, leaving, position, key, &new)
}

/// How entries of a flow mapping are written.
pub(super) fn flow_notation(mapping: Node<'_>) -> Notation {
    match mapping.entries().next() {
        Some(first) => notation(first.key, mapping),
        None if is_in_json(mapping) => Notation::Json,
        None => Notation::Yaml,
    }
}

/// Inserts the text of an entry into a flow mapping.
pub(super) fn insert_in_flow(
    mapping: Node<'_>,
    leaving: &[NodeId],
    position: Position<'_>,
    key: &str,
    new: &str,
) -> TextEdit {
    let text = mapping.tree().text();
    let Some(neighbour) = neighbour(mapping, leaving, position, key) else {
        return TextEdit::replace(mapping.span(), format!("{{{new}}}"));
    };
    let first = mapping.entries().next().map_or(mapping.span().start, |first| first.key.span().start);
    let glue = flow_glue(text, mapping.span().start, first);
    match neighbour {
        Neighbour::Before(entry) => TextEdit::insert(entry.span().end, format!(",{glue}{new}")),
        Neighbour::Behind(entry) => TextEdit::insert(entry.key.span().start, format!("{new},{glue}")),
    }
}

/// Inserts the text of an entry into a block mapping; its first line starts at the key.
pub(super) fn insert_in_block(
    mapping: Node<'_>,
    leaving: &[NodeId],
    position: Position<'_>,
    key: &str,
    new: &str,
) -> TextEdit {
    let text = mapping.tree().text();
    let line_break = format_of(mapping.tree()).line_break;
    let indent = " ".repeat(mapping_column(mapping));
    match neighbour(mapping, leaving, position, key) {
        None => TextEdit::replace(mapping.span(), new),
        Some(Neighbour::Before(entry)) => {
            let at = last_line_end(text, entry.span(), entry.value);
            TextEdit::insert(at, format!("{line_break}{indent}{new}"))
        }
        Some(Neighbour::Behind(entry)) => {
            let own = entry.key.span();
            let is_first = mapping.entries().next().is_some_and(|first| first.key.id() == entry.key.id());
            if is_first || !is_first_on_line(text, own.start) {
                return TextEdit::insert(own.start, format!("{new}{line_break}{indent}"));
            }
            TextEdit::insert(comment_lines_above(text, own), format!("{indent}{new}{line_break}"))
        }
    }
}

/// The sibling that a new entry stands next to.
enum Neighbour<'t> {
    /// It stands before the new one.
    Before(Entry<'t>),
    /// It stands behind the new one.
    Behind(Entry<'t>),
}

/// `None` where the mapping has no entry, or keeps none.
fn neighbour<'t>(mapping: Node<'t>, leaving: &[NodeId], position: Position<'_>, key: &str) -> Option<Neighbour<'t>> {
    let entries: Vec<Entry<'t>> = mapping.entries().filter(|entry| !leaving.contains(&entry.key.id())).collect();
    let (first, last) = (*entries.first()?, *entries.last()?);
    let order = match position {
        Position::First => return Some(Neighbour::Behind(first)),
        Position::Last => return Some(Neighbour::Before(last)),
        Position::Ordered(order) => order,
    };
    let rank = |name: &str| order.iter().position(|known| known.eq_ignore_ascii_case(name));
    let Some(own) = rank(key) else { return Some(Neighbour::Before(last)) };
    let rank_of = |entry: &Entry<'t>| entry.key.scalar().and_then(rank);
    if let Some(before) = entries.iter().rev().find(|entry| rank_of(entry).is_some_and(|other| other < own)) {
        return Some(Neighbour::Before(*before));
    }
    let behind = entries.iter().find(|entry| rank_of(entry).is_some_and(|other| other > own));
    Some(Neighbour::Behind(*behind.unwrap_or(&first)))
}

/// Appends an item to a list, laid out as the others are. An empty flow list becomes one with this item.
pub fn append_item(list: Node<'_>, item: &Written) -> TextEdit {
    let tree = list.tree();
    let text = tree.text();
    let items: Vec<Node<'_>> = list.items().collect();
    let (Some(first), Some(last)) = (items.first(), items.last()) else {
        let notation = if is_in_json(list) { Notation::Json } else { Notation::Yaml };
        return TextEdit::replace(list.span(), format!("[{}]", flow(item, notation)));
    };
    if let Kind::Sequence { flow: true } = list.kind() {
        let glue = flow_glue(text, list.span().start, first.span().start);
        return TextEdit::insert(last.span().end, format!(",{glue}{}", flow(item, notation(*first, *first))));
    }
    let format = format_of(tree);
    let dash = column(text, list.span().start);
    let gap = column(text, first.span().start).saturating_sub(dash + 1).clamp(1, 8);
    let body = block(item, dash + 1 + gap, format);
    let content = format!("{}{}-{}{body}", format.line_break, " ".repeat(dash), " ".repeat(gap));
    TextEdit::insert(last_line_end(text, with_dash(*last), *last), content)
}

/// An item of a block list from its dash on; of a flow list as it is.
pub(super) fn with_dash(item: Node<'_>) -> Span {
    let span = item.span();
    let in_block = item.parent().is_some_and(|list| list.kind() == Kind::Sequence { flow: false });
    let dash = if in_block { item.tree().text()[..span.start].rfind('-').unwrap_or(span.start) } else { span.start };
    Span::new(dash, span.end)
}
