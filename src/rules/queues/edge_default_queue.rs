use crate::model::{Deployment, Project, WorkerGroup, WorkerKind};
use crate::rules::{Finding, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "edge-default-queue",
    category: "queues",
    severity: Severity::Info,
    document: include_str!("edge_default_queue.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        let groups: Vec<&WorkerGroup> = deployment.workers.value().into_iter().flatten().collect();
        let serves_all = |group: &&WorkerGroup| group.kind == WorkerKind::Edge && group.queues.is_absent();
        let Some(other) = groups.iter().find(|group| !serves_all(group)) else { continue };
        findings.extend(groups.iter().copied().filter(serves_all).map(|group| finding(deployment, group, other)));
    }
}

fn finding(deployment: &Deployment, group: &WorkerGroup, other: &WorkerGroup) -> Finding {
    let message = format!(
        "`{}` of {} names no queues, and an edge worker without them takes tasks of every queue, also those that `{}` is \
         there for: a Celery worker would serve the default queue alone",
        group.label, deployment.label, other.label
    );
    let help = "name its queues with `-q`, such as `-q default`";
    Finding::new(&RULE, group.place, message).help(help).related(other.place, "workers of certain queues")
}
