//! Edits on Python source: arguments, dict entries, list items and imports, each as replacements of bytes.

mod actions;
mod elements;
mod printer;

pub use actions::edits;
pub use elements::{Elements, insert_after, move_to_front, remove};

use super::TextEdit;
use crate::rules::Written;
use crate::syntax::python::Tree;

/// A value as code behind `prefix` at an offset of a file, laid out as formatters do, and the imports that the file lacks
/// for it.
pub fn written(text: &str, tree: &Tree, prefix: &str, value: &Written, offset: usize) -> (String, Vec<TextEdit>) {
    let mut printer = printer::Printer::new(text, tree);
    let code = printer.behind(prefix, value, printer::Line::at(text, offset));
    (code, printer.import_edits())
}
