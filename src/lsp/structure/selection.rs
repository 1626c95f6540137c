//! What a selection grows to.

use crate::lsp::View;
use crate::syntax::Span;
use crate::syntax::python::outline::nodes_around;
use crate::syntax::yaml::{Node, Tree};

/// The ranges that a selection at `offset` grows through, from the innermost out to the whole text; each lies in the
/// next one and differs from it.
pub fn selection(view: &View<'_>, offset: usize) -> Vec<Span> {
    let text = view.text();
    let whole = Span::new(0, text.len());
    let inner = match (view.document.yaml(), view.document.python()) {
        (Some(tree), _) => yaml(tree, offset),
        (_, Some(tree)) => nodes_around(tree, offset),
        _ => Vec::new(),
    };
    let mut chain = vec![whole];
    let line = line(text, offset);
    let line = (inner.is_empty() && !line.is_empty()).then_some(line);
    let quoted = inner.last().and_then(|last| between_quotes(text, *last));
    for next in inner.into_iter().chain(quoted).chain(line) {
        let holds = next.start <= offset && offset <= next.end;
        if holds && chain.last().is_some_and(|outer| outer.contains(next) && *outer != next) {
            chain.push(next);
        }
    }
    chain.reverse();
    chain
}

/// The nodes and entries around an offset, outermost first.
fn yaml(tree: &Tree, offset: usize) -> Vec<Span> {
    let holds = |span: Span| !span.is_empty() && span.start <= offset && offset <= span.end;
    let mut chain = Vec::new();
    let mut next = tree.documents().find(|root| holds(root.span()));
    // Each round goes one level down, so the depth of the tree bounds the loop.
    while let Some(node) = next {
        chain.push(node.span());
        next = node.items().find(|item| holds(item.span()));
        if let Some(entry) = node.entries().find(|entry| holds(entry.span())) {
            chain.push(entry.span());
            next = [entry.key, entry.value].into_iter().find(|part: &Node<'_>| holds(part.span()));
        }
    }
    chain
}

/// The inside of a text in quotes.
fn between_quotes(text: &str, span: Span) -> Option<Span> {
    let whole = span.of(text);
    let opened = whole.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let quote = opened.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let length = if opened.starts_with(&String::from(quote).repeat(3)) { 3 } else { 1 };
    let start = span.end.checked_sub(opened.len())? + length;
    let end = span.end.checked_sub(length)?;
    (start <= end && whole.ends_with(quote)).then(|| Span::new(start, end))
}

/// The line of an offset, without blanks around it.
fn line(text: &str, offset: usize) -> Span {
    let before = text.get(..offset).unwrap_or("");
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let indent = line.len() - line.trim_start().len();
    Span::new(start + indent, start + indent + line.trim().len())
}
