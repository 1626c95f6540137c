//! The Python modules of a project, by the names that other modules import them by.

use super::FileTable;
use super::facts::FactStore;
use super::isolate::isolated;
use crate::model::FileId;
use crate::read::Content;
use crate::read::python::{self, Module};
use camino::Utf8Path;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

/// Folders of a project that Airflow puts on Python's path, besides the project's own and those above the file.
const PATH_FOLDERS: [&str; 4] = ["dags", "plugins", "include", "src"];

/// Resolves imports among the Python files of one project.
pub(super) struct ProjectModules<'w> {
    files: &'w FileTable,
    root: &'w Utf8Path,
    /// First parts of dotted names that can name something here: most imports are of other people's packages.
    tops: HashSet<&'w str>,
    /// Modules without facts at hand: read when somebody imports from them, each once.
    others: HashMap<FileId, OnceLock<Option<Arc<Module>>>>,
}

impl<'w> ProjectModules<'w> {
    pub(super) fn new(files: &'w FileTable, root: &'w Utf8Path, members: &[FileId]) -> Self {
        let mut tops = HashSet::new();
        for &file in members {
            let path = files.absolute(file);
            tops.extend(path.file_stem());
            let below = path.parent().and_then(|folder| folder.strip_prefix(root).ok());
            tops.extend(below.into_iter().flat_map(Utf8Path::iter));
        }
        let others = members.iter().map(|&file| (file, OnceLock::new())).collect();
        Self { files, root, tops, others }
    }

    /// The modules, where some of the files' facts are at hand.
    pub(super) fn with<'m>(&'m self, facts: &'m FactStore) -> Imports<'m> {
        Imports { modules: self, facts }
    }

    fn resolve(&self, from: FileId, dotted: &str) -> Option<FileId> {
        let importer = self.files.absolute(from);
        let names = dotted.trim_start_matches('.');
        let dots = dotted.len() - names.len();
        if let Some(up) = dots.checked_sub(1) {
            let package = importer.ancestors().nth(up + 1)?;
            return self.at(package, names);
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
            if let Some(file) = self.at(Utf8Path::new(above), names) {
                return Some(file);
            }
            folder = above;
        }
        PATH_FOLDERS.iter().find_map(|folder| self.at(&self.root.join(folder), names))
    }

    /// The module `names` seen from `folder`: a file, or the `__init__.py` of a package.
    fn at(&self, folder: &Utf8Path, names: &str) -> Option<FileId> {
        let mut path = folder.as_str().to_owned();
        for name in names.split('.').filter(|name| !name.is_empty()) {
            path.push(std::path::MAIN_SEPARATOR);
            path.push_str(name);
        }
        let length = path.len();
        path.push_str(".py");
        if let Some(file) = self.files.id(Utf8Path::new(&path)) {
            return Some(file);
        }
        path.truncate(length);
        path.push(std::path::MAIN_SEPARATOR);
        path.push_str("__init__.py");
        self.files.id(Utf8Path::new(&path))
    }
}

/// The modules of a project with the facts at hand.
pub(super) struct Imports<'m> {
    modules: &'m ProjectModules<'m>,
    facts: &'m FactStore,
}

impl python::Modules for Imports<'_> {
    fn module(&self, from: FileId, dotted: &str) -> Option<Arc<Module>> {
        let ProjectModules { files, others, .. } = self.modules;
        let file = self.modules.resolve(from, dotted)?;
        if let Some(Content::Python(module)) = self.facts.of(file).map(|facts| &facts.content) {
            return Some(Arc::clone(module));
        }
        let read = || {
            let text = files.text(file).ok()?;
            isolated(|| Arc::new(python::read(file, &text))).ok()
        };
        others.get(&file)?.get_or_init(read).clone()
    }
}
