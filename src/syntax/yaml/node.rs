//! The cursor over a tree.

use std::borrow::Cow;

use super::tree::{NodeData, NodeId, Value};
use super::{Kind, Style, Tree};
use crate::syntax::Span;

/// What `!!` stands for.
pub(super) const CORE: &str = "tag:yaml.org,2002:";

/// A cursor on one node. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    pub(super) tree: &'t Tree,
    pub(super) id: NodeId,
}

/// One key with its value in a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'t> {
    /// The key.
    pub key: Node<'t>,
    /// The value; an empty plain scalar where nothing was written.
    pub value: Node<'t>,
}

impl Entry<'_> {
    /// From the key's first byte to the value's last one.
    pub fn span(&self) -> Span {
        self.key.span().cover(self.value.span())
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?}", self.kind(), self.raw())
    }
}

impl<'t> Node<'t> {
    pub(super) fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.id.index()]
    }

    fn node(self, id: NodeId) -> Node<'t> {
        Node { tree: self.tree, id }
    }

    fn children(self) -> Children<'t> {
        Children { tree: self.tree, next: self.data().first }
    }

    /// The node's index, an identity inside its tree.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The tree the node belongs to.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// The collection that holds the node as key, value or item.
    pub fn parent(self) -> Option<Node<'t>> {
        self.data().parent.map(|id| self.node(id))
    }

    /// What the node is. An alias stays an alias: see [`Node::resolve`].
    pub fn kind(self) -> Kind {
        self.data().kind
    }

    /// The node's bytes: with quotes, brackets and block scalar header; without anchor, tag, trailing comments and the
    /// line break after the last line. A block collection reaches from its first key or dash to its last value's end.
    /// An omitted value is an empty range right behind its colon, dash, anchor or tag.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// The text of the span, as written.
    pub fn raw(self) -> &'t str {
        self.span().of(&self.tree.text)
    }

    /// A scalar's value after unquoting, unescaping and folding; `None` on collections and aliases.
    pub fn scalar(self) -> Option<&'t str> {
        if !matches!(self.kind(), Kind::Scalar(_)) {
            return None;
        }
        let raw = self.raw();
        Some(match &self.data().value {
            Value::Raw => raw,
            Value::Unquoted => raw.get(1..raw.len().saturating_sub(1)).unwrap_or(""),
            Value::Own(value) => value,
        })
    }

    /// The bytes of a scalar's value, where they are the value itself: plain or quoted, on one line, without escapes.
    pub fn text_span(self) -> Option<Span> {
        let (span, text) = (self.span(), self.scalar()?);
        let inner = match self.kind() {
            Kind::Scalar(Style::Plain) => span,
            Kind::Scalar(Style::SingleQuoted | Style::DoubleQuoted) => {
                Span::new(span.start + 1, span.end.saturating_sub(1).max(span.start + 1))
            }
            _ => return None,
        };
        (inner.of(&self.tree.text) == text).then_some(inner)
    }

    /// A scalar's style.
    pub fn style(self) -> Option<Style> {
        match self.kind() {
            Kind::Scalar(style) => Some(style),
            _ => None,
        }
    }

    /// The explicit tag as written (`!!str`, `!timedelta`), if any.
    pub fn tag(self) -> Option<&'t str> {
        self.tag_span().map(|span| span.of(&self.tree.text))
    }

    /// The tag in full: `tag:yaml.org,2002:str` for `!!str`, itself for `!timedelta`.
    pub fn whole_tag(self) -> Option<Cow<'t, str>> {
        let properties = self.tree.properties(self.id)?;
        if let Some(whole) = &properties.whole_tag {
            return Some(Cow::Borrowed(whole));
        }
        let tag = properties.tag?.of(&self.tree.text);
        Some(match tag.strip_prefix("!!") {
            Some(suffix) => Cow::Owned(format!("{CORE}{suffix}")),
            None => Cow::Borrowed(tag),
        })
    }

    /// Where the tag is written, with its `!`.
    pub fn tag_span(self) -> Option<Span> {
        self.tree.properties(self.id)?.tag
    }

    /// The anchor's name without `&`, if any.
    pub fn anchor(self) -> Option<&'t str> {
        self.anchor_span().map(|span| span.of(&self.tree.text))
    }

    /// Where the anchor's name is written, without its `&`.
    pub fn anchor_span(self) -> Option<Span> {
        self.tree.properties(self.id)?.anchor
    }

    /// Whether broken text may hide or change what this node says. A collection: a line in it could not be read, so
    /// entries may be missing. A scalar, key or value: its text is a guess, or (where nothing is written) it may stand on
    /// a line that could not be read; take it for unknown.
    pub fn is_broken(self) -> bool {
        self.data().broken
    }

    /// The node that an alias stands for (followed to the end), or the node itself. An alias to an unknown anchor, or
    /// into itself, gives the alias node: so a walk that resolves on its way always ends.
    pub fn resolve(self) -> Node<'t> {
        let target = match self.kind() {
            Kind::Alias => self.tree.properties(self.id).and_then(|properties| properties.target),
            _ => None,
        };
        target.map_or(self, |id| self.node(id))
    }

    /// The entries of a mapping as written: duplicates and `<<` included, aliases not followed on the way in.
    /// Empty on anything else.
    pub fn entries(self) -> impl Iterator<Item = Entry<'t>> + 't {
        let mut children = match self.kind() {
            Kind::Mapping { .. } => self.children(),
            _ => Children { tree: self.tree, next: None },
        };
        std::iter::from_fn(move || Some(Entry { key: children.next()?, value: children.next()? }))
    }

    /// The items of a sequence. Empty on anything else.
    pub fn items(self) -> impl Iterator<Item = Node<'t>> + 't {
        match self.kind() {
            Kind::Sequence { .. } => self.children(),
            _ => Children { tree: self.tree, next: None },
        }
    }

    /// Whether the node is a mapping; aliases are followed.
    pub fn is_mapping(self) -> bool {
        matches!(self.resolve().kind(), Kind::Mapping { .. })
    }

    /// Whether the node is a sequence; aliases are followed.
    pub fn is_sequence(self) -> bool {
        matches!(self.resolve().kind(), Kind::Sequence { .. })
    }
}

struct Children<'t> {
    tree: &'t Tree,
    next: Option<NodeId>,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let node = Node { tree: self.tree, id: self.next? };
        self.next = node.data().next;
        Some(node)
    }
}
