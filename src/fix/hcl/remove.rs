//! Taking keys and items out.

use super::locate::{Located, entries, items};
use crate::fix::TextEdit;
use crate::fix::comment::whole_lines;
use crate::fix::layout::{comment_lines_above, is_first_on_line, line_end};
use crate::syntax::Span;

/// Takes out an attribute, an entry or an item, its comma, and the comment lines right above it.
pub(super) fn remove(text: &str, located: &Located<'_>) -> Option<TextEdit> {
    let (own, siblings): (Span, Vec<Span>) = match *located {
        Located::Attribute(_, attribute) => (attribute.span, Vec::new()),
        Located::Entry(object, index) => {
            let spans: Vec<Span> = entries(object).iter().map(|entry| entry.key.cover(entry.value.span)).collect();
            (*spans.get(index)?, spans)
        }
        Located::Item(list, index) => {
            let spans: Vec<Span> = items(list).iter().map(|item| item.span).collect();
            (*spans.get(index)?, spans)
        }
        Located::Block(_) => return None,
    };
    let behind = text.get(own.end..line_end(text, own.end))?;
    let comma = behind.trim_start().starts_with(',').then(|| own.end + behind.find(',').unwrap_or(0) + 1);
    let end = comma.unwrap_or(own.end);
    let rest = text.get(end..line_end(text, end))?.trim();
    let is_comment = rest.starts_with('#') || rest.starts_with("//");
    if is_first_on_line(text, own.start) && (rest.is_empty() || is_comment) {
        let start = comment_lines_above(text, own);
        return Some(TextEdit::remove(whole_lines(text, Span::new(start, line_end(text, end)))));
    }
    let at = siblings.iter().position(|sibling| *sibling == own)?;
    let before = at.checked_sub(1).and_then(|before| siblings.get(before));
    Some(TextEdit::remove(match (before, siblings.get(at + 1)) {
        (_, Some(next)) => Span::new(own.start, next.start),
        (Some(before), None) => Span::new(before.end, own.end),
        (None, None) => Span::new(own.start, end),
    }))
}
