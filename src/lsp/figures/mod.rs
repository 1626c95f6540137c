//! Figures beside the text: code lenses over worker queues and executors, inlay hints for what is not written.
//!
//! Each kind can be switched off. A figure that the text does not tell for certain is left out.

mod hints;
mod lenses;
#[cfg(test)]
mod tests;

pub use hints::{Hint, hints};
pub use lenses::{Lens, lenses};

/// Which figures to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Lens: how many tasks a worker queue runs.
    pub users: bool,
    /// Lens: slots and peak of worker queues, pods that a quota has room for.
    pub capacity: bool,
    /// Lens: how many DAGs and tasks run on a deployment.
    pub executor: bool,
    /// Hint: the concurrency and the workers of a queue that does not write them.
    pub defaults: bool,
    /// Hint: the queue and the executor that a task gets from `default_args`.
    pub inherited: bool,
}

impl Default for Shown {
    /// All of them.
    fn default() -> Self {
        Self { users: true, capacity: true, executor: true, defaults: true, inherited: true }
    }
}
