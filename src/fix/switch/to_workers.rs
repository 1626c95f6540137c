//! From a pod for each task to shared workers.

use super::{Lost, Switch};
use crate::model::{
    Container, DEFAULT_MAX_WORKERS, DEFAULT_POD, Deployment, DeploymentType, Executor, ExecutorConfig, MACHINES,
    Machine, Place, PodOverride, Project, Quantity, Setting, Task, TaskSize,
};
use crate::read::astro::{Part, key_order};
use crate::rules::{Action, Written};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn carry_over(project: &Project, deployment: &Deployment, switch: &mut Switch) {
    if deployment.kind() == Some(DeploymentType::Hybrid) {
        for (task, place) in overridden(project, deployment, switch) {
            let message = format!(
                "`{}` sizes its pod, and workers of a Hybrid deployment are whole nodes: choose a queue for it",
                task.label()
            );
            switch.lost.push(Lost { place, message });
        }
        hybrid_queue(deployment, switch);
        return;
    }
    let default = TaskSize::of_pod(&deployment.default_pod).unwrap_or(DEFAULT_POD);
    let mut queues: BTreeMap<TaskSize, Machine> = BTreeMap::new();
    for (task, place) in overridden(project, deployment, switch) {
        let Setting::Known(config) = &task.executor_config else { continue };
        let Some(size) = TaskSize::of_override(&config.value, default) else {
            let message = format!(
                "what `{}` asks for in its executor_config is not known from the text, and workers do not read it: \
                 choose a queue for it",
                task.label()
            );
            switch.lost.push(Lost { place, message });
            continue;
        };
        switch.lost.extend(besides_size(project, task, &config.value));
        let Some(machine) = size.smallest_machine() else {
            let message = format!(
                "`{}` asks for {} CPU and {}, more than the largest worker has: run it with a KubernetesPodOperator",
                task.label(),
                size.cpu(),
                size.memory()
            );
            switch.lost.push(Lost { place, message });
            continue;
        };
        if size != default {
            queues.insert(size, machine);
        }
        assign(project, deployment, task, place, (size != default).then(|| queue_name(size)), switch);
    }
    let machine = default.smallest_machine().unwrap_or(MACHINES[0]);
    let default = entry("default", default, machine, 1, deployment);
    let others = queues.into_iter().map(|(size, machine)| entry(&queue_name(size), size, machine, 0, deployment));
    match deployment.queues.as_known() {
        // The file lists queues already, which its old executor did not go with: they stay.
        Some(list) if !list.value.is_empty() => {
            let has_default = deployment.queue_names().is_none_or(|names| names.contains(&"default"));
            let new = (!has_default).then_some(default).into_iter().chain(others);
            switch.proposal.actions.extend(new.map(|item| Action::Append { list: list.literal, item }));
        }
        _ => {
            let list = std::iter::once(default).chain(others).collect();
            switch.proposal.actions.push(worker_queues(deployment, list));
        }
    }
}

/// The tasks with an `executor_config`, each of which stands in one place only once. One that is not known from the text
/// goes to what is lost.
fn overridden<'p>(project: &'p Project, deployment: &'p Deployment, switch: &mut Switch) -> Vec<(&'p Task, Place)> {
    let mut done: BTreeSet<Place> = BTreeSet::new();
    let mut tasks = Vec::new();
    for task in project.tasks_on(deployment) {
        let Some(place) = task.executor_config.place().filter(|place| done.insert(*place)) else { continue };
        match &task.executor_config {
            Setting::Opaque(opaque) => {
                let message = format!(
                    "the executor_config of `{}` is not known from the text ({}), and workers do not read it",
                    task.label(),
                    opaque.why
                );
                switch.lost.push(Lost { place, message });
            }
            _ => tasks.push((task, place)),
        }
    }
    tasks
}

fn worker_queues(deployment: &Deployment, list: Vec<Written>) -> Action {
    Action::InsertBeside {
        beside: deployment.place,
        key: "worker_queues".to_string(),
        value: Written::List(list),
        order: key_order(Part::Deployment),
    }
}

/// On Hybrid workers are whole nodes: one queue on the node type of the pods.
fn hybrid_queue(deployment: &Deployment, switch: &mut Switch) {
    let Some(node) = deployment.default_worker_type.value() else {
        let message = "the node type of the new default queue is not known: fill in its worker_type".to_string();
        switch.lost.push(Lost { place: deployment.place, message });
        return;
    };
    let entries = [
        ("name", Written::text("default")),
        ("worker_type", Written::text(&**node)),
        ("min_worker_count", Written::number(1)),
        ("max_worker_count", Written::number(DEFAULT_MAX_WORKERS)),
    ];
    switch.proposal.actions.push(worker_queues(deployment, vec![Written::map(entries)]));
    // The key sizes pods, and says nothing about workers.
    if let Some(place) = deployment.default_worker_type.place() {
        switch.proposal.actions.push(Action::Remove { entry: place });
    }
}

/// Gives a task its queue, or takes its override away where the default queue is enough.
fn assign(
    project: &Project,
    deployment: &Deployment,
    task: &Task,
    place: Place,
    queue: Option<String>,
    switch: &mut Switch,
) {
    let others = project.deployments_of(task.file()).into_iter().filter(|other| !std::ptr::eq(*other, deployment));
    let shared = others.into_iter().any(|other| other.executor_family().is_none_or(|it| it == Executor::Kubernetes));
    let actions = &mut switch.proposal.actions;
    match (queue, shared) {
        // Where the DAG also runs in pods, the override stays for them; workers do not read it.
        (Some(queue), true) => actions.push(Action::Insert {
            into: place,
            key: "queue".to_string(),
            value: Written::text(queue),
            order: Vec::new(),
        }),
        (Some(queue), false) => {
            let key = "queue".to_string();
            actions.push(Action::Substitute { entry: place, key, value: Written::text(queue) });
        }
        (None, false) => actions.push(Action::Remove { entry: place }),
        (None, true) => {}
    }
}

/// A queue whose workers give each task the size: as many at once as memory and CPU allow.
fn entry(name: &str, size: TaskSize, machine: Machine, min_workers: i64, deployment: &Deployment) -> Written {
    let whole = TaskSize::machine(machine);
    let fits = (whole.mebibytes / size.mebibytes).min(whole.millicores / size.millicores);
    let concurrency = fits.clamp(1, machine.max_concurrency());
    let quota = deployment.quota.cpu.value().and_then(|cpu| Quantity::parse(cpu.trim()));
    let by_quota = quota.map_or(DEFAULT_MAX_WORKERS, |cpus| (cpus.as_f64() / machine.cpus as f64) as i64);
    let max_workers = by_quota.clamp(1, deployment.limits.max_workers.max(1));
    Written::map([
        ("name", Written::text(name)),
        ("worker_type", Written::text(machine.name)),
        ("min_worker_count", Written::number(min_workers)),
        ("max_worker_count", Written::number(max_workers)),
        ("worker_concurrency", Written::number(concurrency)),
    ])
}

/// A queue's name by its size: `cpu-2-mem-4gi`, `cpu-500m-mem-1536mi`.
fn queue_name(size: TaskSize) -> String {
    let cpu = match size.millicores {
        whole if whole % 1_000 == 0 => format!("{}", whole / 1_000),
        part => format!("{part}m"),
    };
    let memory = match size.mebibytes {
        whole if whole % 1_024 == 0 => format!("{}gi", whole / 1_024),
        part => format!("{part}mi"),
    };
    format!("cpu-{cpu}-mem-{memory}")
}

/// What an override says besides the size of its container: workers read none of it.
fn besides_size(project: &Project, task: &Task, config: &ExecutorConfig) -> Option<Lost> {
    let Setting::Known(pod) = &config.pod_override else { return None };
    let PodOverride::Pod(pod) = &pod.value else { return None };
    let containers: Vec<&Container> = pod.containers.value().into_iter().flatten().collect();
    let own = |place: Place| {
        let object = project.kubernetes_objects().find(|object| object.place == place);
        object.into_iter().flat_map(|object| object.keywords.iter().map(|(name, _)| name.to_string()))
    };
    let of_containers = containers.iter().flat_map(|it| own(it.place));
    let names: BTreeSet<String> =
        of_containers.chain(own(pod.place)).filter(|it| !["name", "resources", "spec"].contains(&&**it)).collect();
    let mut names: Vec<String> = names.into_iter().collect();
    if containers.len() > 1 {
        names.push("its other containers".to_string());
    }
    if !pod.init_containers.is_absent() {
        names.push("its init containers".to_string());
    }
    if names.is_empty() {
        return None;
    }
    let message = format!("`{}` loses what its pod_override says besides size: {}", task.label(), names.join(", "));
    Some(Lost { place: config.place, message })
}
