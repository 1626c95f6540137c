//! What one pass of the parser gives.

use granit_parser::ErrorKind;

use super::Kind;
use super::tree::{NodeData, NodeId, Properties};
use crate::syntax::Comment;

/// The first place where one pass of the parser gave up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Offset in bytes.
    pub(super) at: usize,
    pub(super) kind: FaultKind,
}

impl Fault {
    /// Whether a change nearby could mend it.
    pub(super) fn is_local(&self) -> bool {
        !matches!(self.kind, FaultKind::TooLarge | FaultKind::Grammar(ErrorKind::RecursionLimitExceeded))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// Refused by the parser.
    Grammar(ErrorKind),
    /// More nodes than the arena can number.
    TooLarge,
}

/// What one pass over a text gave: everything up to the first fault.
#[derive(Debug, Default)]
pub(super) struct Pass {
    pub(super) nodes: Vec<NodeData>,
    pub(super) properties: Vec<(NodeId, Properties)>,
    pub(super) roots: Vec<NodeId>,
    pub(super) comments: Vec<Comment>,
    pub(super) fault: Option<Fault>,
    /// Aliases to names that no anchor before them bears.
    pub(super) unknown_aliases: Vec<NodeId>,
    /// The first alias that was left alone because too much would be repeated.
    pub(super) bomb: Option<NodeId>,
    /// The collections that were open at the fault, outermost first.
    pub(super) open: Vec<NodeId>,
    /// Where the last node before the fault ended.
    pub(super) read_to: usize,
}

impl Pass {
    /// The number of scalars that say something.
    pub(super) fn said(&self) -> usize {
        self.nodes.iter().filter(|node| matches!(node.kind, Kind::Scalar(_)) && !node.span.is_empty()).count()
    }

    /// The key of a value, where it is a scalar; `None` for keys and items.
    pub(super) fn key_of(&self, index: usize) -> Option<usize> {
        let key = index.checked_sub(1)?;
        let before = &self.nodes[key];
        (before.is_key && before.next.map(NodeId::index) == Some(index)).then_some(key)
    }

    /// The last node before `offset` that says something, and the collections around it, innermost first.
    pub(super) fn chain_before(&self, offset: usize) -> impl Iterator<Item = usize> + '_ {
        let before = self.nodes.partition_point(|node| node.span.start < offset);
        let said = (0..before).rev().find(|&index| !self.nodes[index].span.is_empty());
        std::iter::successors(said, |&index| self.nodes[index].parent.map(NodeId::index))
    }

    /// Puts every node behind the one before it and inside its parent, where an omitted value or an edit left a doubt.
    pub(super) fn settle(&mut self) {
        let mut at = 0;
        for node in &mut self.nodes {
            node.span.start = node.span.start.max(at);
            node.span.end = node.span.end.max(node.span.start);
            at = if matches!(node.kind, Kind::Scalar(_) | Kind::Alias) { node.span.end } else { node.span.start };
        }
        for index in (0..self.nodes.len()).rev() {
            let end = self.nodes[index].span.end;
            if let Some(parent) = self.nodes[index].parent.and_then(|id| self.nodes.get_mut(id.index())) {
                parent.span.end = parent.span.end.max(end);
            }
        }
    }

    /// Whether a node starts at `offset`.
    pub(super) fn has_node_at(&self, offset: usize) -> bool {
        self.has_node_in(offset, offset + 1)
    }

    /// Whether a node starts from `start` on, before `end`.
    pub(super) fn has_node_in(&self, start: usize, end: usize) -> bool {
        let at = self.nodes.partition_point(|node| node.span.start < start);
        self.nodes.get(at).is_some_and(|node| node.span.start < end)
    }
}
