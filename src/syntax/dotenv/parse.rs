//! The text to variables.

use super::{Differs, Dotenv, Entry, Quotes, Value};
use crate::syntax::{Comment, Span, SyntaxError};

/// The most faults that are told of one text.
const MOST_FAULTS: usize = 64;

/// Reads `text`. Never fails: what readers refuse is an error in the result.
pub fn parse(text: &str) -> Dotenv {
    let mut parser = Parser { text, at: 0, dotenv: Dotenv::default() };
    if text.starts_with('\u{feff}') {
        parser.at = '\u{feff}'.len_utf8();
    }
    while parser.at < text.len() {
        parser.statement();
    }
    parser.dotenv
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    dotenv: Dotenv,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The rest of the line, its break and what is blank at its end left out.
    fn line(&self) -> &'t str {
        self.rest().split('\n').next().unwrap_or("").trim_end()
    }

    fn skip_line(&mut self) {
        self.at = self.rest().find('\n').map_or(self.text.len(), |end| self.at + end + 1);
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(|c: char| c != '\n' && c.is_whitespace()).len();
    }

    fn span(&self, part: &str) -> Span {
        Span::new(self.at, self.at + part.len())
    }

    fn comment(&mut self, own_line: bool) {
        let span = self.span(self.line());
        self.dotenv.comments.push(Comment { span, own_line });
        self.skip_line();
    }

    fn fault(&mut self, span: Span, message: &str) {
        if self.dotenv.errors.len() < MOST_FAULTS {
            self.dotenv.errors.push(SyntaxError { span, message: message.to_owned() });
        }
    }

    fn statement(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        match self.rest().chars().next() {
            None => {}
            Some('#') => self.comment(true),
            Some(_) => self.entry(),
        }
    }

    fn entry(&mut self) {
        let start = self.at;
        let line = self.line();
        let whole = self.span(line);
        let word = line.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t']));
        let export = word.map(|_| Span::new(start, start + "export".len()));
        let named = word.map_or(line, str::trim_start);
        let separator = named.find(['=', ':']);
        let name = named.get(..separator.unwrap_or(named.len())).unwrap_or("").trim_end();
        let key_start = whole.end - named.len();
        let key = Span::new(key_start, key_start + name.len());
        if !is_name(name) {
            self.skip_line();
            return self.fault(whole, "this is no `NAME=value`");
        }
        let Some(separator) = separator else {
            self.skip_line();
            return self.dotenv.entries.push(Entry { span: whole, export, key, value: None });
        };
        self.at = key_start + separator + 1;
        let place = Span::at(self.at);
        self.skip_blanks();
        let mut value = match self.rest().chars().next() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            _ => self.plain(),
        };
        if value.span.is_empty() {
            value.span = place;
        }
        if named.get(separator..).is_some_and(|rest| rest.starts_with(':')) {
            value.text = Err(Differs::Colon);
        }
        self.dotenv.entries.push(Entry { span: Span::new(start, value.span.end), export, key, value: Some(value) });
    }

    /// A value without quotes: up to the end of its line, or to a `#` behind a blank.
    fn plain(&mut self) -> Value {
        let line = self.line();
        let blank = line.find(" #");
        let any = line.char_indices().find(|&(at, c)| c == '#' && line[..at].ends_with(char::is_whitespace));
        let end = any.map_or(line.len(), |(at, _)| at);
        let content = line[..end].trim_end();
        let text = if any.map(|(at, _)| at) != blank.map(|at| at + 1) || content.starts_with('#') {
            Err(Differs::Comment)
        } else if content.contains('$') {
            Err(Differs::Variable)
        } else if content.contains('\r') {
            Err(Differs::Escape)
        } else {
            Ok(content.into())
        };
        let value = Value { span: self.span(content), quotes: Quotes::None, text };
        self.at += end;
        if any.is_some() {
            self.comment(false)
        } else {
            self.skip_line()
        }
        value
    }

    /// A value in quotes, which may go over lines.
    fn quoted(&mut self, quote: char) -> Value {
        let quotes = if quote == '"' { Quotes::Double } else { Quotes::Single };
        let rest = self.rest();
        let Some(end) = closing(rest, quote) else {
            let span = self.span(self.line());
            self.fault(span, "this quote is not closed");
            self.skip_line();
            return Value { span, quotes: Quotes::None, text: Err(Differs::Quote) };
        };
        let content = &rest[1..end];
        let mut text = match quotes {
            Quotes::Double if content.contains('$') => Err(Differs::Variable),
            Quotes::Double => unescaped(content).ok_or(Differs::Escape),
            _ if content.contains("${") => Err(Differs::Variable),
            _ if content.contains(['\\', '\r']) => Err(Differs::Escape),
            _ => Ok(content.into()),
        };
        let mut span = self.span(&rest[..=end]);
        self.at = span.end;
        let line = self.line();
        let behind = line.trim_start();
        if behind.is_empty() {
            self.skip_line();
        } else if behind.starts_with('#') {
            self.skip_blanks();
            self.comment(false);
        } else {
            text = Err(Differs::Quote);
            span.end += line.len();
            self.fault(Span::new(span.end - behind.len(), span.end), "this stands behind the closing quote");
            self.skip_line();
            return Value { span, quotes: Quotes::None, text };
        }
        Value { span, quotes, text }
    }
}

/// Where the quote that opens `text` is closed.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().skip(1).find_map(|(at, c)| {
        let closes = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        closes.then_some(at)
    })
}

/// A text in double quotes, where it has only the escapes that all readers know.
fn unescaped(content: &str) -> Option<Box<str>> {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let escaped = after.chars().next()?;
        text.push(match escaped {
            'n' => '\n',
            '"' | '\\' => escaped,
            _ => return None,
        });
        rest = &after[escaped.len_utf8()..];
    }
    text.push_str(rest);
    (!text.contains('\r')).then(|| text.into())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}
