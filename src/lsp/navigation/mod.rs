//! Where a worker queue is defined and used, over all files of a project, and giving it another name.
//!
//! A worker queue is one name on deployments that share DAGs: `ml` of `dev.yaml` and of `prod.yaml` is one queue to
//! the DAGs that run on both. Where the configuration gives two deployments DAGs of their own, each has its own `ml`.
//!
//! Uses whose text cannot be known (a variable, a template) are never counted in.

mod definition;
mod mentions;
mod references;
mod rename;
#[cfg(test)]
mod tests;

pub use definition::{Definition, Target, definition};
pub use references::{Declarations, Highlight, HighlightKind, highlights, references};
pub use rename::{Renamable, Rename, RenameError, prepare_rename, rename};

use mentions::{Mention, Queue, Role, at};
