use super::DEFAULT;
use crate::model::{Deployment, Executor, KUBERNETES_QUEUE, Platform, Project, Task};
use crate::rules::{Action, Finding, Holds, Proposal, Reach, Rule, Severity, task_faults};

pub const RULE: Rule = Rule {
    name: "queue-ignored-under-local",
    category: "queues",
    severity: Severity::Info,
    document: include_str!("queue_ignored_under_local.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for fault in task_faults(project, |task| task.queue.place(), holds) {
        let Some(queue) = fault.tasks.first().and_then(|task| task.queue.value()) else { continue };
        let message = format!(
            "queue `{queue}` has no effect on {}: its executor has no workers, and {} {} of the scheduler",
            fault.across.names(),
            fault.names(),
            fault.verb("is a process", "are processes"),
        );
        let help = "remove `queue`, or run the deployment with the CeleryExecutor and a worker that serves it";
        let remove = Proposal::suggested("Remove `queue`", [Action::Remove { entry: fault.place }]);
        let finding = fault.finding(&RULE, message).help(help);
        let finding = finding.propose_all(fault.across.everywhere.then_some(remove));
        findings.push(fault.across.point_to_executors(finding));
    }
}

fn holds(task: &Task, deployment: &Deployment) -> Holds {
    let Some(queue) = task.queue.value().filter(|queue| !queue.is_empty() && &***queue != DEFAULT) else {
        return Holds::Unknown;
    };
    let executor = deployment.executor.value();
    // hybrid-queue-migration speaks of this one.
    let is_of_hybrid = &**queue == KUBERNETES_QUEUE && executor.is_some_and(|it| it.offers(Executor::Kubernetes));
    match deployment.executor_of(task) {
        _ if is_of_hybrid || deployment.platform != Platform::OpenSource => Holds::No,
        Some(Executor::Local | Executor::Sequential) => Holds::Yes,
        Some(_) => Holds::No,
        None => Holds::Unknown,
    }
}
