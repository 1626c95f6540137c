use super::{named, written_queues};
use crate::model::{DEFAULT_MAX_WORKERS, Known, Project, Setting, WorkerQueue};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "min-greater-than-max",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("min_greater_than_max.md"),
    needs_deployment: false,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for queue in project.deployments.iter().flat_map(written_queues) {
        let Setting::Known(min) = &queue.min_workers else { continue };
        findings.extend(finding(queue, min));
    }
}

fn finding(queue: &WorkerQueue, min: &Known<i64>) -> Option<Finding> {
    let (max, said) = match &queue.max_workers {
        Setting::Opaque(_) => return None,
        // A negative maximum is out of range whatever the minimum is.
        Setting::Known(max) if max.value < 0 => return None,
        Setting::Known(max) if max.value > 0 => (max.value, format!("at most {}", max.value)),
        // Source: astro-cli workerqueue.go fills in the default for 0 as for an absent maximum.
        _ => (DEFAULT_MAX_WORKERS, format!("at most {DEFAULT_MAX_WORKERS}, the default of max_worker_count")),
    };
    if min.value <= max {
        return None;
    }
    let message = format!("{} asks for at least {} workers and {said}: no number of workers is both", named(queue), min.value);
    let finding = Finding::new(&RULE, min.place, message)
        .help(format!("raise max_worker_count to {} or more, or lower min_worker_count", min.value));
    Some(match queue.max_workers.place() {
        Some(place) => finding.related(place, "the maximum"),
        None => finding,
    })
}
