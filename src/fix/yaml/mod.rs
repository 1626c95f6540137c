//! Edits on a YAML tree: set a value, rename a key, insert, append, remove and move, each as replacements of bytes.
//!
//! Every operation takes nodes of one tree and gives edits of that tree's text. Comments, quotes, key order, the
//! file's indentation, its line ends and flow style survive; JSON stays JSON.

mod actions;
mod embedded;
mod front;
mod insert;
mod kept;
mod layout;
mod locate;
mod relocate;
mod remove;
mod set;
mod untab;
mod written;

pub use actions::edits;
pub use embedded::Embedded;
pub use front::item_to_front;
pub use insert::{Position, append_item, insert_entry};
pub use locate::{Located, locate};
pub use relocate::{move_entry, move_into_section};
pub use remove::{remove_entry, remove_item};
pub use set::{set_value, substitute};
pub use untab::untab;
pub(crate) use written::{double_quoted, plain_or_quoted};

use super::TextEdit;
use crate::rules::Written;
use crate::syntax::yaml::Node;

/// Renames a key, in the quotes it has.
pub fn rename_key(key: Node<'_>, name: &str) -> TextEdit {
    TextEdit::replace(key.span(), set::scalar_in_place_of(key, &Written::text(name)))
}

#[cfg(test)]
mod action_tests;
#[cfg(test)]
mod tests;
