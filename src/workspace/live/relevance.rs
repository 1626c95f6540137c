//! What a change of a file may mean: only its own facts, or that files are to be looked for anew.

use crate::model::FileId;
use crate::read::Language;
use crate::workspace::{ConfigurationSource, FileTable, marks, walk};
use camino::Utf8Path;
use std::sync::Arc;

/// What is known of a file before it changes.
pub(super) struct Relevance<'l> {
    pub(super) files: &'l FileTable,
    pub(super) file: FileId,
    /// Whether it is a file of a project.
    pub(super) is_member: bool,
    /// The folder that the scope is about.
    pub(super) folder: Option<&'l Utf8Path>,
    /// Whether the scope is about open files one by one, this one among them.
    pub(super) is_loose: bool,
    pub(super) configuration: &'l ConfigurationSource,
}

/// Names whose coming, going or changing may change which files make up which project.
const SIGNS: [&str; 10] = [
    "airflow.cfg",
    ".astro",
    ".gitignore",
    ".ignore",
    ".git",
    "exclude",
    "pyvenv.cfg",
    "dags",
    "airlint.toml",
    "pyproject.toml",
];

impl Relevance<'_> {
    /// Whether files are to be looked for anew once the editor holds `text`.
    pub(super) fn opened(&self, before: Option<&Arc<str>>, text: &str) -> bool {
        let path = self.files.absolute(self.file);
        if self.is_configuration(path) {
            return self.says_otherwise(before.cloned(), Some(text));
        }
        if path.file_name() == Some("Dockerfile") && marks::is_home_file(path, self.files) != marks::is_home_text(text)
        {
            return true;
        }
        // A file that is new to the editor may exist nowhere else, or be excluded for a reason.
        before.is_none() && !self.is_member && (self.is_loose && may_be_loose(path) || Language::of(path).is_some())
    }

    /// Whether files are to be looked for anew once the editor lets go of `text`.
    pub(super) fn closed(&self, text: &Arc<str>) -> bool {
        let path = self.files.absolute(self.file);
        if self.is_configuration(path) {
            return self.says_otherwise(Some(Arc::clone(text)), std::fs::read_to_string(path).ok().as_deref());
        }
        let may_make_a_home = matches!(path.file_name(), Some("Dockerfile" | "airflow.cfg"));
        self.is_loose || (self.is_member && !path.is_file()) || may_make_a_home
    }

    /// Whether files are to be looked for anew now that the file changed on disk.
    pub(super) fn changed(&self) -> bool {
        let path = self.files.absolute(self.file);
        if self.files.held_text(self.file).is_some() && path.is_file() {
            return !self.is_member && may_come_or_go(path, self.folder);
        }
        if self.is_configuration(path) {
            return true;
        }
        if self.is_member && path.is_file() {
            return path.file_name() == Some("Dockerfile");
        }
        self.is_member || may_come_or_go(path, self.folder)
    }

    fn is_configuration(&self, path: &Utf8Path) -> bool {
        match self.configuration {
            ConfigurationSource::Discovered => {
                matches!(path.file_name(), Some("airlint.toml" | "pyproject.toml"))
            }
            ConfigurationSource::File(file) => self.files.absolute_of(file) == path,
            ConfigurationSource::Isolated => false,
        }
    }

    /// Whether one of two texts of a configuration file is about airlint, and they differ.
    fn says_otherwise(&self, before: Option<Arc<str>>, after: Option<&str>) -> bool {
        let path = self.files.absolute(self.file);
        let before = before.or_else(|| self.files.read_text(path).ok());
        if before.as_deref() == after {
            return false;
        }
        let is_ours = |text: &str| path.file_name() != Some("pyproject.toml") || text.contains("airlint");
        before.as_deref().is_some_and(is_ours) || after.is_some_and(is_ours)
    }
}

/// Whether an open file outside all folders is one to check: by its name, since editors open files of all kinds.
pub(super) fn may_be_loose(path: &Utf8Path) -> bool {
    Language::of(path).is_some()
}

/// Whether the coming or going of something unknown, seen from `folder`, may change which files make up which project.
pub(super) fn may_come_or_go(path: &Utf8Path, folder: Option<&Utf8Path>) -> bool {
    let name = path.file_name().unwrap_or("");
    let below = folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(Utf8Path::new(name));
    SIGNS.contains(&name) || walk::may_be_ours(below) && (Language::of(path).is_some() || path.is_dir())
}
