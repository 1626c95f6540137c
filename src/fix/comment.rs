//! Taking comments out: the same in YAML, Python and Dockerfiles.

use super::TextEdit;
use super::layout::{line_end, line_start, next_line};
use crate::syntax::Span;

/// Removes the comment that starts at `comment`, with what is said behind it up to the next comment on the line. A line
/// that holds nothing else goes as a whole.
pub(super) fn remove(text: &str, comment: Span) -> TextEdit {
    let (from, to) = (line_start(text, comment.start), line_end(text, comment.end));
    let behind = text.get(comment.end..to).unwrap_or("");
    let next = behind.match_indices('#').map(|(at, _)| at).find(|at| behind[..*at].ends_with([' ', '\t']));
    if let Some(next) = next {
        return TextEdit::remove(Span::new(comment.start, comment.end + next));
    }
    let before = text.get(from..comment.start).unwrap_or("");
    if !before.trim().is_empty() {
        return TextEdit::remove(Span::new(from + before.trim_end().len(), to));
    }
    TextEdit::remove(whole_lines(text, Span::new(from, to)))
}

/// The lines of `span` with their line break; where the text ends without one, with the line breaks before them, so that it
/// still ends without one.
pub(super) fn whole_lines(text: &str, span: Span) -> Span {
    let (start, end) = (line_start(text, span.start), next_line(text, span.end));
    if end < text.len() || text.ends_with(['\n', '\r']) {
        return Span::new(start, end);
    }
    Span::new(text.get(..start).unwrap_or("").trim_end_matches(['\n', '\r']).len(), end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::apply;

    #[track_caller]
    fn removed(text: &str, expected: &str) {
        let start = text.find("# airlint").unwrap();
        let end = start + text[start..].find(']').unwrap() + 1;
        assert_eq!(apply(text, &[remove(text, Span::new(start, end))]).unwrap(), expected);
    }

    #[test]
    fn comments_go_with_what_is_said_behind_them() {
        removed("a: 1  # airlint: ignore[x] until May\nb: 2\n", "a: 1\nb: 2\n");
        removed("a: 1\n  # airlint: ignore[x]\nb: 2\n", "a: 1\nb: 2\n");
        removed("a: 1\r\n# airlint: ignore[x]\r\nb: 2\r\n", "a: 1\r\nb: 2\r\n");
        removed("a: 1\n# airlint: ignore[x]", "a: 1");
        removed("a: 1  # airlint: ignore[x]", "a: 1");
    }

    #[test]
    fn other_comments_on_the_line_stay() {
        removed("a = 1  # noqa: E501  # airlint: ignore[x] ü\n", "a = 1  # noqa: E501\n");
        removed("a = 1  # airlint: ignore[x]  # noqa: E501\n", "a = 1  # noqa: E501\n");
        removed("# airlint: ignore[x] see a#b # type: ignore\n", "# type: ignore\n");
    }
}
