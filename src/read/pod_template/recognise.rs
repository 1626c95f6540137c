//! Telling pod templates of Airflow from other manifests of pods.

use crate::syntax::yaml::{Node, Tree};

/// Whether a file is a pod template: a `kind: Pod` with a container `base`, with variables of Airflow, or with a name that
/// says that it is one.
pub fn recognise(file_name: &str, tree: &Tree) -> bool {
    let Some(root) = tree.root() else { return false };
    let says = |key: &str, value: &str| root.get(key).is_some_and(|node| node.resolve().scalar() == Some(value));
    if !says("kind", "Pod") || !says("apiVersion", "v1") || tree.documents().count() > 1 {
        return false;
    }
    let file_says = ["pod_template", "pod-template", "worker_template"].iter().any(|part| file_name.contains(part));
    let pod_name = root.get("metadata").and_then(name).unwrap_or("");
    let pod_says = ["placeholder", "dummy"].iter().any(|part| pod_name.contains(part));
    let Some(containers) = root.get("spec").and_then(|spec| spec.get("containers")) else { return false };
    let mut containers = containers.resolve().items();
    file_says || pod_says || containers.any(is_of_airflow)
}

/// Whether a container is called `base`, or has variables of Airflow.
fn is_of_airflow(container: Node<'_>) -> bool {
    let of_airflow = |item: Node<'_>| name(item).is_some_and(|name| name.starts_with("AIRFLOW__"));
    let has_variables = || container.get("env").is_some_and(|env| env.resolve().items().any(of_airflow));
    name(container) == Some("base") || has_variables()
}

fn name(node: Node<'_>) -> Option<&str> {
    node.get("name")?.resolve().scalar()
}
