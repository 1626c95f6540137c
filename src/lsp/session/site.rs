//! One live workspace with what was found in it: a folder of the client, or the files outside all folders.

use super::scope::{Scope, by_file};
use super::settings::EditorSettings;
use crate::rules::Severity;
use crate::workspace::{Checked, Live, LiveProject, Problem, Scope as Extent, Snapshot};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One live workspace with what was found in it.
#[derive(Debug)]
pub(super) struct Site {
    live: Arc<Mutex<Live>>,
    extent: Arc<Extent>,
    least: Option<Severity>,
    /// What the rules found in each project of the last check, by the project's address. Each is kept with its project, so
    /// that the address is nobody else's.
    known: HashMap<usize, (Arc<LiveProject>, Arc<Checked>)>,
    last: Option<Arc<Scope>>,
}

/// What a site is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) folder: Option<Utf8PathBuf>,
    pub(super) settings: EditorSettings,
}

impl Wanted {
    /// What the engine is told, where `all` are the folders of the client.
    fn extent(&self, all: &[Utf8PathBuf]) -> Extent {
        let is_other = |folder: &&Utf8PathBuf| Some(*folder) != self.folder.as_ref();
        Extent {
            folder: self.folder.clone(),
            apart: all.iter().filter(is_other).cloned().collect(),
            ..self.settings.extent()
        }
    }
}

impl Site {
    /// A site that has read nothing yet; `all` are the folders of the client.
    pub(super) fn new(wanted: &Wanted, all: &[Utf8PathBuf]) -> Self {
        let current = wanted.folder.clone().or_else(|| all.first().cloned()).unwrap_or_else(|| Utf8PathBuf::from("/"));
        let extent = Arc::new(wanted.extent(all));
        Self {
            live: Arc::new(Mutex::new(Live::new((*extent).clone(), &current))),
            extent,
            least: wanted.settings.min_severity,
            known: HashMap::new(),
            last: None,
        }
    }

    /// Its folder.
    pub(super) fn folder(&self) -> Option<&Utf8Path> {
        self.extent.folder.as_deref()
    }

    /// The live workspace. Nobody but the session's thread changes it, and others hold it only for as long as a copy takes.
    pub(super) fn live(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes over other folders and settings.
    pub(super) fn set(&mut self, wanted: &Wanted, all: &[Utf8PathBuf]) {
        self.extent = Arc::new(wanted.extent(all));
        self.least = wanted.settings.min_severity;
        self.live().set_scope((*self.extent).clone());
    }

    /// The facts, with the findings of projects that have not changed since.
    pub(super) fn facts(&self, snapshot: &Arc<Snapshot>) -> Scope {
        let known = snapshot.projects().iter().filter_map(|project| self.known(project).cloned());
        self.scope(snapshot, &known.collect::<Vec<_>>())
    }

    /// Runs the rules on the projects that have changed. `None` where it was cancelled.
    pub(super) fn check(&mut self, snapshot: &Arc<Snapshot>, cancel: &AtomicBool) -> Option<Arc<Scope>> {
        let mut known = HashMap::with_capacity(snapshot.projects().len());
        let mut all = Vec::with_capacity(snapshot.projects().len());
        for project in snapshot.projects() {
            let checked = match self.known(project) {
                Some(checked) => Arc::clone(checked),
                None => {
                    let checked = snapshot.check(project, cancel);
                    if checked.cancelled {
                        return None;
                    }
                    Arc::new(checked)
                }
            };
            all.push(Arc::clone(&checked));
            known.insert(address(project), (Arc::clone(project), checked));
        }
        self.known = known;
        let scope = Arc::new(self.scope(snapshot, &all));
        self.last = Some(Arc::clone(&scope));
        Some(scope)
    }

    fn known(&self, project: &Arc<LiveProject>) -> Option<&Arc<Checked>> {
        self.known.get(&address(project)).map(|(_, checked)| checked)
    }

    fn scope(&self, snapshot: &Arc<Snapshot>, checked: &[Arc<Checked>]) -> Scope {
        let least = self.least.or_else(|| snapshot.settings().min_severity());
        let problems: Vec<Problem> = checked.iter().flat_map(|checked| checked.problems.iter().cloned()).collect();
        Scope {
            extent: Arc::clone(&self.extent),
            snapshot: Arc::clone(snapshot),
            live: Arc::clone(&self.live),
            findings: by_file(snapshot, checked, least, self.last.as_deref()),
            problems,
        }
    }
}

fn address(project: &Arc<LiveProject>) -> usize {
    Arc::as_ptr(project).addr()
}
