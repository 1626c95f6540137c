//! A text inside a scalar of YAML, and where its bytes stand in the outer text.

use super::{Node, Style};
use crate::syntax::Span;

/// The text of a literal block scalar (`|`), without its indentation.
#[derive(Debug, Clone)]
pub struct HeldText<'t> {
    text: &'t str,
    /// For each line: where it starts in the text, and where that byte stands outside.
    lines: Vec<(usize, usize)>,
}

impl<'t> Node<'t> {
    /// The text that a literal block scalar holds. `None` for other styles, which fold or escape, so that bytes of the
    /// value have no one place.
    pub fn held_text(self) -> Option<HeldText<'t>> {
        let node = self.resolve();
        if node.style() != Some(Style::Literal) {
            return None;
        }
        let (outer, text, span) = (node.tree().text(), node.scalar()?, node.span());
        let mut lines = Vec::new();
        let mut at = 0;
        let mut place = next_line(outer, span.start);
        let first = text.split('\n').find(|line| !line.trim().is_empty())?;
        let whole = line_of(outer, place_of_first(outer, place));
        let indent = whole.len().checked_sub(first.len())?;
        for line in text.split_inclusive('\n') {
            let body = line.trim_end_matches('\n');
            // Blank lines need not be indented.
            let start = if body.is_empty() { place } else { place + indent };
            if outer.get(start..).is_none_or(|rest| !rest.starts_with(body)) {
                return None;
            }
            lines.push((at, start));
            at += line.len();
            place = next_line(outer, place);
        }
        Some(HeldText { text, lines })
    }
}

/// The first line with content from `place` on.
fn place_of_first(outer: &str, mut place: usize) -> usize {
    while place < outer.len() && line_of(outer, place).trim().is_empty() {
        place = next_line(outer, place);
    }
    place
}

/// The line that starts at `place`, without its line break.
fn line_of(outer: &str, place: usize) -> &str {
    outer.get(place..).and_then(|rest| rest.split(['\n', '\r']).next()).unwrap_or("")
}

fn next_line(outer: &str, offset: usize) -> usize {
    let rest = outer.get(offset..).unwrap_or("");
    let Some(at) = rest.find(['\n', '\r']) else { return outer.len() };
    offset + at + if rest[at..].starts_with("\r\n") { 2 } else { 1 }
}

impl<'t> HeldText<'t> {
    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Where bytes of the text stand outside.
    pub fn outside(&self, span: Span) -> Span {
        let place = |offset: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            self.lines.get(line).map_or(offset, |(start, place)| place + (offset - start))
        };
        // The end belongs to the line before it.
        let end = if span.is_empty() { place(span.start) } else { place(span.end - 1) + 1 };
        Span::new(place(span.start), end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn bytes_of_the_text_have_places() {
        for text in [
            "data:\n  airflow.cfg: |\n    [core]\n\n    executor = é\n      more = 1\n  b: 1\n",
            "data:\r\n  airflow.cfg: |\r\n    [core]\r\n\r\n    executor = é\r\n      more = 1\r\n",
            "data:\n  airflow.cfg: |2\n      [core]\n    executor = é",
        ] {
            let tree = parse(text);
            let node = tree.root().and_then(|root| root.get("data")?.get("airflow.cfg")).expect("a block");
            let held = node.held_text().expect("a text");
            for word in ["[core]", "executor", "é"] {
                let start = held.text().find(word).expect("a word");
                let span = held.outside(Span::new(start, start + word.len()));
                assert_eq!(span.of(text), word, "{text:?}");
            }
        }
    }

    #[test]
    fn other_scalars_hold_none() {
        for text in ["a: >\n  b\n", "a: b\n", "a: \"b\"\n", "a: |\n"] {
            let tree = parse(text);
            assert!(tree.root().and_then(|root| root.get("a")?.held_text()).is_none(), "{text}");
        }
    }
}
