//! Bytes as positions of the protocol and back.

use crate::lsp::View;
use crate::lsp::session::{Moment, Scope};
use crate::lsp::text::{Encoding, Lines, Point};
use crate::model::{FileId, Place};
use crate::syntax::Span;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tower_lsp::ls_types::{Location, Position, Range, Uri};

/// A position of the protocol as our own.
pub(super) fn point(position: Position) -> Point {
    Point::new(position.line, position.character)
}

/// Our own position as one of the protocol.
pub(super) fn position(point: Point) -> Position {
    Position::new(point.line, point.column)
}

/// A byte range of a text as a range of the protocol.
pub(super) fn range(lines: &Lines, span: Span, encoding: Encoding) -> Range {
    Range::new(position(lines.point(span.start, encoding)), position(lines.point(span.end, encoding)))
}

/// The place as a location of the protocol; `None` where its file cannot be read any more.
pub(super) fn location(moment: &Moment, scope: &Scope, place: Place, encoding: Encoding) -> Option<Location> {
    let (path, lines) = moment.located(scope, place)?;
    let uri = moment.uri(path).parse().ok()?;
    Some(Location { uri, range: range(&lines, place.span(), encoding) })
}

/// One file at one moment, for the answer to one request: what the features are asked with, and what turns their answers
/// into the protocol's terms.
pub(super) struct Here<'m> {
    /// What the features are asked with.
    pub(super) view: View<'m>,
    /// Everything that is known at the moment.
    pub(super) moment: &'m Moment,
    /// Where the file was found.
    pub(super) scope: &'m Scope,
    /// What positions count.
    pub(super) encoding: Encoding,
    /// Set once nobody waits for the answer any more.
    pub(super) cancel: &'m AtomicBool,
    pub(super) lines: Arc<Lines>,
}

impl Here<'_> {
    /// The byte offset of a position in the file.
    pub(super) fn offset(&self, position: Position) -> usize {
        self.lines.offset(point(position), self.encoding)
    }

    /// The bytes of a range in the file.
    pub(super) fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start.min(end), start.max(end))
    }

    /// Bytes of the file as a range.
    pub(super) fn range(&self, span: Span) -> Range {
        range(&self.lines, span, self.encoding)
    }

    /// A place in any file as a location; `None` where the file cannot be read any more.
    pub(super) fn location(&self, place: Place) -> Option<Location> {
        location(self.moment, self.scope, place, self.encoding)
    }

    /// The client's name for a file.
    pub(super) fn uri(&self, file: FileId) -> Option<Uri> {
        self.moment.uri(self.scope.path(file)).parse().ok()
    }

    /// The client's number for the text of a file; `None` where it does not have the file open.
    pub(super) fn version(&self, file: FileId) -> Option<i32> {
        self.moment.open(self.scope.path(file)).map(|open| open.version)
    }
}
