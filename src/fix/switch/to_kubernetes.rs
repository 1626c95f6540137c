//! From shared workers to a pod for each task.

use super::{Lost, Switch, SwitchError};
use crate::model::{DEFAULT_POD, Deployment, Executor, Place, Project, Setting, Task, TaskSize, WorkerQueue};
use crate::rules::{Action, Written, override_of_size, pod_keys, write_in_configuration};
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
    for (key, text) in pod_keys(deployment, queues) {
        switch.proposal.actions.push(write_in_configuration(deployment, key, Written::Text(text)));
    }
    tasks(project, deployment, queues, switch);
    Ok(())
}

fn named<'q>(queues: &'q [WorkerQueue], name: &str) -> Option<&'q WorkerQueue> {
    queues.iter().find(|queue| queue.name.value().is_some_and(|own| &**own == name))
}

/// Gives each task that names a queue the size it had there.
fn tasks(project: &Project, deployment: &Deployment, queues: &[WorkerQueue], switch: &mut Switch) {
    let default = named(queues, DEFAULT).and_then(TaskSize::slot).unwrap_or(DEFAULT_POD);
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
        let size = named(queues, &queue.value).and_then(TaskSize::slot);
        let shared = runs_elsewhere(project, deployment, task);
        match size {
            _ if &*queue.value == DEFAULT && shared => {}
            Some(size) if size == default && !shared => {
                switch.proposal.actions.push(Action::Remove { entry: queue.place });
            }
            Some(size) if size == default => {}
            Some(size) if task.executor_config.is_absent() => {
                let (key, value) = ("executor_config".to_string(), override_of_size(size));
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
