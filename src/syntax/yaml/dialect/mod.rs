//! Where YAML's real readers differ from its current grammar. libyaml (in Airflow's own loader, and ported to Go as
//! yaml.v2) decides what is an error; what only PyYAML's pure loader refuses is kept apart.

mod lenient;
mod tabs;

use std::collections::HashSet;

pub(super) use lenient::allowances;

use super::{Kind, NodeId, Style, Tree};
use crate::syntax::{Span, SyntaxError};

/// The most refusals of one kind that are told.
const MOST: usize = 20;

/// What readers refuse although the grammar allows it.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// All readers.
    pub(super) all: Vec<SyntaxError>,
    /// PyYAML's pure loader alone, or (a name given twice) both its loaders but not Go.
    pub(super) pyyaml: Vec<SyntaxError>,
}

/// Looks over what was read.
pub(super) fn refusals(tree: &Tree) -> Refusals {
    let text = tree.text();
    let mut refusals = Refusals::default();
    if memchr::memchr(b'\t', text.as_bytes()).is_some() {
        tabs::check(tree, &mut refusals);
    }
    for (index, node) in tree.nodes.iter().enumerate() {
        let is_plain = node.kind == Kind::Scalar(Style::Plain);
        if is_plain && node.span.of(text).starts_with('%') {
            let span = Span::new(node.span.start, node.span.start + 1);
            let message = "a value cannot start with `%`: put it in quotes".to_owned();
            refusals.all.push(SyntaxError { span, message });
        }
        if is_plain && node.is_key && node.span.is_empty() && lacks_key(tree, index) {
            let message = "a colon without a key in front of it: write the key, or take the colon out".to_owned();
            refusals.all.push(SyntaxError { span: node.span, message });
        }
    }
    names(tree, &mut refusals);
    bare_documents(text, &mut refusals);
    refusals.all.truncate(MOST);
    refusals.pyyaml.truncate(MOST);
    refusals
}

/// Whether an empty key in a block mapping has nothing to show for it: no `?`, no anchor, no tag.
fn lacks_key(tree: &Tree, index: usize) -> bool {
    let node = &tree.nodes[index];
    let in_block = node.parent.is_some_and(|id| tree.nodes[id.index()].kind == (Kind::Mapping { flow: false }));
    let has_properties = NodeId::new(index).is_some_and(|id| tree.properties(id).is_some());
    in_block && !has_properties && tree.text().as_bytes().get(node.span.start) == Some(&b':')
}

/// After `...` the next document needs its `---`.
fn bare_documents(text: &str, refusals: &mut Refusals) {
    let is_idle = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let mut ended = false;
    let mut start = 0;
    if !text.starts_with("...") && !text.contains("\n...") {
        return;
    }
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        match line.trim_end() {
            "..." => ended = true,
            _ if !ended || is_idle(line) => {}
            body if body.starts_with("---") || body.starts_with('%') => ended = false,
            _ => {
                ended = false;
                let message = "a document behind `...` must start with `---`".to_owned();
                refusals.all.push(SyntaxError { span, message });
            }
        }
    }
}

/// Names of anchors: letters, digits, `_` and `-`; PyYAML wants each only once in a document.
fn names(tree: &Tree, refusals: &mut Refusals) {
    let text = tree.text();
    let mut seen = HashSet::new();
    let mut roots = tree.roots.iter().map(|root| root.index()).peekable();
    let aliases = tree.nodes.iter().enumerate().filter(|(_, node)| node.kind == Kind::Alias);
    let aliases = aliases.map(|(_, node)| Span::new(node.span.start + 1, node.span.end.max(node.span.start + 1)));
    let anchors = tree.properties.iter().filter_map(|(id, properties)| Some((id.index(), properties.anchor?)));
    for (index, span) in anchors {
        while roots.next_if(|root| *root <= index).is_some() {
            seen.clear();
        }
        if !seen.insert(span.of(text)) {
            let message = format!("a second `&{}` in one document, which PyYAML refuses: rename one", span.of(text));
            refusals.pyyaml.push(SyntaxError { span, message });
        }
    }
    let anchors = tree.properties.iter().filter_map(|(_, properties)| properties.anchor);
    for span in anchors.chain(aliases) {
        let name = span.of(text);
        if !name.is_empty() && !name.chars().all(is_name) {
            let message = format!("`{name}` is no name for an anchor: use letters, digits, `_` and `-` only");
            refusals.all.push(SyntaxError { span, message });
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}
