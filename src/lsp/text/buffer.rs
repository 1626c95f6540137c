//! The text of an open file while it is edited.

use super::{Encoding, Point};
use ropey::Rope;
use std::sync::Arc;

/// A text that changes.
#[derive(Debug, Clone)]
pub struct Buffer {
    rope: Rope,
}

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'c> {
    /// What to replace, `None` for everything.
    pub range: Option<(Point, Point)>,
    /// The new text.
    pub text: &'c str,
}

impl Buffer {
    /// A buffer that holds a text.
    pub fn new(text: &str) -> Self {
        Self { rope: Rope::from_str(text) }
    }

    /// Applies a change. Positions behind the end of a line or of the text count as the end.
    pub fn apply(&mut self, change: &Change<'_>, encoding: Encoding) {
        let Some((start, end)) = change.range else {
            self.rope = Rope::from_str(change.text);
            return;
        };
        let (start, end) = (self.offset(start, encoding), self.offset(end, encoding));
        let (start, end) = (self.rope.byte_to_char(start.min(end)), self.rope.byte_to_char(start.max(end)));
        self.rope.remove(start..end);
        self.rope.insert(start, change.text);
    }

    /// The text as it is now.
    pub fn text(&self) -> Arc<str> {
        String::from(&self.rope).into()
    }

    /// The byte offset of a position.
    fn offset(&self, point: Point, encoding: Encoding) -> usize {
        let line = point.line as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_bytes();
        }
        let body = self.rope.line(line).chars().take_while(|c| !matches!(c, '\n' | '\r'));
        self.rope.line_to_byte(line) + encoding.bytes_before(point.column as usize, body)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lines;
    use super::*;
    use proptest::prelude::*;

    fn pieces() -> impl Strategy<Value = String> {
        const PIECES: &[&str] =
            &["a", "ü", "🚀", "e\u{301}", "\t", "\n", "\r\n", "\r", "\u{2028}", "\u{85}", "\u{b}", "\u{feff}"];
        proptest::collection::vec(proptest::sample::select(PIECES), 0..20).prop_map(|them| them.concat())
    }

    fn changes() -> impl Strategy<Value = Vec<(Option<(Point, Point)>, String)>> {
        let point = || (0u32..12, 0u32..12).prop_map(|(line, column)| Point::new(line, column));
        let range = proptest::option::weighted(0.95, (point(), point()));
        proptest::collection::vec((range, pieces()), 1..12)
    }

    proptest! {
        #[test]
        fn changes_do_what_they_do_to_a_plain_text(text in pieces(), changes in changes()) {
            for encoding in Encoding::ALL {
                let mut buffer = Buffer::new(&text);
                let mut plain = text.clone();
                for (range, text) in &changes {
                    buffer.apply(&Change { range: *range, text }, encoding);
                    match range {
                        None => plain.clone_from(text),
                        Some((start, end)) => {
                            let lines = Lines::of_open(plain.as_str().into());
                            let (a, b) = (lines.offset(*start, encoding), lines.offset(*end, encoding));
                            plain.replace_range(a.min(b)..a.max(b), text);
                        }
                    }
                    prop_assert_eq!(&*buffer.text(), &plain);
                }
            }
        }
    }

    #[test]
    fn surrogate_pairs_are_replaced_whole() {
        let mut buffer = Buffer::new("a🚀b\r\nc");
        let range = Some((Point::new(0, 1), Point::new(0, 3)));
        buffer.apply(&Change { range, text: "x" }, Encoding::Utf16);
        assert_eq!(&*buffer.text(), "axb\r\nc");
    }
}
