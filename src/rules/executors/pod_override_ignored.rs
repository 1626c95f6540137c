use crate::model::{
    DEFAULT_POD, Deployment, Executor, ExecutorConfig, Machine, Place, Project, Setting, Task, TaskSize, WorkerQueue,
};
use crate::rules::{Action, Finding, Holds, Proposal, Reach, Rule, Severity, TaskFault, Written, task_faults};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "pod-override-ignored",
    category: "executors",
    severity: Severity::Warning,
    document: include_str!("pod_override_ignored.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

/// The key of an `executor_config` as Airflow 1.10 took it.
const LEGACY: &str = "KubernetesExecutor";

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for fault in task_faults(project, |task| pod_setting(task).map(|(_, place)| place), holds) {
        let Some((key, _)) = fault.tasks.first().and_then(|task| pod_setting(task)) else { continue };
        let message = format!(
            "{key} has no effect on {}, whose tasks share workers: {} {} without the resources, image and other settings \
             it asks for",
            fault.across.names(),
            fault.names(),
            fault.verb("runs", "run"),
        );
        let finding = fault.finding(&RULE, message).help(help(&fault)).propose_all(proposals(&fault));
        findings.push(fault.across.point_to_executors(finding));
    }
}

/// The setting that only the Kubernetes executor reads, and its place.
fn pod_setting(task: &Task) -> Option<(&'static str, Place)> {
    let config: &ExecutorConfig = task.executor_config.value()?;
    if !config.pod_override.is_absent() {
        return Some(("pod_override", config.pod_override_key.unwrap_or(config.place)));
    }
    match &config.pod_template_file {
        // Its form of old, which the Kubernetes executor has rules for.
        Setting::Absent => {
            let legacy = config.other_keys.iter().find(|key| &*key.name == LEGACY)?;
            Some((LEGACY, legacy.place))
        }
        written => Some(("pod_template_file", written.place().unwrap_or(config.place))),
    }
}

fn holds(task: &Task, deployment: &Deployment) -> Holds {
    match deployment.executor_of(task) {
        Some(Executor::Celery | Executor::Astro | Executor::Local | Executor::Sequential) => Holds::Yes,
        Some(Executor::Kubernetes) => Holds::No,
        // The executors of two kinds decide by queue; of any other nothing is known.
        Some(_) | None => Holds::Unknown,
    }
}

fn help(fault: &TaskFault) -> &'static str {
    let has_queues = |deployment: &&Deployment| deployment.executor_family().is_some_and(Executor::has_worker_queues);
    if fault.across.on.iter().any(has_queues) {
        "remove it and choose a worker queue of the right size with `queue=`, or use the KubernetesPodOperator for a pod \
         of its own"
    } else {
        "remove it, or use the KubernetesPodOperator for a pod of its own"
    }
}

/// What to do about it; nothing where another deployment may read the override.
fn proposals(fault: &TaskFault) -> Vec<Proposal> {
    if !fault.across.everywhere {
        return Vec::new();
    }
    let places: BTreeSet<Place> = fault.tasks.iter().filter_map(|task| task.executor_config.place()).collect();
    let remove = places.into_iter().map(|entry| Action::Remove { entry });
    let remove = Proposal::suggested("Remove `executor_config`", remove);
    choose_queue(fault).into_iter().chain([remove]).collect()
}

/// The smallest queue whose machine has what the override asks for, where each deployment has it under the same name.
fn choose_queue(fault: &TaskFault) -> Option<Proposal> {
    let config = fault.tasks.first()?.executor_config.value()?;
    let size = TaskSize::of_override(config, DEFAULT_POD).filter(|size| !size.fits_in(DEFAULT_POD))?;
    let mut names = fault.across.on.iter().map(|deployment| smallest_queue(deployment, size));
    let name = names.next()??;
    if names.any(|other| other != Some(name)) || name == "default" {
        return None;
    }
    let mut done = BTreeSet::new();
    let mut actions = Vec::new();
    for task in &fault.tasks {
        let config = task.executor_config.as_known()?;
        if !done.insert(config.place) {
            continue;
        }
        let value = Written::text(name);
        match &task.queue {
            Setting::Absent => {
                actions.push(Action::Substitute { entry: config.place, key: "queue".to_string(), value });
            }
            Setting::Known(queue) if queue.origin == config.origin => {
                actions.push(Action::Remove { entry: config.place });
                actions.push(Action::Set { value: queue.place, to: value });
            }
            Setting::Known(_) | Setting::Opaque(_) => return None,
        }
    }
    let title = format!("Run on queue `{name}`, whose workers have {} CPU and {}", size.cpu(), size.memory());
    Some(Proposal::suggested(title, actions))
}

/// The smallest of the deployment's queues whose machine holds the size, by machine and then by the tasks that share it.
fn smallest_queue(deployment: &Deployment, size: TaskSize) -> Option<&str> {
    deployment.queue_names()?;
    let machine = |queue: &WorkerQueue| Machine::named(queue.worker_type.value()?);
    let holds = |queue: &&WorkerQueue| machine(queue).is_some_and(|it| size.fits_in(TaskSize::machine(it)));
    let rank = |queue: &&WorkerQueue| {
        let slot = TaskSize::slot(queue).map_or(0, |slot| slot.mebibytes);
        (machine(queue).map_or(0, |it| it.cpus), -slot)
    };
    let queues = deployment.queues.value().into_iter().flatten();
    queues.filter(holds).min_by_key(rank)?.name.value().map(|name| &**name)
}
