//! New keys and items, laid out as those beside them are.

use super::locate::{Container, items};
use super::written::{self, STEP};
use crate::fix::TextEdit;
use crate::fix::layout::{indentation, is_first_on_line, line_break, same_line};
use crate::model::terraform_key;
use crate::rules::Written;
use crate::syntax::Span;
use crate::syntax::hcl::{Expression, Kind};

/// A new key behind the last one that `order` has before it, or behind all.
pub(super) fn entry(
    text: &str,
    container: &Container<'_>,
    key: &str,
    value: &Written,
    order: &[&'static str],
) -> Option<TextEdit> {
    let keys = container.keys();
    let earlier: Vec<&str> = order.iter().filter_map(|it| terraform_key(it)).take_while(|it| *it != key).collect();
    let before = keys.iter().rev().find(|(name, ..)| earlier.contains(name)).or(keys.last());
    let Some(&(_, key_span, value_span)) = before else { return first(text, *container, key, value) };
    if !is_first_on_line(text, key_span.start) {
        let value = written::value(text, key_span.start, value)?;
        // A one-line block has room for one attribute only.
        return match container {
            Container::Object(_) => Some(TextEdit::insert(value_span.end, format!(", {key} = {value}"))),
            Container::Block(_) => None,
        };
    }
    let (indent, end) = (indentation(text, key_span.start), line_break(text));
    let value = written::print(value, indent, end)?;
    let equals = aligned(text, key_span, value_span, key);
    let line = format!("{end}{indent}{key}{equals}{value}");
    Some(match comma_behind(text, value_span.end) {
        Some(comma) => TextEdit::insert(comma, format!("{line},")),
        None => TextEdit::insert(line_rest(text, value_span.end)?, line),
    })
}

/// The first key of something that has none.
fn first(text: &str, container: Container<'_>, key: &str, value: &Written) -> Option<TextEdit> {
    let (Container::Object(object), end) = (container, line_break(text)) else { return None };
    let indent = indentation(text, object.span.start);
    let value = written::print(value, &format!("{indent}{STEP}"), end)?;
    let content = format!("{{{end}{indent}{STEP}{key} = {value}{end}{indent}}}");
    object
        .span
        .of(text)
        .get(1..)
        .is_some_and(|rest| rest.trim_end_matches('}').trim().is_empty())
        .then(|| TextEdit::replace(object.span, content))
}

/// One more item of a list.
pub(super) fn item(text: &str, list: &Expression, item: &Written) -> Option<TextEdit> {
    let Kind::List(_) = &list.kind else { return None };
    let end = line_break(text);
    let Some(last) = items(list).last() else {
        let whole = written::value(text, list.span.start, &Written::List(vec![item.clone()]))?;
        let is_empty = list.span.of(text).trim_start_matches('[').trim_end_matches(']').trim().is_empty();
        return is_empty.then(|| TextEdit::replace(list.span, whole));
    };
    let indent = indentation(text, last.span.start);
    let new = written::print(item, indent, end)?;
    if same_line(text, list.span.start, last.span.start) || !is_first_on_line(text, last.span.start) {
        return Some(TextEdit::insert(last.span.end, format!(", {new}")));
    }
    Some(match comma_behind(text, last.span.end) {
        Some(comma) => TextEdit::insert(comma, format!("{end}{indent}{new},")),
        None => TextEdit::insert(last.span.end, format!(",{end}{indent}{new}")),
    })
}

/// Blanks and `=` behind a new key, in the column of its neighbour's where the key is short enough.
fn aligned(text: &str, neighbour: Span, value: Span, key: &str) -> String {
    let between = text.get(neighbour.end..value.start).unwrap_or("");
    if between.trim() == ":" {
        return ": ".to_string();
    }
    let column = between.find('=').map_or(0, |at| at + neighbour.len());
    format!("{} = ", " ".repeat(column.saturating_sub(key.len() + 1)))
}

/// Behind the comma that follows `offset` on its line.
fn comma_behind(text: &str, offset: usize) -> Option<usize> {
    let rest = text.get(offset..)?;
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    rest.get(blanks..)?.starts_with(',').then_some(offset + blanks + 1)
}

/// The end of the line of `offset`, behind a comment; `None` where something else stands there.
fn line_rest(text: &str, offset: usize) -> Option<usize> {
    let rest = text.get(offset..)?;
    let line = rest.split(['\n', '\r']).next().unwrap_or(rest);
    let free = line.trim_start();
    match free.is_empty() || free.starts_with('#') || free.starts_with("//") {
        true => Some(offset + line.len()),
        false => (free.starts_with('}')).then_some(offset),
    }
}
