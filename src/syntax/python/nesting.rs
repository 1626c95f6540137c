//! Refusing texts that nest so deeply that parsing them would cost memory out of all proportion.

use crate::syntax::{Span, SyntaxError};

/// Texts up to this length cannot nest deeply enough to hurt.
const HARMLESS: usize = 64 << 10;

/// Open brackets at once. CPython itself stops at 200.
const BRACKETS: usize = 1_000;

/// Operators in one statement that each may nest the rest of it.
const OPERATORS: usize = 20_000;

/// Where a long text nests absurdly. The parser recurses into brackets, prefix operators and right-hand sides, and a
/// megabyte of `((((` would cost it a gigabyte of stack.
pub(super) fn too_deep(text: &str) -> Option<SyntaxError> {
    if text.len() <= HARMLESS {
        return None;
    }
    let bytes = text.as_bytes();
    // Open brackets; symbols since the last comma or statement; words and powers since the last statement.
    let (mut open, mut symbols, mut words, mut at) = (0usize, 0usize, 0usize, 0usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'#' => {
                at = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length);
                continue;
            }
            b'"' | b'\'' => {
                at = after_string(bytes, at, byte);
                continue;
            }
            b'(' | b'[' | b'{' => (open, symbols) = (open + 1, symbols + 1),
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            b',' => symbols = 0,
            b'\n' if open == 0 => (symbols, words) = (0, 0),
            b'*' if bytes.get(at + 1) == Some(&b'*') => words += 1,
            b'-' | b'+' | b'~' | b'*' | b'.' | b'/' | b'|' | b'&' | b'^' | b'%' | b'@' | b'<' | b'>' => symbols += 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                let word = word(&bytes[at..]);
                words += usize::from(matches!(word, b"not" | b"lambda" | b"else" | b"await" | b"yield"));
                at += word.len();
                continue;
            }
            _ => {}
        }
        if open > BRACKETS || symbols > OPERATORS || words > OPERATORS {
            return Some(SyntaxError {
                span: Span::at(at),
                message: "the text nests too deeply here; the file is not read".into(),
            });
        }
        at += 1;
    }
    None
}

/// The word that `bytes` start with.
fn word(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_')).unwrap_or(bytes.len());
    &bytes[..end]
}

/// The end of the string that starts with `quote` at `start`; f-strings are skipped like others.
fn after_string(bytes: &[u8], start: usize, quote: u8) -> usize {
    let triple = bytes.get(start + 1) == Some(&quote) && bytes.get(start + 2) == Some(&quote);
    let mut at = if triple { start + 3 } else { start + 1 };
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' if !triple => return at,
            _ if byte != quote => {}
            _ if !triple => return at + 1,
            _ if bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
