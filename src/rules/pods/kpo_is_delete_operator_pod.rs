use super::{PROVIDER, point_to_version, starts_pod_of_provider};
use crate::model::{AirflowLine, KubernetesPod, Place, Project, Setting, Task};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    name: "kpo-is-delete-operator-pod",
    category: "pods",
    severity: Severity::Warning,
    document: include_str!("kpo_is_delete_operator_pod.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// The first provider release that takes the argument and does nothing with it. Tried with 7.13, 9.0, 10.0 and 10.25.
const IGNORED: (u32, u32) = (10, 0);

/// The first Airflow that such a provider can be installed in. Source: its package metadata.
const EARLIEST_AIRFLOW: (u32, u32) = (2, 8);

fn check(project: &Project, found: &mut Vec<Finding>) {
    let Some(certain) = is_ignored(project) else { return };
    let mut seen = HashSet::new();
    for task in project.tasks().filter(|task| starts_pod_of_provider(task)) {
        let Some(pod) = &task.kubernetes_pod else { continue };
        if let Some((key, Setting::Known(delete))) = &pod.is_delete_operator_pod
            && (certain || !delete.value)
            && seen.insert(*key)
        {
            let finding = finding(task, pod, *key, delete.value, certain);
            found.push(if certain { point_to_version(project, finding) } else { finding });
        }
    }
}

fn finding(task: &Task, pod: &KubernetesPod, key: Place, delete: bool, certain: bool) -> Finding {
    let release = if certain { "" } else { " since release 10.0 of the Kubernetes provider" };
    let action = if delete { "delete_pod" } else { "keep_pod" };
    let label = task.label();
    let message = match (&pod.on_finish_action, delete) {
        (Setting::Absent, false) => format!(
            "`is_delete_operator_pod` has no effect{release}: the pod of task `{label}` is deleted when it ends, and its \
             logs and events with it"
        ),
        (Setting::Absent, true) => {
            format!("`is_delete_operator_pod` has no effect{release}; to delete the pod is the default")
        }
        (_, _) => format!("`is_delete_operator_pod` has no effect{release}: `on_finish_action` decides"),
    };
    let severity = match (certain, delete, pod.on_finish_action.is_absent()) {
        (true, false, true) => Severity::Warning,
        _ => Severity::Info,
    };
    let remove = [Action::Remove { entry: key }];
    let proposal = match (&pod.on_finish_action, delete) {
        (Setting::Absent, false) => {
            let value = Written::text(action);
            let instead = Action::Substitute { entry: key, key: "on_finish_action".to_string(), value };
            Proposal::suggested("Write `on_finish_action=\"keep_pod\"`", [instead])
        }
        _ if certain => Proposal::safe("Remove it", remove),
        _ => Proposal::suggested("Remove it", remove),
    };
    let help = format!("write `on_finish_action` with the value `{action}`");
    Finding::new(&RULE, key, message).severity(severity).help(help).propose(proposal)
}

/// Whether the argument is certainly ignored, or only may be; `None` where it certainly is not.
fn is_ignored(project: &Project) -> Option<bool> {
    let versions = &project.versions;
    if let Some(provider) = versions.package_release(PROVIDER) {
        return (provider >= IGNORED).then_some(true);
    }
    if versions.airflow_line() == Some(AirflowLine::Three) {
        return Some(true);
    }
    versions.airflow_release().is_none_or(|airflow| airflow >= EARLIEST_AIRFLOW).then_some(false)
}
