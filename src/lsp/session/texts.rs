//! The texts of files that are not open, for as long as one moment needs them.

use crate::lsp::text::Lines;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Which text of each file counts, and the lines of those that somebody asked for.
#[derive(Debug, Default)]
pub(super) struct Texts {
    stamps: Stamps,
    lines: Mutex<HashMap<Utf8PathBuf, Option<Arc<Lines>>>>,
}

/// Numbers for the texts of files on disk.
#[derive(Debug, Default, Clone)]
pub(super) struct Stamps {
    /// Of files that nobody has spoken of.
    base: u64,
    of: Arc<HashMap<Utf8PathBuf, u64>>,
    next: u64,
}

impl Stamps {
    /// A number that no text has had.
    pub(super) fn fresh(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// A file has changed.
    pub(super) fn touch(&mut self, path: &Utf8Path) {
        let stamp = self.fresh();
        Arc::make_mut(&mut self.of).insert(path.to_owned(), stamp);
    }

    /// Any file may have changed.
    pub(super) fn touch_all(&mut self) {
        self.base = self.fresh();
        self.of = Arc::default();
    }
}

impl Texts {
    pub(super) fn new(stamps: Stamps) -> Self {
        Self { stamps, lines: Mutex::default() }
    }

    pub(super) fn stamp(&self, path: &Utf8Path) -> u64 {
        self.stamps.of.get(path).copied().unwrap_or(self.stamps.base)
    }

    /// The paths of files that somebody said have changed since earlier texts; `None` where any may have.
    pub(super) fn touched_since(&self, before: &Texts) -> Option<HashSet<Utf8PathBuf>> {
        let (now, then) = (&self.stamps, &before.stamps);
        if now.base != then.base {
            return None;
        }
        if Arc::ptr_eq(&now.of, &then.of) {
            return Some(HashSet::new());
        }
        let touched = now.of.iter().filter(|(path, stamp)| then.of.get(*path) != Some(stamp));
        Some(touched.map(|(path, _)| path.clone()).collect())
    }

    /// The lines of a file on disk, read at most once; `None` where it cannot be read.
    pub(super) fn lines(&self, path: &Utf8Path) -> Option<Arc<Lines>> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lines.get(path) {
            return known.clone();
        }
        let read = std::fs::read_to_string(path).ok().map(|text| Arc::new(Lines::of_disk(text.into())));
        lines.insert(path.to_owned(), read.clone());
        read
    }
}
