use super::DEFAULT;
use crate::model::{Deployment, Executor, Project, Task};
use crate::rules::{Finding, Holds, Rule, Severity, task_faults};

pub const RULE: Rule = Rule {
    name: "queue-ignored-under-kubernetes",
    category: "queues",
    severity: Severity::Warning,
    document: include_str!("queue_ignored_under_kubernetes.md"),
    needs_deployment: true,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for fault in task_faults(project, |task| task.queue.place(), holds) {
        let Some(queue) = fault.tasks.first().and_then(|task| task.queue.value()) else { continue };
        let message = format!(
            "queue `{queue}` has no effect on {}: the Kubernetes executor has no queues, so {} {} of `{queue}`",
            fault.across.names(),
            fault.names(),
            fault.verb("gets a pod and not a worker", "get pods and not workers"),
        );
        let help = "remove `queue`, and ask for CPU and memory with `executor_config={\"pod_override\": …}` where the \
                    default pod is too small";
        findings.push(fault.across.point_to_executors(fault.finding(&RULE, message).help(help)));
    }
}

fn holds(task: &Task, deployment: &Deployment) -> Holds {
    if task.queue.value().is_none_or(|queue| queue.is_empty() || &**queue == DEFAULT) {
        return Holds::Unknown;
    }
    match deployment.executor_of(task) {
        Some(Executor::Kubernetes) => Holds::Yes,
        Some(_) => Holds::No,
        None => Holds::Unknown,
    }
}
