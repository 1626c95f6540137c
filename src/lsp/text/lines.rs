//! Byte offsets as positions and back.

use super::{Encoding, Point};
use crate::syntax::{LineIndex, Span};
use std::sync::Arc;

/// A byte order mark: editors take it off a file before they count.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A text with its lines.
#[derive(Debug, Clone)]
pub struct Lines {
    text: Arc<str>,
    index: LineIndex,
    /// Bytes before the first column of the first line.
    mark: usize,
}

impl Lines {
    /// The lines of a text as a client holds it.
    pub fn of_open(text: Arc<str>) -> Self {
        let index = LineIndex::new(&text);
        Self { text, index, mark: 0 }
    }

    /// The lines of a text as it lies on disk: an editor that opens it does not show a byte order mark.
    pub fn of_disk(text: Arc<str>) -> Self {
        let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        Self { mark, ..Self::of_open(text) }
    }

    /// The text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The position of a byte offset. One past the end counts as the end, one inside a character as its start.
    pub fn point(&self, offset: usize, encoding: Encoding) -> Point {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.index.line_of(offset);
        let start = self.start_of(line).min(offset);
        let before = Span::new(start, offset).of(&self.text);
        // Between a CR and its LF there is no position.
        let before = if self.is_inside_break(offset) { before.trim_end_matches('\r') } else { before };
        Point { line: narrow(line), column: narrow(encoding.columns(before)) }
    }

    /// The byte offset of a position: the end of the text or of the line where it lies behind that, the start of a
    /// character where it lies inside one.
    pub fn offset(&self, point: Point, encoding: Encoding) -> usize {
        let line = point.line as usize;
        if line >= self.index.count() {
            return self.text.len();
        }
        let start = self.start_of(line);
        let end = self.index.line_span(&self.text, line).end;
        let body = self.text.get(start..end).unwrap_or("");
        start + encoding.bytes_before(point.column as usize, body.chars())
    }

    /// Where the columns of a line start.
    fn start_of(&self, line: usize) -> usize {
        let start = self.index.start_of(line).unwrap_or(self.text.len());
        if line == 0 { start + self.mark } else { start }
    }

    fn is_inside_break(&self, offset: usize) -> bool {
        let bytes = self.text.as_bytes();
        bytes.get(offset) == Some(&b'\n') && offset > 0 && bytes.get(offset - 1) == Some(&b'\r')
    }
}

/// Lines and columns beyond 32 bits do not fit the protocol; no file that is read has them.
fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The protocol read letter by letter: every offset with its position.
    fn naive(text: &str, encoding: Encoding) -> Vec<(usize, Point)> {
        let mut places = Vec::new();
        let (mut line, mut column) = (0, 0);
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            places.push((at, Point::new(line, column)));
            match c {
                '\r' if chars.peek().is_some_and(|(_, next)| *next == '\n') => {
                    places.push((at + 1, Point::new(line, column)));
                    chars.next();
                    (line, column) = (line + 1, 0);
                }
                '\r' | '\n' => (line, column) = (line + 1, 0),
                _ => column += narrow(encoding.columns(c.encode_utf8(&mut [0; 4]))),
            }
        }
        places.push((text.len(), Point::new(line, column)));
        places
    }

    fn texts() -> impl Strategy<Value = String> {
        const PIECES: &[&str] =
            &["a", "é", "🚀", "e\u{301}", "\t", "\n", "\r\n", "\r", "\u{2028}", "\u{85}", "\u{c}", "名", "\u{feff}"];
        proptest::collection::vec(proptest::sample::select(PIECES), 0..30).prop_map(|them| them.concat())
    }

    proptest! {
        #[test]
        fn positions_are_those_of_the_protocol(text in texts()) {
            for encoding in Encoding::ALL {
                let lines = Lines::of_open(text.as_str().into());
                for (offset, point) in naive(&text, encoding) {
                    prop_assert_eq!(lines.point(offset, encoding), point, "{:?} at {} of {:?}", encoding, offset, text);
                    let back = lines.offset(point, encoding);
                    prop_assert_eq!(lines.point(back, encoding), point);
                    let in_break = text.get(..offset).is_some_and(|it| it.ends_with('\r')) && text[offset..].starts_with('\n');
                    prop_assert!(back == offset || in_break, "{:?}: {} is not {}", text, back, offset);
                }
            }
        }

        #[test]
        fn no_position_is_out_of_bounds(text in texts(), line in 0u32..40, column in 0u32..40) {
            for encoding in Encoding::ALL {
                for lines in [Lines::of_open(text.as_str().into()), Lines::of_disk(text.as_str().into())] {
                    prop_assert!(text.is_char_boundary(lines.offset(Point::new(line, column), encoding)));
                }
            }
        }
    }

    #[test]
    fn a_byte_order_mark_counts_where_the_client_sent_it() {
        let text: Arc<str> = "\u{feff}a: 1\n".into();
        assert_eq!(Lines::of_open(Arc::clone(&text)).point(3, Encoding::Utf16), Point::new(0, 1));
        let disk = Lines::of_disk(text);
        assert_eq!(disk.point(3, Encoding::Utf16), Point::new(0, 0));
        assert_eq!(disk.point(0, Encoding::Utf8), Point::new(0, 0));
        assert_eq!(disk.offset(Point::new(0, 1), Encoding::Utf8), 4);
    }

    #[test]
    fn positions_behind_a_line_are_its_end() {
        let lines = Lines::of_open("ab\r\nc".into());
        assert_eq!(lines.offset(Point::new(0, 99), Encoding::Utf16), 2);
        assert_eq!(lines.offset(Point::new(7, 0), Encoding::Utf16), 5);
        assert_eq!(lines.point(3, Encoding::Utf16), Point::new(0, 2));
    }
}
