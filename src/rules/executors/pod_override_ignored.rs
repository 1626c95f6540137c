use crate::model::{Deployment, Executor, ExecutorConfig, Place, Project, Setting, Task};
use crate::rules::{Finding, Holds, Rule, Severity, TaskFault, task_faults};

pub const RULE: Rule = Rule {
    name: "pod-override-ignored",
    category: "executors",
    severity: Severity::Warning,
    document: include_str!("pod_override_ignored.md"),
    needs_deployment: true,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for fault in task_faults(project, |task| pod_setting(task).map(|(_, place)| place), holds) {
        let Some((key, _)) = fault.tasks.first().and_then(|task| pod_setting(task)) else { continue };
        let message = format!(
            "{key} has no effect on {}, whose tasks share workers: {} {} without the resources, image and other settings \
             it asks for",
            fault.across.names(),
            fault.names(),
            fault.verb("runs", "run"),
        );
        findings.push(fault.across.point_to_executors(fault.finding(&RULE, message).help(help(&fault))));
    }
}

/// The setting that only the Kubernetes executor reads, and its place.
fn pod_setting(task: &Task) -> Option<(&'static str, Place)> {
    let config: &ExecutorConfig = task.executor_config.value()?;
    if !config.pod_override.is_absent() {
        return Some(("pod_override", config.pod_override_key.unwrap_or(config.place)));
    }
    match &config.pod_template_file {
        Setting::Absent => None,
        written => Some(("pod_template_file", written.place().unwrap_or(config.place))),
    }
}

fn holds(task: &Task, deployment: &Deployment) -> Holds {
    match deployment.executor_of(task) {
        Some(Executor::Celery | Executor::Astro | Executor::Local | Executor::Sequential) => Holds::Yes,
        Some(Executor::Kubernetes) => Holds::No,
        // The executors of two kinds decide by queue; of any other nothing is known.
        Some(_) | None => Holds::Unknown,
    }
}

fn help(fault: &TaskFault) -> &'static str {
    let has_queues = |deployment: &&Deployment| deployment.executor_family().is_some_and(Executor::has_worker_queues);
    if fault.across.on.iter().any(has_queues) {
        "remove it and choose a worker queue of the right size with `queue=`, or use the KubernetesPodOperator for a pod \
         of its own"
    } else {
        "remove it, or use the KubernetesPodOperator for a pod of its own"
    }
}
