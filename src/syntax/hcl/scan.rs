//! A look at the text alone: comments, and the brackets that stay open.

use crate::syntax::{Comment, Span};

/// What a text has outside its strings.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub comments: Vec<Comment>,
    /// Quotes that are open at the end of their line, which Terraform does not allow.
    pub open_quotes: Vec<usize>,
    /// What would close the brackets that are open at the end, innermost first.
    pub closers: String,
}

/// What is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Bracket(char),
    /// `"`
    Quote,
    /// `${` or `%{` in a string or a here-document.
    Inserted,
}

pub(super) fn scan(text: &str) -> Scan {
    let mut scan = Scan::default();
    let mut open: Vec<Open> = Vec::new();
    let mut quote = 0;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..];
        at += match (open.last().copied(), c) {
            (Some(Open::Quote), _) => {
                if c == '\n' {
                    scan.open_quotes.push(quote);
                }
                quoted(rest, c, &mut open)
            }
            (_, '#') => comment(text, at, line_length(rest), &mut scan),
            (_, '/') if rest.starts_with("//") => comment(text, at, line_length(rest), &mut scan),
            (_, '/') if rest.starts_with("/*") => {
                comment(text, at, rest.find("*/").map_or(rest.len(), |end| end + 2), &mut scan)
            }
            (_, '<') if rest.starts_with("<<") => here_document(rest).unwrap_or(2),
            (_, '"') => {
                quote = at;
                open.push(Open::Quote);
                1
            }
            (_, '{' | '[' | '(') => {
                open.push(Open::Bracket(c));
                1
            }
            (_, '}' | ']' | ')') => {
                let closes = |open: Open| match open {
                    Open::Inserted => c == '}',
                    Open::Bracket(bracket) => closer(bracket) == c,
                    Open::Quote => false,
                };
                if open.last().copied().is_some_and(closes) {
                    open.pop();
                }
                1
            }
            _ => c.len_utf8(),
        };
    }
    let closers = open.iter().rev().map(|open| match open {
        Open::Bracket(bracket) => closer(*bracket),
        Open::Quote => '"',
        Open::Inserted => '}',
    });
    scan.closers = closers.collect();
    scan
}

fn closer(bracket: char) -> char {
    match bracket {
        '{' => '}',
        '[' => ']',
        _ => ')',
    }
}

/// One step inside a string; a string ends with its line.
fn quoted(rest: &str, c: char, open: &mut Vec<Open>) -> usize {
    match c {
        '"' | '\n' => {
            open.pop();
            1
        }
        '\\' => 1 + rest.chars().nth(1).filter(|&c| c != '\n').map_or(0, char::len_utf8),
        '$' | '%' if rest[1..].starts_with(c) => 2,
        '$' | '%' if rest[1..].starts_with('{') => {
            open.push(Open::Inserted);
            2
        }
        _ => c.len_utf8(),
    }
}

fn line_length(rest: &str) -> usize {
    rest.find(['\n', '\r']).unwrap_or(rest.len())
}

fn comment(text: &str, at: usize, length: usize, scan: &mut Scan) -> usize {
    let before = text[..at].rsplit('\n').next().unwrap_or("");
    scan.comments.push(Comment { span: Span::new(at, at + length), own_line: before.trim().is_empty() });
    length
}

/// The bytes of a here-document, from `<<` to its last word.
fn here_document(rest: &str) -> Option<usize> {
    let mut lines = rest.split_inclusive('\n');
    let first = lines.next()?;
    let word = first.trim_start_matches('<').trim_start_matches('-').trim();
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let mut length = first.len();
    for line in lines.take_while(|_| is_word) {
        if line.trim() == word {
            return Some(length + line.trim_end().len());
        }
        length += line.len();
    }
    None
}
