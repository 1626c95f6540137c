//! Fixes: edits on spans that keep every byte outside them.
//!
//! Nothing here re-prints a document. An operation ("set this value", "insert this entry") becomes replacements of byte
//! ranges, laid out as the file around it is: its indentation, its line ends, its quotes.

mod add_queue;
mod comment;
mod dockerfile;
mod hcl;
pub(crate) mod layout;
pub mod python;
mod realize;
mod suppress;
pub mod switch;
mod text;
mod trial;
mod write;
pub mod yaml;

pub use add_queue::{AddQueueError, add_queue};
pub use realize::{Language, Realizer, Texts};
pub use suppress::{Reach, Suppressor};
pub use text::{Overlap, TextEdit, apply};
pub use write::{Change, WriteError, write_all};
