use crate::model::{Deployment, Place, Platform, Project, Task};
use crate::rules::{Action, Finding, Holds, Proposal, Reach, Rule, Severity, Written, task_faults};

pub const RULE: Rule = Rule {
    name: "kpo-fixed-namespace",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("kpo_fixed_namespace.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

const PYTHON_HELP: &str = "leave `namespace` out, or take it from Airflow: `conf.get(\"kubernetes\", \"NAMESPACE\")`; \
                           for a pod in another cluster, name that with `kubernetes_conn_id` or `config_file`";
const YAML_HELP: &str = "leave `namespace` out; for a pod in another cluster, name that with `kubernetes_conn_id` or \
                         `config_file`";

fn check(project: &Project, found: &mut Vec<Finding>) {
    for fault in task_faults(project, fixed, holds) {
        let name = fault.tasks.first().and_then(|task| namespace(task));
        let Some((place, name)) = name else { continue };
        let names = fault.names();
        let on = fault.across.names();
        let (severity, message) = if name == "default" {
            let message = format!(
                "{names} {} a pod in the namespace `default`, where a deployment on Astro may start none: {} \
                 on {on}",
                fault.verb("starts", "start"),
                fault.verb("it fails", "they fail"),
            );
            (Severity::Error, message)
        } else {
            let right = match fault.across.on.as_slice() {
                [one] => format!("unless it is that of {}", one.label),
                _ => format!("on all but one of {on}"),
            };
            let message = format!(
                "{names} {} a pod in the fixed namespace `{name}`: on Astro each deployment has a namespace of its own \
                 and may start pods in no other, so this fails {right}",
                fault.verb("starts", "start"),
            );
            (Severity::Warning, message)
        };
        let yaml = fault.tasks.iter().any(|task| task.source.is_yaml());
        let severity = if fault.across.everywhere { severity } else { severity.lowered() };
        let finding = fault.finding(&RULE, message).help(if yaml { YAML_HELP } else { PYTHON_HELP });
        found.push(finding.severity(severity).propose_all(free(place, yaml)));
    }
}

/// Leaves the namespace to the provider, which takes the deployment's own, or takes it from Airflow.
fn free(namespace: Place, yaml: bool) -> Vec<Proposal> {
    let mut proposals = vec![Proposal::suggested("Leave `namespace` out", [Action::Remove { entry: namespace }])];
    if !yaml {
        let configured = Written::Configured { section: "kubernetes", key: "NAMESPACE" };
        let take = Action::Set { value: namespace, to: configured };
        proposals.push(Proposal::suggested("Take the namespace from Airflow's configuration", [take]));
    }
    proposals
}

/// The fixed namespace of the pod that the task starts in the deployment's own cluster.
fn namespace(task: &Task) -> Option<(Place, &str)> {
    let pod = task.kubernetes_pod.as_ref()?;
    let known = pod.namespace.as_known()?;
    (!pod.external_cluster && !known.value.is_empty()).then_some((known.place, &*known.value))
}

fn fixed(task: &Task) -> Option<Place> {
    namespace(task).map(|(place, _)| place)
}

/// Agents outside Astro start pods in the user's own cluster.
fn holds(_: &Task, deployment: &Deployment) -> Holds {
    match (deployment.platform, deployment.is_remote()) {
        (Platform::OpenSource, _) | (_, Some(true)) => Holds::No,
        (Platform::Astro, Some(false)) => Holds::Yes,
        (Platform::Astro, None) => Holds::Unknown,
    }
}
