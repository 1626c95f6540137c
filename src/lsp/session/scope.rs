//! What is known of one folder of the client, or of the files outside all folders.

use super::found::Findings;
use crate::model::{FileId, Project};
use crate::rules::Finding;
use crate::workspace::{
    Choice, FileTable, Live, LiveProject, MendError, Mended, Problem, Scope as Extent, Settings, Snapshot,
};
use camino::{Utf8Path, Utf8PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

/// What is known of one folder of the client, or of the files outside all folders.
#[derive(Debug)]
pub struct Scope {
    pub(super) extent: Arc<Extent>,
    pub(super) snapshot: Arc<Snapshot>,
    /// The live workspace that the snapshot is of, perhaps newer by now.
    pub(super) live: Arc<Mutex<Live>>,
    /// The findings by file; none where the rules did not run yet.
    pub(super) findings: Arc<Findings>,
    /// What went wrong in the rules.
    pub(super) problems: Vec<Problem>,
}

impl Scope {
    /// The folder; `None` for the files outside all folders.
    pub fn folder(&self) -> Option<&Utf8Path> {
        self.extent.folder.as_deref()
    }

    /// What it is about, and the settings that hold in it.
    pub fn extent(&self) -> &Extent {
        &self.extent
    }

    /// Whether it reports on the file at an absolute path.
    pub fn owns(&self, path: &Utf8Path) -> bool {
        self.extent.takes_in(path)
    }

    /// All files.
    pub fn files(&self) -> &FileTable {
        self.snapshot.files()
    }

    /// The projects, by path.
    pub fn projects(&self) -> impl Iterator<Item = &Project> {
        self.snapshot.projects().iter().map(|home| &home.project)
    }

    /// The project of a file, with its settings.
    pub fn home(&self, file: FileId) -> Option<&LiveProject> {
        self.snapshot.project_of(file).map(|home| &**home)
    }

    /// The innermost project whose folder is around a path.
    pub fn around(&self, path: &Utf8Path) -> Option<&LiveProject> {
        let homes = self.snapshot.projects().iter().map(|home| &**home);
        homes.filter(|home| path.starts_with(&home.group.root)).max_by_key(|home| home.group.root.as_str().len())
    }

    /// What holds where the folder starts.
    pub fn settings(&self) -> &Settings {
        self.snapshot.settings()
    }

    /// The absolute path of a file.
    pub fn path(&self, file: FileId) -> &Utf8Path {
        self.files().absolute(file)
    }

    /// The absolute path that a path for users stands for.
    pub fn absolute_of(&self, shown: &Utf8Path) -> Utf8PathBuf {
        self.files().absolute_of(shown)
    }

    /// Applies fixes in rounds to a file, or to all that the scope reports on: what `airlint lint --fix` would write. From
    /// the newest texts there are, which may be newer than those of this moment.
    ///
    /// # Errors
    ///
    /// Where two rules undo each other's fixes.
    pub fn mend(&self, file: Option<&Utf8Path>, choice: &Choice, cancel: &AtomicBool) -> Result<Mended, MendError> {
        let copy = self.live.lock().unwrap_or_else(PoisonError::into_inner).clone();
        copy.mend(file, choice, cancel)
    }

    /// The findings in a file, by position; `None` where there are none.
    pub fn findings(&self, file: FileId) -> Option<&Arc<[Finding]>> {
        self.findings.get(&file)
    }

    /// The paths of files with findings, and they.
    pub fn faulty(&self) -> impl Iterator<Item = (&Utf8Path, &Arc<[Finding]>)> {
        self.findings.iter().map(|(&file, findings)| (self.path(file), findings))
    }

    /// The paths of files in which there are other findings than at an earlier moment.
    pub(super) fn refound<'s>(&'s self, before: &'s Scope) -> impl Iterator<Item = &'s Utf8Path> {
        let is_other = |file: &FileId, found: &Arc<[Finding]>| {
            before.findings.get(file).is_none_or(|known| !Arc::ptr_eq(known, found))
        };
        let new = self.findings.iter().filter(move |(file, found)| is_other(file, found));
        let gone = before.findings.keys().filter(|file| !self.findings.contains_key(*file));
        new.map(|(&file, _)| self.path(file)).chain(gone.map(|&file| before.path(file)))
    }

    /// What could not be read or done, but for faults that are shown in the configuration itself.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        let of_projects = self.snapshot.projects().iter().flat_map(|home| &home.problems);
        let all = self.snapshot.problems().iter().chain(of_projects).chain(&self.problems);
        all.filter(|problem| !matches!(problem, Problem::Configuration(fault) if fault.place.is_some()))
    }
}
