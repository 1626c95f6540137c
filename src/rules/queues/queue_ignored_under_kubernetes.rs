use super::DEFAULT;
use crate::model::{Deployment, Executor, Project, Task, TaskSize};
use crate::rules::{Action, Finding, Holds, Proposal, Reach, Rule, Severity, TaskFault, override_of_size, task_faults};

pub const RULE: Rule = Rule {
    name: "queue-ignored-under-kubernetes",
    category: "queues",
    severity: Severity::Warning,
    document: include_str!("queue_ignored_under_kubernetes.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
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
        let finding = fault.finding(&RULE, message).help(help).propose_all(proposals(project, &fault, queue));
        findings.push(fault.across.point_to_executors(finding));
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

/// What to do about it: the size that the queue gave, where a deployment still says it, or else nothing in its place.
/// No proposal where a deployment that the DAGs also run on has workers, or may have some, which read the argument.
fn proposals(project: &Project, fault: &TaskFault, queue: &str) -> Vec<Proposal> {
    if !fault.across.everywhere {
        return Vec::new();
    }
    let remove = [Action::Remove { entry: fault.place }];
    let title = "Remove `queue`";
    let only_pods = project.deployments.iter().all(|it| it.executor_family() == Some(Executor::Kubernetes));
    let remove = if only_pods { Proposal::safe(title, remove) } else { Proposal::suggested(title, remove) };
    let is_free = fault.tasks.iter().all(|task| task.executor_config.is_absent());
    let sized = slot(project, queue).filter(|_| is_free).map(|(size, deployment)| {
        let (key, value) = ("executor_config".to_string(), override_of_size(size));
        let title = format!(
            "Ask for {} CPU and {}, what `{queue}` of {} gives a task, with a pod override",
            size.cpu(),
            size.memory(),
            deployment.label
        );
        Proposal::suggested(title, [Action::Substitute { entry: fault.place, key, value }])
    });
    sized.into_iter().chain([remove]).collect()
}

/// What a deployment of the project gives tasks on that queue.
fn slot<'p>(project: &'p Project, name: &str) -> Option<(TaskSize, &'p Deployment)> {
    project.deployments.iter().find_map(|deployment| {
        let queues = deployment.queues.value()?;
        let queue = queues.iter().find(|queue| queue.name.value().is_some_and(|own| &**own == name))?;
        Some((TaskSize::slot(queue)?, deployment))
    })
}
