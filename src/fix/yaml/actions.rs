//! The actions of a proposal on one YAML file.

use super::embedded::{self, held_around};
use super::insert::insert_beside;
use super::part::set_part;
use super::{
    Located, Position, append_item, dag_formats, item_to_front, kept, locate, move_entry, move_into_section,
    remove_entry, remove_item, rename_key, set, set_value, substitute, untab,
};
use crate::fix::layout::line_break;
use crate::fix::{TextEdit, comment};
use crate::rules::{Action, Written};
use crate::syntax::Span;
use crate::syntax::yaml::{Entry, Kind, Node, NodeId, Style, Tree};
use std::collections::BTreeMap;

/// The edits for `actions`, all of which lie in `tree`'s file. `None` where one of them cannot be done there.
///
/// What lies in a text that a block scalar holds is changed there.
pub fn edits(tree: &Tree, actions: &[&Action]) -> Option<Vec<TextEdit>> {
    let mut held: BTreeMap<Span, (Node<'_>, Vec<&Action>)> = BTreeMap::new();
    let mut own = Vec::new();
    for &action in actions {
        match held_around(tree, action.place().span()) {
            Some(scalar) => held.entry(scalar.span()).or_insert_with(|| (scalar, Vec::new())).1.push(action),
            None => own.push(action),
        }
    }
    let mut edits = own_edits(tree, &own)?;
    for (scalar, actions) in held.into_values() {
        edits.extend(embedded::edits(scalar, &actions)?);
    }
    Some(edits)
}

fn own_edits(tree: &Tree, actions: &[&Action]) -> Option<Vec<TextEdit>> {
    let leaving: Vec<NodeId> = actions.iter().filter_map(|action| leaving(tree, action)).collect();
    let filled: Vec<Action> = actions.iter().map(|action| kept::filled_in(tree, action)).collect::<Option<_>>()?;
    let mut edits = Vec::new();
    for action in dag_formats::translated(tree, filled)? {
        edits.extend(edit(tree, &leaving, &action)?);
    }
    Some(joined(tree.text(), edits))
}

/// New lines that would stand inside lines which are taken out in the same set take their place: an entry that goes may be
/// the last line of the section behind which a new one is put.
fn joined(text: &str, edits: Vec<TextEdit>) -> Vec<TextEdit> {
    let line_break = line_break(text);
    let (new, mut rest): (Vec<_>, Vec<_>) =
        edits.into_iter().partition(|edit| edit.span.is_empty() && edit.content.starts_with(line_break));
    for insertion in new {
        let at = insertion.span.start;
        let room = rest.iter_mut().find(|edit| {
            edit.span.start < at
                && at < edit.span.end
                && (edit.content.is_empty() || edit.content.ends_with(line_break))
        });
        match room {
            Some(removal) if removal.span.of(text).ends_with(line_break) => {
                let body = insertion.content.strip_prefix(line_break).unwrap_or_default();
                removal.content.push_str(body);
                removal.content.push_str(line_break);
            }
            _ => rest.push(insertion),
        }
    }
    rest
}

/// The key of the entry that an action takes away from its mapping.
fn leaving(tree: &Tree, action: &Action) -> Option<NodeId> {
    let (Action::Remove { entry } | Action::Move { entry, .. } | Action::MoveInto { entry, .. }) = action else {
        return None;
    };
    match locate(tree, entry.span()).first()? {
        Located::Entry(_, _, entry) => Some(entry.key.id()),
        _ => None,
    }
}

fn edit(tree: &Tree, leaving: &[NodeId], action: &Action) -> Option<Vec<TextEdit>> {
    let edit = match action {
        Action::Replace { place, content } => TextEdit::replace(place.span(), content.clone()),
        Action::Set { value, to } if valued(tree, value.span()).is_none() => set_part(tree, value.span(), to)?,
        Action::Set { value, to } => match valued(tree, value.span())? {
            Located::Entry(_, _, entry) => match in_place(entry, to) {
                Some(edits) => return Some(edits),
                None => set_value(entry, to),
            },
            Located::Item(_, _, item) => TextEdit::replace(item.span(), set::scalar_in_place_of(item, to)),
            Located::Root(_) => return None,
        },
        Action::Rename { key, to } if locate(tree, key.span()).is_empty() => {
            set_part(tree, key.span(), &Written::text(to.as_str()))?
        }
        Action::Rename { key, to } => match *locate(tree, key.span()).last()? {
            Located::Entry(_, _, entry) => rename_key(entry.key, to),
            _ => return None,
        },
        Action::Insert { into, key, value, order } => {
            if let Some(section) = empty_section(tree, into.span()) {
                let entries = vec![(key.clone(), value.clone())];
                return Some(vec![set_value(section, &Written::Map(entries))]);
            }
            let mapping = mapping_of(tree, into.span())?;
            match mapping.entries().find(|entry| is_named(entry, key)) {
                Some(entry) => set_value(entry, value),
                None => insert_beside(mapping, leaving, Position::Ordered(order), key, value),
            }
        }
        Action::InsertBeside { beside, key, value, order } => match *locate(tree, beside.span()).last()? {
            Located::Entry(mapping, ..) => match mapping.entries().find(|entry| is_named(entry, key)) {
                Some(entry) => set_value(entry, value),
                None => insert_beside(mapping, leaving, Position::Ordered(order), key, value),
            },
            _ => return None,
        },
        Action::Substitute { entry, key, value } => match valued(tree, entry.span())? {
            Located::Entry(_, _, entry) => return Some(substitute(entry, key, value)),
            _ => return None,
        },
        Action::Append { list, item } => match *locate(tree, list.span()).last()? {
            Located::Entry(_, _, entry) if is_empty(entry.value) => {
                set_value(entry, &Written::List(vec![item.clone()]))
            }
            Located::Entry(_, _, entry) if entry.value.is_sequence() => append_item(entry.value, item),
            Located::Item(list, ..) => append_item(list, item),
            _ => return None,
        },
        Action::Remove { entry } => match *locate(tree, entry.span()).first()? {
            Located::Entry(mapping, index, _) => remove_entry(mapping, index)?,
            Located::Item(list, index, _) => remove_item(list, index)?,
            Located::Root(_) => return None,
        },
        Action::Move { entry, into } => match *locate(tree, entry.span()).first()? {
            Located::Entry(from, index, _) => return move_entry(from, index, mapping_of(tree, into.span())?),
            _ => return None,
        },
        Action::MoveInto { entry, parent, section, order } => match *locate(tree, entry.span()).first()? {
            Located::Entry(from, index, _) => {
                let parent = parent.map_or(Some(from), |parent| mapping_of(tree, parent.span()))?;
                return move_into_section(from, index, parent, section, order);
            }
            _ => return None,
        },
        Action::RemoveComment { comment } => comment::remove(tree.text(), comment.span()),
        Action::Untab { at } => return untab(tree, at.span().start),
        Action::ToFront { item } => match *locate(tree, item.span()).first()? {
            Located::Item(list, index, _) => return item_to_front(list, index),
            _ => return None,
        },
    };
    Some(vec![edit])
}

/// What a place names by its value: the outermost entry or item with just that value, else what it names otherwise.
fn valued(tree: &Tree, span: Span) -> Option<Located<'_>> {
    let located = locate(tree, span);
    let is_value = |it: &&Located<'_>| !matches!(it, Located::Root(_)) && it.value().span() == span;
    located.iter().find(is_value).or(located.last()).copied()
}

/// The mapping that a place names: itself, the section behind a key, or the mapping around a key. `None` for one that
/// stands elsewhere too, by an alias.
pub(super) fn mapping_of(tree: &Tree, span: Span) -> Option<Node<'_>> {
    let is_mapping = |node: Node<'_>| matches!(node.kind(), Kind::Mapping { .. });
    let located = locate(tree, span);
    if let Some(whole) = located.iter().find(|it| it.value().span() == span && is_mapping(it.value())) {
        return Some(whole.value());
    }
    match *located.last()? {
        Located::Entry(_, _, entry) if entry.key.span() == span && is_mapping(entry.value) => Some(entry.value),
        Located::Entry(_, _, entry) if entry.value.is_mapping() => None,
        Located::Entry(mapping, ..) => Some(mapping),
        Located::Item(..) | Located::Root(_) => None,
    }
}

/// The entry that a place names by its key, where nothing stands behind that.
fn empty_section(tree: &Tree, span: Span) -> Option<Entry<'_>> {
    match *locate(tree, span).last()? {
        Located::Entry(_, _, entry) if entry.key.span() == span && entry.value.is_plain_null() => Some(entry),
        _ => None,
    }
}

fn is_named(entry: &Entry<'_>, name: &str) -> bool {
    entry.key.scalar().is_some_and(|key| key.eq_ignore_ascii_case(name))
}

/// A new object in the place of one of the same class: only its argument changes, so that comments between stay. A
/// duration behind a key of dag-factory that takes seconds (`execution_timeout_secs`) is their number.
fn in_place(entry: Entry<'_>, to: &Written) -> Option<Vec<TextEdit>> {
    let old = entry.value;
    let Written::Object { path, arguments } = to else { return None };
    let [(name, value)] = arguments.as_slice() else { return None };
    if entry.key.scalar().is_some_and(|key| key.ends_with("_sec") || key.ends_with("_secs")) {
        return Some(vec![TextEdit::replace(old.span(), seconds(path, name, value)?.to_string())]);
    }
    let is_class = |entry: &Entry<'_>| entry.key.scalar() == Some("__type__");
    if !old.entries().any(|entry| is_class(&entry) && entry.value.scalar() == Some(path)) {
        return None;
    }
    let others: Vec<(usize, Entry<'_>)> = old.entries().enumerate().filter(|(_, entry)| !is_class(entry)).collect();
    let (&(_, kept), rest) = others.split_first()?;
    let mut edits = vec![rename_key(kept.key, name), set_value(kept, value)];
    for &(index, _) in rest {
        edits.push(remove_entry(old, index)?);
    }
    Some(edits)
}

/// The seconds of a `timedelta`.
pub(super) fn seconds(path: &str, unit: &str, amount: &Written) -> Option<i64> {
    let Written::Number(amount) = amount else { return None };
    let unit = match unit {
        _ if path != "datetime.timedelta" => return None,
        "hours" => 3_600,
        "minutes" => 60,
        "seconds" => 1,
        _ => return None,
    };
    amount.parse::<i64>().ok()?.checked_mul(unit)
}

/// Nothing, `null`, `~` or an empty list: what a first item may take the place of.
fn is_empty(node: Node<'_>) -> bool {
    match node.kind() {
        Kind::Scalar(Style::Plain) => matches!(node.raw(), "" | "~" | "null" | "Null" | "NULL"),
        Kind::Sequence { .. } => node.items().next().is_none(),
        _ => false,
    }
}
