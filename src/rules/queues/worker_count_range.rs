use super::{named, written_queues};
use crate::model::{DEFAULT_MAX_WORKERS, Known, Limits, Project, Setting, WorkerQueue};
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
            if queue.min_workers.value() != Some(&PLATFORM_DEFAULT) {
                findings.extend(out_of_range("min_worker_count", &queue.min_workers, queue, &deployment.limits));
            }
            findings.extend(out_of_range("max_worker_count", &queue.max_workers, queue, &deployment.limits));
            findings.extend(zero_maximum(queue));
        }
    }
}

fn out_of_range(key: &str, count: &Setting<i64>, queue: &WorkerQueue, limits: &Limits) -> Option<Finding> {
    let Setting::Known(count) = count else { return None };
    let most = limits.max_workers;
    if (0..=most).contains(&count.value) {
        return None;
    }
    let message = format!(
        "{key} of {} is {}, and Astro takes 0 to {most} workers for a queue: the deploy is refused",
        named(queue),
        count.value
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
    Some(Finding::new(&RULE, count.place, message).help(help).propose(mend(key, count, queue, most)))
}

/// Brings a count into the range; a minimum that is above it as well goes along with its maximum.
fn mend(key: &str, count: &Known<i64>, queue: &WorkerQueue, most: i64) -> Proposal {
    let lower = |value| Action::Set { value, to: Written::number(most) };
    if count.value > most {
        let min = queue.min_workers.as_known().filter(|min| min.value > most && min.place != count.place);
        let actions = std::iter::once(lower(count.place)).chain(min.map(|min| lower(min.place)));
        return Proposal::suggested(format!("Lower {key} to {most}"), actions);
    }
    if queue.max_workers.place() == Some(count.place) {
        return delete_maximum(count);
    }
    Proposal::suggested(format!("Raise {key} to 0"), [Action::Set { value: count.place, to: Written::number(0) }])
}

fn delete_maximum(max: &Known<i64>) -> Proposal {
    let title = format!("Delete max_worker_count, for the default of {DEFAULT_MAX_WORKERS}");
    Proposal::suggested(title, [Action::Remove { entry: max.place }])
}

fn zero_maximum(queue: &WorkerQueue) -> Option<Finding> {
    let max = queue.max_workers.as_known().filter(|max| max.value == 0)?;
    let message = format!(
        "max_worker_count: 0 does not switch {} off: the Astro CLI takes 0 as not said, and the queue gets the default \
         of {DEFAULT_MAX_WORKERS} workers",
        named(queue)
    );
    let help = "write the number of workers that is meant, or delete the key";
    Some(Finding::new(&RULE, max.place, message).help(help).propose(delete_maximum(max)))
}
