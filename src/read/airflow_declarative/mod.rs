//! DAG files of airflow-declarative: DAGs with their operators, sensors and templates of those.
//!
//! All of a DAG stands in one file, so that [`read`] gives its DAGs and tasks at once. Source: airflow-declarative 1.1
//! (`schema.py`, `transformer.py`, `builder.py`, `trafaret.py`).

mod interval;
mod read;
mod recognise;
#[cfg(test)]
mod tests;

pub use read::read;
pub use recognise::recognise;

/// The mappings of tasks in a DAG and in its templates.
pub const SECTIONS: [&str; 2] = ["operators", "sensors"];

/// The key of a task's arguments.
pub const ARGUMENTS: &str = "args";
