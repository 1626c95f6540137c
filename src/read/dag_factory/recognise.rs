//! Telling dag-factory's files from other YAML by their content.

use super::keys::{DAG_KEYS, NOT_DAGS, OLD_DAG_KEYS, OPERATOR_ARGUMENTS};
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
        let known = [DAG_KEYS, OLD_DAG_KEYS, OPERATOR_ARGUMENTS].iter().any(|keys| keys.contains(&key));
        if !known && pair.key.scalar() != Some("<<") {
            return false;
        }
        found |= key == "default_args" && pair.value.is_mapping();
    }
    found
}

/// The root mapping of a file with one document that is no Kubernetes object and no list of settings.
fn only_root(tree: &Tree) -> Option<Node<'_>> {
    let mut documents = tree.documents();
    let root = documents.next()?;
    if documents.next().is_some() || !root.is_mapping() {
        return None;
    }
    let has = |name| root.entries().any(|pair| pair.key.scalar() == Some(name));
    (!(has("apiVersion") && has("kind"))).then_some(root)
}

fn child<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    let pair = node.resolve().entries().find(|pair| pair.key.scalar() == Some(name))?;
    Some(pair.value.resolve())
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

/// `package.module.ClassName`
fn is_class_path(text: &str) -> bool {
    is_dotted_path(text)
        && text.rsplit('.').next().is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// `package.module.name`
fn is_dotted_path(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|part| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_alphanumeric() || c == '_')
        })
}
