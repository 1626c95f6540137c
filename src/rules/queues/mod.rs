//! Worker queues, and tasks that name them.

super::category![
    concurrency_out_of_range,
    duplicate_queue_name,
    edge_default_queue,
    min_greater_than_max,
    min_workers_omitted,
    missing_default_queue,
    queue_ignored_under_kubernetes,
    queue_ignored_under_local,
    queue_name_invalid,
    unknown_queue,
    unused_queue,
    worker_count_range,
    worker_queues_under_kubernetes,
    worker_type_missing,
    worker_type_unknown,
];

mod new_queue;
mod pod_keys;
mod rename;

pub use new_queue::{AddQueueError, add_queue};
pub use pod_keys::pod_keys;
pub use queue_name_invalid::queue_name_fault;

use crate::model::DEFAULT_QUEUE as DEFAULT;
use crate::model::{Deployment, Executor, Known, Setting, WorkerQueue};
use crate::rules::Proposal;

/// The longest name of a queue. Source: help text of `astro deployment worker-queue create`.
const LONGEST_NAME: usize = 63;

/// The worker queues that a deployment file or a resource of Terraform writes down for Astro. Under the Kubernetes executor none: there the list as a
/// whole is at fault, which one finding says, and what stands inside it does not matter.
fn written_queues(deployment: &Deployment) -> &[WorkerQueue] {
    match &deployment.queues {
        Setting::Known(queues)
            if deployment.is_written_for_astro() && deployment.executor_family() != Some(Executor::Kubernetes) =>
        {
            &queues.value
        }
        _ => &[],
    }
}

/// A queue for messages: "queue `heavy`".
fn named(queue: &WorkerQueue) -> String {
    queue.name.value().map_or_else(|| "this queue".to_string(), |name| format!("queue `{name}`"))
}

/// Names for messages, the first few of them: "default, heavy and 3 more".
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    match names.split_at_checked(SHOWN) {
        Some((shown, rest)) if rest.len() > 1 => format!("{} and {} more", shown.join(", "), rest.len()),
        _ => names.join(", "),
    }
}

/// The proposal as a suggestion where the changed setting is one that several queues share, such as a merge key's.
fn unless_shared<T>(proposal: Proposal, setting: &Known<T>, queue: &WorkerQueue) -> Proposal {
    let own = setting.place == setting.literal && queue.place.cover(setting.place) == queue.place;
    if own { proposal } else { Proposal::suggested(proposal.title, proposal.actions) }
}
