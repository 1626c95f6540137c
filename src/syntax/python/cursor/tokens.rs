//! The tokens of a Python text, as far as a cursor's place depends on them. No fault in the text stops the scan.

use crate::syntax::{Span, word_length};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, with the names behind its dots: `task.kubernetes`, `.override`.
    Name,
    /// A text in quotes that may be a name: no `f`, no bytes, one line.
    Text,
    /// Any other text.
    OtherText,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// `,`
    Comma,
    /// `=` alone.
    Equals,
    /// `:`
    Colon,
    /// `@` at the start of a line.
    At,
    /// `# …`
    Comment,
    /// The end of a statement.
    Newline,
    /// Anything else.
    Other,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Quotes and prefixes included.
    pub(super) span: Span,
    /// Of a text: where what it says starts, its quote, and whether one closes it.
    pub(super) text: Option<(usize, char, bool)>,
    /// The first byte.
    pub(super) byte: u8,
}

/// The tokens of `text` with a cursor at `offset`: a quote that is opened there and closed nowhere ends with its line.
pub(super) fn tokens(text: &str, offset: usize) -> Vec<Token> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lexer = Lexer { text, offset, at: start, line: start, open: Vec::new(), tokens: Vec::new() };
    lexer.run();
    lexer.tokens
}

/// Words that begin a statement and never stand at the start of a line between brackets.
const STATEMENTS: [&str; 12] =
    ["def", "class", "import", "from", "return", "with", "try", "while", "except", "finally", "raise", "pass"];

struct Lexer<'t> {
    text: &'t str,
    offset: usize,
    at: usize,
    /// The start of the line.
    line: usize,
    /// For each open bracket, the column in which its line begins.
    open: Vec<usize>,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn run(&mut self) {
        while self.at < self.text.len() {
            if self.at == self.line {
                self.begin_line();
            }
            match self.peek(0) {
                b'\n' | b'\r' => {
                    if self.open.is_empty() {
                        self.push(Kind::Newline, self.at + 1);
                    } else {
                        self.at += 1;
                    }
                    self.line = self.at;
                }
                b' ' | b'\t' | b'\x0c' => self.at += 1,
                b'\\' => self.at += 1 + self.rest().chars().nth(1).map_or(0, char::len_utf8),
                b'#' => self.push(Kind::Comment, self.line_end()),
                b'"' | b'\'' => self.quoted(self.at),
                b'(' | b'[' | b'{' => {
                    let line = self.text.get(self.line..self.at).unwrap_or("");
                    self.open.push(line.len() - line.trim_start().len());
                    self.push(Kind::Open, self.at + 1);
                }
                b')' | b']' | b'}' => {
                    self.open.pop();
                    self.push(Kind::Close, self.at + 1);
                }
                b',' => self.push(Kind::Comma, self.at + 1),
                b':' if self.peek(1) == b'=' => self.push(Kind::Other, self.at + 2),
                b':' => self.push(Kind::Colon, self.at + 1),
                b'=' if self.peek(1) == b'=' => self.push(Kind::Other, self.at + 2),
                b'=' => self.push(Kind::Equals, self.at + 1),
                b'!' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^' if self.peek(1) == b'=' => {
                    self.push(Kind::Other, self.at + 2);
                }
                b'@' if self.open.is_empty()
                    && self.text.get(self.line..self.at).is_some_and(|it| it.trim().is_empty()) =>
                {
                    self.push(Kind::At, self.at + 1);
                }
                _ => self.word(),
            }
        }
    }

    /// Between brackets that nobody closed, a new statement ends them: one that begins with a word that only statements
    /// begin with, or that stands no deeper than the line with the bracket.
    fn begin_line(&mut self) {
        let Some(&base) = self.open.first() else { return };
        let line = self.text.get(self.line..self.line_end()).unwrap_or("");
        let content = line.trim_start();
        let first = content.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("");
        let column = line.len() - content.len();
        let is_word = first.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if content.starts_with('@') || STATEMENTS.contains(&first) || (is_word && column <= base) {
            self.open.clear();
            let span = Span::at(self.line);
            self.tokens.push(Token { kind: Kind::Newline, span, text: None, byte: b'\n' });
        }
    }

    fn line_end(&self) -> usize {
        let rest = self.rest();
        self.at + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    fn push(&mut self, kind: Kind, end: usize) {
        let token = Token { kind, span: Span::new(self.at, end), text: None, byte: self.peek(0) };
        self.tokens.push(token);
        self.at = end;
    }

    /// A name with those behind its dots, a number, the prefix of a text, or any other sign.
    fn word(&mut self) {
        let rest = self.rest();
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let length = rest.find(|c: char| !(is_name(c) || c == '.')).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or("");
        let after = rest.as_bytes().get(length);
        let is_prefix = word.len() <= 2 && word.bytes().all(|it| b"rRbBuUfFtT".contains(&it));
        if is_prefix && !word.is_empty() && matches!(after, Some(b'"' | b'\'')) {
            return self.quoted(self.at + length);
        }
        if length == 0 {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            return self.push(Kind::Other, self.at + length);
        }
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        self.push(if is_number { Kind::Other } else { Kind::Name }, self.at + length);
    }

    /// A text whose quote stands at `quote_at`.
    fn quoted(&mut self, quote_at: usize) {
        let prefix = self.text.get(self.at..quote_at).unwrap_or("");
        let rest = self.text.get(quote_at..).unwrap_or("");
        let quote = if rest.starts_with('\'') { '\'' } else { '"' };
        let triple: String = std::iter::repeat_n(quote, 3).collect();
        if rest.starts_with(&triple) {
            let end =
                rest.get(3..).and_then(|inner| inner.find(&triple)).map_or(self.text.len(), |at| quote_at + at + 6);
            let start = self.at;
            self.push(Kind::OtherText, end);
            let inside = self.text.get(start..end).unwrap_or("");
            self.line = inside.rfind(['\n', '\r']).map_or(self.line, |at| start + at + 1);
            return;
        }
        let inner = quote_at + 1;
        let close = self.closing(inner, quote);
        let (end, closed) = close.map_or_else(|| (self.open_end(inner), false), |close| (close + 1, true));
        let plain = !prefix.contains(['b', 'B', 'f', 'F', 't', 'T']);
        let kind = if plain { Kind::Text } else { Kind::OtherText };
        let byte = self.peek(0);
        self.tokens.push(Token { kind, span: Span::new(self.at, end), text: Some((inner, quote, closed)), byte });
        self.at = end;
    }

    /// Where a text that nothing closes ends: behind the word at the cursor, or with the line.
    fn open_end(&self, inner: usize) -> usize {
        let end = self.line_end();
        let Some(rest) = self.text.get(self.offset..end).filter(|_| inner <= self.offset) else { return end };
        self.offset + word_length(rest)
    }

    /// Where the quote that closes a text stands; `None` where nothing on the line does, or what does was meant to open
    /// the next text: `queue="‸, task_id="a"`.
    fn closing(&self, inner: usize, quote: char) -> Option<usize> {
        let line = self.text.get(inner..self.line_end())?;
        let mut letters = line.char_indices();
        let close = loop {
            match letters.next()? {
                (_, '\\') => {
                    letters.next();
                }
                (at, letter) if letter == quote => break inner + at,
                _ => {}
            }
        };
        let here = inner <= self.offset && self.offset < close;
        let ahead = self.text.get(self.offset..close.max(self.offset)).unwrap_or("").trim_start();
        let opens = self.text.get(close + 1..).is_some_and(|rest| word_length(rest) > 0);
        (!(here && (opens || ahead.starts_with([',', ')', '}', ']', ':'])))).then_some(close)
    }
}
