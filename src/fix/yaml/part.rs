//! Changing a part of a scalar: the value behind `NAME=` in a list of variables, one name of a list with commas.

use super::layout::is_in_flow;
use super::locate::innermost;
use crate::fix::TextEdit;
use crate::rules::Written;
use crate::syntax::Span;
use crate::syntax::yaml::{Kind, Node, Style, Tree};

/// Another text for the bytes `span`, which lie inside a scalar whose bytes are its text. `None` where they do not, or where
/// the new text would have to be quoted or escaped there.
pub(super) fn set_part(tree: &Tree, span: Span, to: &Written) -> Option<TextEdit> {
    let text = match to {
        Written::Text(text) | Written::Number(text) => text.clone(),
        Written::Boolean(truth) => truth.to_string(),
        _ => return None,
    };
    let scalar = scalar_around(tree, span)?;
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '=');
    // In brackets a comma ends a plain scalar.
    let separates = |c: char| c == ',' && (scalar.style() != Some(Style::Plain) || !is_in_flow(scalar));
    text.chars().all(|c| safe(c) || separates(c)).then(|| TextEdit::replace(span, text))
}

/// The scalar that holds the bytes and more, where its bytes are its text.
fn scalar_around(tree: &Tree, span: Span) -> Option<Node<'_>> {
    let node = innermost(tree, span)?;
    let written = match node.kind() {
        Kind::Scalar(Style::Plain) => node.span(),
        Kind::Scalar(Style::SingleQuoted | Style::DoubleQuoted) if node.span().len() >= 2 => {
            Span::new(node.span().start + 1, node.span().end - 1)
        }
        _ => return None,
    };
    let is_itself = Some(written.of(tree.text())) == node.scalar();
    (is_itself && written.contains(span)).then_some(node)
}
