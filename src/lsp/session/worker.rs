//! The thread that works out what follows from changes.

use super::Session;
use super::files::{Document, Folder};
use super::moment::{Moment, Open, Scope};
use super::settings::EditorSettings;
use crate::workspace::Workspace;
use camino::Utf8PathBuf;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

/// Starts the thread of a session.
pub(super) fn start(session: Session) -> std::io::Result<()> {
    let mut worker = Worker { session, done: 0, open: BTreeMap::new() };
    std::thread::Builder::new().name("airlint-worker".to_owned()).spawn(move || worker.run()).map(drop)
}

struct Worker {
    session: Session,
    /// The revision that was worked out last.
    done: u64,
    /// Open documents with their trees, kept for as long as their text stays.
    open: BTreeMap<Utf8PathBuf, Open>,
}

/// What there is to work out.
struct Job {
    revision: u64,
    folders: Vec<(Folder, EditorSettings)>,
    /// What holds outside all folders.
    settings: EditorSettings,
    documents: Vec<(Document, Arc<str>)>,
}

impl Worker {
    fn run(&mut self) {
        while let Some(job) = self.next() {
            let revision = job.revision;
            if let Some(moment) = self.work(job) {
                self.session.shared.moments.send_replace(Arc::new(moment));
            }
            self.done = revision;
        }
    }

    /// Waits for something to do; `None` once the session has ended.
    fn next(&mut self) -> Option<Job> {
        let shared = &self.session.shared;
        let session = self.session.clone();
        let mut state = session.state();
        loop {
            if state.is_stopped() {
                return None;
            }
            if state.revision() > self.done {
                shared.cancel.store(false, Ordering::Relaxed);
                let folders = state.folders().iter();
                let folders = folders.map(|folder| (folder.clone(), state.settings_in(folder).clone())).collect();
                let settings = state.settings().clone();
                state.take_touched();
                if state.take_restart() {
                    self.open.clear();
                }
                return Some(Job { revision: state.revision(), folders, settings, documents: state.texts() });
            }
            state = shared.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The moment after a job; `None` where something newer has come up.
    fn work(&mut self, job: Job) -> Option<Moment> {
        self.keep_open(&job.documents);
        let is_outside = |path: &Utf8PathBuf| !job.folders.iter().any(|(folder, _)| path.starts_with(&folder.path));
        let outside: Vec<Utf8PathBuf> = self.open.keys().filter(|path| is_outside(path)).cloned().collect();
        let mut scopes = Vec::new();
        let folders = job.folders.iter().map(|(folder, settings)| (Some(folder.path.clone()), settings));
        for (folder, settings) in folders.chain([(None, &job.settings)]) {
            let paths = match &folder {
                Some(folder) => vec![folder.clone()],
                None if outside.is_empty() => continue,
                None => outside.clone(),
            };
            let current = folder.clone().unwrap_or_default();
            let mut workspace = Workspace::new(&current);
            for (path, open) in &self.open {
                workspace.open(path, Arc::clone(open.document.text()));
            }
            let request = settings.request(&current, paths);
            let mut outcome = workspace.run(&request, &self.session.shared.cancel);
            if let Some(least) = settings.min_severity.or_else(|| outcome.settings.min_severity()) {
                outcome.findings.retain(|finding| finding.severity >= least);
            }
            scopes.push(Scope::new(folder, outcome));
            if self.session.shared.cancel.load(Ordering::Relaxed) {
                return None;
            }
        }
        Some(Moment::new(job.revision, scopes, self.open.clone()))
    }

    fn keep_open(&mut self, documents: &[(Document, Arc<str>)]) {
        let mut open = BTreeMap::new();
        for (document, text) in documents {
            let known = self.open.get(&document.path).filter(|it| Arc::ptr_eq(it.document.text(), text));
            let entry = match known {
                Some(known) => Open { uri: Arc::clone(&document.uri), version: document.version, ..known.clone() },
                None => Open::new(document, Arc::clone(text)),
            };
            open.insert(document.path.clone(), entry);
        }
        self.open = open;
    }
}
