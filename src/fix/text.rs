//! Replacements of byte ranges in one text.

use crate::syntax::Span;

/// A replacement of bytes in one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// The bytes to replace; empty to insert.
    pub span: Span,
    /// The new text.
    pub content: String,
}

/// Two edits that touch the same bytes: they cannot be applied together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("two edits overlap at byte {at}")]
pub struct Overlap {
    /// Where the second one starts inside the first.
    pub at: usize,
}

impl TextEdit {
    /// Replaces `span` by `content`.
    pub fn replace(span: Span, content: impl Into<String>) -> Self {
        Self { span, content: content.into() }
    }

    /// Inserts `content` at `offset`.
    pub fn insert(offset: usize, content: impl Into<String>) -> Self {
        Self { span: Span::at(offset), content: content.into() }
    }

    /// Removes `span`.
    pub fn remove(span: Span) -> Self {
        Self { span, content: String::new() }
    }
}

/// Applies edits to a text. Their order does not matter; insertions at one offset keep their order in `edits`.
///
/// # Errors
///
/// [`Overlap`] where two edits touch the same bytes, or one does not lie on character boundaries inside the text.
pub fn apply(text: &str, edits: &[TextEdit]) -> Result<String, Overlap> {
    let mut ordered: Vec<&TextEdit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut result = String::with_capacity(text.len() + edits.iter().map(|edit| edit.content.len()).sum::<usize>());
    let mut at = 0;
    for edit in ordered {
        if edit.span.start < at {
            return Err(Overlap { at: edit.span.start });
        }
        let (Some(before), Some(_)) = (text.get(at..edit.span.start), text.get(edit.span.start..edit.span.end)) else {
            return Err(Overlap { at: edit.span.start });
        };
        result.push_str(before);
        result.push_str(&edit.content);
        at = edit.span.end;
    }
    result.push_str(text.get(at..).unwrap_or(""));
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_any_order_and_never_overlap() {
        let replace = |start, end, content: &str| TextEdit::replace(Span::new(start, end), content);
        assert_eq!(apply("abcdef", &[replace(4, 5, "E"), replace(0, 1, "AA")]), Ok("AAbcdEf".to_string()));
        assert_eq!(apply("abc", &[TextEdit::insert(1, "1"), TextEdit::insert(1, "2")]), Ok("a12bc".to_string()));
        assert_eq!(apply("abc", &[replace(0, 2, ""), replace(1, 3, "")]), Err(Overlap { at: 1 }));
        assert_eq!(apply("ü", &[replace(1, 2, "")]), Err(Overlap { at: 1 }));
    }
}
