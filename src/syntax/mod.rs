//! Text to trees with byte spans, tolerant of errors. Knows no Airflow.

pub mod dockerfile;
pub mod dotenv;
pub mod hcl;
pub mod ini;
mod lines;
pub mod python;
mod span;
pub mod yaml;

pub use lines::{LineIndex, Position};
pub use span::Span;

/// A place where a text breaks its language's grammar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The place, as narrow as the parser knows it.
    pub span: Span,
    /// What is wrong, in the parser's words made readable; no line numbers.
    pub message: String,
}

/// A comment, with its `#` and without the line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// From the `#` to the end of the line.
    pub span: Span,
    /// Whether nothing but blanks stands before it on its line.
    pub own_line: bool,
}

/// How long the word at the start of a text is: letters, digits and what joins them in names.
pub(crate) fn word_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(text.len())
}
