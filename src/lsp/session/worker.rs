//! The thread that works out what follows from changes.

use super::Session;
use super::files::Document;
use super::moment::{Moment, Open};
use super::site::{Site, Wanted};
use super::texts::{Stamps, Texts};
use crate::workspace::{Snapshot, isolated};
use camino::Utf8PathBuf;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// Starts the thread of a session.
pub(super) fn start(session: Session) -> std::io::Result<()> {
    let mut worker =
        Worker { session, done: 0, sites: Vec::new(), open: Arc::default(), stamps: Stamps::default(), starved: None };
    std::thread::Builder::new().name("airlint-worker".to_owned()).spawn(move || worker.run()).map(drop)
}

struct Worker {
    session: Session,
    /// The revision that was worked out last.
    done: u64,
    /// One for each folder of the client, and one for the files outside all of them.
    sites: Vec<Site>,
    /// Open documents with their trees, kept for as long as their text stays.
    open: Arc<BTreeMap<Utf8PathBuf, Open>>,
    stamps: Stamps,
    /// Since when checks were given up for newer changes, one after the other.
    starved: Option<Instant>,
}

/// How long checks may be given up for newer changes before one is finished all the same: who types on without a pause in
/// a huge project is told something now and then.
const PATIENCE: Duration = Duration::from_millis(300);

/// What there is to work out.
struct Job {
    revision: u64,
    wanted: Vec<Wanted>,
    documents: Vec<(Document, Arc<str>)>,
    touched: Vec<Utf8PathBuf>,
    is_rescanned: bool,
    is_restarted: bool,
}

impl Worker {
    fn run(&mut self) {
        while let Some(job) = self.next() {
            self.done = job.revision;
            if let Err(reason) = isolated(|| self.work(&job)) {
                self.recover(&job, &reason);
            }
        }
    }

    /// Waits for something to do; `None` once the session has ended.
    fn next(&self) -> Option<Job> {
        let shared = &self.session.shared;
        let mut state = self.session.state();
        while !state.is_stopped() && state.revision() <= self.done {
            state = shared.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.is_stopped() {
            return None;
        }
        shared.cancel.store(false, Ordering::Relaxed);
        // Changes come while the state is held, as it is here.
        shared.insists.store(self.starved.is_some_and(|since| since.elapsed() > PATIENCE), Ordering::Relaxed);
        let mut wanted: Vec<Wanted> = Vec::new();
        for folder in state.folders() {
            let settings = state.settings_in(folder).clone();
            wanted.push(Wanted { folder: Some(folder.path.clone()), settings });
        }
        wanted.push(Wanted { folder: None, settings: state.settings().clone() });
        Some(Job {
            revision: state.revision(),
            wanted,
            documents: state.texts(),
            touched: state.take_touched(),
            is_rescanned: state.take_rescan(),
            is_restarted: state.take_restart(),
        })
    }

    /// Works a job out: tells the facts first, and then the findings, unless something newer has come up.
    fn work(&mut self, job: &Job) {
        if job.is_restarted {
            self.sites.clear();
            self.open = Arc::default();
        }
        self.set_sites(&job.wanted);
        self.set_texts(&job.documents);
        self.look_at_disk(job);
        let progress = &self.session.shared.progress;
        let tell = |done, of| _ = progress.send_replace((done, of));
        let refresh = |site: &mut Site| site.live().refresh_telling(&tell);
        let start = Instant::now();
        let snapshots: Vec<Arc<Snapshot>> = self.sites.iter_mut().map(refresh).collect();
        let pairs = || self.sites.iter().zip(&snapshots);
        let facts = pairs().map(|(site, snapshot)| Arc::new(site.facts(snapshot))).collect();
        let moment = self.moment(job.revision, start, facts);
        self.tell(moment);
        let cancel = &self.session.shared.cancel;
        let mut scopes = Vec::with_capacity(self.sites.len());
        for (site, snapshot) in self.sites.iter_mut().zip(&snapshots) {
            let Some(scope) = site.check(snapshot, cancel) else {
                self.starved.get_or_insert_with(Instant::now);
                return;
            };
            scopes.push(Arc::new(scope));
        }
        self.starved = None;
        let moment = self.moment(job.revision, start, scopes);
        self.tell(Moment { is_checked: true, ..moment });
    }

    fn moment(&self, revision: u64, start: Instant, scopes: Vec<Arc<super::Scope>>) -> Moment {
        let (open, texts) = (Arc::clone(&self.open), Texts::new(self.stamps.clone()));
        let spent = start.elapsed();
        Moment { revision, is_checked: false, spent, faults: Vec::new(), scopes, open, texts }
    }

    fn tell(&self, moment: Moment) {
        self.session.shared.moments.send_replace(Arc::new(moment));
    }

    /// After a panic: forgets everything, and answers those who wait with what was known before.
    fn recover(&mut self, job: &Job, reason: &str) {
        let fault = format!("this is a bug in airlint: a check failed ({reason}); please report it");
        self.sites.clear();
        self.open = Arc::default();
        let last = Arc::clone(&self.session.shared.moments.borrow());
        let open = Arc::clone(&last.open);
        let (scopes, texts) = (last.scopes.clone(), Texts::new(self.stamps.clone()));
        let moment = Moment { revision: job.revision, is_checked: true, scopes, open, texts, ..Moment::default() };
        self.tell(Moment { faults: vec![fault], ..moment });
    }

    /// Brings the sites in line with the client's folders and settings.
    fn set_sites(&mut self, wanted: &[Wanted]) {
        let all: Vec<Utf8PathBuf> = wanted.iter().filter_map(|it| it.folder.clone()).collect();
        let mut before = std::mem::take(&mut self.sites);
        for wanted in wanted {
            let at = before.iter().position(|site| site.folder() == wanted.folder.as_deref());
            let site = match at.map(|at| before.swap_remove(at)) {
                Some(mut site) => {
                    site.set(wanted, &all);
                    site
                }
                None => {
                    let site = Site::new(wanted, &all);
                    for (path, open) in self.open.iter() {
                        site.live().open(path, Arc::clone(open.document.text()));
                    }
                    site
                }
            };
            self.sites.push(site);
        }
    }

    /// Tells the sites which texts are the client's.
    fn set_texts(&mut self, documents: &[(Document, Arc<str>)]) {
        let mut open = BTreeMap::new();
        for (document, text) in documents {
            let known = self.open.get(&document.path).filter(|it| Arc::ptr_eq(it.document.text(), text));
            let entry = match known {
                Some(known) => Open { uri: Arc::clone(&document.uri), version: document.version, ..known.clone() },
                None => {
                    self.sites.iter_mut().for_each(|site| site.live().open(&document.path, Arc::clone(text)));
                    Open::new(document, Arc::clone(text), self.stamps.fresh())
                }
            };
            open.insert(document.path.clone(), entry);
        }
        for path in self.open.keys().filter(|path| !open.contains_key(*path)) {
            self.stamps.touch(path);
            self.sites.iter_mut().for_each(|site| site.live().close(path));
        }
        self.open = Arc::new(open);
    }

    /// Tells the sites what has changed on disk.
    fn look_at_disk(&mut self, job: &Job) {
        for path in &job.touched {
            self.stamps.touch(path);
            self.sites.iter_mut().for_each(|site| site.live().changed(path));
        }
        if job.is_rescanned {
            self.stamps.touch_all();
            self.sites.iter_mut().for_each(|site| site.live().rescan());
        }
    }
}
