//! Adding a worker queue to a deployment.

use super::{DEFAULT, queue_name_fault};
use crate::model::{
    DEFAULT_MAX_WORKERS, Deployment, DeploymentType, DescribedBy, Executor, MACHINES, Machine, Setting, WorkerQueue,
};
use crate::read::astro::{Part, key_order};
use crate::rules::{Action, Proposal, Written};

/// Why a queue cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddQueueError {
    /// The deployment is not described by a deployment file.
    #[error("{0} is stated in airlint's configuration: add the queue to its `queues` there")]
    NotInAFile(String),
    /// The executor has no queues.
    #[error("{0} runs on {1}, which has no worker queues")]
    NoQueues(String, &'static str),
    /// Agents outside the platform run the tasks.
    #[error("{0} runs its tasks remotely: queues are those its agents listen on")]
    Remote(String),
    /// It is there already.
    #[error("{0} has a worker queue `{1}` already")]
    Exists(String, String),
    /// The list is not knowable.
    #[error("the worker queues of {0} are filled in from elsewhere: add the queue there")]
    Opaque(String),
    /// No such name.
    #[error(
        "`{0}` is no name for a worker queue: lower-case letters, digits and `-`, starting with a letter, at most 63 \
         characters"
    )]
    Name(String),
    /// No such machine.
    #[error("there is no worker type `{0}`: choose one of {1}")]
    WorkerType(String, String),
    /// On Hybrid only the file can tell which node types there are.
    #[error("{0} is a Hybrid deployment, and no queue of it says a node type: give one with --worker-type")]
    NoNodeType(String),
    /// Terraform names node pools by their ids.
    #[error("{0} takes node pools by their ids, which are not known here: add the queue by hand")]
    NodePool(String),
}

/// Adds the queue `name` to the deployment, on the machine of its `default` queue unless `worker_type` says another one.
/// Where the deployment has no queues yet, `default` is added with it.
///
/// # Errors
///
/// [`AddQueueError`] where the queue cannot be added, or is there.
pub fn add_queue(deployment: &Deployment, name: &str, worker_type: Option<&str>) -> Result<Proposal, AddQueueError> {
    let title = format!("Add worker queue `{name}` to {}", deployment.label);
    Ok(Proposal::suggested(title, [action(deployment, name, worker_type)?]))
}

/// Adds the queue `name` to each of the deployments; `None` where one of them cannot have it.
pub(super) fn add_to_all(deployments: &[&Deployment], name: &str) -> Option<Proposal> {
    let actions: Result<Vec<_>, _> = deployments.iter().map(|it| action(it, name, None)).collect();
    let labels: Vec<&str> = deployments.iter().map(|it| &*it.label).collect();
    let to = match labels.as_slice() {
        [] => return None,
        [one] => (*one).to_string(),
        [one, two] => format!("{one} and {two}"),
        [one, rest @ ..] => format!("{one} and {} other deployments", rest.len()),
    };
    Some(Proposal::suggested(format!("Add worker queue `{name}` to {to}"), actions.ok()?))
}

fn action(deployment: &Deployment, name: &str, worker_type: Option<&str>) -> Result<Action, AddQueueError> {
    let label = || deployment.label.to_string();
    if name.is_empty() || queue_name_fault(name).is_some() {
        return Err(AddQueueError::Name(name.to_string()));
    }
    if !deployment.is_written_for_astro() {
        return Err(AddQueueError::NotInAFile(label()));
    }
    if let Some(executor) = deployment.executor_family().filter(|executor| !executor.has_worker_queues()) {
        return Err(AddQueueError::NoQueues(label(), Executor::class_name(executor)));
    }
    if deployment.is_remote() == Some(true) {
        return Err(AddQueueError::Remote(label()));
    }
    let queues: &[WorkerQueue] = match &deployment.queues {
        Setting::Absent => &[],
        Setting::Known(queues) => &queues.value,
        Setting::Opaque(_) => return Err(AddQueueError::Opaque(label())),
    };
    if named(queues, name).is_some() {
        return Err(AddQueueError::Exists(label(), name.to_string()));
    }
    if deployment.described_by == DescribedBy::Terraform && deployment.kind().is_none_or(|kind| !kind.is_hosted()) {
        return Err(AddQueueError::NodePool(label()));
    }
    let machine = machine(deployment, queues, worker_type)?;
    let new = entry(deployment, name, worker_type.unwrap_or(machine));
    Ok(match (&deployment.queues, deployment.queues_key) {
        (Setting::Known(list), _) if !list.value.is_empty() => Action::Append { list: list.literal, item: new },
        _ => Action::InsertBeside {
            beside: deployment.queues_key.unwrap_or(deployment.place),
            key: "worker_queues".to_string(),
            value: Written::List(if name == DEFAULT {
                vec![new]
            } else {
                vec![entry(deployment, DEFAULT, machine), new]
            }),
            order: key_order(Part::Deployment),
        },
    })
}

fn named<'q>(queues: &'q [WorkerQueue], name: &str) -> Option<&'q WorkerQueue> {
    queues.iter().find(|queue| queue.name.value().is_some_and(|own| &**own == name))
}

/// The machine of the `default` queue. Without one: on hosted deployments the smallest there is, on Hybrid that of the
/// first queue that says one.
fn machine<'a>(
    deployment: &'a Deployment,
    queues: &'a [WorkerQueue],
    worker_type: Option<&'a str>,
) -> Result<&'a str, AddQueueError> {
    let written = |queue: &'a WorkerQueue| queue.worker_type.value().map(|it| &**it);
    let of_default = named(queues, DEFAULT).and_then(written);
    if deployment.kind() == Some(DeploymentType::Hybrid) {
        let any = of_default.or_else(|| queues.iter().find_map(written)).or(worker_type);
        return any.ok_or_else(|| AddQueueError::NoNodeType(deployment.label.to_string()));
    }
    if let Some(unknown) = worker_type.filter(|machine| Machine::named(machine).is_none()) {
        let all: Vec<&str> = MACHINES.iter().map(|machine| machine.name).collect();
        return Err(AddQueueError::WorkerType(unknown.to_string(), all.join(", ")));
    }
    let [smallest, ..] = MACHINES;
    Ok(of_default.unwrap_or(smallest.name))
}

/// The entry of a new queue. A worker of `default` is kept ready, as the UI does; others start when tasks come.
fn entry(deployment: &Deployment, name: &str, machine: &str) -> Written {
    let mut keys = vec![
        ("name", Written::text(name)),
        ("worker_type", Written::text(machine)),
        ("min_worker_count", Written::number(i64::from(name == DEFAULT))),
        ("max_worker_count", Written::number(DEFAULT_MAX_WORKERS)),
    ];
    // Terraform demands what a deployment file leaves to defaults.
    if deployment.described_by == DescribedBy::Terraform {
        let tasks = Machine::named(machine).map_or(1, Machine::default_concurrency);
        keys.push(("worker_concurrency", Written::number(tasks)));
        keys.push(("is_default", Written::Boolean(name == DEFAULT)));
    }
    Written::map(keys)
}
