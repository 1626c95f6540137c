//! Setting, inserting and appending.

use super::TextEdit;
use super::layout::{dash_step, step};
use super::written::{Format, Notation, after_key, block, flow, flow_key, scalar_like};
use crate::fix::layout::{column, indentation, line_break, line_end, same_line};
use crate::rules::Written;
use crate::syntax::Span;
use crate::syntax::yaml::{Entry, Kind, Node, NodeId, Style, Tree};

/// Where among its siblings a new entry goes.
#[derive(Debug, Clone, Copy)]
pub enum Position<'p> {
    /// Before all others.
    First,
    /// Behind all others.
    Last,
    /// Where an order of keys puts it: behind the last sibling that the order names before it.
    Ordered(&'p [&'p str]),
}

pub(super) fn format_of(tree: &Tree) -> Format<'static> {
    Format { line_break: line_break(tree.text()), step: step(tree), dash_step: dash_step(tree) }
}

/// Sets the value of an entry, whatever stands there now. The key's anchor and tag stay where they are.
pub fn set_value(entry: Entry<'_>, value: &Written) -> TextEdit {
    let (tree, node) = (entry.value.tree(), entry.value);
    let text = tree.text();
    let key_column = column(text, entry.key.span().start);
    let old = node.span();
    let is_scalar = matches!(value, Written::Text(_) | Written::Number(_) | Written::Boolean(_));
    match node.kind() {
        Kind::Scalar(Style::Plain) if old.is_empty() => {
            TextEdit::insert(old.start, after_key(value, key_column, format_of(tree)))
        }
        Kind::Scalar(_) if is_scalar => TextEdit::replace(old, scalar_like(node, value)),
        Kind::Mapping { flow: true } | Kind::Sequence { flow: true } => {
            TextEdit::replace(old, flow(value, notation(entry.key, node)))
        }
        _ if entry.key.style() == Some(Style::DoubleQuoted) && same_line(text, entry.key.span().end, old.start) => {
            TextEdit::replace(old, flow(value, notation(entry.key, node)))
        }
        _ => {
            let from = text[..old.start].trim_end_matches([' ', '\n', '\r', '\t']).len();
            let colon_line = same_line(text, entry.key.span().end, old.start) || !text[..from].ends_with(':');
            let start = if colon_line { old.start } else { from };
            let content = after_key(value, key_column, format_of(tree));
            let content = if colon_line { content.trim_start_matches(' ').to_string() } else { content };
            TextEdit::replace(Span::new(start, old.end), content)
        }
    }
}

/// Puts another key and value where an entry stands.
pub fn substitute(entry: Entry<'_>, key: &str, value: &Written) -> TextEdit {
    let tree = entry.key.tree();
    let text = tree.text();
    let json = entry.key.style() == Some(Style::DoubleQuoted);
    let content = if json {
        format!("{}: {}", flow_key(key, Notation::Json), flow(value, Notation::Json))
    } else {
        let column = column(text, entry.key.span().start);
        format!("{}:{}", flow_key(key, Notation::Yaml), after_key(value, column, format_of(tree)))
    };
    TextEdit::replace(entry.span(), content)
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
    let tree = mapping.tree();
    let text = tree.text();
    let entries: Vec<Entry<'_>> = mapping.entries().filter(|entry| !leaving.contains(&entry.key.id())).collect();
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        let entry = format!("{}: {}", flow_key(key, Notation::Yaml), flow(value, Notation::Yaml));
        return TextEdit::replace(mapping.span(), format!("{{{entry}}}"));
    };
    let before: Option<&Entry<'_>> = match position {
        Position::First => None,
        Position::Last => Some(last),
        Position::Ordered(order) => {
            let rank = |name: &str| order.iter().position(|known| known.eq_ignore_ascii_case(name));
            match rank(key) {
                Some(own) => entries
                    .iter()
                    .rev()
                    .find(|entry| entry.key.scalar().and_then(rank).is_some_and(|other| other < own)),
                None => Some(last),
            }
        }
    };
    if let Kind::Mapping { flow: true } = mapping.kind() {
        let notation = notation(first.key, mapping);
        let new = format!("{}: {}", flow_key(key, notation), flow(value, notation));
        let glue = flow_glue(text, mapping.span().start, first.key.span().start);
        return match before {
            Some(entry) => TextEdit::insert(entry.span().end, format!(",{glue}{new}")),
            None => TextEdit::insert(first.key.span().start, format!("{new},{glue}")),
        };
    }
    let format = format_of(tree);
    let own_column = column(text, first.key.span().start);
    let new = format!("{}:{}", flow_key(key, Notation::Yaml), after_key(value, own_column, format));
    let indent = format!("{}{}", format.line_break, " ".repeat(own_column));
    match before {
        Some(entry) => TextEdit::insert(line_end(text, entry.span().end), format!("{indent}{new}")),
        None => TextEdit::insert(first.key.span().start, format!("{new}{indent}")),
    }
}

/// Appends an item to a list, laid out as the others are. An empty flow list becomes one with this item.
pub fn append_item(list: Node<'_>, item: &Written) -> TextEdit {
    let tree = list.tree();
    let text = tree.text();
    let items: Vec<Node<'_>> = list.items().collect();
    let (Some(first), Some(last)) = (items.first(), items.last()) else {
        return TextEdit::replace(list.span(), format!("[{}]", flow(item, Notation::Yaml)));
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
    TextEdit::insert(line_end(text, last.span().end), content)
}

/// What stands between the entries of a flow collection behind their comma: a blank, or a line break and indentation.
fn flow_glue(text: &str, open: usize, first: usize) -> String {
    if same_line(text, open, first) {
        return " ".to_string();
    }
    format!("{}{}", line_break(text), indentation(text, first))
}

/// JSON where the keys in sight are in double quotes.
fn notation(key: Node<'_>, collection: Node<'_>) -> Notation {
    let inner = collection.entries().next().map(|entry| entry.key);
    let quoted = |node: Node<'_>| node.style() == Some(Style::DoubleQuoted);
    if quoted(key) && inner.is_none_or(quoted) { Notation::Json } else { Notation::Yaml }
}
