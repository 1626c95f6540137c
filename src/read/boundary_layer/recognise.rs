//! Telling boundary-layer's files from other YAML by their content.

use super::SECTIONS;
use crate::read::dag_yaml::child;
use crate::syntax::yaml::{Node, Tree};

/// The keys of a workflow; boundary-layer refuses a file with any other.
const KEYS: [&str; 13] = [
    "after",
    "before",
    "compatibility_version",
    "dag_args",
    "default_task_args",
    "generators",
    "imports",
    "name",
    "operators",
    "plugin_config",
    "resources",
    "sub_dags",
    "<<",
];

/// Whether a file is a workflow of boundary-layer: a name, arguments of a DAG or its tasks, and items with a type.
pub fn recognise(tree: &Tree) -> bool {
    let Some(root) = tree.documents().next().filter(|root| root.is_mapping()) else { return false };
    let known = |key: Node<'_>| key.scalar().is_some_and(|key| KEYS.contains(&key));
    let has_arguments =
        ["dag_args", "default_task_args"].iter().any(|key| child(root, key).is_some_and(Node::is_mapping));
    let is_item = |item: Node<'_>| {
        let has = |key| child(item, key).and_then(Node::scalar).is_some();
        has("name") && has("type")
    };
    let has_items = SECTIONS
        .iter()
        .chain(&["generators", "sub_dags"])
        .any(|key| child(root, key).is_some_and(|list| list.items().any(is_item)));
    let is_named = child(root, "name").and_then(Node::scalar).is_some();
    is_named && has_arguments && has_items && root.entries().all(|pair| known(pair.key))
}
