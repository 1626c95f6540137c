//! Moving an entry to another mapping.

use super::TextEdit;
use super::insert::{Position, flow_notation, insert_in_block, insert_in_flow};
use super::layout::{flow_glue, format_of, last_line_end, mapping_column, step};
use super::remove::{block_lines, remove_entry};
use super::set_value;
use super::written::flow_key;
use crate::fix::comment::whole_lines;
use crate::fix::layout::{column, indentation, is_first_on_line, line_end};
use crate::rules::Written;
use crate::syntax::Span;
use crate::syntax::yaml::{Entry, Kind, Node, Style};

/// Moves the `index`th entry of `from` behind the last entry of `to`, with its comments, re-indented for its new place.
/// Both must be mappings of one tree, a block entry on lines of its own; into braces only what stands on one line fits, and
/// its comments stay where they are. `None` where it does not.
pub fn move_entry(from: Node<'_>, index: usize, to: Node<'_>) -> Option<Vec<TextEdit>> {
    let text = from.tree().text();
    let entry: Entry<'_> = from.entries().nth(index)?;
    let last = to.entries().filter(|other| other.key.id() != entry.key.id()).last();
    if to.kind() == (Kind::Mapping { flow: true }) && from.kind() == (Kind::Mapping { flow: false }) {
        let raw = flow_text(from, entry)?;
        let insertion = insert_in_flow(to, &[], Position::Last, "", raw);
        return Some(vec![remove_without_comments(from, index)?, insertion]);
    }
    let removal = remove_entry(from, index)?;
    let (at, content) = match (from.kind(), to.kind(), last) {
        (Kind::Mapping { .. }, Kind::Mapping { flow: false }, Some(last)) => {
            let line_break = format_of(to.tree()).line_break;
            let lines = moved_lines(from, entry, mapping_column(to))?;
            (last_line_end(text, last.span(), last.value), format!("{line_break}{lines}"))
        }
        (Kind::Mapping { flow: true }, Kind::Mapping { flow: true }, Some(last)) => {
            let first = to.entries().next()?.key.span().start;
            let glue = flow_glue(text, to.span().start, first);
            (last.span().end, format!(",{glue}{}", carried(text, entry.span(), indentation(text, first))))
        }
        (Kind::Mapping { flow: true }, Kind::Mapping { flow: true }, None) => {
            let raw = entry.span().of(text);
            return Some(vec![removal, TextEdit::replace(to.span(), format!("{{{raw}}}"))]);
        }
        _ => return None,
    };
    Some(joined(text, removal, at, content))
}

/// Moves the `index`th entry of `from` into the section `section` of `parent`, which is made where it is not there or is
/// empty. `None` where the entry does not fit there, or the section is no mapping of its own.
pub fn move_into_section(
    from: Node<'_>,
    index: usize,
    parent: Node<'_>,
    section: &str,
    order: &[&str],
) -> Option<Vec<TextEdit>> {
    let tree = from.tree();
    let text = tree.text();
    let entry: Entry<'_> = from.entries().nth(index)?;
    let is_section = |other: &Entry<'_>| other.key.scalar().is_some_and(|key| key.eq_ignore_ascii_case(section));
    let existing = parent.entries().find(is_section);
    if let Some(existing) = existing {
        if matches!(existing.value.kind(), Kind::Mapping { .. }) && existing.value.entries().next().is_some() {
            return move_entry(from, index, existing.value);
        }
        let is_empty = existing.value.is_plain_null() || matches!(existing.value.kind(), Kind::Mapping { .. });
        if !is_empty || existing.value.kind() == Kind::Alias {
            return None;
        }
    }
    let removal = remove_entry(from, index)?;
    let leaving = [entry.key.id()];
    match (parent.kind(), existing) {
        (Kind::Mapping { flow: true }, None) => {
            let header = flow_key(section, flow_notation(parent));
            let raw = flow_text(from, entry)?;
            let new = format!("{header}: {{{raw}}}");
            let insertion = insert_in_flow(parent, &leaving, Position::Ordered(order), section, &new);
            Some(vec![removal, insertion])
        }
        (Kind::Mapping { flow: true }, Some(existing)) => {
            let raw = flow_text(from, entry)?;
            let braces = set_value(existing, &Written::Map(Vec::new()));
            let content = braces.content.replace("{}", &format!("{{{raw}}}"));
            Some(vec![removal, TextEdit { content, ..braces }])
        }
        (_, None) => {
            let own = mapping_column(parent);
            let lines = moved_lines(from, entry, own + step(tree))?;
            let new = format!("{section}:{}{lines}", format_of(tree).line_break);
            let insertion = insert_in_block(parent, &leaving, Position::Ordered(order), section, &new);
            Some(joined(text, removal, insertion.span.start, insertion.content))
        }
        (_, Some(existing)) => {
            let lines = moved_lines(from, entry, column(text, existing.key.span().start) + step(tree))?;
            let colon = existing.key.span().end + text.get(existing.key.span().end..)?.find(':')? + 1;
            let old = existing.value.span();
            let mut edits =
                joined(text, removal, line_end(text, old.end), format!("{}{lines}", format_of(tree).line_break));
            if !old.is_empty() {
                edits.push(TextEdit::remove(Span::new(colon, old.end)));
            }
            Some(edits)
        }
    }
}

/// An entry as it is written, where it can stand in braces; `None` for one that takes several lines in block style, or
/// whose text would end at a comma.
fn flow_text<'t>(from: Node<'t>, entry: Entry<'t>) -> Option<&'t str> {
    let raw = entry.span().of(from.tree().text());
    let is_plain = entry.value.style() == Some(Style::Plain);
    let ends_early = raw.contains(['\n', '\r']) || is_plain && raw.contains(['{', '}', '[', ']', ',']);
    (from.kind() == (Kind::Mapping { flow: true }) || !ends_early).then_some(raw)
}

/// Takes a block entry of one line out; the comments above it stay, and one behind it gets the line for itself.
fn remove_without_comments(from: Node<'_>, index: usize) -> Option<TextEdit> {
    let text = from.tree().text();
    let own = from.entries().nth(index)?.span();
    if !is_first_on_line(text, own.start) || from.entries().count() == 1 {
        return None;
    }
    let behind = text.get(own.end..line_end(text, own.end))?;
    Some(TextEdit::remove(match behind.trim().is_empty() {
        true => whole_lines(text, own),
        false => Span::new(own.start, own.end + behind.len() - behind.trim_start().len()),
    }))
}

/// The lines of an entry, each indented for a block mapping whose keys start in `column`, without the last line break.
fn moved_lines(from: Node<'_>, entry: Entry<'_>, new: usize) -> Option<String> {
    let text = from.tree().text();
    if from.kind() == (Kind::Mapping { flow: true }) {
        let indent = " ".repeat(new);
        return Some(format!("{indent}{}", carried(text, entry.span(), &indent)));
    }
    let own = entry.key.span().start;
    if !is_first_on_line(text, own) {
        return None;
    }
    let lines = block_lines(text, entry.span(), entry.value);
    let moved = text.get(lines.start..lines.end)?.trim_end_matches(['\n', '\r']);
    let old = column(text, own);
    Some(moved.split_inclusive('\n').map(|line| shifted(line, old, new)).collect())
}

/// A line with its indentation changed as its block's is.
fn shifted(line: &str, old: usize, new: usize) -> String {
    let body = line.trim_start_matches(' ');
    let indent = line.len() - body.len();
    let is_empty = indent == 0 && body.trim().is_empty();
    format!("{}{body}", if is_empty { String::new() } else { " ".repeat((indent + new).saturating_sub(old)) })
}

/// An entry in braces with its further lines indented for a place whose line starts with `indent`.
fn carried(text: &str, own: Span, indent: &str) -> String {
    let old = indentation(text, own.start);
    let lines = own.of(text).split_inclusive('\n').enumerate();
    let carry = |(at, line): (usize, &str)| match line.strip_prefix(old) {
        Some(body) if at > 0 => format!("{indent}{body}"),
        _ => line.to_string(),
    };
    lines.map(carry).collect()
}

/// A removal and an insertion, as one edit where they touch. The section that an entry leaves may itself be the last one
/// of the mapping it goes to: then the new place lies inside the removal.
fn joined(text: &str, removal: TextEdit, at: usize, content: String) -> Vec<TextEdit> {
    let TextEdit { span, content: left } = removal;
    if !(span.start <= at && at <= span.end) {
        return vec![TextEdit { span, content: left }, TextEdit::insert(at, content)];
    }
    let to_a_line_end = text[span.start..span.end].ends_with(['\n', '\r']);
    let content = match content.strip_prefix("\r\n").or_else(|| content.strip_prefix('\n')) {
        // The removal takes whole lines, so what is inserted behind a line end stands on whole lines as well.
        Some(body) if to_a_line_end => format!("{left}{body}{}", &content[..content.len() - body.len()]),
        _ => format!("{left}{content}"),
    };
    vec![TextEdit::replace(span, content)]
}
