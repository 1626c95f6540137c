//! One live workspace with what was found in it: a folder of the client, or the files outside all folders.

use super::found::{Findings, Found, by_file};
use super::scope::Scope;
use super::settings::EditorSettings;
use crate::rules::Severity;
use crate::workspace::{Live, LiveProject, Scope as Extent, Snapshot};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
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
    known: HashMap<usize, (Arc<LiveProject>, Found)>,
    /// The findings of the last check.
    last: Arc<Findings>,
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
            last: Arc::default(),
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
        self.scope(snapshot)
    }

    /// Runs the rules on the projects that have changed. `None` where it was cancelled; what was found until then is kept.
    pub(super) fn check(&mut self, snapshot: &Arc<Snapshot>, cancel: &AtomicBool) -> Option<Scope> {
        let new: Vec<_> = snapshot.projects().iter().filter(|it| !self.known.contains_key(&address(it))).collect();
        let check = |project: &Arc<LiveProject>| (Arc::clone(project), snapshot.check(project, cancel));
        let checked: Vec<_> = new.into_par_iter().map(check).collect();
        let mut is_cancelled = false;
        for (project, checked) in checked {
            is_cancelled |= checked.cancelled;
            if !checked.cancelled {
                let found = Found::new(checked, &self.last);
                self.known.insert(address(&project), (project, found));
            }
        }
        if is_cancelled {
            return None;
        }
        let there: HashSet<usize> = snapshot.projects().iter().map(address).collect();
        self.known.retain(|address, _| there.contains(address));
        let scope = self.scope(snapshot);
        self.last = scope.findings.clone();
        Some(scope)
    }

    fn scope(&self, snapshot: &Arc<Snapshot>) -> Scope {
        let least = self.least.or_else(|| snapshot.settings().min_severity());
        let known = snapshot.projects().iter().filter_map(|it| self.known.get(&address(it)));
        let known: Vec<&Found> = known.map(|(_, found)| found).collect();
        Scope {
            extent: Arc::clone(&self.extent),
            snapshot: Arc::clone(snapshot),
            live: Arc::clone(&self.live),
            findings: Arc::new(by_file(snapshot, &known, least, &self.last)),
            problems: known.iter().flat_map(|found| found.problems.iter().cloned()).collect(),
        }
    }
}

fn address(project: &Arc<LiveProject>) -> usize {
    Arc::as_ptr(project).addr()
}
