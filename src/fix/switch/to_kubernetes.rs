//! From shared workers to a pod for each task.

use super::size::{DEFAULT_POD, Size};
use super::{Lost, Switch, SwitchError, configuration_key};
use crate::model::{
    DEFAULT_MAX_WORKERS, Deployment, DeploymentType, Executor, Machine, Place, Project, Setting, Task, WorkerQueue,
};
use crate::rules::{Action, Written};
use std::collections::BTreeSet;

/// The queue of tasks that name none.
const DEFAULT: &str = "default";

pub(super) fn carry_over(project: &Project, deployment: &Deployment, switch: &mut Switch) -> Result<(), SwitchError> {
    let queues: &[WorkerQueue] = match &deployment.queues {
        Setting::Absent => &[],
        Setting::Known(queues) => &queues.value,
        Setting::Opaque(_) => return Err(SwitchError::OpaqueQueues(deployment.label.to_string())),
    };
    if let Some(key) = deployment.queues_key {
        switch.proposal.actions.push(Action::Remove { entry: key });
    }
    if deployment.kind() == Some(DeploymentType::Hybrid) {
        hybrid(deployment, queues, switch);
    } else {
        hosted(deployment, queues, switch);
    }
    tasks(project, deployment, queues, switch);
    Ok(())
}

fn named<'q>(queues: &'q [WorkerQueue], name: &str) -> Option<&'q WorkerQueue> {
    queues.iter().find(|queue| queue.name.value().is_some_and(|own| &**own == name))
}

/// On Hybrid a pod has the node type that the default queue's workers had.
fn hybrid(deployment: &Deployment, queues: &[WorkerQueue], switch: &mut Switch) {
    let machine = named(queues, DEFAULT).or(queues.first()).and_then(|queue| queue.worker_type.value());
    if let Some(machine) = machine {
        let value = Written::text(&**machine);
        switch.proposal.actions.push(configuration_key(deployment, "default_worker_type", value));
    }
}

/// The four pod and quota keys, from what the queues could run.
fn hosted(deployment: &Deployment, queues: &[WorkerQueue], switch: &mut Switch) {
    let pod = named(queues, DEFAULT).and_then(Size::slot).unwrap_or(DEFAULT_POD);
    let cpus: i64 = queues.iter().filter_map(capacity).sum();
    let quota = if cpus > 0 { cpus } else { DEFAULT_MAX_WORKERS };
    let quota = Size { millicores: quota * 1_000, mebibytes: quota * 2_048 };
    let keys = [
        ("default_task_pod_cpu", pod.cpu()),
        ("default_task_pod_memory", pod.memory()),
        ("resource_quota_cpu", quota.cpu()),
        ("resource_quota_memory", quota.memory()),
    ];
    for (key, text) in keys {
        // A bare number on a text key is read as a number, so cores are quoted.
        switch.proposal.actions.push(configuration_key(deployment, key, Written::Text(text)));
    }
}

/// The CPUs of a queue at its largest.
fn capacity(queue: &WorkerQueue) -> Option<i64> {
    let machine = Machine::named(queue.worker_type.value()?)?;
    let written = queue.max_workers.value().copied().filter(|workers| *workers > 0);
    machine.cpus.checked_mul(written.unwrap_or(DEFAULT_MAX_WORKERS))
}

/// Gives each task that names a queue the size it had there.
fn tasks(project: &Project, deployment: &Deployment, queues: &[WorkerQueue], switch: &mut Switch) {
    let default = named(queues, DEFAULT).and_then(Size::slot).unwrap_or(DEFAULT_POD);
    let mut done: BTreeSet<Place> = BTreeSet::new();
    for task in project.tasks_on(deployment) {
        let queue = match &task.queue {
            Setting::Absent => continue,
            Setting::Opaque(opaque) => {
                let message = format!(
                    "the queue of `{}` is not known from the text ({}): give the task a pod_override if it needs more \
                     than the default pod",
                    task.label(),
                    opaque.why
                );
                switch.lost.push(Lost { place: opaque.place, message });
                continue;
            }
            Setting::Known(queue) => queue,
        };
        if !done.insert(queue.place) {
            continue;
        }
        let size = named(queues, &queue.value).and_then(Size::slot);
        let shared = runs_elsewhere(project, deployment, task);
        match size {
            _ if &*queue.value == DEFAULT && shared => {}
            Some(size) if size == default && !shared => {
                switch.proposal.actions.push(Action::Remove { entry: queue.place });
            }
            Some(size) if size == default => {}
            Some(size) if task.executor_config.is_absent() => {
                let (key, value) = ("executor_config".to_string(), size.executor_config());
                // Where the DAG also runs on workers, the queue stays for them; Kubernetes does not read it.
                switch.proposal.actions.push(if shared {
                    Action::Insert { into: queue.place, key, value, order: vec!["queue", "executor_config"] }
                } else {
                    Action::Substitute { entry: queue.place, key, value }
                });
            }
            Some(_) => {
                let message = format!(
                    "`{}` has an executor_config of its own: see that its pod_override asks for what queue `{}` gave",
                    task.label(),
                    queue.value
                );
                switch.lost.push(Lost { place: queue.place, message });
            }
            None => {
                let message = format!(
                    "how much queue `{}` gave to `{}` is not known: give the task a pod_override of the size it needs",
                    queue.value,
                    task.label()
                );
                switch.lost.push(Lost { place: queue.place, message });
            }
        }
    }
}

/// Whether the task's file also runs on a deployment with workers, or may.
fn runs_elsewhere(project: &Project, deployment: &Deployment, task: &Task) -> bool {
    let others = project.deployments_of(task.file()).into_iter().filter(|other| !std::ptr::eq(*other, deployment));
    others.into_iter().any(|other| other.executor_family().is_none_or(Executor::has_worker_queues))
}
