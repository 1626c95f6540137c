//! DAG files of boundary-layer: a workflow with its operators, and the workflows that it repeats or nests behind it.
//!
//! All of a DAG stands in one file, so that [`read`] gives its DAG and tasks at once. Source: boundary-layer 1.9.18
//! (`schemas/dag.py`, `registry/types/operator.py`, the default plugin's `config/operators`).

mod read;
mod recognise;
#[cfg(test)]
mod tests;
mod types;

pub use read::read;
pub use recognise::recognise;

/// The lists of operators in a workflow.
pub const SECTIONS: [&str; 3] = ["before", "operators", "after"];

/// The key of an operator's arguments.
pub const ARGUMENTS: &str = "properties";
