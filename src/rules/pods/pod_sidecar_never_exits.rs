use crate::model::{ChartKind, Container, ExecutorConfig, Executor, Known, Place, Project};
use crate::rules::{Finding, Reach, Rule, Severity, override_faults, overriding_pod};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "pod-sidecar-never-exits",
    category: "pods",
    severity: Severity::Info,
    document: include_str!("pod_sidecar_never_exits.md"),
    needs_deployment: false,
    reach: Reach::Project,
    check,
};

/// Where the official chart takes further containers of the executor's pods from.
const OF_CHART: [&str; 2] = ["workers.extraContainers", "workers.kubernetes.extraContainers"];

fn check(project: &Project, found: &mut Vec<Finding>) {
    let mut places = BTreeSet::new();
    for template in project.executor_pods() {
        let sidecars = template.pod.containers.value().and_then(|containers| sidecars(containers));
        for name in sidecars.unwrap_or_default() {
            if places.insert(name.place) {
                found.push(finding(name, "the pod of each task", ""));
            }
        }
    }
    for name in of_charts(project) {
        if places.insert(name.place) {
            found.push(finding(name, "the pod of each task", ""));
        }
    }
    found.extend(override_faults(project, of_override).into_iter().map(|(name, fault)| {
        let finding = finding(name, &format!("the pod of {}", fault.names()), &fault.across.only_on());
        finding.severity(fault.across.severity(RULE.severity))
    }));
}

fn finding(name: &Known<Box<str>>, pod: &str, on: &str) -> Finding {
    let message = format!(
        "{pod} ends only when `{}` ends as well{on}: a sidecar that runs on keeps the pod, its resources and a slot of the \
         executor after the task is done",
        name.value
    );
    let help = "unless it ends by itself, make it an init container with `restartPolicy: Always`, which Kubernetes ends \
                together with the task";
    Finding::new(&RULE, name.place, message).help(help)
}

/// The names of the containers behind the first one.
fn sidecars(containers: &[Container]) -> Option<Vec<&Known<Box<str>>>> {
    let (first, rest) = containers.split_first()?;
    // With `base` in another place there is more at fault, which is another rule's finding.
    let may_run_on = rest.iter().filter(|container| !container.runs_command);
    let names: Vec<_> = may_run_on.filter_map(|container| container.name.as_known()).collect();
    let is_in_order = first.name.value().is_some_and(|name| **name == *"base");
    let no_other = rest.iter().all(|container| container.name.value().is_none_or(|name| **name != *"base"));
    (is_in_order && no_other).then_some(names)
}

fn of_override(config: &ExecutorConfig) -> Vec<(Place, &Known<Box<str>>)> {
    let containers = overriding_pod(config).and_then(|pod| pod.containers.value());
    let sidecars = containers.and_then(|containers| sidecars(containers)).unwrap_or_default();
    sidecars.into_iter().map(|name| (name.place, name)).collect()
}

/// The names of further containers in values of the official chart, where all tasks run in pods.
fn of_charts(project: &Project) -> Vec<&Known<Box<str>>> {
    let in_pods = project.deployments.iter().filter(|it| {
        let names_one = it.executor.value().is_some_and(|name| name.entries().count() == 1);
        names_one && it.executor_family() == Some(Executor::Kubernetes)
    });
    let charts = in_pods.filter_map(|deployment| deployment.chart.as_deref());
    let official = charts.filter(|chart| chart.kind == Some(ChartKind::Official));
    let values = official.flat_map(|chart| OF_CHART.into_iter().flat_map(|path| chart.below(path)));
    values.filter(|value| is_container_name(&value.path)).filter_map(|value| value.value.as_known()).collect()
}

/// Whether a path ends in the name of an item: `….extraContainers.0.name`.
fn is_container_name(path: &str) -> bool {
    let mut parts = path.rsplit('.');
    let (name, number, list) = (parts.next(), parts.next(), parts.next());
    name == Some("name") && number.is_some_and(|it| it.parse::<usize>().is_ok()) && list == Some("extraContainers")
}
