//! Edits on a YAML tree: set a value, rename a key, insert, append, remove and move, each as replacements of bytes.
//!
//! Every operation takes nodes of one tree and gives edits of that tree's text. Comments, quotes, key order, the
//! file's indentation, its line ends and flow style survive; JSON stays JSON.

mod actions;
mod dag_formats;
mod embedded;
mod front;
mod insert;
mod kept;
mod layout;
mod locate;
mod part;
mod relocate;
mod remove;
mod set;
mod untab;
mod written;

pub use actions::edits;
pub(crate) use dag_formats::written_in;
pub use front::item_to_front;
pub use insert::{Position, append_item, insert_entry};
pub use locate::{Located, locate};
pub use relocate::{move_entry, move_into_section};
pub use remove::{remove_entry, remove_item};
pub use set::{set_value, substitute};
pub use untab::untab;
pub(crate) use written::{double_quoted, plain_or_quoted};

/// A value between brackets; JSON where `json`.
pub(crate) fn between_brackets(value: &Written, json: bool) -> String {
    written::flow(value, if json { written::Notation::Json } else { written::Notation::Yaml })
}

/// A value behind the colon of a new key in `column`, laid out as the file is; starts with a blank or a line break.
pub(crate) fn behind_key(value: &Written, column: usize, tree: &Tree) -> String {
    written::after_key(value, column, layout::format_of(tree))
}

/// How much deeper than a key the file indents the keys of its mapping, and the dashes of its list.
pub(crate) fn steps(tree: &Tree) -> (usize, usize) {
    let format = layout::format_of(tree);
    (format.step, format.dash_step)
}

use super::TextEdit;
use crate::rules::Written;
use crate::syntax::yaml::{Node, Tree};

/// Renames a key, in the quotes it has.
pub fn rename_key(key: Node<'_>, name: &str) -> TextEdit {
    TextEdit::replace(key.span(), set::scalar_in_place_of(key, &Written::text(name)))
}

#[cfg(test)]
mod action_tests;
#[cfg(test)]
mod tests;
