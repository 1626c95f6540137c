//! The lines that may hold the cause of a fault.

use granit_parser::ErrorKind::{
    self, CommentInterceptedScalar, TabInBlockIndentation, TabInIndentation, TabInPlainScalar,
};

use super::super::Kind;
use super::super::pass::{Fault, FaultKind, Pass};
use super::draft::Edit;
use super::line::{Lines, lacking};
use super::window::FURTHEST;

/// Looks for the cause of one fault.
pub(super) struct Suspects<'a> {
    pub(super) lines: &'a Lines<'a>,
    pub(super) edits: &'a [Edit],
    pub(super) pass: &'a Pass,
    pub(super) fault: &'a Fault,
}

impl Suspects<'_> {
    /// Whether `line` means nothing, or was taken out.
    fn is_gone(&self, line: usize) -> bool {
        let content = self.lines.content(line);
        self.lines.is_idle(line) || self.edits.iter().any(|edit| edit.with.is_empty() && edit.span.contains(content))
    }

    /// Whether an edit touched `line` before: it is still wrong, so it was not understood.
    pub(super) fn is_edited(&self, line: usize) -> bool {
        let span = self.lines.span(line);
        self.edits.iter().any(|edit| span.contains(edit.span))
    }

    fn at_or_above(&self, line: usize) -> Option<usize> {
        (0..=line).rev().take(200).find(|&line| !self.is_gone(line))
    }

    /// The line of the fault.
    fn error(&self) -> usize {
        self.at_or_above(self.lines.of(self.fault.at)).unwrap_or(0)
    }

    /// The lines close to the fault, the likeliest first.
    pub(super) fn near(&self) -> Vec<usize> {
        let lines = self.lines;
        let error = self.error();
        let read = lines.of(self.pass.read_to);
        let mut found = Vec::new();
        if self.is_about_quotes() {
            let odd = |line: &usize| {
                let content = lines.content(*line).of(lines.text);
                content.matches('"').count() % 2 == 1 || content.matches('\'').count() % 2 == 1
            };
            found.extend((read..=error).filter(odd).take(3));
        }
        // The parser reads ahead of its events: an open bracket need not have reached the tree.
        let unbalanced = |line: &usize| {
            let parts = lines.parts(*line);
            let lacks = |text: &str| {
                lacking(text).closers.contains([']', '}'])
                    || text.starts_with(['&', '*', '!']) && text.contains(['[', '{'])
            };
            lacks(parts.body.of(lines.text)) || lacks(parts.value.of(lines.text))
        };
        found.extend((read..=error).take(400).filter(|line| !self.is_gone(*line)).find(unbalanced));
        let flow = self
            .pass
            .open
            .iter()
            .map(|id| &self.pass.nodes[id.index()])
            .find(|node| matches!(node.kind, Kind::Sequence { flow: true } | Kind::Mapping { flow: true }));
        found.extend(flow.map(|node| lines.of(node.span.start)));
        if let FaultKind::Grammar(TabInPlainScalar | TabInIndentation | TabInBlockIndentation) = self.fault.kind {
            // The scalar above is blamed for the tab that seems to continue it.
            let has_tab = |line: &usize| lines.indentation(*line).of(lines.text).contains('\t');
            found.extend((error..lines.count()).take(50).find(has_tab));
        }
        if let FaultKind::Grammar(CommentInterceptedScalar) = self.fault.kind {
            found.extend(lines.below(error));
        }
        found.push(error);
        if read < error && read + 4 >= error {
            found.push(read);
        }
        found.extend(error.checked_sub(1).and_then(|line| self.at_or_above(line)));
        self.distinct(found, &[])
    }

    /// Lines further up, which were read without complaint but may be why the fault's line does not fit: where the
    /// last entry of each block around the fault starts.
    pub(super) fn far(&self, near: &[usize]) -> Vec<usize> {
        let nodes = &self.pass.nodes;
        let mut found = Vec::new();
        for index in self.pass.chain_before(usize::MAX) {
            let key = self.pass.key_of(index);
            found.extend([Some(index), key].into_iter().flatten().map(|index| self.lines.of(nodes[index].span.start)));
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        let error = self.error();
        found.retain(|line| error.saturating_sub(*line) <= FURTHEST / 2);
        let mut found = self.distinct(found, near);
        found.truncate(6);
        found
    }

    fn distinct(&self, mut found: Vec<usize>, but: &[usize]) -> Vec<usize> {
        let mut seen = but.to_vec();
        found.retain(|&line| {
            let new = !seen.contains(&line) && !self.is_gone(line);
            seen.push(line);
            new
        });
        found
    }

    fn is_about_quotes(&self) -> bool {
        use ErrorKind::*;
        matches!(
            &self.fault.kind,
            FaultKind::Grammar(
                UnclosedQuotedScalar
                    | DocumentIndicatorInQuotedScalar
                    | InvalidQuotedScalarIndent
                    | InvalidTrailingSingleQuotedScalar
                    | InvalidTrailingDoubleQuotedScalar
                    | UnknownQuotedScalarEscape
                    | InvalidQuotedScalarHexEscape
                    | TabInIndentation
            )
        )
    }
}
