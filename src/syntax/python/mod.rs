//! Python, read by ruff's own parser, which recovers from errors.
//!
//! The crates of ruff are pinned and named only here and in the reader of Python DAGs.

pub mod cursor;
mod faults;
mod filter;
mod nesting;
pub mod outline;
pub mod parts;

pub use filter::may_be_dag;

use super::{Comment, Span, SyntaxError};
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{ModModule, PySourceType, Stmt};
use ruff_python_parser::Parsed;
use ruff_text_size::TextRange;

/// Files larger than this are refused: no DAG is.
const LARGEST: usize = 32 << 20;

/// Statements of at most so many tokens are freed on the caller's stack.
const SHALLOW: usize = 2_000;

/// A parsed module.
#[derive(Debug)]
pub struct Tree {
    parsed: Option<Parsed<ModModule>>,
    errors: Vec<SyntaxError>,
    /// The number of tokens of the longest statement: no expression nests deeper.
    longest: usize,
}

impl Tree {
    /// Parses `text` as far as it goes; what is wrong is in [`Tree::errors`].
    pub fn parse(text: &str) -> Self {
        let refusal = if text.len() > LARGEST {
            Some(SyntaxError {
                span: Span::at(0),
                message: "the file is larger than the 32 MiB that airlint reads".into(),
            })
        } else {
            nesting::too_deep(text)
        };
        if let Some(refusal) = refusal {
            return Self { parsed: None, errors: vec![refusal], longest: 0 };
        }
        let parsed = ruff_python_parser::parse_unchecked_source(text, PySourceType::Python);
        let errors = faults::faults(text, parsed.errors());
        let (mut longest, mut run) = (0, 0);
        for token in parsed.tokens().iter() {
            run = if token.kind() == TokenKind::Newline { 0 } else { run + 1 };
            longest = longest.max(run);
        }
        Self { parsed: Some(parsed), errors, longest }
    }

    /// The statements of the module.
    pub fn body(&self) -> &[Stmt] {
        self.parsed.as_ref().map_or(&[], |parsed| parsed.suite())
    }

    /// Where the text breaks the grammar, one for each fault, in order.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// The comments, in order.
    pub fn comments(&self, text: &str) -> Vec<Comment> {
        let tokens = self.parsed.iter().flat_map(|parsed| parsed.tokens().iter());
        tokens
            .filter(|token| token.kind() == TokenKind::Comment)
            .map(|token| {
                let span = span(ruff_text_size::Ranged::range(token));
                let before = text.get(..span.start).unwrap_or("");
                let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
                Comment { span, own_line: line.trim_start_matches('\u{feff}').trim().is_empty() }
            })
            .collect()
    }
}

impl Drop for Tree {
    /// Freeing a deep tree recurses; it gets a stack that is deep enough.
    fn drop(&mut self) {
        let Some(parsed) = self.parsed.take() else { return };
        if self.longest <= SHALLOW {
            return;
        }
        let stack = self.longest.saturating_mul(1_024).clamp(1 << 20, 1 << 30);
        // Where no thread can be started the closure is dropped unrun, and the tree with it, here.
        if let Ok(thread) = std::thread::Builder::new().stack_size(stack).spawn(move || drop(parsed)) {
            let _ = thread.join();
        }
    }
}

/// The bytes of a node.
pub fn span(range: TextRange) -> Span {
    Span::new(range.start().to_usize(), range.end().to_usize())
}

#[cfg(test)]
mod tests;
