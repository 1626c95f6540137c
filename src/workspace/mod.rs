//! From paths to findings: finding files, configuration, grouping files into projects, running the rules.
//!
//! [`run`] does all of it for the command line. Its steps are those of a server as well: facts are kept per file, a
//! project is put together from the facts of its files, and rules run on a project.

mod add_ignores;
mod assemble;
mod baseline;
mod bind;
mod carry_out;
mod check;
mod configuration;
mod described;
mod facts;
mod files;
mod fingerprint;
mod given;
mod isolate;
mod live;
mod marks;
mod mend;
mod modules;
mod problem;
mod settings;
mod silence;
mod state;
mod surroundings;
mod survey;
mod walk;

pub use add_ignores::{AddedIgnores, add_ignores};
pub use baseline::{Baseline, BaselineError, Entry as BaselineEntry, Held as HeldByBaseline};
pub use carry_out::{Edited, carry_out, changes, fill_fixes};
pub use check::Checked;
pub(crate) use configuration::unknown_selector;
pub use configuration::{
    Configuration, KEY_TABLES, Key, KeyTable, Level, Patterns, Selector, schema as configuration_schema,
};
pub use files::FileTable;
pub(crate) use files::{normalised, percent_encoded};
pub use fingerprint::{Fingerprint, Lined, fingerprints};
pub(crate) use isolate::isolated;
pub use live::{Judgement, Live, LiveProject, Scope, Snapshot};
pub use mend::{Choice, MendError, Mended, mend};
pub use problem::{ConfigurationError, Problem};
pub use settings::Settings;
pub use state::{Workspace, put_in_order};
pub use survey::{Group, Survey};

use crate::model::{FileId, Project};
use crate::read::FileKind;
use crate::rules::Finding;
use camino::Utf8PathBuf;
use std::sync::atomic::AtomicBool;

/// What to check.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The folder that relative paths start from and that paths are shown relative to; the process's own where empty.
    pub current: Utf8PathBuf,
    /// Files and folders to check; the current folder where empty (and no `stdin` is given).
    pub paths: Vec<Utf8PathBuf>,
    /// A text to check as if it stood in a file of that path.
    pub stdin: Option<(Utf8PathBuf, String)>,
    /// The deployment that every DAG runs on, for this run.
    pub deployment: Option<DeploymentSource>,
    /// Where the configuration comes from.
    pub configuration: ConfigurationSource,
    /// What the command line says over the configuration.
    pub overrides: Overrides,
    /// Whether to work out the fixes of findings, which takes longer than finding the faults: each is tried on its file.
    pub fixes: bool,
}

/// A deployment given for one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeploymentSource {
    /// A deployment file.
    File(Utf8PathBuf),
    /// The text of one, such as the output of `astro deployment inspect`.
    Text(String),
}

/// Where the configuration comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ConfigurationSource {
    /// `airlint.toml` or `[tool.airlint]`, the nearest upwards from each file.
    #[default]
    Discovered,
    /// This file for all files.
    File(Utf8PathBuf),
    /// None at all.
    Isolated,
}

/// What the command line says over the configuration. Names are those of rules or categories.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--select`: the only rules to run; empty says nothing.
    pub select: Vec<String>,
    /// `--ignore`: rules not to run, besides the ones that the configuration ignores.
    pub ignore: Vec<String>,
    /// `--exclude`: patterns of paths not to check, besides the ones that the configuration excludes.
    pub exclude: Vec<String>,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The projects that were checked, by path.
    pub projects: Vec<Project>,
    /// The findings, by path and position.
    pub findings: Vec<Finding>,
    /// The files that places name.
    pub files: FileTable,
    /// For each project whose deployment is not known, one line on what could not be checked and how to say it.
    pub unchecked: Vec<String>,
    /// What airlint could not do; not empty means exit code 2.
    pub problems: Vec<Problem>,
    /// The number of files that were checked.
    pub checked: usize,
    /// The files that findings are shown of.
    pub selected: Vec<FileId>,
    /// What holds where the run starts: the levels to report and to fail at.
    pub settings: Settings,
}

/// What the files of a request are.
#[derive(Debug, Default)]
pub struct Recognised {
    /// The files by path, as users see it, each with what it is; `None` says nothing to airlint.
    pub files: Vec<(Utf8PathBuf, Option<FileKind>)>,
    /// What airlint could not do.
    pub problems: Vec<Problem>,
}

/// Tells what the files that `request` names are.
pub fn recognise(request: &Request) -> Recognised {
    Workspace::new(&request.current).recognise(request)
}

/// Checks what `request` names.
pub fn run(request: &Request) -> Outcome {
    Workspace::new(&request.current).run(request, &AtomicBool::new(false))
}
