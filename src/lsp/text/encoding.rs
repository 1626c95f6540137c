//! What the columns of a client count.

/// A position as editors tell it: both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Point {
    /// The line. LF, CRLF and a lone CR end one.
    pub line: u32,
    /// The column, in units of the encoding.
    pub column: u32,
}

impl Point {
    /// A position.
    pub fn new(line: u32, column: u32) -> Self {
        Self { line, column }
    }
}

/// What columns count; the client and the server agree on it at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of 16 bits: what everybody speaks.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// Every encoding, the ones that cost least to convert first.
    pub const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf32, Encoding::Utf16];

    /// Its name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf32 => "utf-32",
        }
    }

    /// The one to speak with a client that offers `names`: UTF-16 where it offers none that is known.
    pub fn agreed<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let offered: Vec<&str> = names.into_iter().collect();
        Self::ALL.into_iter().find(|encoding| offered.contains(&encoding.name())).unwrap_or_default()
    }

    /// The columns that a text takes.
    pub fn columns(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            _ => text.chars().map(|c| self.width(c)).sum(),
        }
    }

    /// The bytes before a column of a line that has those characters: the line's end where the column lies behind it, the
    /// start of a character where it lies inside one.
    pub fn bytes_before(self, column: usize, line: impl Iterator<Item = char>) -> usize {
        let mut columns = 0;
        let mut bytes = 0;
        for c in line {
            columns += self.width(c);
            if columns > column {
                break;
            }
            bytes += c.len_utf8();
        }
        bytes
    }

    fn width(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_encoding_wins() {
        assert_eq!(Encoding::agreed(["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(Encoding::agreed(["utf-16", "utf-32"]), Encoding::Utf32);
        assert_eq!(Encoding::agreed(["utf-7"]), Encoding::Utf16);
        assert_eq!(Encoding::agreed([]), Encoding::Utf16);
    }

    #[test]
    fn columns_inside_a_character_count_as_its_start() {
        let before = |encoding: Encoding, column| encoding.bytes_before(column, "a🚀é".chars());
        assert_eq!([0, 1, 2, 3, 4, 9].map(|column| before(Encoding::Utf16, column)), [0, 1, 1, 5, 7, 7]);
        assert_eq!([0, 1, 2, 3, 9].map(|column| before(Encoding::Utf32, column)), [0, 1, 5, 7, 7]);
        assert_eq!([1, 2, 4, 5, 6, 7, 9].map(|column| before(Encoding::Utf8, column)), [1, 1, 1, 5, 5, 7, 7]);
    }
}
