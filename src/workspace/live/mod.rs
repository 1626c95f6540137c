//! A workspace that lives on while its files change: what a language server works on.
//!
//! ```text
//! open, close, changed, set_scope ──▶ Live ──refresh──▶ Snapshot ──check──▶ Checked (findings)
//! ```
//!
//! - One [`Live`] for each folder of the workspace, and one for files outside all of them ([`Scope`]). Each is told of
//!   *every* open file and of every change, wherever the file lies: a deployment file outside a folder may concern the
//!   DAGs in it. Telling costs nothing where it does not matter. Each reports on its own files only ([`Live::owns`]).
//! - [`Live::refresh`] brings the facts up to date and gives a [`Snapshot`], which never changes. After a keystroke it
//!   reads the one file, links it and those that lean on it, and shares everything else with the snapshot before. It looks
//!   for files only when files or configuration may have come or gone.
//! - [`Snapshot::check`] runs all rules on one project, on any thread, and stops between two of them when told to. Projects
//!   that are [`Arc::ptr_eq`] to those of the snapshot before need no new check.
//! - A [`Judgement`] holds what the rules find in one project, and is brought up to date by those rules alone that look at
//!   something which has changed: what comes of it is what `check` finds.
//! - [`fill_fixes`](super::fill_fixes) works out the fixes of findings, from the files of the snapshot that they are of.
//! - [`Live::mend`] applies fixes in rounds, on a copy: a what-if that leaves the workspace as it is.
//!
//! The findings of all projects of a snapshot, [put in order](super::put_in_order), are those that [`run`](super::run) gives
//! for the same texts. While the configuration is wrong ([`Snapshot::is_misconfigured`]), the one that was right last
//! holds; where none ever was, nothing is checked, as there.

mod judgement;
mod mend;
mod relevance;
mod snapshot;
mod state;

pub use judgement::Judgement;
pub use snapshot::{LiveProject, Snapshot};

use super::given::Given;
use super::survey::{Survey, survey};
use super::{ConfigurationSource, DeploymentSource, FileTable, Overrides, Problem, Request};
use crate::model::FileId;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use relevance::Relevance;
use state::{State, Update};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a live workspace is about, and what the editor's settings say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// The folder, absolute; `None` for open files outside all folders.
    pub folder: Option<Utf8PathBuf>,
    /// Folders, absolute, that are other scopes' business: all other folders of the workspace.
    pub apart: Vec<Utf8PathBuf>,
    /// Where the configuration comes from.
    pub configuration: ConfigurationSource,
    /// What the editor's settings say over the configuration.
    pub overrides: Overrides,
    /// The deployment that every DAG runs on.
    pub deployment: Option<DeploymentSource>,
}

impl Scope {
    /// Whether it is about the file at an absolute path, if that is one to check.
    pub fn takes_in(&self, path: &Utf8Path) -> bool {
        let folder = self.folder.as_deref();
        let nearer = |apart: &Utf8PathBuf| folder.is_none_or(|folder| apart != folder && apart.starts_with(folder));
        folder.is_none_or(|folder| path.starts_with(folder))
            && !self.apart.iter().any(|apart| nearer(apart) && path.starts_with(apart))
    }
}

/// A workspace that lives on while its files change. A copy shares the facts, and goes its own way from then on.
#[derive(Debug, Clone)]
pub struct Live {
    scope: Scope,
    files: FileTable,
    survey: Survey,
    selected: Arc<HashSet<FileId>>,
    /// The projects, in the order of the survey.
    states: Vec<State>,
    /// How many projects were met so far.
    met: usize,
    /// The project of each file, as an index into `states`. Borrowed files are with the project that reports on them.
    homes: Arc<HashMap<FileId, usize>>,
    given: Option<Given>,
    /// Problems with no file of a project: of the survey and of the given deployment.
    problems: Arc<[Problem]>,
    misconfigured: bool,
    /// Whether the configuration was right once.
    was_right: bool,
    /// Files whose text may be another than the one that was read.
    stale: HashSet<FileId>,
    /// Whether files may have come or gone, or the configuration changed.
    outdated: bool,
    revision: u64,
    last: Option<Arc<Snapshot>>,
}

impl Live {
    /// A workspace that has read nothing yet. Paths are shown relative to `current`: the scope's folder, usually.
    pub fn new(scope: Scope, current: &Utf8Path) -> Self {
        Self {
            scope,
            files: FileTable::new(current),
            survey: Survey::default(),
            selected: Arc::default(),
            states: Vec::new(),
            met: 0,
            homes: Arc::default(),
            given: None,
            problems: Arc::new([]),
            misconfigured: false,
            was_right: false,
            stale: HashSet::new(),
            outdated: true,
            revision: 0,
            last: None,
        }
    }

    /// What it is about.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether findings in the file at an absolute path are for this workspace to report: exactly one of a set of scopes
    /// that know of each other says so.
    pub fn owns(&self, path: &Utf8Path) -> bool {
        self.scope.takes_in(path)
    }

    /// Takes over other settings or folders.
    pub fn set_scope(&mut self, scope: Scope) {
        if self.scope != scope {
            self.scope = scope;
            self.outdated = true;
        }
    }

    /// Holds `text` as the text of the file at an absolute path, whatever is on disk: opened in an editor, or typed into.
    pub fn open(&mut self, path: &Utf8Path, text: Arc<str>) {
        let file = self.files.add(&self.files.absolute_of(path));
        let before = self.files.held_text(file).cloned();
        if before.as_ref() == Some(&text) {
            return;
        }
        self.outdated |= self.relevance(file).opened(before.as_ref(), &text);
        self.files.set_text(file, text);
        self.stale.insert(file);
    }

    /// Lets go of such a text: what is on disk counts again.
    pub fn close(&mut self, path: &Utf8Path) {
        let Some(file) = self.files.id(&self.files.absolute_of(path)) else { return };
        let Some(text) = self.files.held_text(file).cloned() else { return };
        self.outdated |= self.relevance(file).closed(&text);
        self.files.clear_text(file);
        self.stale.insert(file);
    }

    /// Says that the file or folder at an absolute path was created, changed or deleted on disk.
    pub fn changed(&mut self, path: &Utf8Path) {
        let path = self.files.absolute_of(path);
        match self.files.id(&path) {
            Some(file) => {
                self.outdated |= self.relevance(file).changed();
                if self.files.held_text(file).is_none() {
                    // The clock of a disk may be too coarse to tell.
                    self.states.iter_mut().for_each(|state| state.distrust(file));
                }
                self.stale.insert(file);
            }
            None => {
                // A folder that is gone takes its files with it.
                let is_above = |file: &FileId| self.files.absolute(*file).starts_with(&path);
                self.outdated |=
                    relevance::may_come_or_go(&path, self.scope.folder.as_deref()) || self.homes.keys().any(is_above);
            }
        }
    }

    /// Looks at everything on disk again: for clients that do not watch files.
    pub fn rescan(&mut self) {
        self.outdated = true;
        self.stale.extend(self.homes.keys());
    }

    /// Brings everything up to date. Gives the snapshot of before where nothing changed.
    pub fn refresh(&mut self) -> Arc<Snapshot> {
        self.refresh_telling(&|_, _| {})
    }

    /// As [`refresh`](Self::refresh); `tell` is told from time to time how many files were read, and of how many.
    pub fn refresh_telling(&mut self, tell: &(dyn Fn(usize, usize) + Sync)) -> Arc<Snapshot> {
        if let Some(last) = &self.last
            && !self.outdated
            && self.stale.is_empty()
        {
            return Arc::clone(last);
        }
        let surveyed = std::mem::take(&mut self.outdated);
        if surveyed {
            self.look_around();
        }
        let stale = std::mem::take(&mut self.stale);
        self.read_given(surveyed, &stale);
        let files = &self.files;
        let update = Update {
            files,
            stale: &stale,
            given: self.given.as_ref(),
            named: &self.survey.named,
            selected: &self.selected,
            tell,
        };
        self.states.par_iter_mut().for_each(|state| state.update(&update));
        self.revision += 1;
        let snapshot = Arc::new(Snapshot {
            revision: self.revision,
            files: self.files.clone(),
            projects: self.states.iter().filter_map(|state| state.project().cloned()).collect(),
            homes: Arc::clone(&self.homes),
            settings: self.survey.settings.clone(),
            problems: Arc::clone(&self.problems),
            misconfigured: self.misconfigured,
            is_checkable: self.was_right || !self.misconfigured,
        });
        self.last = Some(Arc::clone(&snapshot));
        snapshot
    }

    /// What is known of a file before it changes.
    fn relevance(&self, file: FileId) -> Relevance<'_> {
        Relevance {
            files: &self.files,
            file,
            is_member: self.homes.contains_key(&file),
            folder: self.scope.folder.as_deref(),
            is_loose: self.scope.folder.is_none() && self.scope.takes_in(self.files.absolute(file)),
            configuration: &self.scope.configuration,
        }
    }

    /// Finds the files and groups them, keeping what is known of projects that are still there.
    fn look_around(&mut self) {
        let survey = self.surveyed();
        let is_fault = |problem: &Problem| matches!(problem, Problem::Configuration(_));
        self.misconfigured = survey.problems.iter().any(is_fault);
        self.was_right |= !self.misconfigured;
        self.problems = survey.problems.iter().cloned().collect();
        if self.misconfigured && !self.states.is_empty() {
            return;
        }
        let mut before: HashMap<_, _> = self.states.drain(..).map(|state| (state.key(), state)).collect();
        self.survey = survey;
        self.selected = Arc::new(std::mem::take(&mut self.survey.selected));
        let groups = std::mem::take(&mut self.survey.groups);
        for group in groups {
            let mut state = before.remove(&state::key(&group)).unwrap_or_else(|| {
                self.met += 1;
                State::new(self.met)
            });
            state.regroup(group, &self.files);
            self.states.push(state);
        }
        let mut homes = HashMap::new();
        for (index, state) in self.states.iter().enumerate() {
            let group = state.group();
            for &file in &group.files {
                if !group.borrowed.contains(&file) {
                    homes.insert(file, index);
                }
            }
        }
        for (index, state) in self.states.iter().enumerate() {
            for &file in &state.group().borrowed {
                homes.entry(file).or_insert(index);
            }
        }
        self.homes = Arc::new(homes);
    }

    fn surveyed(&mut self) -> Survey {
        let scope = &self.scope;
        let paths = match &scope.folder {
            Some(folder) => vec![folder.clone()],
            None => {
                let held = self.files.held().map(|(file, _)| self.files.absolute(file));
                held.filter(|path| scope.takes_in(path) && relevance::may_be_loose(path))
                    .map(Utf8Path::to_owned)
                    .collect()
            }
        };
        if paths.is_empty() {
            return Survey::default();
        }
        let request = Request {
            current: self.files.current().to_owned(),
            paths,
            configuration: scope.configuration.clone(),
            overrides: scope.overrides.clone(),
            ..Request::default()
        };
        let mut survey = survey(&request, &mut self.files);
        survey.selected.retain(|&file| self.scope.takes_in(self.files.absolute(file)));
        survey.groups.retain(|group| group.files.iter().any(|file| survey.selected.contains(file)));
        survey
    }

    /// Reads the deployment that is given for all DAGs, where it may have changed.
    fn read_given(&mut self, surveyed: bool, stale: &HashSet<FileId>) {
        let Some(source) = &self.scope.deployment else {
            self.given = None;
            return;
        };
        let file = source.file(&mut self.files);
        if !surveyed && !stale.contains(&file) {
            return;
        }
        let others = self.problems.iter().filter(|problem| !matches!(problem, Problem::NoDeployment { .. })).cloned();
        let mut problems: Vec<Problem> = others.collect();
        self.given = match Given::of(source, &mut self.files) {
            Ok(given) => {
                Arc::make_mut(&mut self.selected).insert(file);
                Some(given)
            }
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        self.problems = problems.into();
        self.states.iter_mut().for_each(State::reframe);
    }
}
