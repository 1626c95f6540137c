//! Setting a value, whatever stands there now.

use super::TextEdit;
use super::layout::{is_in_flow, notation};
use super::written::{Notation, after_key, flow, scalar_like};
use super::{layout::format_of, rename_key};
use crate::fix::layout::column;
use crate::rules::Written;
use crate::syntax::Span;
use crate::syntax::yaml::{Entry, Kind, Node};

/// Sets the value of an entry, whatever stands there now. The key's anchor and tag stay where they are.
pub fn set_value(entry: Entry<'_>, value: &Written) -> TextEdit {
    let (tree, node) = (entry.value.tree(), entry.value);
    let text = tree.text();
    let old = node.span();
    let is_scalar = matches!(value, Written::Text(_) | Written::Number(_) | Written::Boolean(_));
    if matches!(node.kind(), Kind::Scalar(_)) && is_scalar && !old.is_empty() {
        return TextEdit::replace(old, scalar_in_place_of(node, value));
    }
    if is_in_flow(entry.key) {
        let new = flow(value, notation(entry.key, node));
        let is_alone = !text.get(entry.key.span().end..old.start).is_some_and(|between| between.contains(':'));
        let glue = match (old.is_empty(), is_alone) {
            (false, _) => "",
            (true, false) => " ",
            (true, true) => ": ",
        };
        return TextEdit::replace(old, format!("{glue}{new}"));
    }
    if matches!(node.kind(), Kind::Mapping { flow: true } | Kind::Sequence { flow: true }) {
        return TextEdit::replace(old, flow(value, notation(entry.key, node)));
    }
    let content = after_key(value, column(text, entry.key.span().start), format_of(tree));
    if old.is_empty() {
        return TextEdit::insert(old.start, content);
    }
    match behind_colon(text, entry.key.span().end, old.start) {
        Some(start) => TextEdit::replace(Span::new(start, old.end), content),
        None => TextEdit::replace(old, content.trim_start_matches(' ')),
    }
}

/// Puts another key and value where an entry stands.
pub fn substitute(entry: Entry<'_>, key: &str, value: &Written) -> Vec<TextEdit> {
    vec![rename_key(entry.key, key), set_value(entry, value)]
}

/// A scalar in the place of another one: in its quotes, and in double ones in JSON.
pub(super) fn scalar_in_place_of(old: Node<'_>, value: &Written) -> String {
    match notation(old, old) {
        Notation::Json => flow(value, Notation::Json),
        Notation::Yaml => scalar_like(old, value),
    }
}

/// Right behind the colon of a key that ends at `key_end`, where nothing but blanks and line breaks stands between it and
/// the value at `value_start`.
fn behind_colon(text: &str, key_end: usize, value_start: usize) -> Option<usize> {
    let between = text.get(key_end..value_start)?;
    (between.trim() == ":").then(|| key_end + between.find(':').unwrap_or(0) + 1)
}
