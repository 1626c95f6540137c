use super::{named, written_queues};
use super::worker_type_unknown::node_type_beside;
use crate::model::{Deployment, DeploymentType, MACHINES, Project, WorkerQueue};
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, Written, write_in_item};

pub const RULE: Rule = Rule {
    name: "worker-type-missing",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("worker_type_missing.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
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
    let proposal = likely_type(deployment, queue).map(|name| {
        let insert = write_in_item(queue.place, "worker_queues", "worker_type", Written::text(name));
        Proposal::suggested(format!("Add `worker_type: {name}`"), [insert])
    });
    let place = queue.name.place().unwrap_or(queue.place);
    Some(Finding::new(&RULE, place, message).help(help).propose_all(proposal))
}

/// The smallest machine that takes the queue's concurrency; on Hybrid the node type of another queue.
fn likely_type<'d>(deployment: &'d Deployment, queue: &WorkerQueue) -> Option<&'d str> {
    if deployment.kind()? == DeploymentType::Hybrid {
        return node_type_beside(deployment);
    }
    let concurrency = queue.concurrency.value().copied().unwrap_or(0);
    MACHINES.into_iter().find(|machine| concurrency <= machine.max_concurrency()).map(|machine| machine.name)
}
