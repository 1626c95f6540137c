//! DAGs of gusty: a folder is a DAG, its subfolders are task groups, and each file in them is a task.
//!
//! [`read`] gives the facts of one file, [`link`] puts a task together with the `METADATA.yml` files of the folders
//! around it. Source: gusty 0.23.1 (`building.py`, `parsing/`) and absql 0.8 (`files/loader.py`).

mod construction;
mod file;
mod keys;
mod link;
mod recognise;
#[cfg(test)]
mod tests;

pub use file::{File, read};
pub use keys::{METADATA_KEYS, TASK_KEYS};
pub use link::{Folder, link};
pub use recognise::{is_metadata_for_certain, recognise_metadata, recognise_task};

/// The name of the file that configures a folder; gusty takes no other spelling.
pub const METADATA_NAME: &str = "METADATA.yml";

/// Whether gusty passes over a task file of that name.
pub fn is_hidden(name: &str) -> bool {
    name.starts_with(['_', '.'])
}
