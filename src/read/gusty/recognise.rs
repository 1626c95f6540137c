//! Telling gusty's files from other YAML.

use super::construction::is_construction;
use super::keys::TELLING;
use crate::read::dag_yaml::{child, is_class_path, only_root};
use crate::syntax::yaml::{Node, Tree};

/// Whether a file is a task of gusty: one mapping with the path of a class as its `operator`.
pub fn recognise_task(tree: &Tree) -> bool {
    let operator = only_root(tree).and_then(|root| child(root, "operator"));
    operator.and_then(Node::scalar).is_some_and(is_class_path)
}

/// Whether a file named `METADATA.yml` is gusty's.
pub fn recognise_metadata(tree: &Tree) -> bool {
    let Some(root) = only_root(tree) else { return false };
    root.entries().any(|pair| pair.key.scalar().is_some_and(|key| TELLING.contains(&key)))
}

/// Whether a file can be nothing else than a `METADATA.yml` of gusty, whatever its name: by a tag of gusty's own, or by a
/// key that a `defaults.yml` of dag-factory does not have.
pub fn is_metadata_for_certain(tree: &Tree) -> bool {
    const SHARED: [&str; 2] = ["default_args", "schedule_interval"];
    let is_own = |key: &str| TELLING.contains(&key) && !SHARED.contains(&key);
    let Some(root) = only_root(tree) else { return false };
    let has_key = root.entries().any(|pair| pair.key.scalar().is_some_and(is_own));
    let has_tag = || {
        let defaults = child(root, "default_args").into_iter().flat_map(|defaults| defaults.entries());
        root.entries().chain(defaults).any(|pair| pair.value.tag().is_some_and(is_construction))
    };
    has_key || (recognise_metadata(tree) && has_tag())
}
