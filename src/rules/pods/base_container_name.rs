use super::PROVIDER;
use crate::model::{Container, ExecutorConfig, Known, Place, Project, Setting};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, override_faults, overriding_pod};

pub const RULE: Rule = Rule {
    name: "base-container-name",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("base_container_name.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// The first provider release that lets the override have the last word. Source: its changelog, 7.10.0.
const OVERRIDE_LAST: (u32, u32) = (7, 10);

fn check(project: &Project, found: &mut Vec<Finding>) {
    if let Some(severity) = level(project) {
        found.extend(override_faults(project, misnamed).into_iter().map(|(name, fault)| {
            let message = format!(
                "the first container of the pod override of {} is called `{}`: Airflow merges containers by \
                 position, so its own container is renamed, and no `base` is left to read the task's log from{}",
                fault.names(),
                name.value,
                fault.across.only_on(),
            );
            let rename = Proposal::safe("Call the container `base`", [Action::write(name, "base")]);
            let finding = fault.finding(&RULE, message);
            let severity = finding.severity.min(severity);
            finding
                .severity(severity)
                .help("call it `base`; a sidecar stands after `base`")
                .propose(rename.unless_shared([name]))
        }));
    }
}

/// Before that release the executor's own pod wins and names the container `base` again. Airflow up to 2.6 has the older
/// merge, 2.7 came with it.
fn level(project: &Project) -> Option<Severity> {
    match (project.versions.package_release(PROVIDER), project.versions.airflow_release()) {
        (Some(provider), _) => (provider >= OVERRIDE_LAST).then_some(Severity::Error),
        (None, Some(airflow)) if airflow < (2, 7) => None,
        (None, Some((2, 7))) => Some(Severity::Warning),
        _ => Some(Severity::Error),
    }
}

fn misnamed(config: &ExecutorConfig) -> Vec<(Place, &Known<Box<str>>)> {
    let Some(containers) = overriding_pod(config).and_then(|pod| pod.containers.value()) else { return Vec::new() };
    let Some((first, rest)) = containers.split_first() else { return Vec::new() };
    let Setting::Known(name) = &first.name else { return Vec::new() };
    if *name.value == *"base" || rest.iter().any(may_be_base) {
        return Vec::new();
    }
    vec![(name.place, name)]
}

/// Whether a later container is `base` or may be: then the order is at fault, which is another rule's finding.
fn may_be_base(container: &Container) -> bool {
    match &container.name {
        Setting::Known(name) => *name.value == *"base",
        Setting::Opaque(_) => true,
        Setting::Absent => false,
    }
}
