use super::{named, written_queues};
use crate::model::{Deployment, DeploymentType, Project, WorkerQueue};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "worker-type-missing",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("worker_type_missing.md"),
    needs_deployment: false,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        findings.extend(written_queues(deployment).iter().filter_map(|queue| finding(deployment, queue)));
    }
}

fn finding(deployment: &Deployment, queue: &WorkerQueue) -> Option<Finding> {
    if !queue.worker_type.is_absent() {
        return None;
    }
    let message = format!("{} has no worker_type: the Astro CLI refuses the file", named(queue));
    let help = match deployment.kind() {
        Some(DeploymentType::Hybrid) => "add `worker_type` with a node instance type of the cluster",
        _ => "add `worker_type: A5` (1 CPU, 2 GiB) or a larger type",
    };
    Some(Finding::new(&RULE, queue.name.place().unwrap_or(queue.place), message).help(help))
}
