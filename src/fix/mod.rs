//! Fixes: edits on spans that keep every byte outside them.
//!
//! Nothing here re-prints a document. An operation ("set this value", "insert this entry") becomes replacements of byte
//! ranges, laid out as the file around it is: its indentation, its line ends, its quotes.

mod layout;
pub mod python;
mod realize;
mod text;
mod write;
pub mod yaml;

pub use realize::{Language, Realizer, Texts};
pub use text::{Overlap, TextEdit, apply};
pub use write::{Change, WriteError, write_all};
