//! Blanks for tabs in indentation.

use super::TextEdit;
use crate::fix::apply;
use crate::fix::layout::{indentation, line_start, next_line};
use crate::syntax::Span;
use crate::syntax::yaml::{Entry, Kind, Node, Tree, parse};

/// Replaces tabs that indent: on the line of `offset`, and on all lines that start with one. `None` where the text does not
/// parse better then, or where it depends on the width of a tab which key stands in which mapping.
pub fn untab(tree: &Tree, offset: usize) -> Option<Vec<TextEdit>> {
    let text = tree.text();
    let own = line_start(text, offset);
    let indents = indents(tree, own);
    if !indentation(text, own).contains('\t') {
        return None;
    }
    // A tab behind blanks may have slipped in; one at the start stands for a level.
    let widths: &[usize] = if text[own..].starts_with('\t') { &[2, 4, 8] } else { &[0, 2, 4, 8] };
    let keys = keys(tree);
    let mut mended = None;
    for width in widths {
        let blanks = " ".repeat(*width);
        let edit = |span: &Span| TextEdit::replace(*span, span.of(text).replace('\t', &blanks));
        let edits: Vec<TextEdit> = indents.iter().map(edit).collect();
        let after = parse(&apply(text, &edits).ok()?);
        if after.errors().len() >= tree.errors().len() {
            continue;
        }
        if self::keys(&after) != keys {
            return None;
        }
        mended.get_or_insert(edits);
    }
    mended
}

/// The indentation of every line that starts with a tab, and of the line at `own`. Lines inside texts and brackets, where
/// tabs are allowed, are not among them.
fn indents(tree: &Tree, own: usize) -> Vec<Span> {
    let text = tree.text();
    let mut found = Vec::new();
    let mut start = line_start(text, 0);
    while start < text.len() {
        let span = Span::new(start, start + indentation(text, start).len());
        let has_tab = if start == own { span.of(text).contains('\t') } else { span.of(text).starts_with('\t') };
        if has_tab && !(start != own && takes_tabs(tree, start)) {
            found.push(span);
        }
        let next = next_line(text, start);
        if next == start {
            break;
        }
        start = next;
    }
    found
}

/// Whether `offset` stands inside a scalar or a flow collection that starts before it.
fn takes_tabs(tree: &Tree, offset: usize) -> bool {
    let holds = |node: &Node<'_>| node.span().start < offset && offset < node.span().end;
    let mut open: Vec<Node<'_>> = tree.documents().filter(holds).collect();
    while let Some(node) = open.pop() {
        match node.kind() {
            Kind::Mapping { flow: false } | Kind::Sequence { flow: false } => {
                open.extend(node.entries().flat_map(|entry| [entry.key, entry.value]).filter(holds));
                open.extend(node.items().filter(holds));
            }
            _ => return true,
        }
    }
    false
}

/// The keys of a tree with the number of keys and items above each, in order.
fn keys(tree: &Tree) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, Node<'_>)> = tree.documents().map(|root| (0, root)).collect();
    open.reverse();
    while let Some((depth, node)) = open.pop() {
        let entries: Vec<Entry<'_>> = node.entries().collect();
        found.extend(entries.iter().map(|entry| (depth, entry.key.raw().to_string())));
        let children = entries.iter().map(|entry| entry.value).chain(node.items());
        let mut children: Vec<_> = children.map(|child| (depth + 1, child)).collect();
        children.reverse();
        open.append(&mut children);
    }
    found
}
