//! The part of a broken text that decides which repair is best: the lines around a fault and the keys above them.

use std::cell::Cell;

use granit_parser::Options;

use super::super::Kind;
use super::super::build;
use super::super::pass::{Fault, Pass};
use super::draft::{self, Edit, Way};
use super::line::Lines;
use crate::syntax::Span;

/// Lines below the fault that a repair must read well.
const BELOW: usize = 60;
/// Lines above the fault where its cause may stand.
const ABOVE: usize = 12;

/// The most lines above the fault in a window.
pub(super) const FURTHEST: usize = 600;

/// What may always be read to find repairs, in bytes: a few hundredths of a second.
const SMALL: usize = 2_000_000;

/// The text under repair, and how much may still be read of it: some bytes always, then four times the text where it is
/// large, less where it is huge.
pub(super) struct Reading<'t> {
    original: &'t str,
    options: &'t Options,
    left: Cell<usize>,
}

impl<'t> Reading<'t> {
    pub(super) fn new(original: &'t str, options: &'t Options) -> Self {
        let left = SMALL + (4 * original.len()).min(20 * SMALL);
        Self { original, options, left: Cell::new(left) }
    }

    /// The text after `edits`.
    pub(super) fn read(&self, edits: &[Edit]) -> Pass {
        let text = draft::edited(self.original, edits);
        self.left.set(self.left.get().saturating_sub(text.len()));
        build::read(&text, self.options.clone()).carried_back(&text, self.original, &Way::back(edits))
    }

    /// Whether enough has been tried.
    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}

/// `original` after `edits`, with spans of the original.
pub(in super::super) fn read(original: &str, edits: &[Edit], options: &Options) -> Pass {
    Reading::new(original, options).read(edits)
}

/// A text without what is far from a fault.
pub(super) struct Window {
    /// Takes out the lines that are far away, and does all edits made before.
    edits: Vec<Edit>,
    /// The bytes of the original that are left.
    kept: Vec<Span>,
}

impl Window {
    /// The window on `fault`. `None` where its lines cannot be read without the rest of the text.
    pub(super) fn on(
        lines: &Lines<'_>,
        reading: &Reading<'_>,
        edits: &[Edit],
        pass: &Pass,
        fault: &Fault,
        suspected: &[usize],
    ) -> Option<Self> {
        let error = lines.of(fault.at);
        let first = suspected.iter().copied().min().unwrap_or(error).saturating_sub(ABOVE);
        if error - first.min(error) > FURTHEST {
            return None;
        }
        let (start, above) = match context(lines, pass, first) {
            Some(context) => context,
            None if error <= FURTHEST => (0, Vec::new()),
            None => return None,
        };
        let end_line = error + BELOW;
        let end = if end_line + 1 < lines.count() { lines.span(end_line).end } else { lines.text.len() };
        let mut kept: Vec<Span> = above.iter().rev().map(|&line| whole(lines, line)).collect();
        kept.push(Span::new(lines.span(start).start, end));
        let mut window = Self { edits: Vec::new(), kept };
        let mut at = 0;
        for span in &window.kept {
            if span.start > at {
                window.edits.push(Edit::remove(Span::new(at, span.start)));
            }
            at = span.end;
        }
        if at < lines.text.len() {
            window.edits.push(Edit::remove(Span::new(at, lines.text.len())));
        }
        let inside: Vec<Edit> = edits.iter().filter(|edit| window.holds(edit)).cloned().collect();
        draft::add(&mut window.edits, &inside);
        // The window is good if it shows the same fault.
        let alone = window.read(reading, &[]);
        (alone.fault.as_ref() == Some(fault)).then_some(window)
    }

    fn holds(&self, edit: &Edit) -> bool {
        self.kept.iter().any(|span| span.contains(edit.span))
    }

    /// The window's lines after `repair`, with spans of the whole text.
    pub(super) fn read(&self, reading: &Reading<'_>, repair: &[Edit]) -> Pass {
        let inside: Vec<Edit> = repair.iter().filter(|edit| self.holds(edit)).cloned().collect();
        let mut edits = self.edits.clone();
        draft::add(&mut edits, &inside);
        reading.read(&edits)
    }
}

/// The line with its line break.
fn whole(lines: &Lines<'_>, line: usize) -> Span {
    let end = if line + 1 < lines.count() { lines.span(line + 1).start } else { lines.text.len() };
    Span::new(lines.span(line).start, end)
}

/// The last line up to `first` that starts an entry of a block, and the lines above it whose blocks it stands in.
fn context(lines: &Lines<'_>, pass: &Pass, first: usize) -> Option<(usize, Vec<usize>)> {
    let from = lines.span(first).end;
    let from = pass.nodes.partition_point(|node| node.span.start <= from);
    let (start, node) = (0..from).rev().find_map(|index| {
        let node = &pass.nodes[index];
        let line = lines.of(node.span.start);
        let starts_line = lines.parts(line).body.start == node.span.start;
        (starts_line && is_block_entry(pass, index)).then_some((line, index))
    })?;
    let mut above = Vec::new();
    let mut at = pass.nodes[node].parent;
    while let Some(collection) = at {
        let index = collection.index();
        at = pass.nodes[index].parent;
        let Some(parent) = at else { break };
        let line = match pass.nodes[parent.index()].kind {
            Kind::Mapping { flow: false } => lines.of(pass.nodes[pass.key_of(index)?].span.start),
            Kind::Sequence { flow: false } => lines.of(pass.nodes[index].span.start),
            _ => return None,
        };
        if line < start && above.last() != Some(&line) {
            above.push(line);
        }
    }
    Some((start, above))
}

/// Whether the node is a key of a block mapping or an item of a block sequence.
fn is_block_entry(pass: &Pass, index: usize) -> bool {
    let node = &pass.nodes[index];
    node.parent.is_some_and(|parent| match pass.nodes[parent.index()].kind {
        Kind::Mapping { flow: false } => node.is_key,
        Kind::Sequence { flow: false } => true,
        _ => false,
    })
}
