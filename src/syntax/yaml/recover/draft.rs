//! A text with edits that make it readable, and the way back from its offsets to the original's.

use std::borrow::Cow;

use super::super::pass::Pass;
use super::super::tree::{Properties, Value};
use super::super::{Kind, Style};
use crate::syntax::Span;

/// A change to the original text. Edits of one draft do not overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Edit {
    /// Bytes of the original text.
    pub(in super::super) span: Span,
    pub(in super::super) with: Cow<'static, str>,
}

impl Edit {
    /// Puts `with` in at `at`.
    pub(in super::super) fn insert(at: usize, with: impl Into<Cow<'static, str>>) -> Self {
        Self { span: Span::at(at), with: with.into() }
    }

    /// Takes `span` out.
    pub(in super::super) fn remove(span: Span) -> Self {
        Self { span, with: Cow::Borrowed("") }
    }

    /// Puts `with` in the place of `span`.
    pub(in super::super) fn replace(span: Span, with: impl Into<Cow<'static, str>>) -> Self {
        Self { span, with: with.into() }
    }
}

/// `original` after `edits`, which are in order of their spans.
pub(super) fn edited(original: &str, edits: &[Edit]) -> String {
    let mut text = String::with_capacity(original.len() + edits.len());
    let mut at = 0;
    for edit in edits {
        text.push_str(Span::new(at, edit.span.start.max(at)).of(original));
        text.push_str(&edit.with);
        at = edit.span.end;
    }
    text.push_str(original.get(at..).unwrap_or(""));
    text
}

/// Adds `more` to `edits`, in order; where two meet, the newer one stays. `more` may be in any order.
pub(in super::super) fn add(edits: &mut Vec<Edit>, more: &[Edit]) {
    let mut more = more.to_vec();
    more.sort_by_key(|edit| edit.span);
    edits.retain(|old| {
        // The newer edits around the old one's start and end are the only ones that can meet it.
        let from = more.partition_point(|new| new.span.end < old.span.start);
        !more[from..].iter().take_while(|new| new.span.start <= old.span.end).any(|new| meet(old.span, new.span))
    });
    edits.append(&mut more);
    edits.sort_by_key(|edit| edit.span);
}

/// Whether two spans share a byte, or one that is empty lies inside the other or is the same.
fn meet(a: Span, b: Span) -> bool {
    a == b || a.start < b.end && b.start < a.end
}

/// The way from offsets of the edited text to offsets of the original.
pub(super) struct Way {
    /// For each edit: where its replacement starts and ends in the edited text, and the span it replaced.
    steps: Vec<(Span, Span)>,
}

impl Way {
    pub(super) fn back(edits: &[Edit]) -> Self {
        let mut steps = Vec::with_capacity(edits.len());
        let (mut original, mut edited) = (0, 0);
        for edit in edits {
            edited += edit.span.start - original;
            steps.push((Span::new(edited, edited + edit.with.len()), edit.span));
            edited += edit.with.len();
            original = edit.span.end;
        }
        Self { steps }
    }

    /// The original offset of `offset`. Inside a replacement: the replaced span's start, or its end for an `end`.
    fn offset(&self, offset: usize, end: bool) -> usize {
        // The last edit whose replacement starts at or before the offset.
        let after = self.steps.partition_point(|(new, _)| new.start <= offset);
        let Some((new, old)) = after.checked_sub(1).and_then(|at| self.steps.get(at)) else { return offset };
        match () {
            () if offset == new.start && (end || !new.is_empty()) => old.start,
            () if offset >= new.end => old.end + (offset - new.end),
            () if end => old.end,
            () => old.start,
        }
    }

    /// The original offset of a place.
    pub(super) fn place(&self, offset: usize) -> usize {
        self.offset(offset, false)
    }

    pub(super) fn span(&self, span: Span) -> Span {
        let start = self.offset(span.start, false);
        let end = if span.is_empty() { start } else { self.offset(span.end, true) };
        Span::new(start, end.max(start))
    }

    fn is_edited(&self, span: Span) -> bool {
        let first = self.steps.partition_point(|(new, _)| new.end < span.start);
        self.steps.get(first).is_some_and(|(new, _)| new.start <= span.end)
    }
}

impl Pass {
    /// The pass over the edited text `from`, as one over `original`.
    pub(super) fn carried_back(mut self, from: &str, original: &str, way: &Way) -> Self {
        for node in &mut self.nodes {
            let edited = way.is_edited(node.span);
            let value = match (&node.value, node.kind) {
                (Value::Own(_), _) | (_, Kind::Sequence { .. } | Kind::Mapping { .. }) => None,
                _ if !edited => None,
                (Value::Raw, _) => Some(node.span.of(from)),
                (Value::Unquoted, _) => {
                    let raw = node.span.of(from);
                    raw.get(1..raw.len().saturating_sub(1))
                }
            };
            node.span = way.span(node.span);
            let first = node.span.of(original).bytes().next();
            if matches!(node.kind, Kind::Scalar(Style::SingleQuoted) if first != Some(b'\''))
                || matches!(node.kind, Kind::Scalar(Style::DoubleQuoted) if first != Some(b'"'))
            {
                node.kind = Kind::Scalar(Style::Plain);
            }
            if let Some(value) = value {
                node.value = if node.span.of(original) == value { Value::Raw } else { Value::Own(value.into()) };
            }
        }
        for (_, Properties { tag, anchor, .. }) in &mut self.properties {
            *tag = tag.map(|span| way.span(span));
            *anchor = anchor.map(|span| way.span(span));
        }
        for comment in &mut self.comments {
            comment.span = way.span(comment.span);
        }
        if let Some(fault) = &mut self.fault {
            fault.at = way.place(fault.at);
        }
        self.read_to = way.place(self.read_to);
        self.settle();
        self
    }
}
