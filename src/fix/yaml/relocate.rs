//! Moving an entry to another mapping.

use super::TextEdit;
use super::insert::format_of;
use super::remove::{block_lines, remove_entry};
use crate::fix::layout::{column, is_first_on_line, line_end};
use crate::syntax::yaml::{Entry, Kind, Node};

/// Moves the `index`th entry of `from` behind the last entry of `to`, with its comments, re-indented for its new place.
/// Both must be block mappings of one tree, the entry on lines of its own. `None` where they are not.
pub fn move_entry(from: Node<'_>, index: usize, to: Node<'_>) -> Option<Vec<TextEdit>> {
    let tree = from.tree();
    let text = tree.text();
    let is_block = |node: Node<'_>| node.kind() == Kind::Mapping { flow: false };
    let entry: Entry<'_> = from.entries().nth(index)?;
    let target = to.entries().filter(|other| other.key.id() != entry.key.id()).last()?;
    if !is_block(from) || !is_block(to) || !is_first_on_line(text, entry.key.span().start) {
        return None;
    }
    let lines = block_lines(tree, entry.span());
    let moved = text.get(lines.start..lines.end)?.trim_end_matches(['\n', '\r']);
    let old = column(text, entry.key.span().start);
    let new = column(text, to.entries().next()?.key.span().start);
    let line_break = format_of(tree).line_break;
    let content: String = moved.lines().map(|line| format!("{line_break}{}", shifted(line, old, new))).collect();
    let removal = remove_entry(from, index)?;
    let at = line_end(text, target.span().end);
    // The section that the entry leaves may itself be the last entry of `to`: then the new place lies inside the removal.
    if removal.span.start <= at && at <= removal.span.end {
        let to_the_end = !text[removal.span.start..removal.span.end].ends_with(['\n', '\r']);
        let content = match content.strip_prefix(line_break) {
            Some(body) if !to_the_end => format!("{body}{line_break}"),
            _ => content,
        };
        return Some(vec![TextEdit::replace(removal.span, content)]);
    }
    Some(vec![removal, TextEdit::insert(at, content)])
}

/// A line with its indentation changed as its block's is.
fn shifted(line: &str, old: usize, new: usize) -> String {
    let body = line.trim_start_matches(' ');
    if body.is_empty() {
        return String::new();
    }
    let indent = line.len() - body.len();
    format!("{}{body}", " ".repeat((indent + new).saturating_sub(old)))
}
