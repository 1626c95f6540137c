//! Giving a queue another name, everywhere at once.

use super::written_queues;
use crate::model::{Deployment, Place, Project, Setting, Task};
use crate::rules::{Action, Written};
use std::collections::BTreeSet;

/// Renames a queue in every deployment file that has it, in the tasks that name it and in variables that make it the
/// default. `None` where a task that names it also runs on a deployment which keeps the name.
pub(super) fn rename(project: &Project, from: &str, to: &str) -> Option<Vec<Action>> {
    let renames = |deployment: &Deployment| has(deployment, from) && !has(deployment, to);
    let named: Vec<&Task> =
        project.tasks().filter(|task| task.queue.value().is_some_and(|queue| &**queue == from)).collect();
    for task in &named {
        let keeps = |it: &&Deployment| !renames(it) && it.queue_names().is_some_and(|names| names.contains(&from));
        if project.deployments_of(task.file()).iter().any(keeps) {
            return None;
        }
    }
    let is_from =
        |name: &Setting<Box<str>>| name.as_known().filter(|name| &*name.value == from).map(|name| name.literal);
    let mut places: BTreeSet<Place> = named.iter().filter_map(|task| is_from(&task.queue)).collect();
    for deployment in project.deployments.iter().filter(|it| renames(it)) {
        places.extend(written_queues(deployment).iter().filter_map(|queue| is_from(&queue.name)));
        places.extend(is_from(&project.default_queue(deployment)));
    }
    Some(places.into_iter().map(|value| Action::Set { value, to: Written::text(to) }).collect())
}

fn has(deployment: &Deployment, name: &str) -> bool {
    written_queues(deployment).iter().any(|queue| queue.name.value().is_some_and(|own| &**own == name))
}
