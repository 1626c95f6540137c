//! Telling dag-factory's files from other YAML by their content.

use super::DEFAULTS_NAMES;
use super::keys::{NOT_DAGS, dag_keys, old_dag_keys, operator_arguments};
use crate::read::dag_yaml::{child, is_class_path, is_dotted_path, only_root};
use crate::syntax::yaml::{Entry, Node, Tree};

/// Whether a file is a DAG file of dag-factory: top-level keys that are DAGs, with tasks of operators by dotted path.
///
/// `operator:` alone tells nothing (Kubernetes selectors have it), nor does `tasks:`; together with the path of a class
/// they do.
pub fn recognise(tree: &Tree) -> bool {
    let Some(root) = only_root(tree) else { return false };
    let tasks_somewhere = root.entries().any(|dag| dag.key.scalar() != Some("task_groups") && has_tasks(dag.value));
    tasks_somewhere || has_defaults_and_dags(root)
}

/// Whether a file named `defaults.yml` holds defaults for DAG files: `default_args` and other keys of a DAG at the top.
pub fn recognise_defaults(tree: &Tree) -> bool {
    let Some(root) = only_root(tree) else { return false };
    let mut found = false;
    for pair in root.entries() {
        let Some(key) = pair.key.scalar() else { return false };
        let known = [dag_keys(), old_dag_keys(), operator_arguments()].iter().any(|keys| keys.contains(&key));
        if !known && pair.key.scalar() != Some("<<") {
            return false;
        }
        found |= key == "default_args" && pair.value.is_mapping();
    }
    found
}

/// Whether a file of that name holds such defaults.
pub fn is_of_defaults(name: &str, tree: &Tree) -> bool {
    DEFAULTS_NAMES.contains(&name) && recognise_defaults(tree)
}

/// Whether a DAG has a task with the dotted path of an operator or decorator.
fn has_tasks(dag: Node<'_>) -> bool {
    let Some(tasks) = child(dag, "tasks") else { return false };
    let is_task = |task: Node<'_>| {
        child(task, "operator").and_then(Node::scalar).is_some_and(is_class_path)
            || child(task, "decorator").and_then(Node::scalar).is_some_and(is_dotted_path)
    };
    tasks.entries().any(|pair| is_task(pair.value)) || tasks.items().any(is_task)
}

/// Whether a `default` block with `default_args` stands beside mappings with keys that only DAGs have.
fn has_defaults_and_dags(root: Node<'_>) -> bool {
    let default_args = child(root, "default").and_then(|default| child(default, "default_args"));
    let is_dag = |pair: &Entry<'_>| {
        !pair.key.scalar().is_none_or(|key| NOT_DAGS.contains(&key))
            && ["tasks", "schedule", "schedule_interval", "default_args", "task_groups"]
                .iter()
                .any(|key| child(pair.value, key).is_some())
    };
    default_args.is_some_and(Node::is_mapping) && root.entries().any(|pair| is_dag(&pair))
}
