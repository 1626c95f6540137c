//! The facts of files, kept for as long as their text stays the same.

use super::isolate::isolated;
use super::walk::plain;
use super::{FileTable, Problem};
use crate::model::FileId;
use crate::read::{self, FileFacts, Language, Suppression};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::sync::Arc;
use std::time::SystemTime;

/// Larger files are not read, in MiB.
const LARGEST_MEBIBYTES: u64 = 64;

/// Facts by file.
#[derive(Debug, Clone, Default)]
pub(super) struct FactStore {
    kept: HashMap<FileId, Kept>,
}

#[derive(Debug, Clone)]
struct Kept {
    version: Version,
    facts: Arc<FileFacts>,
    /// Whether the facts are all there: not only the comments to airlint.
    whole: bool,
}

/// The comments to airlint in the files of a project.
pub(super) type Comments = BTreeMap<FileId, Arc<[Suppression]>>;

/// Which text facts were read from.
#[derive(Debug, Clone, PartialEq)]
enum Version {
    /// The one on disk as of a time, with its length.
    Disk(Option<SystemTime>, u64),
    /// One that is held in memory.
    Held(Arc<str>),
    /// One that is not there any more.
    Unknown,
}

impl Version {
    fn disk(about: &Metadata) -> Self {
        Version::Disk(about.modified().ok(), about.len())
    }

    fn is_held(&self, text: &Arc<str>) -> bool {
        matches!(self, Version::Held(known) if Arc::ptr_eq(known, text) || known == text)
    }
}

/// How much a file's being unreadable matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// The user named the file.
    Yes,
    /// It was found in a folder.
    No,
}

impl FactStore {
    /// Reads the files whose text is not the one that is known, or whose facts were let go of, side by side. Gives what
    /// could not be read.
    pub(super) fn read(&mut self, files: &FileTable, wanted: &[(FileId, Named)]) -> Vec<(FileId, Problem)> {
        let results: Vec<_> = wanted.par_iter().map(|&(file, named)| (file, self.fresh(files, file, named))).collect();
        let mut problems = Vec::new();
        for (file, result) in results {
            match result {
                Ok(None) => {}
                Ok(Some(kept)) => _ = self.kept.insert(file, kept),
                Err(problem) => {
                    self.kept.remove(&file);
                    problems.push((file, problem));
                }
            }
        }
        problems
    }

    /// The facts of a file that was read.
    pub(super) fn of(&self, file: FileId) -> Option<&Arc<FileFacts>> {
        self.kept.get(&file).map(|kept| &kept.facts)
    }

    /// Lets go of everything but the comments to airlint, and of which text was read.
    pub(super) fn keep_comments(&mut self, files: impl IntoIterator<Item = FileId>) {
        for file in files {
            let Some(kept) = self.kept.get_mut(&file) else { continue };
            let FileFacts { kind, ref suppressions, .. } = *kept.facts;
            let suppressions = suppressions.clone();
            kept.facts = Arc::new(FileFacts { kind, suppressions, ..FileFacts::default() });
            kept.whole = false;
        }
    }

    /// Whether all facts of a file are there.
    pub(super) fn is_whole(&self, file: FileId) -> bool {
        self.kept.get(&file).is_some_and(|kept| kept.whole)
    }

    /// Lets go of all facts of a file.
    pub(super) fn forget(&mut self, file: FileId) {
        self.kept.remove(&file);
    }

    /// Says that a file's text is another now, however much it looks like the one that was read.
    pub(super) fn distrust(&mut self, file: FileId) {
        if let Some(kept) = self.kept.get_mut(&file) {
            kept.version = Version::Unknown;
        }
    }

    /// Lets go of all facts of files that `keep` does not say.
    pub(super) fn retain(&mut self, keep: impl Fn(FileId) -> bool) {
        self.kept.retain(|&file, _| keep(file));
    }

    /// Whether the text that a file's facts were read from is the one that it has now.
    pub(super) fn is_current(&self, files: &FileTable, file: FileId) -> bool {
        let Some(kept) = self.kept.get(&file) else { return false };
        match files.held_text(file) {
            Some(text) => kept.version.is_held(text),
            None => std::fs::metadata(files.absolute(file)).is_ok_and(|about| kept.version == Version::disk(&about)),
        }
    }

    /// The comments to airlint in all files that were read.
    pub(super) fn comments(&self) -> Comments {
        let some = self.kept.iter().filter(|(_, kept)| !kept.facts.suppressions.is_empty());
        some.map(|(&file, kept)| (file, kept.facts.suppressions.as_slice().into())).collect()
    }

    /// The facts of a file, unless the known ones still hold.
    fn fresh(&self, files: &FileTable, file: FileId, named: Named) -> Result<Option<Kept>, Problem> {
        let known = self.kept.get(&file).filter(|kept| kept.whole);
        if let Some(text) = files.held_text(file) {
            if known.is_some_and(|kept| kept.version.is_held(text)) {
                return Ok(None);
            }
            return facts(files, file, text, Version::Held(Arc::clone(text))).map(Some);
        }
        let path = files.path(file);
        let unreadable = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => Problem::Vanished { path: path.to_owned() },
            _ => Problem::Unreadable { path: path.to_owned(), reason: plain(&error) },
        };
        let mut source = File::open(files.absolute(file)).map_err(unreadable)?;
        let about = source.metadata().map_err(unreadable)?;
        let version = Version::disk(&about);
        if known.is_some_and(|kept| kept.version == version) {
            return Ok(None);
        }
        if about.len() > LARGEST_MEBIBYTES << 20 {
            return Err(Problem::TooLarge { path: path.to_owned(), limit_mebibytes: LARGEST_MEBIBYTES });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0) + 1);
        source.by_ref().take(LARGEST_MEBIBYTES << 20).read_to_end(&mut bytes).map_err(unreadable)?;
        match std::str::from_utf8(&bytes) {
            Ok(text) => facts(files, file, text, version).map(Some),
            // Data that happens to lie in a project is not airlint's business.
            Err(_) if named == Named::No && path.extension() == Some("json") => {
                Ok(Some(Kept { version, facts: Arc::default(), whole: true }))
            }
            Err(error) => Err(Problem::NotUtf8 { path: path.to_owned(), offset: error.valid_up_to() }),
        }
    }
}

fn facts(files: &FileTable, file: FileId, text: &str, version: Version) -> Result<Kept, Problem> {
    let path = files.path(file);
    let language = Language::guessed(path, text);
    let facts = isolated(|| read::read(file, path, language, text))
        .map_err(|reason| Problem::ReaderPanicked { path: path.to_owned(), reason })?;
    Ok(Kept { version, facts: Arc::new(facts), whole: true })
}
