//! Where the lines of a text start: the only place that turns byte offsets into lines and columns.

/// A position as people count: from 1, the column in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line number, from 1.
    pub line: usize,
    /// Column, from 1, in Unicode scalar values.
    pub column: usize,
    /// Offset in bytes, from 0.
    pub byte: usize,
}

/// The start of each line of one text. A line ends with LF, CRLF or a lone CR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            starts.push(at + 1);
        }
        Self { starts }
    }

    /// The number of lines; a text that ends with a line break has an empty last line.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line of a byte offset, counted from 0.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// Where line `line` (from 0) starts, `None` past the last line.
    pub fn start_of(&self, line: usize) -> Option<usize> {
        self.starts.get(line).copied()
    }

    /// The bytes of line `line` (from 0) without its line break.
    pub fn line_span(&self, text: &str, line: usize) -> super::Span {
        let start = self.starts.get(line).copied().unwrap_or(text.len());
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let body = text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r']);
        super::Span::new(start, start + body.len())
    }

    /// The position of a byte offset. An offset past the end counts as the end; one inside a character as its start.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut byte = offset.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.line_of(byte);
        let before = &text[self.starts[line]..byte];
        let mut column = before.chars().count() + 1;
        if line == 0 && before.starts_with('\u{feff}') {
            column -= 1;
        }
        Position { line: line + 1, column, byte }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_not_bytes() {
        let text = "a: 🚀 x\r\nb: ü\rc";
        let index = LineIndex::new(text);
        let at = |needle: &str| index.position(text, text.find(needle).unwrap());
        assert_eq!((at("x").line, at("x").column), (1, 6));
        assert_eq!((at("ü").line, at("ü").column), (2, 4));
        assert_eq!((at("c").line, at("c").column), (3, 1));
        assert_eq!(index.count(), 3);
        assert_eq!(index.position(text, 999).line, 3);
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let text = "\u{feff}a: 1";
        assert_eq!(LineIndex::new(text).position(text, 3).column, 1);
    }
}
