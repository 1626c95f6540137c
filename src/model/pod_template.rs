//! Pod templates: manifests of pods that Airflow starts its own pods from.

use super::{Place, Pod};

/// A file that describes one pod as a template.
#[derive(Debug, Clone, PartialEq)]
pub struct PodTemplate {
    /// Where to point at for the template as a whole: its `kind`.
    pub place: Place,
    /// What it says.
    pub pod: Pod,
}
