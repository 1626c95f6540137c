use super::{named, written_queues};
use crate::model::{DEFAULT_MAX_WORKERS, Known, Project, Setting, WorkerQueue, Deployment};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "worker-count-range",
    category: "queues",
    severity: Severity::Warning,
    document: include_str!("worker_count_range.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

/// The one negative minimum with a meaning: "use the platform's default". Source: astro-cli workerqueue.go.
const PLATFORM_DEFAULT: i64 = -1;

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        for queue in written_queues(deployment) {
            if queue.min_workers.value() != Some(&PLATFORM_DEFAULT) || !deployment.is_astro_file() {
                findings.extend(out_of_range("min_worker_count", &queue.min_workers, queue, deployment));
            }
            findings.extend(out_of_range("max_worker_count", &queue.max_workers, queue, deployment));
            findings.extend(zero_maximum(deployment, queue));
        }
    }
}

fn out_of_range(key: &str, count: &Setting<i64>, queue: &WorkerQueue, deployment: &Deployment) -> Option<Finding> {
    let Setting::Known(count) = count else { return None };
    let most = deployment.limits.max_workers;
    if (0..=most).contains(&count.value) {
        return None;
    }
    let message = format!(
        "{key} of {} is {}, and Astro takes 0 to {most} workers for a queue: {}",
        named(queue),
        count.value,
        deployment.refused_by_astro()
    );
    let help = if count.value < 0 {
        format!("write a number from 0 to {most}")
    } else {
        format!(
            "lower it to {most}, or, if your account has been granted more, say `max-workers = {}` under `[limits]` in \
             airlint.toml",
            count.value
        )
    };
    Some(Finding::new(&RULE, count.place, message).help(help).propose(mend(key, count, queue, deployment)))
}

/// Brings a count into the range; a minimum that is above it as well goes along with its maximum.
fn mend(key: &str, count: &Known<i64>, queue: &WorkerQueue, deployment: &Deployment) -> Proposal {
    let most = deployment.limits.max_workers;
    let lower = |value| Action::Set { value, to: Written::number(most) };
    if count.value > most {
        let min = queue.min_workers.as_known().filter(|min| min.value > most && min.place != count.place);
        let actions = std::iter::once(lower(count.place)).chain(min.map(|min| lower(min.place)));
        return Proposal::suggested(format!("Lower {key} to {most}"), actions);
    }
    if queue.max_workers.place() == Some(count.place) {
        return delete_maximum(deployment, count);
    }
    Proposal::suggested(format!("Raise {key} to 0"), [Action::Set { value: count.place, to: Written::number(0) }])
}

/// The default in place of a maximum. Terraform demands one, so that it is written there.
fn delete_maximum(deployment: &Deployment, max: &Known<i64>) -> Proposal {
    if !deployment.is_astro_file() {
        let set = Action::Set { value: max.place, to: Written::number(DEFAULT_MAX_WORKERS) };
        return Proposal::suggested(format!("Write {DEFAULT_MAX_WORKERS}, the usual maximum"), [set]);
    }
    let title = format!("Delete max_worker_count, for the default of {DEFAULT_MAX_WORKERS}");
    Proposal::suggested(title, [Action::Remove { entry: max.place }])
}

fn zero_maximum(deployment: &Deployment, queue: &WorkerQueue) -> Option<Finding> {
    let max = queue.max_workers.as_known().filter(|max| max.value == 0)?;
    if !deployment.is_astro_file() {
        let message = format!("max_worker_count of {} is 0, and a queue has at least one worker: {}", named(queue), deployment.refused());
        let finding = Finding::new(&RULE, max.place, message).help("write the number of workers that is meant");
        return Some(finding.severity(Severity::Error).propose(delete_maximum(deployment, max)));
    }
    let message = format!(
        "max_worker_count: 0 does not switch {} off: the Astro CLI takes 0 as not said, and the queue gets the default \
         of {DEFAULT_MAX_WORKERS} workers",
        named(queue)
    );
    let help = "write the number of workers that is meant, or delete the key";
    Some(Finding::new(&RULE, max.place, message).help(help).propose(delete_maximum(deployment, max)))
}
