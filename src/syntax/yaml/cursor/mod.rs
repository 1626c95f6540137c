//! Where in a YAML text a cursor stands: in which mapping or list, at a key or a value, told by the text around it.
//!
//! While somebody types, the line of the cursor is mostly broken, and what a parser makes of it is a guess. This scan
//! looks at tokens and columns alone, so that the place is told whatever the rest of the text is like.

mod frames;
mod tokens;

use self::frames::Frames;
use self::tokens::{Kind, Token};
use crate::syntax::Span;

/// One step from the root of a document to a place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'t> {
    /// Into the value of this key, without its quotes.
    Key(&'t str),
    /// Into an item of a list.
    Item,
}

/// What can be written at the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// A key of the mapping at the path.
    Key,
    /// The value of the key that the path ends with, beside it.
    Value,
    /// The value of the key that the path ends with, on a line of its own: the first key of a mapping, the first item of a
    /// list, or a scalar.
    Below,
    /// An item of the list at the path, behind its dash or between brackets: a scalar, or the first key of a mapping.
    Item,
    /// A new item of the list at the path, with its dash.
    Dash,
}

/// A cursor in a YAML text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor<'t> {
    /// What can be written.
    pub slot: Slot,
    /// The way from the root of the document.
    pub path: Vec<Step<'t>>,
    /// What stands there already and is replaced: a word, or a quoted text without its quotes.
    pub word: Span,
    /// The quote before the word, and whether one follows it.
    pub quote: Option<(char, bool)>,
    /// Whether a colon follows: the word is a key that has one.
    pub colon: bool,
    /// Whether it stands between brackets.
    pub flow: bool,
    /// Bytes from the start of the line to the word: where other keys of the same mapping stand.
    pub column: usize,
    /// Whether a blank must come first: the cursor is right behind a colon or dash.
    pub tight: bool,
    /// Between brackets: where a comma is missing before the word.
    pub comma_before: Option<usize>,
    /// Between brackets: whether another element follows without a comma between.
    pub comma_after: bool,
    /// The keys and scalars that the same mapping or list has already, without quotes.
    pub siblings: Vec<&'t str>,
}

impl<'t> Cursor<'t> {
    /// The cursor at `offset`; `None` where nothing is to be written: in comments, block scalars, behind a complete value.
    pub fn at(text: &'t str, offset: usize) -> Option<Self> {
        text.get(..offset)?;
        let tokens = tokens::tokens(text, offset);
        let before = tokens.partition_point(|token| token.span.end < offset || is_over(token, offset));
        let begins = |token: &Token| token.span.start < offset || token.quote.is_none() && token.span.start == offset;
        let holds = |token: &&Token| begins(token) && is_word(token.kind);
        let current = tokens.get(before).filter(holds).or_else(|| {
            // Right behind a word, another token may start.
            let last = before.checked_sub(1).and_then(|last| tokens.get(last))?;
            (last.span.end == offset && is_word(last.kind) && !is_over(last, offset)).then_some(last)
        });
        if let Some(token) = tokens.get(before).filter(|token| token.span.start < offset)
            && matches!(token.kind, Kind::Comment | Kind::Block)
        {
            return None;
        }
        let start = current.map_or(offset, |token| token.span.start);
        let mut frames = Frames::new(text);
        let done = tokens.partition_point(|token| token.span.start < start);
        let (earlier, rest) = tokens.split_at(done);
        earlier.iter().for_each(|token| frames.take(token));
        let later = rest.get(usize::from(current.is_some())..).unwrap_or(&[]);
        let line = text.get(..start)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let line = if line == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { line };
        let column = start.checked_sub(line)?;
        let last = earlier.last().filter(|token| token.span.end > line && token.kind != Kind::Comment);
        let quoted = current.and_then(|token| token.quote);
        if current.is_none() && is_followed(text, offset) && !frames.is_flow() {
            return None;
        }
        let place = frames.place(last, column, start)?;
        let word = current.map_or(Span::at(offset), |token| word_of(token, offset));
        let mut siblings = place.siblings;
        siblings.extend(frames::following(text, later, place.slot, column, place.dash, frames.is_flow()));
        let tight = last.is_some_and(|token| match token.kind {
            Kind::Dash => token.span.end == start,
            Kind::Key => token.span.end + 1 == start && !(token.flow && token.quote.is_some()),
            _ => false,
        });
        let comma_after = frames.is_flow()
            && later.first().is_some_and(|token| matches!(token.kind, Kind::Key | Kind::Scalar) && token.flow);
        Some(Self {
            slot: place.slot,
            path: place.path,
            word,
            quote: quoted,
            colon: current.is_some_and(|token| token.kind == Kind::Key),
            flow: frames.is_flow(),
            column,
            tight,
            comma_before: place.comma_before,
            comma_after,
            siblings,
        })
    }
}

/// The keys at the top of a text, those of all its documents, without quotes.
pub fn keys_at_top(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let mut keys = Vec::new();
    for token in tokens::tokens(text, 0) {
        match token.kind {
            Kind::OpenMapping | Kind::OpenSequence => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Key if depth == 1 && token.flow || depth == 0 && token.column == 0 => {
                keys.push(token.span.of(text).trim_matches(['"', '\'']));
            }
            _ => {}
        }
    }
    keys
}

fn is_word(kind: Kind) -> bool {
    matches!(kind, Kind::Key | Kind::Scalar)
}

/// Whether a token that ends at `offset` is complete there: a bracket, a comma, a dash, a closed quote.
fn is_over(token: &Token, offset: usize) -> bool {
    let closed = token.quote.is_some_and(|(_, closed)| closed);
    let ends = token.span.end == offset;
    ends && (closed
        || matches!(token.kind, Kind::OpenMapping | Kind::OpenSequence | Kind::Close | Kind::Comma | Kind::Dash))
}

/// Whether something else than a comment follows on the line.
fn is_followed(text: &str, offset: usize) -> bool {
    let rest = text.get(offset..tokens::end_of_line(text, offset)).unwrap_or("").trim_start();
    !(rest.is_empty() || rest.starts_with('#'))
}

/// What a completion replaces: the token without quotes; of a quoted text that nothing closes the word at the cursor.
fn word_of(token: &Token, offset: usize) -> Span {
    match token.quote {
        None => token.span,
        Some((quote, true)) => {
            let length = quote.len_utf8();
            Span::new(token.span.start + length, token.span.end.saturating_sub(length).max(token.span.start + length))
        }
        Some((quote, false)) => {
            let start = (token.span.start + quote.len_utf8()).min(offset);
            Span::new(start, token.span.end.max(offset))
        }
    }
}

#[cfg(test)]
mod tests;
