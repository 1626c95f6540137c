use crate::model::{ChartKind, Deployment, Project, Quantity, Setting, WorkerGroup};
use crate::rules::{Finding, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "worker-memory-oversubscribed",
    category: "helm",
    severity: Severity::Info,
    document: include_str!("worker_memory_oversubscribed.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// Less than this and a task hardly starts: a process of Airflow alone takes some 200 MiB.
const LEAST: f64 = 256.0 * 1024.0 * 1024.0;
/// Tasks that a Celery worker runs at once where nothing says so. Source: `[celery] worker_concurrency`, every version.
const USUAL: i64 = 16;

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        let groups = deployment.workers.value().into_iter().flatten();
        findings.extend(groups.filter_map(|group| finding(project, deployment, group)));
    }
}

fn finding(project: &Project, deployment: &Deployment, group: &WorkerGroup) -> Option<Finding> {
    let limits = group.resources.value()?.limits.value()?;
    let memory = limits.get("memory")?.quantity.as_known()?;
    let bytes = Quantity::parse(&memory.value)?.as_f64();
    let (tasks, whose) = concurrency(project, deployment, group)?;
    let share = bytes / tasks as f64;
    if tasks < 1 || share >= LEAST {
        return None;
    }
    let message = format!(
        "each worker of `{}` in {} runs {tasks} tasks at once{whose} in {}: {} MiB for each, and Kubernetes kills the worker \
         with all of them when it needs more",
        group.label,
        deployment.label,
        memory.value,
        (share / (1024.0 * 1024.0)).floor(),
    );
    let help = "give workers more memory, or lower `worker_concurrency`";
    Some(Finding::new(&RULE, memory.place, message).help(help))
}

/// Tasks that one worker runs at once, and whose figure that is.
fn concurrency(project: &Project, deployment: &Deployment, group: &WorkerGroup) -> Option<(i64, &'static str)> {
    match &group.concurrency {
        Setting::Known(known) => return Some((known.value, "")),
        Setting::Opaque(_) => return None,
        Setting::Absent => {}
    }
    match project.option(deployment, "celery", "worker_concurrency") {
        Setting::Known(known) => Some((known.value.trim().parse().ok()?, "")),
        // An overlay that names no executor may have the figure below it; agents have their own.
        Setting::Absent if is_whole(deployment) => Some((USUAL, ", Airflow's default,")),
        _ => None,
    }
}

fn is_whole(deployment: &Deployment) -> bool {
    let is_agent = deployment.chart.as_ref().is_some_and(|chart| chart.kind == Some(ChartKind::RemoteAgent));
    deployment.executor.value().is_some() && !is_agent
}
