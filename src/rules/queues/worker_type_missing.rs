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
    let is_hybrid = deployment.kind() == Some(DeploymentType::Hybrid);
    let (message, help) = match (is_hybrid, deployment.is_astro_file()) {
        // Terraform demands one by its type, which is not known here.
        (_, false) if deployment.kind().is_none() => return None,
        (true, false) => (
            format!("{} has no node_pool_id: {}", named(queue), deployment.refused()),
            "add `node_pool_id` with the id of a node pool of the cluster".to_string(),
        ),
        _ => (
            format!("{} has no {}: {}", named(queue), deployment.key("worker_type"), deployment.refused()),
            match is_hybrid {
                true => "add `worker_type` with a node instance type of the cluster".to_string(),
                false => {
                    format!("add `{}` (1 CPU, 2 GiB) or a larger type", deployment.written("worker_type", "A5"))
                }
            },
        ),
    };
    let likely = likely_type(deployment, queue).filter(|_| deployment.is_astro_file() || !is_hybrid);
    let proposal = likely.map(|name| {
        let insert = write_in_item(queue.place, "worker_queues", "worker_type", Written::text(name));
        Proposal::suggested(format!("Add `{}`", deployment.written("worker_type", name)), [insert])
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
