use super::{named, written_queues};
use crate::model::{DEFAULT_MAX_WORKERS, Known, Limits, Project, Setting, WorkerQueue, Deployment};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, write_in_item};

pub const RULE: Rule = Rule {
    name: "min-greater-than-max",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("min_greater_than_max.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        for queue in written_queues(deployment) {
            let Setting::Known(min) = &queue.min_workers else { continue };
            findings.extend(finding(deployment, queue, min));
        }
    }
}

fn finding(deployment: &Deployment, queue: &WorkerQueue, min: &Known<i64>) -> Option<Finding> {
    let (max, said) = match &queue.max_workers {
        Setting::Opaque(_) => return None,
        // A negative maximum is out of range whatever the minimum is.
        Setting::Known(max) if max.value < 0 => return None,
        Setting::Known(max) if max.value > 0 => (max.value, format!("at most {}", max.value)),
        // Terraform has no default for it.
        _ if !deployment.is_astro_file() => return None,
        // Source: astro-cli workerqueue.go fills in the default for 0 as for an absent maximum.
        _ => (DEFAULT_MAX_WORKERS, format!("at most {DEFAULT_MAX_WORKERS}, the default of max_worker_count")),
    };
    if min.value <= max {
        return None;
    }
    let message = format!("{} asks for at least {} workers and {said}: no number of workers is both", named(queue), min.value);
    let finding = Finding::new(&RULE, min.place, message)
        .help(format!("raise max_worker_count to {} or more, or lower min_worker_count", min.value))
        .propose_all(proposals(queue, min, max, &deployment.limits));
    Some(match queue.max_workers.place() {
        Some(place) => finding.related(place, "the maximum"),
        None => finding,
    })
}

fn proposals(queue: &WorkerQueue, min: &Known<i64>, max: i64, limits: &Limits) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let set = |value, to| Action::Set { value, to: Written::number(to) };
    if let Some(written) = queue.max_workers.as_known().filter(|written| written.value == max) {
        let swap = [set(min.place, max), set(written.place, min.value)];
        proposals.push(Proposal::suggested("Swap min_worker_count and max_worker_count", swap));
    }
    if min.value <= limits.max_workers {
        let raise = write_in_item(queue.place, "worker_queues", "max_worker_count", Written::number(min.value));
        proposals.push(Proposal::suggested(format!("Raise max_worker_count to {}", min.value), [raise]));
    }
    proposals.push(Proposal::suggested(format!("Lower min_worker_count to {max}"), [set(min.place, max)]));
    proposals
}
