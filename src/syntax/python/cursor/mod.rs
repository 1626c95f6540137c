//! Where in a Python text a cursor stands: in which calls and dicts, at an argument's name or in its value, told by the
//! text around it.
//!
//! While somebody types, brackets and quotes are open and a parser guesses. This scan looks at tokens alone.

mod tokens;

use self::tokens::{Kind, Token};
use crate::syntax::Span;

/// What can be written at the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The beginning of an argument or element: a name, or a value.
    Element,
    /// The value of the innermost bracket's key.
    Value,
}

/// A call, dict or list around the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'t> {
    /// `(`, `[` or `{`.
    pub bracket: char,
    /// What is called or subscripted: `task.kubernetes`, `.override` behind a call; empty where nothing is.
    pub callee: &'t str,
    /// Whether it is a decorator.
    pub decorates: bool,
    /// The name that its value is given to: that of an argument, a key or a variable.
    pub given_to: Option<&'t str>,
    /// The names and keys of its elements, without quotes; not the one that the cursor is in.
    pub keys: Vec<&'t str>,
    /// The key whose value the cursor is in.
    pub key: Option<&'t str>,
    /// The text of the values that are texts or names, by key.
    pub values: Vec<(&'t str, &'t str)>,
}

/// A cursor in a Python text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor<'t> {
    /// What can be written.
    pub slot: Slot,
    /// The brackets around it, outermost first; never empty.
    pub groups: Vec<Group<'t>>,
    /// What stands there already and is replaced: a name, or a text without its quotes.
    pub word: Span,
    /// The quote before the word, and whether one follows it.
    pub quote: Option<(char, bool)>,
    /// Whether `=` or `:` follows the word: it is a name or key that has its value.
    pub valued: bool,
    /// Whether another element follows without a comma between.
    pub comma_after: bool,
}

impl<'t> Cursor<'t> {
    /// The cursor at `offset`; `None` outside brackets, in comments and in texts that are no names.
    pub fn at(text: &'t str, offset: usize) -> Option<Self> {
        text.get(..offset)?;
        let tokens = tokens::tokens(text, offset);
        let tokens: Vec<Token> = tokens.into_iter().filter(|token| !is_comment_elsewhere(token, offset)).collect();
        let is_here = |token: &&Token| match token.kind {
            Kind::Name => token.span.start <= offset && offset <= token.span.end,
            Kind::Text => token.text.is_some_and(|(inner, _, closed)| {
                inner <= offset && offset <= token.span.end.saturating_sub(usize::from(closed))
            }),
            _ => false,
        };
        let current = tokens.iter().find(is_here);
        let holds = |token: &Token| token.span.start < offset && offset < token.span.end;
        if current.is_none()
            && tokens.iter().any(|token| holds(token) || (token.kind == Kind::Comment && token.span.end == offset))
        {
            return None;
        }
        let start = current.map_or(offset, |token| token.span.start);
        let done = tokens.partition_point(|token| token.span.start < start);
        let (earlier, rest) = tokens.split_at(done);
        let later = rest.get(usize::from(current.is_some())..).unwrap_or(&[]);
        let mut scan = Scan { text, open: Vec::new() };
        (0..earlier.len()).for_each(|index| scan.take(earlier, index));
        let slot = scan.slot()?;
        let valued = later.first().is_some_and(|token| matches!(token.kind, Kind::Equals | Kind::Colon));
        let comma_after =
            later.first().is_some_and(|token| matches!(token.kind, Kind::Name | Kind::Text | Kind::OtherText));
        let mut groups: Vec<Group<'t>> = scan.open.into_iter().map(|open| open.group).collect();
        let inner = groups.last_mut()?;
        following(text, later, inner);
        let word = match current {
            None => Span::at(offset),
            Some(token) => word(token, offset),
        };
        let quote = current.and_then(|token| token.text).map(|(_, quote, closed)| (quote, closed));
        Some(Self { slot, groups, word, quote, valued, comma_after })
    }
}

fn is_comment_elsewhere(token: &Token, offset: usize) -> bool {
    token.kind == Kind::Comment && !(token.span.start < offset && offset <= token.span.end)
}

/// What a completion replaces: a name, the inside of a text; of a text that nothing closes the word at the cursor.
fn word(token: &Token, offset: usize) -> Span {
    match token.text {
        None => token.span,
        Some((inner, _, true)) => Span::new(inner, token.span.end.saturating_sub(1).max(inner)),
        Some((inner, _, false)) => Span::new(inner.min(offset), token.span.end.max(offset)),
    }
}

/// An open bracket while the tokens before the cursor are read.
struct Open<'t> {
    group: Group<'t>,
    /// How far the current element is.
    state: State,
    /// The name or text that the current element begins with.
    first: Option<&'t str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing of the element is there.
    Empty,
    /// A name or text is there, which may become its key.
    Begun,
    /// Its key is there, and no value.
    Keyed,
    /// Its value is there, or it is something else.
    Filled,
}

struct Scan<'t> {
    text: &'t str,
    open: Vec<Open<'t>>,
}

impl<'t> Scan<'t> {
    fn words(&self, token: &Token) -> &'t str {
        match token.text {
            Some((inner, _, closed)) => {
                let end = token.span.end.saturating_sub(usize::from(closed)).max(inner);
                self.text.get(inner..end).unwrap_or("")
            }
            None => token.span.of(self.text),
        }
    }

    fn take(&mut self, tokens: &[Token], index: usize) {
        let Some(token) = tokens.get(index) else { return };
        match token.kind {
            Kind::Newline => self.open.clear(),
            Kind::Open => self.open(tokens, index),
            Kind::Close => {
                self.open.pop();
                self.fill(None);
            }
            Kind::Comma => {
                if let Some(open) = self.open.last_mut() {
                    (open.state, open.first, open.group.key) = (State::Empty, None, None);
                }
            }
            Kind::Equals | Kind::Colon => {
                if let Some(open) = self.open.last_mut() {
                    let is_key = (token.kind == Kind::Colon) == (open.group.bracket == '{');
                    match open.first {
                        Some(first) if open.state == State::Begun && is_key => {
                            open.group.keys.push(first);
                            open.group.key = Some(first);
                            open.state = State::Keyed;
                        }
                        _ => open.state = State::Filled,
                    }
                }
            }
            Kind::Name | Kind::Text => {
                let words = self.words(token);
                self.fill(Some(words));
            }
            Kind::OtherText | Kind::Other => self.fill(None),
            Kind::At | Kind::Comment => {}
        }
    }

    fn fill(&mut self, words: Option<&'t str>) {
        let Some(open) = self.open.last_mut() else { return };
        match (open.state, words) {
            (State::Empty, Some(words)) => {
                open.first = Some(words);
                open.state = State::Begun;
            }
            (State::Keyed, Some(words)) => {
                open.group.values.extend(open.group.key.map(|key| (key, words)));
                open.state = State::Filled;
            }
            _ => open.state = State::Filled,
        }
    }

    fn open(&mut self, tokens: &[Token], index: usize) {
        let before = |back: usize| index.checked_sub(back).and_then(|at| tokens.get(at));
        let Some(token) = tokens.get(index) else { return };
        let callee = before(1).filter(|name| name.kind == Kind::Name && name.span.end == token.span.start);
        let depth = if callee.is_some() { 2 } else { 1 };
        let decorates = before(depth).is_some_and(|token| token.kind == Kind::At);
        let given_to = match self.open.last() {
            Some(open) => open.group.key,
            // `default_args = {`, also with a type behind a colon.
            None => before(depth).filter(|token| token.kind == Kind::Equals).and_then(|_| self.assigned(tokens, index)),
        };
        let group = Group {
            bracket: char::from(token.byte),
            callee: callee.map_or("", |name| name.span.of(self.text)),
            decorates,
            given_to,
            keys: Vec::new(),
            key: None,
            values: Vec::new(),
        };
        self.open.push(Open { group, state: State::Empty, first: None });
    }

    /// The variable of the assignment that ends with the token before `index`.
    fn assigned(&self, tokens: &[Token], index: usize) -> Option<&'t str> {
        let statement = tokens.get(..index)?;
        let begin = statement.iter().rposition(|token| token.kind == Kind::Newline).map_or(0, |at| at + 1);
        statement.get(begin).filter(|token| token.kind == Kind::Name).map(|token| token.span.of(self.text))
    }

    fn slot(&self) -> Option<Slot> {
        match self.open.last()?.state {
            State::Empty => Some(Slot::Element),
            State::Keyed => Some(Slot::Value),
            State::Begun | State::Filled => None,
        }
    }
}

/// The names, keys and values of the elements behind the cursor.
fn following<'t>(text: &'t str, tokens: &[Token], group: &mut Group<'t>) {
    let scan = Scan { text, open: Vec::new() };
    let separator = if group.bracket == '{' { Kind::Colon } else { Kind::Equals };
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Newline => return,
            Kind::Open => depth += 1,
            Kind::Close if depth == 0 => return,
            Kind::Close => depth -= 1,
            kind if kind == separator && depth == 0 => {
                // The word at the cursor itself has no token before its sign here.
                let Some(key) = index.checked_sub(1).and_then(|at| tokens.get(at)) else { continue };
                if matches!(key.kind, Kind::Name | Kind::Text) {
                    group.keys.push(scan.words(key));
                    let value = tokens.get(index + 1).filter(|it| matches!(it.kind, Kind::Name | Kind::Text));
                    group.values.extend(value.map(|value| (scan.words(key), scan.words(value))));
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
