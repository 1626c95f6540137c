//! One line of a broken text, taken apart without a grammar.

use crate::syntax::{LineIndex, Span};

/// The lines of a text, and what stands on them at a glance.
pub(super) struct Lines<'t> {
    pub(super) text: &'t str,
    index: LineIndex,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, index: LineIndex::new(text) }
    }

    pub(super) fn count(&self) -> usize {
        self.index.count()
    }

    pub(super) fn of(&self, offset: usize) -> usize {
        self.index.line_of(offset)
    }

    /// The line without its line break.
    pub(super) fn span(&self, line: usize) -> Span {
        self.index.line_span(self.text, line)
    }

    /// The line from its first to its last character that is no blank.
    pub(super) fn content(&self, line: usize) -> Span {
        let span = self.span(line);
        let raw = span.of(self.text);
        let start = span.start + (raw.len() - raw.trim_start_matches([' ', '\t', '\u{feff}']).len());
        Span::new(start, (span.start + raw.trim_end().len()).max(start))
    }

    /// The blanks before the line's content.
    pub(super) fn indentation(&self, line: usize) -> Span {
        Span::new(self.span(line).start, self.content(line).start)
    }

    /// The key that stands on the line.
    pub(super) fn key(&self, line: usize) -> Option<&'t str> {
        let parts = self.parts(line);
        Some(Span::new(parts.body.start, parts.colon?).of(self.text))
    }

    /// Whether nothing stands on the line that has a meaning: blank, or a comment.
    pub(super) fn is_idle(&self, line: usize) -> bool {
        let content = self.content(line).of(self.text);
        content.is_empty() || content.starts_with('#')
    }

    /// The number of characters before the first one that is no blank.
    pub(super) fn indent(&self, line: usize) -> usize {
        self.content(line).start - self.span(line).start
    }

    /// The nearest line above `line` that means something.
    pub(super) fn above(&self, line: usize) -> Option<usize> {
        (0..line.min(self.count())).rev().take(200).find(|&line| !self.is_idle(line))
    }

    /// The nearest line below `line` that means something.
    pub(super) fn below(&self, line: usize) -> Option<usize> {
        (line + 1..self.count()).take(200).find(|&line| !self.is_idle(line))
    }

    /// The last line of the block that hangs below `line`: the lines indented deeper, and dashes under a key.
    pub(super) fn block_end(&self, line: usize) -> usize {
        let indent = self.indent(line);
        let is_key = !self.content(line).of(self.text).starts_with("- ");
        let mut end = line;
        for next in line + 1..self.count() {
            if self.is_idle(next) {
                continue;
            }
            let dash = is_key && self.indent(next) == indent && self.content(next).of(self.text).starts_with("- ");
            if self.indent(next) <= indent && !dash {
                break;
            }
            end = next;
        }
        end
    }

    /// What `line` says as an entry of a mapping or a sequence.
    pub(super) fn parts(&self, line: usize) -> Parts {
        let content = self.content(line);
        let mut at = content.start;
        let mut rest = content.of(self.text);
        while let Some(after) = rest.strip_prefix("- ") {
            rest = after.trim_start_matches(' ');
            at = content.end - rest.len();
        }
        let body = Span::new(at, content.end);
        let colon = colon_in(rest).map(|colon| at + colon);
        let value = match colon {
            Some(colon) => {
                let after = Span::new(colon + 1, content.end).of(self.text);
                Span::new(content.end - after.trim_start().len(), content.end)
            }
            None => body,
        };
        Parts { body, colon, value: without_comment(self.text, value) }
    }
}

/// See [`Lines::parts`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    /// Behind the dashes.
    pub(super) body: Span,
    /// The colon that ends the key.
    pub(super) colon: Option<usize>,
    /// Behind the colon, or else behind the dashes; without a comment.
    pub(super) value: Span,
}

/// Where the first colon stands that ends a key: outside quotes, before a blank or the end.
fn colon_in(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = match bytes.first() {
        Some(&quote @ (b'"' | b'\'')) => memchr::memchr(quote, &bytes[1..]).map_or(0, |end| end + 2),
        _ => 0,
    };
    while let Some(found) = memchr::memchr(b':', bytes.get(at..)?) {
        at += found;
        if matches!(bytes.get(at + 1), None | Some(b' ' | b'\t')) {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn without_comment(text: &str, span: Span) -> Span {
    let raw = span.of(text);
    let starts_quoted = raw.starts_with(['"', '\'']);
    let comment = if starts_quoted { None } else { raw.find(" #") };
    let comment = if raw.starts_with('#') { Some(0) } else { comment };
    match comment {
        Some(at) => Span::new(span.start, span.start + raw[..at].trim_end().len()),
        None => span,
    }
}

/// What a value on one line lacks to be whole.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lacking {
    /// The quote and the brackets that are open at the end, in the order that closes them.
    pub(super) closers: String,
    /// An opening bracket for the first closing one without a partner.
    pub(super) opener: Option<char>,
    /// Where the quote that is still open at the end starts.
    pub(super) quote: Option<usize>,
}

/// Finds what `value` lacks.
pub(super) fn lacking(value: &str) -> Lacking {
    let mut lacking = Lacking::default();
    let mut closers = Vec::new();
    let mut quote: Option<(char, usize)> = None;
    let mut fresh = true;
    let mut escaped = false;
    for (at, c) in value.char_indices() {
        if let Some((open, _)) = quote {
            if escaped {
                escaped = false;
            } else if c == '\\' && open == '"' {
                escaped = true;
            } else if c == open {
                quote = None;
                fresh = false;
            }
            continue;
        }
        match c {
            '"' | '\'' if fresh => quote = Some((c, at)),
            '[' if fresh || !closers.is_empty() => closers.push(']'),
            '{' if fresh || !closers.is_empty() => closers.push('}'),
            ']' | '}' => {
                if closers.last() == Some(&c) {
                    closers.pop();
                } else if lacking.opener.is_none() {
                    lacking.opener = Some(if c == ']' { '[' } else { '{' });
                }
            }
            _ => {}
        }
        fresh = matches!(c, '[' | '{' | ',' | ':') || (fresh && c.is_whitespace());
    }
    lacking.quote = quote.map(|(_, at)| at);
    lacking.closers.extend(quote.map(|(open, _)| open));
    lacking.closers.extend(closers.iter().rev());
    lacking
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_key_and_a_value() {
        let lines = Lines::new("- - \"a: b\": x  # c\nkey:\n  http://x\n");
        let parts = lines.parts(0);
        assert_eq!(parts.body.of(lines.text), "\"a: b\": x  # c");
        assert_eq!(parts.value.of(lines.text), "x");
        assert_eq!(lines.parts(1).value.of(lines.text), "");
        assert_eq!(lines.parts(2).colon, None);
    }

    #[test]
    fn an_open_value_says_what_closes_it() {
        assert_eq!(lacking("[a, {b: \"c").closers, "\"}]");
        assert_eq!(lacking("\"a\", \"b\"]").opener, Some('['));
        assert_eq!(lacking("it's"), Lacking::default());
        assert_eq!(lacking("'it''s'"), Lacking::default());
    }
}
