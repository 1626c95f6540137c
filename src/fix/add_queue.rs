//! Adding a worker queue to a deployment.

use crate::model::{
    DEFAULT_MAX_WORKERS, Deployment, DeploymentType, Executor, MACHINES, Machine, Setting, WorkerQueue,
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
}

/// Adds the queue `name` to the deployment, on the machine of its `default` queue unless `worker_type` says another one.
/// Where the deployment has no queues yet, `default` is added with it.
///
/// # Errors
///
/// [`AddQueueError`] where the queue cannot be added, or is there.
pub fn add_queue(deployment: &Deployment, name: &str, worker_type: Option<&str>) -> Result<Proposal, AddQueueError> {
    let label = || deployment.label.to_string();
    if !is_name(name) {
        return Err(AddQueueError::Name(name.to_string()));
    }
    if !deployment.is_astro_file() {
        return Err(AddQueueError::NotInAFile(label()));
    }
    if let Some(executor) = deployment.executor_family().filter(|executor| !executor.has_worker_queues()) {
        return Err(AddQueueError::NoQueues(label(), Executor::class_name(executor)));
    }
    if deployment.is_remote() == Some(true) {
        return Err(AddQueueError::Remote(label()));
    }
    let hybrid = deployment.kind() == Some(DeploymentType::Hybrid);
    if let Some(machine) = worker_type.filter(|machine| !hybrid && Machine::named(machine).is_none()) {
        let all: Vec<&str> = MACHINES.iter().map(|machine| machine.name).collect();
        return Err(AddQueueError::WorkerType(machine.to_string(), all.join(", ")));
    }
    let queues: &[WorkerQueue] = match &deployment.queues {
        Setting::Absent => &[],
        Setting::Known(queues) => &queues.value,
        Setting::Opaque(_) => return Err(AddQueueError::Opaque(label())),
    };
    let has = |name: &str| queues.iter().any(|queue| queue.name.value().is_some_and(|own| &**own == name));
    if has(name) {
        return Err(AddQueueError::Exists(label(), name.to_string()));
    }
    let default = queues.iter().find(|queue| queue.name.value().is_some_and(|own| &**own == "default"));
    let machine = default.and_then(|queue| queue.worker_type.value()).map_or(MACHINES[0].name, |machine| machine);
    let new = entry(name, worker_type.unwrap_or(machine), 0);
    let title = format!("Add worker queue `{name}` to {}", deployment.label);
    let action = match (&deployment.queues, deployment.queues_key) {
        (Setting::Known(list), _) if !list.value.is_empty() => Action::Append { list: list.literal, item: new },
        _ => Action::InsertBeside {
            beside: deployment.queues_key.unwrap_or(deployment.place),
            key: "worker_queues".to_string(),
            value: Written::List(if name == "default" { vec![new] } else { vec![entry("default", machine, 1), new] }),
            order: key_order(Part::Deployment),
        },
    };
    Ok(Proposal::suggested(title, [action]))
}

fn entry(name: &str, machine: &str, min_workers: i64) -> Written {
    Written::map([
        ("name", Written::text(name)),
        ("worker_type", Written::text(machine)),
        ("min_worker_count", Written::number(min_workers)),
        ("max_worker_count", Written::number(DEFAULT_MAX_WORKERS)),
    ])
}

/// Names of worker queues. Source: help text of `astro deployment worker-queue create` (2026-08).
fn is_name(name: &str) -> bool {
    name.len() <= 63
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{self, Request};
    use camino::Utf8PathBuf;

    /// The file after the queue was added, or why it was not.
    fn added(text: &str, name: &str, worker_type: Option<&str>) -> Result<String, AddQueueError> {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(guard.path().canonicalize().unwrap()).unwrap();
        std::fs::write(root.join("prod.yaml"), text).unwrap();
        let outcome = workspace::run(&Request { current: root, ..Request::default() });
        let proposal = add_queue(&outcome.projects[0].deployments[0], name, worker_type)?;
        let changes = workspace::changes(&[proposal], &outcome.files).expect("a change that can be carried out");
        Ok(changes[0].new.clone())
    }

    const FILE: &str =
        "deployment:\n  configuration:\n    name: prod\n    deployment_type: STANDARD\n    executor: CELERY\n";
    const QUEUES: &str = "  worker_queues:\n  - name: default # all\n    worker_type: A10\n";

    #[test]
    fn a_queue_is_appended_or_the_list_begun() {
        let with_queues = format!("{FILE}{QUEUES}");
        let entry = "  - name: ml\n    worker_type: A10\n    min_worker_count: 0\n    max_worker_count: 10\n";
        assert_eq!(added(&with_queues, "ml", None), Ok(format!("{with_queues}{entry}")));
        assert_eq!(added(&with_queues, "ml", Some("A40")), Ok(format!("{with_queues}{}", entry.replace("A10", "A40"))));
        let begun = added(FILE, "ml", None).unwrap();
        assert!(
            begun.starts_with(FILE) && begun.contains("- name: default\n") && begun.contains("- name: ml\n"),
            "{begun}"
        );
        let empty = added(&format!("{FILE}  worker_queues:\n"), "ml", None).unwrap();
        assert!(empty.contains("  worker_queues:\n    - name: default\n"), "{empty}");
    }

    #[test]
    fn says_why_not() {
        let with_queues = format!("{FILE}{QUEUES}");
        assert!(matches!(added(&with_queues, "default", None), Err(AddQueueError::Exists(..))));
        assert!(matches!(added(&with_queues, "Ml_1", None), Err(AddQueueError::Name(_))));
        assert!(matches!(added(&with_queues, "ml", Some("A7")), Err(AddQueueError::WorkerType(..))));
        assert!(matches!(added(&FILE.replace("CELERY", "KUBERNETES"), "ml", None), Err(AddQueueError::NoQueues(..))));
    }
}
