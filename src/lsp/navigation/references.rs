//! Everything that names a queue: in all files, and in the one that is looked at.

use super::{Queue, Role, at};
use crate::lsp::View;
use crate::model::Place;
use crate::syntax::Span;
use std::collections::BTreeMap;

/// Whether the definitions of a queue count as references to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declarations {
    /// They do.
    Included,
    /// They do not.
    Left,
}

/// What a highlighted place does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HighlightKind {
    /// It uses the queue.
    Read,
    /// It defines the queue.
    Write,
}

/// A place in the file that names what the cursor is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlight {
    /// Where.
    pub span: Span,
    /// What it does there.
    pub kind: HighlightKind,
}

/// The places that name the worker queue at `offset`, by file and position: each definition, each use, and the text
/// behind a use that names a constant. What several tasks share stands there once.
pub fn references(view: &View<'_>, offset: usize, declarations: Declarations) -> Vec<Place> {
    let Some((_, queue)) = at(view, offset) else { return Vec::new() };
    let wanted = |kind: &HighlightKind| declarations == Declarations::Included || *kind == HighlightKind::Read;
    places(&queue).into_iter().filter(|(_, kind)| wanted(kind)).map(|(place, _)| place).collect()
}

/// The places in the file that name the worker queue at `offset`.
pub fn highlights(view: &View<'_>, offset: usize) -> Vec<Highlight> {
    let Some((_, queue)) = at(view, offset) else { return Vec::new() };
    let here = places(&queue).into_iter().filter(|(place, _)| place.file == view.file);
    here.map(|(place, kind)| Highlight { span: place.span(), kind }).collect()
}

/// A text that defines the queue is a definition, whoever else reads it.
fn places(queue: &Queue<'_>) -> BTreeMap<Place, HighlightKind> {
    let mut places = BTreeMap::new();
    for mention in &queue.mentions {
        let kind = match mention.role {
            Role::Defines(..) => HighlightKind::Write,
            Role::Sends(_) | Role::Default(_) => HighlightKind::Read,
        };
        for place in [mention.place, mention.literal] {
            let known = places.entry(place).or_insert(kind);
            *known = kind.max(*known);
        }
    }
    places
}
