//! What the client has told so far, and what follows from it: texts change at once and in order; everything else is worked
//! out by one thread, always from the newest state.

mod files;
mod found;
mod moment;
mod scope;
mod settings;
mod site;
mod state;
mod texts;
mod worker;

pub use files::{Document as OpenDocument, Folder};
pub use moment::{Moment, Open};
pub use scope::Scope;
pub use settings::{EditorSettings, LogLevel};
pub use state::{ChangeError, State};

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// A client's session. Clones are the same session.
#[derive(Debug, Clone)]
pub struct Session {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Told whenever there is something to do.
    wake: Condvar,
    /// Stops the check that runs, whose result nobody wants any more.
    cancel: AtomicBool,
    /// Whether it is to be finished all the same.
    insists: AtomicBool,
    moments: watch::Sender<Arc<Moment>>,
    /// How many files the worker has read, and of how many.
    progress: watch::Sender<(usize, usize)>,
    /// Whether the session has ended: nothing new is to be waited for.
    ended: watch::Sender<bool>,
}

impl Session {
    /// A session without a client's folders and files; its thread starts with [`start`](Self::start).
    pub fn new() -> Self {
        let moments = watch::Sender::new(Arc::new(Moment::default()));
        let shared = Shared {
            state: Mutex::default(),
            wake: Condvar::new(),
            cancel: AtomicBool::new(false),
            insists: AtomicBool::new(false),
            moments,
            progress: watch::Sender::default(),
            ended: watch::Sender::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Starts the thread that works out what follows from changes.
    ///
    /// # Errors
    /// Where the system has no thread left.
    pub fn start(&self) -> std::io::Result<()> {
        worker::start(self.clone())
    }

    /// Ends the thread.
    pub fn stop(&self) {
        self.change(|state| state.stop());
        self.shared.ended.send_replace(true);
    }

    /// Changes the state. Gives what `change` gives. What is worked out just now is given up for what follows from the
    /// change, where there is one.
    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state();
        let before = state.revision();
        let result = change(&mut state);
        if state.revision() != before {
            // The end of the session waits for nothing.
            if state.is_stopped() || !self.shared.insists.load(Ordering::Relaxed) {
                self.shared.cancel.store(true, Ordering::Relaxed);
            }
            self.shared.wake.notify_one();
        }
        result
    }

    /// Looks at the state.
    pub fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state())
    }

    /// The number of changes so far: a request is answered from a moment that is at least as new as the one it was sent
    /// after.
    pub fn revision(&self) -> u64 {
        self.state().revision()
    }

    /// The moments to come, and the last one.
    pub fn moments(&self) -> watch::Receiver<Arc<Moment>> {
        self.shared.moments.subscribe()
    }

    /// How many files were read by what is going on, and of how many.
    pub fn progress(&self) -> watch::Receiver<(usize, usize)> {
        self.shared.progress.subscribe()
    }

    /// The first moment of a revision or a later one; with `Need::Findings`, the first whose findings are known. `None` once
    /// the session has ended.
    pub async fn moment(&self, revision: u64, need: Need) -> Option<Arc<Moment>> {
        let mut moments = self.moments();
        let is_enough =
            |moment: &Arc<Moment>| moment.revision >= revision && (need == Need::Facts || moment.is_checked);
        let mut ended = self.shared.ended.subscribe();
        tokio::select! {
            biased;
            moment = moments.wait_for(is_enough) => moment.ok().map(|moment| Arc::clone(&moment)),
            _ = ended.wait_for(|ended| *ended) => None,
        }
    }

    /// A panic while the state was held leaves it as it was: every change is one assignment of a new text.
    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

/// How much of a moment has to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The facts.
    Facts,
    /// The findings as well.
    Findings,
}
