//! Telling airflow-declarative's files from other YAML by their content.

use super::SECTIONS;
use crate::read::dag_yaml::{child, only_root};
use crate::syntax::yaml::{Node, Tree};

/// The keys of a DAG; any other is refused.
const KEYS: [&str; 7] = ["args", "defaults", "do", "flow", "operators", "sensors", "<<"];

/// Whether a file holds DAGs of airflow-declarative: `dags`, each with nothing but its keys, and tasks in one of them.
pub fn recognise(tree: &Tree) -> bool {
    let Some(root) = only_root(tree) else { return false };
    let known = |node: Node<'_>, keys: &[&str]| {
        node.entries().all(|pair| pair.key.scalar().is_some_and(|key| keys.contains(&key)))
    };
    let Some(dags) = child(root, "dags").filter(|dags| dags.is_mapping()) else { return false };
    let is_task = |task: Node<'_>| {
        let callee = ["class", "callback"].iter().find_map(|key| child(task, key).and_then(Node::scalar));
        callee.is_some_and(|path| path.contains(':')) || child(task, super::ARGUMENTS).is_some()
    };
    let has_tasks = |holder: Node<'_>| {
        SECTIONS
            .iter()
            .filter_map(|section| child(holder, section))
            .any(|tasks| tasks.entries().any(|it| is_task(it.value)))
    };
    let of_templates = |dag: Node<'_>| child(dag, "do").is_some_and(|list| list.items().any(has_tasks));
    let dags: Vec<Node<'_>> = dags.entries().map(|pair| pair.value.resolve()).collect();
    known(root, &["dags", "version"])
        && dags.iter().all(|dag| dag.is_mapping() && known(*dag, &KEYS))
        && dags.iter().any(|dag| has_tasks(*dag) || of_templates(*dag))
}
