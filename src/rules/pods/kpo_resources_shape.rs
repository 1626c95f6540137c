use super::PROVIDER;
use crate::model::{DagSource, Entry, Place, Project, Task, Value, ValueKind};
use crate::rules::{Finding, Rule, Severity};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    name: "kpo-resources-shape",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("kpo_resources_shape.md"),
    needs_deployment: false,
    check,
};

/// The first provider release without `resources=`. Source: its changelog, 5.0.0.
const REMOVED: (u32, u32) = (5, 0);

/// What to write, in the language of the DAG.
fn help(task: &Task) -> &'static str {
    match task.source {
        DagSource::Python => "write `container_resources=k8s.V1ResourceRequirements(requests={…}, limits={…})`",
        DagSource::DagFactory => "write the mappings `requests` and `limits` under `container_resources`",
    }
}

fn check(project: &Project, found: &mut Vec<Finding>) {
    let old = project.versions.package_release(PROVIDER).is_some_and(|provider| provider < REMOVED);
    let mut seen = HashSet::new();
    for task in &project.tasks {
        for (place, severity, message) in faults(task, old) {
            if seen.insert(place) {
                found.push(Finding::new(&RULE, place, message).severity(severity).help(help(task)));
            }
        }
    }
}

fn faults(task: &Task, old: bool) -> Vec<(Place, Severity, String)> {
    let Some(pod) = &task.kubernetes_pod else { return Vec::new() };
    let label = task.label();
    let mut faults = Vec::new();
    if let Some(place) = pod.misshapen_resources {
        let message = format!(
            "`container_resources` of task `{label}` has neither `requests` nor `limits`, the only keys that Kubernetes \
             reads: the pod starts without any request or limit"
        );
        faults.push((place, Severity::Error, message));
    }
    if let Some((place, value)) = &pod.removed_resources
        && !old
    {
        faults.push(if only_airflow_keys(value) {
            let message = format!(
                "`resources` of task `{label}` has no effect: no executor reads it, and the pod takes its resources \
                 from `container_resources`"
            );
            (*place, Severity::Warning, message)
        } else {
            let message = format!(
                "`resources` of task `{label}` was removed from the Kubernetes provider in 5.0: Airflow refuses it, and \
                 none of the file's DAGs load"
            );
            (*place, Severity::Error, message)
        });
    }
    faults
}

/// Whether a dict has nothing but the keys of Airflow's own `resources` argument, which every operator takes.
fn only_airflow_keys(value: &Value) -> bool {
    let own = |entry: &Entry| match entry {
        Entry::Pair { key, .. } => key.text().is_none_or(|key| matches!(key, "cpus" | "ram" | "disk" | "gpus")),
        Entry::Spread(_) => true,
    };
    matches!(&value.kind, ValueKind::Map(entries) if entries.iter().all(own))
}
