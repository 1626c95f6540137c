//! The arena of nodes.

use std::num::NonZeroU32;
use std::sync::Arc;

use super::Node;
use crate::syntax::{Comment, Span, SyntaxError};

/// The index of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(NonZeroU32);

impl NodeId {
    /// The id of the arena's `index`-th node, `None` where the arena is full.
    pub(super) fn new(index: usize) -> Option<Self> {
        u32::try_from(index + 1).ok().and_then(NonZeroU32::new).map(Self)
    }

    pub(super) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

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

/// Where a scalar's value stands.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// The span's bytes are the value.
    Raw,
    /// The span's bytes without the quote at each end.
    Unquoted,
    /// Unescaped, folded or cut out of a block.
    Own(Box<str>),
}

/// One node. Children are linked by index, so that dropping and walking a deep tree needs no recursion.
#[derive(Debug, Clone)]
pub(super) struct NodeData {
    pub(super) kind: Kind,
    /// See [`Node::is_broken`].
    pub(super) broken: bool,
    /// Stands before a colon in a mapping.
    pub(super) is_key: bool,
    pub(super) span: Span,
    pub(super) value: Value,
    /// Sequences: the first item. Mappings: the first key, whose sibling is its value, then the next key …
    pub(super) first: Option<NodeId>,
    pub(super) next: Option<NodeId>,
    pub(super) parent: Option<NodeId>,
}

/// What only few nodes have.
#[derive(Debug, Clone, Default)]
pub(super) struct Properties {
    /// With its `!`.
    pub(super) tag: Option<Span>,
    /// The whole tag where it is not told by its text alone: after a `%TAG` directive, or written `!<…>`.
    pub(super) whole_tag: Option<Box<str>>,
    /// Without its `&`.
    pub(super) anchor: Option<Span>,
    /// Aliases: the anchored node.
    pub(super) target: Option<NodeId>,
}

/// A parsed text: its documents, comments and syntax errors. Never fails: a broken text gives what could be read.
#[derive(Debug, Clone)]
pub struct Tree {
    pub(super) text: Arc<str>,
    pub(super) nodes: Vec<NodeData>,
    /// In order of id.
    pub(super) properties: Vec<(NodeId, Properties)>,
    pub(super) roots: Vec<NodeId>,
    pub(super) comments: Vec<Comment>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) pyyaml_refusals: Vec<SyntaxError>,
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

    /// What PyYAML refuses although Go's yaml.v2 reads it: a tab between values (its pure loader only, so dag-factory's;
    /// libyaml takes it) and a second anchor of one name (both its loaders). A rule for files that Python reads may
    /// report these; in a file that Go reads they mean nothing.
    pub fn pyyaml_refusals(&self) -> &[SyntaxError] {
        &self.pyyaml_refusals
    }

    pub(super) fn properties(&self, id: NodeId) -> Option<&Properties> {
        let at = self.properties.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.properties.get(at).map(|(_, properties)| properties)
    }
}
