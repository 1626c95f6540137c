//! Configuration: `airlint.toml`, or `[tool.airlint]` in pyproject.toml. Every key is known or an error.

mod deployment;
mod discover;
mod keys;
mod parse;
mod schema;
mod toml;

pub use deployment::DeploymentTable;
pub(super) use discover::Configurations;
pub use keys::{KEY_TABLES, Key, KeyTable};
pub use parse::parse;
pub use schema::schema;
pub(crate) use toml::unknown_selector;

use super::{ConfigurationError, FileTable};
use crate::model::{FileId, Limits, Place, Versions};
use crate::rules::{self, Rule, Severity};
use camino::{Utf8Path, Utf8PathBuf};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// What one configuration file says.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// The file.
    pub file: FileId,
    /// Its folder, absolute: what its paths and patterns are relative to.
    pub folder: Utf8PathBuf,
    /// `select`: the only rules to run; empty where all run.
    pub select: Vec<Selector>,
    /// `ignore`: rules not to run.
    pub ignore: Vec<Selector>,
    /// `[severity]`: levels of rules and categories.
    pub severity: Vec<(Selector, Level)>,
    /// `[per-file-ignores]`: rules not reported in files that match.
    pub per_file_ignores: Vec<(Patterns, Vec<Selector>)>,
    /// `always-report`: rules that no comment and no baseline silences.
    pub always_report: Vec<Selector>,
    /// `exclude`: files and folders not to look at.
    pub exclude: Patterns,
    /// `fail-on`: the level from which on findings fail the run.
    pub fail_on: Option<Severity>,
    /// `min-severity`: the level below which findings are not shown.
    pub min_severity: Option<Severity>,
    /// `[target]`: versions that are run.
    pub versions: Versions,
    /// `[limits]`: figures of the account.
    pub limits: Limits,
    /// `[[deployment]]` tables.
    pub deployments: Vec<DeploymentTable>,
    /// Every key that is set, in the order of the file.
    pub entries: Vec<Entry>,
}

impl Configuration {
    /// A fault at a place of the file.
    pub(super) fn fault_at(&self, place: Place, message: String, files: &FileTable) -> ConfigurationError {
        ConfigurationError { origin: files.position(place), place: Some(place), message }
    }
}

/// One key that a configuration file sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key with its tables, dotted.
    pub key: String,
    /// The value as written.
    pub value: String,
    /// Where it is set.
    pub place: Place,
}

/// A rule or a category of rules, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selector {
    /// One rule.
    Rule(&'static str),
    /// All rules of a category.
    Category(&'static str),
}

impl Selector {
    /// What `name` names.
    pub fn named(name: &str) -> Option<Self> {
        match rules::named(name) {
            Some(rule) => Some(Selector::Rule(rule.name)),
            None => rules::all().find(|rule| rule.category == name).map(|rule| Selector::Category(rule.category)),
        }
    }

    /// Every name that names something: rules, then categories.
    pub fn names() -> Vec<&'static str> {
        let mut names: Vec<&str> = rules::all().map(|rule| rule.name).collect();
        let mut categories: Vec<&str> = rules::all().map(|rule| rule.category).collect();
        categories.dedup();
        names.extend(categories);
        names
    }

    /// Whether it names `rule` or its category.
    pub fn takes_in(self, rule: &Rule) -> bool {
        match self {
            Selector::Rule(name) => rule.name == name,
            Selector::Category(name) => rule.category == name,
        }
    }
}

/// A level that the configuration gives a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Report at this level.
    At(Severity),
    /// Do not run the rule.
    Off,
}

/// Path patterns as in a `.gitignore`, relative to the folder of the configuration.
#[derive(Debug, Clone)]
pub struct Patterns {
    matcher: Gitignore,
}

impl Default for Patterns {
    fn default() -> Self {
        Self { matcher: Gitignore::empty() }
    }
}

impl Patterns {
    /// Patterns relative to `folder`.
    ///
    /// # Errors
    /// The words of the glob library on the first pattern that is none.
    pub fn new<'p>(folder: &Utf8Path, patterns: impl IntoIterator<Item = &'p str>) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new(folder);
        for pattern in patterns {
            builder.add_line(None, pattern).map_err(|error| error.to_string())?;
        }
        let matcher = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { matcher })
    }

    /// Whether the file at an absolute path matches, itself or by a folder above it.
    pub fn match_file(&self, path: &Utf8Path) -> bool {
        self.matches(path, false)
    }

    /// Whether the folder at an absolute path matches, itself or by a folder above it.
    pub fn match_folder(&self, path: &Utf8Path) -> bool {
        self.matches(path, true)
    }

    fn matches(&self, path: &Utf8Path, folder: bool) -> bool {
        // The matcher panics on paths outside its folder.
        !self.matcher.is_empty()
            && path.as_std_path().starts_with(self.matcher.path())
            && self.matcher.matched_path_or_any_parents(path, folder).is_ignore()
    }
}
