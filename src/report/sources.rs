//! The texts that findings point into.

use crate::model::{FileId, Place};
use crate::rules::Finding;
use crate::syntax::{LineIndex, Position};
use crate::workspace::{FileTable, Fingerprint, Lined, fingerprints};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// The text of one file, with its path as users see it.
#[derive(Debug)]
pub struct Source {
    path: Utf8PathBuf,
    text: Arc<str>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// A file's text.
    pub fn new(path: impl Into<Utf8PathBuf>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// The path to show: relative to the current folder, with `/`.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its lines.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// UTF-16 code units.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

/// A line and a column, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Files by number. One that is not known has an empty path and text, so that showing a finding never fails.
#[derive(Debug)]
pub struct Sources {
    files: HashMap<FileId, Source>,
    unknown: Source,
}

impl Default for Sources {
    fn default() -> Self {
        Self { files: HashMap::new(), unknown: Source::new("", "") }
    }
}

impl Sources {
    /// Adds a file.
    pub fn insert(&mut self, file: FileId, source: Source) {
        self.files.insert(file, source);
    }

    /// The files that `findings` point into, read from `table`. A file that is gone since it was checked has no text.
    pub fn of(findings: &[Finding], table: &FileTable) -> Self {
        let mut sources = Self::default();
        for finding in findings {
            let related = finding.related.iter().map(|related| related.place);
            let edits = finding.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.place));
            for place in std::iter::once(finding.place).chain(related).chain(edits) {
                let file = place.file;
                sources.files.entry(file).or_insert_with(|| {
                    let text = table.text(file).unwrap_or_default();
                    Source::new(table.path(file), text)
                });
            }
        }
        sources
    }

    /// A file.
    pub fn get(&self, file: FileId) -> &Source {
        self.files.get(&file).unwrap_or(&self.unknown)
    }

    /// Where a place starts and ends, in lines and columns from 1; columns count in `unit`.
    pub(super) fn points(&self, place: Place, unit: Unit) -> (Point, Point) {
        let source = self.get(place.file);
        let point = |offset| {
            let at = source.lines().position(source.text(), offset);
            let start = source.lines().start_of(at.line - 1).unwrap_or(at.byte);
            let before = source.text().get(start..at.byte).unwrap_or("").trim_start_matches('\u{feff}');
            let width = match unit {
                Unit::Utf16 => before.encode_utf16().count(),
                Unit::Bytes => before.len(),
            };
            Point { line: at.line, column: width + 1 }
        };
        (point(place.span().start), point(place.span().end))
    }

    /// The fingerprints of findings, in their order.
    pub(super) fn fingerprints(&self, findings: &[Finding]) -> Vec<Fingerprint> {
        fingerprints(findings, |file| {
            let source = self.get(file);
            Lined { path: source.path(), text: source.text(), lines: source.lines() }
        })
    }

    /// Where a place starts and ends, as people count.
    pub fn range(&self, place: Place) -> (Position, Position) {
        let source = self.get(place.file);
        let position = |offset| source.lines().position(source.text(), offset);
        (position(place.span().start), position(place.span().end))
    }
}
