use crate::model::{Container, ExecutorConfig, Place, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, override_faults, overriding_pod};

pub const RULE: Rule = Rule {
    name: "base-container-not-first",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("base_container_not_first.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    found.extend(override_faults(project, late).into_iter().map(|((first, base), fault)| {
        let message = format!(
            "`base` is not the first container of the pod override of {}: Airflow merges containers by position, so \
             the task runs in {first}{}, and this `base` becomes another container that does not run it",
            fault.names(),
            fault.across.only_on(),
        );
        let to_front = Proposal::safe("Put `base` first", [Action::ToFront { item: base.place }]);
        fault.finding(&RULE, message).propose(to_front).help("put `base` first in `containers`, sidecars after it")
    }));
}

/// The place of a `base` after the first container, and what the first one is, for users.
fn late(config: &ExecutorConfig) -> Vec<(Place, (String, &Container))> {
    let Some(containers) = overriding_pod(config).and_then(|pod| pod.containers.value()) else { return Vec::new() };
    let Some((first, rest)) = containers.split_first() else { return Vec::new() };
    if name(first) == Some("base") {
        return Vec::new();
    }
    let first = name(first).map_or_else(|| "the first container".to_string(), |name| format!("`{name}`"));
    let late = rest.iter().filter(|container| name(container) == Some("base"));
    late.filter_map(|container| Some((container.name.place()?, (first.clone(), container)))).collect()
}

fn name(container: &Container) -> Option<&str> {
    container.name.value().map(|name| &**name)
}
