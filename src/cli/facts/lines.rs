//! Line numbers of places; each file is read once, when the first of its places is asked for.

use airlint::model::{FileId, Place};
use airlint::syntax::LineIndex;
use airlint::workspace::FileTable;
use std::collections::HashMap;

pub(super) struct Lines<'a> {
    files: &'a FileTable,
    indices: HashMap<FileId, LineIndex>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(files: &'a FileTable) -> Self {
        Self { files, indices: HashMap::new() }
    }

    /// The path of a place, as users see it.
    pub(super) fn path(&self, place: Place) -> &'a str {
        self.files.path(place.file).as_str()
    }

    /// The line of a place, from 1.
    pub(super) fn line(&mut self, place: Place) -> usize {
        let files = self.files;
        let read = || LineIndex::new(&files.text(place.file).unwrap_or_default());
        self.indices.entry(place.file).or_insert_with(read).line_of(place.span().start) + 1
    }
}
