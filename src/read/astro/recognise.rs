//! Telling Astro deployment files from everything else with a key `deployment`.

use crate::syntax::yaml::{Node, Tree};

use super::format::Sections;

/// Keys of `configuration` that nothing else calls so.
const TELLING: [&str; 8] = [
    "workspace_name",
    "runtime_version",
    "deployment_type",
    "dag_deploy_enabled",
    "ci_cd_enforcement",
    "scheduler_au",
    "default_task_pod_cpu",
    "is_high_availability",
];

/// Whether a file describes a deployment on Astro: a mapping `deployment` with a `configuration` that has keys of this
/// format, or none yet; or, where that section is missing, with other sections that only this format has. Kubernetes
/// manifests and Helm values with a `deployment:` of their own are not.
pub fn recognise(tree: &Tree) -> bool {
    tree.root().and_then(is_deployment_file).unwrap_or(false)
}

fn is_deployment_file(root: Node<'_>) -> Option<bool> {
    if ["kind", "apiVersion"].into_iter().any(|key| child(root, key).is_some()) {
        return Some(false);
    }
    let deployment = child(root, "deployment").filter(|node| node.is_mapping())?;
    let of_kubernetes =
        ["replicas", "replicaCount", "image", "containers", "template", "spec", "strategy", "resources"];
    if of_kubernetes.into_iter().any(|key| child(deployment, key).is_some()) {
        return Some(false);
    }
    let sections = Sections::load()?;
    if let Some(configuration) = child(deployment, "configuration") {
        let known =
            |key: &str| sections.configuration.property(key).is_some() || sections.deployment.property(key).is_some();
        let mut keys = keys(configuration).peekable();
        let empty = configuration.is_plain_null() || (configuration.is_mapping() && keys.peek().is_none());
        if keys.any(known) || (empty && child(deployment, "image").is_none()) {
            return Some(true);
        }
    }
    let queues = child(deployment, "worker_queues").is_some_and(Node::is_sequence);
    let schedules = child(deployment, "hibernation_schedules").is_some_and(Node::is_sequence);
    let variables = child(deployment, "environment_variables").is_some_and(|list| {
        list.is_sequence() && list.resolve().items().any(|item| child(item, "is_secret").is_some())
    });
    let telling = TELLING.into_iter().filter(|key| child(deployment, key).is_some()).count();
    Some(queues || schedules || variables || telling >= 2)
}

fn keys(mapping: Node<'_>) -> impl Iterator<Item = &str> {
    mapping.resolve().entries().filter_map(|entry| entry.key.scalar())
}

/// The value of the key `name`, in any case.
fn child<'t>(mapping: Node<'t>, name: &str) -> Option<Node<'t>> {
    let mut entries = mapping.resolve().entries();
    entries.find(|entry| entry.key.scalar().is_some_and(|key| key.eq_ignore_ascii_case(name))).map(|entry| entry.value)
}
