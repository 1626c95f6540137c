//! DAG files of dag-factory: YAML whose top-level keys are DAGs.
//!
//! [`read`] gives the facts of one file, [`link`] puts them together with the `defaults.yml` files above it and the
//! version of dag-factory that is installed. Read as dag-factory reads them: environment variables in the raw text, then
//! PyYAML's `FullLoader`, then `__type__` objects. Source: dag-factory 0.19, 0.23, 1.0 and 1.1 (`dagfactory.py`,
//! `dagbuilder.py`, `_yaml.py`, `utils.py`).

mod defaults;
mod durations;
mod file;
mod form;
mod keys;
mod link;
mod recognise;
mod references;
mod relative;
mod scalar;
mod tasks;
#[cfg(test)]
mod tests;
mod value;
mod version;

pub use file::{File, read};
pub use keys::{NOT_DAGS, dag_key, dag_keys, operator_arguments, task_key, task_keys};
pub use link::link;
pub use recognise::{is_of_defaults, recognise, recognise_defaults};

/// The names of files with defaults for all DAG files in their folder and below.
pub const DEFAULTS_NAMES: [&str; 2] = ["defaults.yml", "defaults.yaml"];
