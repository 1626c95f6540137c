//! The Python modules of a project, by the names that other modules import them by.

use super::FileTable;
use super::facts::FactStore;
use super::isolate::isolated;
use crate::model::FileId;
use crate::read::Content;
use crate::read::python::{self, Module};
use camino::{Utf8Path, Utf8PathBuf};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Folders of a project that Airflow puts on Python's path, besides the project's own and those above the file.
const PATH_FOLDERS: [&str; 4] = ["dags", "plugins", "include", "src"];

/// Resolves imports among the Python files of one project.
#[derive(Debug, Clone, Default)]
pub(super) struct ProjectModules {
    root: Utf8PathBuf,
    /// First parts of dotted names that can name something here: most imports are of other people's packages.
    tops: HashSet<Box<str>>,
    members: HashSet<FileId>,
}

impl ProjectModules {
    pub(super) fn new(files: &FileTable, root: &Utf8Path, members: &[FileId]) -> Self {
        let mut tops: HashSet<Box<str>> = HashSet::new();
        let mut add = |name: &str| {
            if !tops.contains(name) {
                tops.insert(name.into());
            }
        };
        let mut folder_before = None;
        for &file in members {
            let path = files.absolute(file);
            path.file_stem().into_iter().for_each(&mut add);
            let folder = path.parent();
            if folder != folder_before {
                let below = folder.and_then(|folder| folder.strip_prefix(root).ok());
                below.into_iter().flat_map(Utf8Path::iter).for_each(&mut add);
                folder_before = folder;
            }
        }
        Self { root: root.to_owned(), tops, members: members.iter().copied().collect() }
    }

    /// Whether a file is one of the project's Python files.
    pub(super) fn has(&self, file: FileId) -> bool {
        self.members.contains(&file)
    }

    /// The file that `dotted`, as an import in the file `from` names it, is in the project.
    pub(super) fn resolve(&self, files: &FileTable, from: FileId, dotted: &str) -> Option<FileId> {
        let importer = files.absolute(from);
        let names = dotted.trim_start_matches('.');
        let dots = dotted.len() - names.len();
        if let Some(up) = dots.checked_sub(1) {
            let package = importer.ancestors().nth(up + 1)?;
            return self.at(files, package, names);
        }
        let top = names.split('.').next()?;
        if !self.tops.contains(top) {
            return None;
        }
        let root = self.root.as_str();
        let is_inside = |folder: &str| folder.len() >= root.len() && folder.starts_with(root);
        let mut folder = importer.as_str();
        while let Some(above) = folder.rfind(std::path::is_separator).map(|at| &folder[..at]) {
            if !is_inside(above) {
                break;
            }
            if let Some(file) = self.at(files, Utf8Path::new(above), names) {
                return Some(file);
            }
            folder = above;
        }
        PATH_FOLDERS.iter().find_map(|folder| self.at(files, &self.root.join(folder), names))
    }

    /// The module `names` seen from `folder`: a file, or the `__init__.py` of a package.
    fn at(&self, files: &FileTable, folder: &Utf8Path, names: &str) -> Option<FileId> {
        let member = |path: &str| files.id(Utf8Path::new(path)).filter(|file| self.members.contains(file));
        let mut path = folder.as_str().to_owned();
        for name in names.split('.').filter(|name| !name.is_empty()) {
            path.push(std::path::MAIN_SEPARATOR);
            path.push_str(name);
        }
        let length = path.len();
        path.push_str(".py");
        if let Some(file) = member(&path) {
            return Some(file);
        }
        path.truncate(length);
        path.push(std::path::MAIN_SEPARATOR);
        path.push_str("__init__.py");
        member(&path)
    }
}

/// A module that is read once; `None` where it cannot be read.
type Slot = Arc<OnceLock<Option<Arc<Module>>>>;

/// Modules whose facts are not at hand: read when somebody imports from them, each once.
#[derive(Debug, Default)]
pub(super) struct ReadModules {
    read: Mutex<HashMap<FileId, Slot>>,
}

impl Clone for ReadModules {
    fn clone(&self) -> Self {
        Self { read: Mutex::new(self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()) }
    }
}

impl ReadModules {
    /// A module, read where it was not yet.
    pub(super) fn get(&self, files: &FileTable, file: FileId) -> Option<Arc<Module>> {
        // Nothing panics while the lock is held, and half an insertion there is not.
        let slot = Arc::clone(self.read.lock().unwrap_or_else(PoisonError::into_inner).entry(file).or_default());
        let read = || {
            let text = files.text(file).ok()?;
            isolated(|| Arc::new(python::read(file, &text))).ok()
        };
        slot.get_or_init(read).clone()
    }

    /// A module that was read.
    pub(super) fn known(&self, file: FileId) -> Option<Arc<Module>> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.get(&file)?.get()?.clone()
    }

    /// Lets go of all modules but those that `keep` says.
    pub(super) fn retain(&mut self, keep: impl Fn(FileId) -> bool) {
        self.read.get_mut().unwrap_or_else(PoisonError::into_inner).retain(|&file, _| keep(file));
    }
}

/// A question that linking a file asked: which file does `dotted`, imported in `from`, name?
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lookup {
    pub(super) from: FileId,
    pub(super) dotted: Box<str>,
    /// The answer.
    pub(super) found: Option<FileId>,
}

/// The modules of a project, with the facts at hand.
pub(super) struct Imports<'m> {
    pub(super) files: &'m FileTable,
    pub(super) modules: &'m ProjectModules,
    pub(super) facts: &'m FactStore,
    pub(super) read: &'m ReadModules,
    /// What was asked so far, where somebody wants to know.
    pub(super) asked: Option<RefCell<BTreeSet<Lookup>>>,
}

impl python::Modules for Imports<'_> {
    fn module(&self, from: FileId, dotted: &str) -> Option<Arc<Module>> {
        let found = self.modules.resolve(self.files, from, dotted);
        if let Some(asked) = &self.asked {
            asked.borrow_mut().insert(Lookup { from, dotted: dotted.into(), found });
        }
        let file = found?;
        if let Some(Content::Python(module)) = self.facts.of(file).map(|facts| &facts.content) {
            return Some(Arc::clone(module));
        }
        self.read.get(self.files, file)
    }
}
