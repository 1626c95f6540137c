//! The arena of nodes and the cursor over it.

use super::super::{Comment, Span, SyntaxError};

/// The index of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes; also the empty scalar where a value is left out.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A scalar of any style; an omitted value is a plain scalar with empty text and an empty span.
    Scalar(Style),
    /// A list; `flow` where it is written with brackets.
    Sequence {
        /// Written `[…]`.
        flow: bool,
    },
    /// A mapping; `flow` where it is written with braces.
    Mapping {
        /// Written `{…}`.
        flow: bool,
    },
    /// `*name`; see [`Node::resolve`].
    Alias,
}

#[derive(Debug, Clone)]
pub(super) struct NodeData {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// Scalars: the value after unescaping and folding, where it differs from the raw text. Aliases: the name.
    pub(super) value: Option<Box<str>>,
    pub(super) tag: Option<Box<str>>,
    pub(super) anchor: Option<Box<str>>,
    /// Sequences: items. Mappings: key, value, key, value …
    pub(super) children: Vec<NodeId>,
    /// Aliases: the anchored node.
    pub(super) target: Option<NodeId>,
    /// Collections: a line inside could not be read, so entries may be missing.
    pub(super) broken: bool,
}

/// A parsed text: its documents, comments and syntax errors. Never fails: a broken text gives what could be read.
#[derive(Debug, Clone)]
pub struct Tree {
    pub(super) text: std::sync::Arc<str>,
    pub(super) nodes: Vec<NodeData>,
    pub(super) roots: Vec<NodeId>,
    pub(super) comments: Vec<Comment>,
    pub(super) errors: Vec<SyntaxError>,
}

impl Tree {
    /// The text the tree was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The root of each document. An empty document gives no root.
    pub fn documents(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().map(|&id| Node { tree: self, id })
    }

    /// The root of the first document.
    pub fn root(&self) -> Option<Node<'_>> {
        self.documents().next()
    }

    /// Comments in order of appearance.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// Syntax errors in order of appearance; at most one for each fault.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }
}

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
    fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.id.0 as usize]
    }

    fn node(self, id: NodeId) -> Node<'t> {
        Node { tree: self.tree, id }
    }

    /// The node's index, an identity inside its tree.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The tree the node belongs to.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// What the node is. An alias stays an alias: see [`Node::resolve`].
    pub fn kind(self) -> Kind {
        self.data().kind
    }

    /// The node's bytes: with quotes, brackets and block scalar header; without anchor, tag, trailing comments and the
    /// line break after the last line. A block collection reaches from its first key or dash to its last value's end.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// The text of the span, as written.
    pub fn raw(self) -> &'t str {
        self.span().of(&self.tree.text)
    }

    /// A scalar's value after unquoting, unescaping and folding; `None` on collections and aliases.
    pub fn scalar(self) -> Option<&'t str> {
        match self.kind() {
            Kind::Scalar(_) => Some(match &self.data().value {
                Some(value) => value,
                None => self.raw(),
            }),
            _ => None,
        }
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
        self.data().tag.as_deref()
    }

    /// The anchor's name without `&`, if any.
    pub fn anchor(self) -> Option<&'t str> {
        self.data().anchor.as_deref()
    }

    /// Whether a line inside this collection could not be read: entries may be missing from it.
    pub fn is_broken(self) -> bool {
        self.data().broken
    }

    /// The node that an alias stands for (followed to the end), or the node itself. An alias to an unknown anchor, or
    /// into itself, gives the alias node.
    pub fn resolve(self) -> Node<'t> {
        let mut node = self;
        for _ in 0..16 {
            match node.data().target {
                Some(id) => node = node.node(id),
                None => return node,
            }
        }
        self
    }

    /// The entries of a mapping as written: duplicates and `<<` included, aliases not followed on the way in.
    /// Empty on anything else.
    pub fn entries(self) -> impl Iterator<Item = Entry<'t>> + 't {
        let children: &'t [NodeId] = match self.kind() {
            Kind::Mapping { .. } => &self.data().children,
            _ => &[],
        };
        children.chunks_exact(2).map(move |pair| Entry { key: self.node(pair[0]), value: self.node(pair[1]) })
    }

    /// The items of a sequence. Empty on anything else.
    pub fn items(self) -> impl Iterator<Item = Node<'t>> + 't {
        let children: &'t [NodeId] = match self.kind() {
            Kind::Sequence { .. } => &self.data().children,
            _ => &[],
        };
        children.iter().map(move |&id| self.node(id))
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
