//! The tokens of a YAML text, as far as a cursor's place depends on them. No fault in the text stops the scan.

use crate::syntax::{Span, word_length};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A scalar with a colon behind it.
    Key,
    /// A scalar without one.
    Scalar,
    /// The header and the lines of a block scalar.
    Block,
    /// `- `
    Dash,
    /// `{`
    OpenMapping,
    /// `[`
    OpenSequence,
    /// `}` or `]`
    Close,
    /// `,` between brackets.
    Comma,
    /// `# …`
    Comment,
    /// `---` or `...`
    Document,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Quotes included; of a key without its colon.
    pub(super) span: Span,
    /// Bytes from the start of the line.
    pub(super) column: usize,
    /// The quote it starts with, and whether it ends with one.
    pub(super) quote: Option<(char, bool)>,
    /// Whether it stands between brackets.
    pub(super) flow: bool,
}

/// The tokens of `text` with a cursor at `offset`: a quote that is opened there and closed nowhere ends with its line.
pub(super) fn tokens(text: &str, offset: usize) -> Vec<Token> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lexer = Lexer { text, offset, at: start, line: start, base: None, flow: Vec::new(), tokens: Vec::new() };
    lexer.run();
    lexer.tokens
}

struct Lexer<'t> {
    text: &'t str,
    offset: usize,
    at: usize,
    /// The start of the line.
    line: usize,
    /// The column of the last key or dash outside brackets: what a block scalar must be indented deeper than.
    base: Option<usize>,
    /// For each open bracket, `base` where it was opened.
    flow: Vec<Option<usize>>,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn column(&self) -> usize {
        self.at - self.line
    }

    fn run(&mut self) {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' | b'\r' => {
                    self.at += 1;
                    self.line = self.at;
                }
                b' ' | b'\t' => self.at += 1,
                b'#' if self.is_apart() => self.push(Kind::Comment, self.line_end(), None),
                b'-' | b'.' if self.is_document_mark() => {
                    (self.base, self.flow) = (None, Vec::new());
                    self.push(Kind::Document, self.at + 3, None);
                }
                b'-' if self.flow.is_empty() && is_blank(self.peek(1)) => {
                    self.base = Some(self.column());
                    self.push(Kind::Dash, self.at + 1, None);
                }
                b'{' => self.open(Kind::OpenMapping),
                b'[' => self.open(Kind::OpenSequence),
                b'}' | b']' => {
                    self.push(Kind::Close, self.at + 1, None);
                    self.flow.pop();
                }
                b',' if !self.flow.is_empty() => self.push(Kind::Comma, self.at + 1, None),
                b'|' | b'>' if self.flow.is_empty() => self.block(),
                // Anchors and tags stand in front of what they belong to.
                b'&' | b'!' => self.at = self.word_end(),
                b'"' | b'\'' => self.quoted(char::from(byte)),
                _ => self.plain(),
            }
        }
    }

    fn push(&mut self, kind: Kind, end: usize, quote: Option<(char, bool)>) {
        let (span, column) = (Span::new(self.at, end.max(self.at)), self.column());
        self.tokens.push(Token { kind, span, column, quote, flow: !self.flow.is_empty() });
        self.at = span.end.max(self.at + usize::from(span.is_empty()));
    }

    fn open(&mut self, kind: Kind) {
        self.push(kind, self.at + 1, None);
        self.flow.push(self.base);
    }

    /// Whether nothing, or a blank, stands before.
    fn is_apart(&self) -> bool {
        self.at == self.line || self.text.as_bytes().get(self.at - 1).is_some_and(|&byte| is_blank(Some(byte)))
    }

    fn is_document_mark(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or("");
        self.at == self.line && (rest.starts_with("---") || rest.starts_with("...")) && is_blank(self.peek(3))
    }

    fn line_end(&self) -> usize {
        end_of_line(self.text, self.at)
    }

    fn word_end(&self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or("");
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}')).unwrap_or(rest.len());
        self.at + length.max(1)
    }

    /// A block scalar: its header's line, and every line that is blank or indented deeper than its key.
    fn block(&mut self) {
        let least = self.base.map_or(0, |base| base + 1);
        let mut end = self.line_end();
        let mut at = end;
        while at < self.text.len() {
            let start = next_line(self.text, at);
            let stop = end_of_line(self.text, start);
            let line = self.text.get(start..stop).unwrap_or("");
            let indent = line.len() - line.trim_start_matches(' ').len();
            let blank = line.trim().is_empty();
            if !blank && indent < least || start == at {
                break;
            }
            if indent >= least {
                end = stop;
            }
            at = stop;
        }
        self.push(Kind::Block, end, None);
        self.line = self.text.get(..self.at).and_then(|text| text.rfind('\n')).map_or(self.line, |at| at + 1);
    }

    fn quoted(&mut self, quote: char) {
        let (end, closed) = self.quote_end(quote);
        let after = self.text.get(end..).unwrap_or("");
        let gap = after.len() - after.trim_start_matches([' ', '\t']).len();
        let mut rest = after.get(gap..).unwrap_or("").bytes();
        let colon = closed && rest.next() == Some(b':') && (!self.flow.is_empty() || is_blank(rest.next()));
        let start = self.at;
        self.scalar(end, colon, Some((quote, closed)));
        if colon {
            self.at = end + gap + 1;
        }
        // A text of several lines.
        let inside = self.text.get(start..self.at).unwrap_or("");
        self.line = inside.rfind('\n').map_or(self.line, |at| start + at + 1);
    }

    /// Where a quoted text ends, and whether a quote ends it.
    fn quote_end(&self, quote: char) -> (usize, bool) {
        let line_end = self.line_end();
        // The word at the cursor, or the rest of the line.
        let ahead = self.text.get(self.offset..line_end).filter(|_| self.at < self.offset);
        let end = ahead.map_or(line_end, |ahead| self.offset + word_length(ahead));
        let open = (end, false);
        let Some(close) = self.closing(quote) else { return open };
        let here = self.at < self.offset && self.offset < close;
        let ahead = self.text.get(self.offset..close.max(self.offset)).unwrap_or("").trim_start();
        // `["‸, "b"]`, `{"‸ "b": 1}`: what closes here was meant to open.
        let opens = self.text.get(close..).is_some_and(|rest| word_length(rest) > 0);
        if here && (close > line_end || opens || ahead.starts_with([',', '}', ']', ':'])) {
            return open;
        }
        let lines = self.text.get(self.at..close).unwrap_or("").lines().skip(1);
        if lines.into_iter().any(looks_like_entry) { open } else { (close, true) }
    }

    fn closing(&self, quote: char) -> Option<usize> {
        let mut letters = self.text.get(self.at + 1..)?.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' if quote == '"' => {
                    letters.next();
                }
                '\'' if quote == '\'' && letters.peek().is_some_and(|(_, next)| *next == '\'') => {
                    letters.next();
                }
                letter if letter == quote => return Some(self.at + 1 + at + 1),
                _ => {}
            }
        }
        None
    }

    fn plain(&mut self) {
        let line_end = self.line_end();
        let rest = self.text.get(self.at..line_end).unwrap_or("");
        let bytes = rest.as_bytes();
        let flow = !self.flow.is_empty();
        let ends_value = |byte: Option<&u8>| {
            byte.is_none_or(|byte| {
                byte.is_ascii_whitespace() || (flow && matches!(byte, b',' | b']' | b'}' | b'[' | b'{'))
            })
        };
        let mut length = bytes.len();
        let mut colon = false;
        for (at, byte) in bytes.iter().enumerate() {
            let stops = match byte {
                b':' if ends_value(bytes.get(at + 1)) => {
                    colon = true;
                    true
                }
                b'#' => at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_whitespace),
                b',' | b'[' | b']' | b'{' | b'}' => flow,
                _ => false,
            };
            if stops {
                length = at;
                break;
            }
        }
        let written = rest.get(..length).unwrap_or("").trim_end().len();
        if colon && self.leaves_brackets() {
            self.flow.clear();
        }
        self.scalar(self.at + written, colon, None);
        if colon {
            self.at = self.at.max(self.line.max(line_end - (bytes.len() - length)) + 1);
        }
    }

    /// Whether a key here can only belong outside the brackets that are open: no deeper than the key before them.
    fn leaves_brackets(&self) -> bool {
        let before = self.text.get(self.line..self.at).unwrap_or("");
        let first = self.flow.first().copied().flatten();
        before.trim().is_empty() && first.is_some_and(|base| self.column() <= base)
    }

    fn scalar(&mut self, end: usize, colon: bool, quote: Option<(char, bool)>) {
        if colon && self.flow.is_empty() {
            self.base = Some(self.column());
        }
        self.push(if colon { Kind::Key } else { Kind::Scalar }, end, quote);
    }
}

fn is_blank(byte: Option<u8>) -> bool {
    byte.is_none_or(|byte| byte.is_ascii_whitespace())
}

/// The end of the line that holds `from`, before its line break.
pub(super) fn end_of_line(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |length| from + length)
}

/// The start of the line behind a line's end.
fn next_line(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or("");
    end + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

/// Whether a line starts like an entry of a mapping, which a text of several lines hardly does.
fn looks_like_entry(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ").trim_start_matches(['"', '\'']);
    let name = line.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(line.len());
    name > 0 && line.get(name..).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).starts_with(':'))
}
