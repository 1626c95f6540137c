//! Finding the entry or item that a place of a finding names.

use crate::syntax::Span;
use crate::syntax::yaml::{Entry, Node, Tree};

/// What stands at a place.
#[derive(Debug, Clone, Copy)]
pub enum Located<'t> {
    /// A key or a value of a mapping: the mapping, the entry's index and the entry.
    Entry(Node<'t>, usize, Entry<'t>),
    /// An item of a list: the list, its index and the item.
    Item(Node<'t>, usize, Node<'t>),
    /// A document's root.
    Root(Node<'t>),
}

impl<'t> Located<'t> {
    /// The value at the place: the entry's value, the item, the root.
    pub fn value(self) -> Node<'t> {
        match self {
            Located::Entry(_, _, entry) => entry.value,
            Located::Item(_, _, item) => item,
            Located::Root(root) => root,
        }
    }
}

/// The entries, items and roots that `span` names by their key, their value or as a whole, outermost first: `- a: 1` is
/// an item and the entry in it. Empty where no node's bytes are those.
pub fn locate(tree: &Tree, span: Span) -> Vec<Located<'_>> {
    let Some(root) = tree.documents().find(|root| root.span().contains(span)) else { return Vec::new() };
    let mut node = root;
    let mut found = Vec::new();
    if root.span() == span {
        found.push(Located::Root(root));
    }
    // Each round goes one level down, so the depth of the tree bounds the loop.
    loop {
        let mut deeper = None;
        for (index, entry) in node.entries().enumerate() {
            if !entry.span().contains(span) {
                continue;
            }
            if [entry.key.span(), entry.value.span(), entry.span()].contains(&span) {
                found.push(Located::Entry(node, index, entry));
            }
            deeper = Some(if entry.key.span().contains(span) { entry.key } else { entry.value });
        }
        for (index, item) in node.items().enumerate() {
            if item.span().contains(span) {
                if item.span() == span {
                    found.push(Located::Item(node, index, item));
                }
                deeper = Some(item);
            }
        }
        match deeper {
            Some(next) if next.id() != node.id() => node = next,
            _ => return found,
        }
    }
}

/// The innermost node whose bytes hold `span`.
pub(super) fn innermost(tree: &Tree, span: Span) -> Option<Node<'_>> {
    let mut node = tree.documents().find(|root| root.span().contains(span))?;
    // Each round goes one level down, so the depth of the tree bounds the loop.
    loop {
        let mut parts = node.entries().flat_map(|entry| [entry.key, entry.value]).chain(node.items());
        match parts.find(|part| part.span().contains(span)) {
            Some(part) => node = part,
            None => return Some(node),
        }
    }
}
