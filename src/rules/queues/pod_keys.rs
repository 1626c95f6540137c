//! What a deployment with the Kubernetes executor says instead of worker queues.

use super::DEFAULT;
use crate::model::{
    DEFAULT_MAX_WORKERS, DEFAULT_POD, Deployment, DeploymentType, Machine, PodSize, TaskSize, WorkerQueue,
};

/// The keys of `configuration` that give pods what the queues gave tasks, and their values: on Hybrid the node type of
/// the default queue; else the default pod, as large as a task's share of a worker of the default queue, and a quota as
/// large as all queues at their largest. Without a known queue it is what Astronomer's examples have.
pub fn pod_keys(deployment: &Deployment, queues: &[WorkerQueue]) -> Vec<(&'static str, String)> {
    let default = queues.iter().find(|queue| queue.name.value().is_some_and(|own| &**own == DEFAULT));
    if deployment.kind() == Some(DeploymentType::Hybrid) {
        let node_type = default.or(queues.first()).and_then(|queue| queue.worker_type.value());
        return node_type.map(|it| ("default_worker_type", it.to_string())).into_iter().collect();
    }
    let pod = default.and_then(TaskSize::slot).unwrap_or(DEFAULT_POD);
    let cores = queues.iter().filter_map(largest).fold(0, i64::saturating_add);
    let quota = TaskSize::cores(if cores > 0 { cores } else { DEFAULT_MAX_WORKERS });
    vec![
        ("default_task_pod_cpu", pod.cpu()),
        ("default_task_pod_memory", pod.memory()),
        ("resource_quota_cpu", quota.cpu()),
        ("resource_quota_memory", quota.memory()),
    ]
}

/// The cores of a queue at its largest.
fn largest(queue: &WorkerQueue) -> Option<i64> {
    let machine = Machine::named(queue.worker_type.value()?)?;
    let written = queue.max_workers.value().copied().filter(|workers| *workers > 0);
    machine.cpus.checked_mul(written.unwrap_or(DEFAULT_MAX_WORKERS))
}

/// Whether a deployment file says neither figure of a size.
pub(super) fn is_unsaid(size: &PodSize) -> bool {
    size.cpu.is_absent() && size.memory.is_absent()
}
