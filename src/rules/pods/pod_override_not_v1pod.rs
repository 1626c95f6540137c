use crate::model::{DagSource, ExecutorConfig, Place, PodOverride, Project};
use crate::rules::{Finding, Rule, Severity, override_faults};

pub const RULE: Rule = Rule {
    name: "pod-override-not-v1pod",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("pod_override_not_v1pod.md"),
    needs_deployment: false,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    found.extend(override_faults(project, no_pod).into_iter().map(|(what, fault)| {
        let message = format!(
            "`pod_override` is {what}, not a V1Pod: the DAG loads without complaint, but {} {} with \"Invalid \
             executor_config passed\" as soon as the scheduler sends {}{}",
            fault.names(),
            fault.verb("fails", "fail"),
            fault.verb("it", "them"),
            fault.across.only_on(),
        );
        let yaml = fault.tasks.iter().any(|task| task.source == DagSource::DagFactory);
        let help = match (yaml, what) {
            (true, _) => "give the mapping `__type__: kubernetes.client.models.V1Pod`, and each mapping inside it its class",
            (false, "a V1PodSpec") => "wrap it: `k8s.V1Pod(spec=…)`",
            (false, "a V1Container") => "wrap it: `k8s.V1Pod(spec=k8s.V1PodSpec(containers=[…]))`",
            (false, _) => "build it from the client's classes: `k8s.V1Pod(spec=k8s.V1PodSpec(containers=[…]))`",
        };
        fault.finding(&RULE, message).help(help)
    }));
}

fn no_pod(config: &ExecutorConfig) -> Vec<(Place, &str)> {
    let known = config.pod_override.as_known().into_iter();
    known
        .filter_map(|known| match &known.value {
            PodOverride::Pod(_) => None,
            PodOverride::NotAPod(what) => Some((known.place, &**what)),
        })
        .collect()
}
