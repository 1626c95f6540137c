//! One live workspace with what was found in it: a folder of the client, or the files outside all folders.

use super::found::{Findings, Joined};
use super::scope::Scope;
use super::settings::EditorSettings;
use crate::model::FileId;
use crate::rules::Severity;
use crate::workspace::{Judgement, Live, LiveProject, Problem, Scope as Extent, Snapshot};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One live workspace with what was found in it.
#[derive(Debug)]
pub(super) struct Site {
    live: Arc<Mutex<Live>>,
    extent: Arc<Extent>,
    least: Option<Severity>,
    /// What the rules find in each project, in the order of the projects.
    judged: Vec<Judgement>,
    /// The findings of the last check, and what they were put together from.
    last: Arc<Findings>,
    base: Option<Base>,
    /// Files whose findings are others than in `last`.
    pending: BTreeSet<FileId>,
}

/// What findings are put together from, besides those of projects.
#[derive(Debug, Clone, PartialEq)]
struct Base {
    projects: Vec<usize>,
    problems: Vec<Problem>,
    least: Option<Severity>,
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
            judged: Vec::new(),
            last: Arc::default(),
            base: None,
            pending: BTreeSet::new(),
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
        let is_same = |(judged, project): (&Judgement, &Arc<LiveProject>)| is_of(judged, project);
        let are_same = snapshot.projects().len() == self.judged.len()
            && self.pending.is_empty()
            && self.judged.iter().zip(snapshot.projects()).all(is_same)
            && self.base == Some(self.base_of(snapshot));
        let findings = if are_same {
            Arc::clone(&self.last)
        } else {
            let same = |project: &&Arc<LiveProject>| self.judged.iter().find(|judged| is_of(judged, project));
            let projects = snapshot.projects().iter().filter_map(|project| same(&project)).collect();
            Arc::new(Joined { snapshot, projects, least: self.least_in(snapshot) }.all(&self.last))
        };
        self.scope(snapshot, findings)
    }

    /// Runs the rules on what has changed. `None` where it was cancelled; what was found until then is kept.
    pub(super) fn check(&mut self, snapshot: &Arc<Snapshot>, cancel: &AtomicBool) -> Option<Scope> {
        self.line_up(snapshot);
        let pairs = self.judged.par_iter_mut().zip(snapshot.projects());
        let news = pairs.filter(|(judged, project)| !is_of(judged, project));
        let news: Vec<_> = news.map(|(judged, project)| judged.update(snapshot, project, cancel)).collect();
        let is_cancelled = news.iter().any(Option::is_none);
        self.pending.extend(news.into_iter().flatten().flatten());
        if is_cancelled {
            return None;
        }
        let base = self.base_of(snapshot);
        let joined = Joined { snapshot, projects: self.judged.iter().collect(), least: base.least };
        let findings = if self.base.as_ref() == Some(&base) {
            match self.pending.is_empty() {
                true => Arc::clone(&self.last),
                false => Arc::new(joined.after(&self.last, &self.pending)),
            }
        } else {
            Arc::new(joined.all(&self.last))
        };
        self.pending.clear();
        self.base = Some(base);
        self.last = Arc::clone(&findings);
        Some(self.scope(snapshot, findings))
    }

    /// Puts what is known of projects into their order; projects that were not there before come with nothing.
    fn line_up(&mut self, snapshot: &Snapshot) {
        let is_in_line = |(judged, project): (&Judgement, &Arc<LiveProject>)| {
            judged.project().is_some_and(|known| known.number == project.number)
        };
        if snapshot.projects().len() == self.judged.len() && self.judged.iter().zip(snapshot.projects()).all(is_in_line)
        {
            return;
        }
        let known = std::mem::take(&mut self.judged).into_iter();
        let mut known: HashMap<usize, Judgement> = known.filter_map(|it| Some((it.project()?.number, it))).collect();
        let projects = snapshot.projects().iter();
        self.judged = projects.map(|project| known.remove(&project.number).unwrap_or_default()).collect();
    }

    fn least_in(&self, snapshot: &Snapshot) -> Option<Severity> {
        self.least.or_else(|| snapshot.settings().min_severity())
    }

    fn base_of(&self, snapshot: &Snapshot) -> Base {
        let projects = snapshot.projects().iter().map(|project| project.number).collect();
        Base { projects, problems: snapshot.problems().to_vec(), least: self.least_in(snapshot) }
    }

    fn scope(&self, snapshot: &Arc<Snapshot>, findings: Arc<Findings>) -> Scope {
        let there: HashSet<usize> = snapshot.projects().iter().map(|project| project.number).collect();
        let judged =
            self.judged.iter().filter(|it| it.project().is_some_and(|project| there.contains(&project.number)));
        Scope {
            extent: Arc::clone(&self.extent),
            snapshot: Arc::clone(snapshot),
            live: Arc::clone(&self.live),
            findings,
            problems: judged.flat_map(|it| it.problems().iter().cloned()).collect(),
        }
    }
}

fn is_of(judged: &Judgement, project: &Arc<LiveProject>) -> bool {
    judged.project().is_some_and(|known| Arc::ptr_eq(known, project))
}
