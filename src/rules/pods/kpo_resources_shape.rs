use super::PROVIDER;
use super::objects::literal_entries;
use crate::model::{DagSource, Entry, KubernetesPod, Place, Project, Task, Value, ValueKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    name: "kpo-resources-shape",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("kpo_resources_shape.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// The first provider release without `resources=`. Source: its changelog, 5.0.0.
const REMOVED: (u32, u32) = (5, 0);

/// What to write, in the language of the DAG.
fn help(task: &Task) -> &'static str {
    match task.source {
        DagSource::Python => "write `container_resources=k8s.V1ResourceRequirements(requests={…}, limits={…})`",
        _ => "write the mappings `requests` and `limits` under `container_resources`",
    }
}

fn check(project: &Project, found: &mut Vec<Finding>) {
    let old = project.versions.package_release(PROVIDER).is_some_and(|provider| provider < REMOVED);
    let mut seen = HashSet::new();
    for task in project.tasks() {
        for (place, severity, message, proposal) in faults(task, old) {
            if seen.insert(place) {
                let finding = Finding::new(&RULE, place, message).severity(severity).help(help(task));
                found.push(finding.propose_all(proposal));
            }
        }
    }
}

fn faults(task: &Task, old: bool) -> Vec<(Place, Severity, String, Option<Proposal>)> {
    let Some(pod) = &task.kubernetes_pod else { return Vec::new() };
    let label = task.label();
    let mut faults = Vec::new();
    if let Some(value) = &pod.misshapen_resources {
        let message = format!(
            "`container_resources` of task `{label}` has neither `requests` nor `limits`, the only keys that Kubernetes \
             reads: the pod starts without any request or limit"
        );
        let set = requirements(value, task.source).map(|to| Action::Set { value: value.literal, to });
        let proposal = set.map(|set| Proposal::suggested("Turn the amounts into `requests` and `limits`", [set]));
        faults.push((value.place, Severity::Error, message, proposal));
    }
    if let Some((place, value)) = &pod.removed_resources
        && !old
    {
        let proposal = replace(*place, value, pod, task.source);
        faults.push(if only_airflow_keys(value) {
            let message = format!(
                "`resources` of task `{label}` has no effect: no executor reads it, and the pod takes its resources \
                 from `container_resources`"
            );
            (*place, Severity::Warning, message, proposal)
        } else {
            let message = format!(
                "`resources` of task `{label}` was removed from the Kubernetes provider in 5.0: Airflow refuses it, and \
                 none of the file's DAGs load"
            );
            (*place, Severity::Error, message, proposal)
        });
    }
    faults
}

/// What takes the place of the removed argument; nothing, where it is given already or had no effect.
fn replace(key: Place, value: &Value, pod: &KubernetesPod, source: DagSource) -> Option<Proposal> {
    if only_airflow_keys(value) || !pod.container_resources.is_absent() {
        return Some(Proposal::suggested("Remove `resources`", [Action::Remove { entry: key }]));
    }
    let new = "container_resources".to_string();
    let action = match value.object() {
        Some(object) if object.class_name() == "V1ResourceRequirements" => Action::Rename { key, to: new },
        Some(_) => return None,
        None => Action::Substitute { entry: key, key: new, value: requirements(value, source)? },
    };
    Some(Proposal::suggested("Write `container_resources`", [action]))
}

/// Requests and limits for the old forms: `{"request_memory": …, "limit_cpu": …}`, `{"memory": {"request": …}}` and
/// `{"memory": …}`. `None` where it says something else.
fn requirements(value: &Value, source: DagSource) -> Option<Written> {
    let (mut requests, mut limits) = (Vec::new(), Vec::new());
    for (name, _, value) in literal_entries(value)? {
        let amount = Written::Kept(value.place);
        let resource = |name: &str| name.replace('_', "-");
        match (name.split_once('_'), &value.kind) {
            (_, ValueKind::Null) => {}
            (Some(("request", name)), _) => requests.push((resource(name), amount)),
            (Some(("limit", name)), _) => limits.push((resource(name), amount)),
            (_, ValueKind::Map(_)) => {
                for (side, _, value) in literal_entries(value)? {
                    let amount = (resource(name), Written::Kept(value.place));
                    match side {
                        "request" | "requests" => requests.push(amount),
                        "limit" | "limits" => limits.push(amount),
                        _ => return None,
                    }
                }
            }
            (_, ValueKind::Text(_) | ValueKind::Int(_) | ValueKind::Float(_)) => {
                requests.push((resource(name), amount.clone()));
                limits.push((resource(name), amount));
            }
            _ => return None,
        }
    }
    let known = |(resource, _): &(String, Written)| {
        matches!(&**resource, "cpu" | "memory" | "ephemeral-storage") || resource.contains('/')
    };
    let lists = [("requests", requests), ("limits", limits)];
    if lists.iter().all(|(_, list)| list.is_empty()) || !lists.iter().all(|(_, list)| list.iter().all(known)) {
        return None;
    }
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty()).map(|(side, list)| (side, Written::Map(list)));
    Some(match source {
        DagSource::Python => Written::kubernetes("V1ResourceRequirements", lists),
        _ => Written::map(lists),
    })
}

/// Whether a dict has nothing but the keys of Airflow's own `resources` argument, which every operator takes.
fn only_airflow_keys(value: &Value) -> bool {
    let own = |entry: &Entry| match entry {
        Entry::Pair { key, .. } => key.text().is_none_or(|key| matches!(key, "cpus" | "ram" | "disk" | "gpus")),
        Entry::Spread(_) => true,
    };
    matches!(&value.kind, ValueKind::Map(entries) if entries.iter().all(own))
}
