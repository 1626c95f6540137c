//! Edits on Python source: arguments, dict entries, list items and imports, each as replacements of bytes.

mod actions;
mod elements;
mod printer;

pub use actions::edits;
pub use elements::{Elements, insert_after, move_to_front, remove};
