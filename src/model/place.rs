//! Where a fact is written.

use crate::syntax::Span;

/// The number of a file in the run: an index into the workspace's table of paths, stable while the process lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileId(pub u32);

/// A range of bytes in one file. Files of 4 GiB and more are never read, so offsets fit 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Place {
    /// The file.
    pub file: FileId,
    start: u32,
    end: u32,
}

impl Place {
    /// The range `span` of `file`.
    pub fn new(file: FileId, span: Span) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(span.start), end: clamp(span.end) }
    }

    /// The byte range inside the file.
    pub fn span(self) -> Span {
        Span { start: self.start as usize, end: self.end as usize }
    }

    /// The smallest range that holds both; `self` where the files differ.
    pub fn cover(self, other: Place) -> Place {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
