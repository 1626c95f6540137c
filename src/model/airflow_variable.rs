//! Environment variables that configure Airflow.

use super::{AirflowLine, Executor, RESERVED_VARIABLES};

/// A variable that sets one option of Airflow's configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AirflowVariable {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub meaning: &'static str,
    /// The value that holds where nothing is said, where it is the same in all versions.
    pub default: Option<&'static str>,
    /// Which executors read it.
    pub read_by: ReadBy,
    /// The only line of Airflow that has it.
    pub line: Option<AirflowLine>,
}

/// Which executors read a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadBy {
    /// All.
    All,
    /// This one alone.
    Only(Executor),
    /// Those with worker queues.
    WithQueues,
}

const fn any(name: &'static str, default: &'static str, meaning: &'static str) -> AirflowVariable {
    AirflowVariable { name, meaning, default: Some(default), read_by: ReadBy::All, line: None }
}

const fn celery(name: &'static str, default: &'static str, meaning: &'static str) -> AirflowVariable {
    AirflowVariable { read_by: ReadBy::Only(Executor::Celery), ..any(name, default, meaning) }
}

const fn kubernetes(name: &'static str, default: &'static str, meaning: &'static str) -> AirflowVariable {
    AirflowVariable { read_by: ReadBy::Only(Executor::Kubernetes), ..any(name, default, meaning) }
}

impl AirflowVariable {
    const fn of_airflow(self, line: AirflowLine) -> Self {
        Self { line: Some(line), ..self }
    }

    const fn without_default(self) -> Self {
        Self { default: None, ..self }
    }

    /// Whether it may have an effect with this executor and line of Airflow; one that is not known may be any.
    pub fn may_count(&self, executor: Option<Executor>, line: Option<AirflowLine>) -> bool {
        let is_read = match (self.read_by, executor) {
            (ReadBy::All, _) | (_, None | Some(Executor::Other)) => true,
            (ReadBy::Only(Executor::Kubernetes), Some(Executor::CeleryKubernetes | Executor::LocalKubernetes))
            | (ReadBy::Only(Executor::Celery), Some(Executor::CeleryKubernetes)) => true,
            (ReadBy::Only(only), Some(executor)) => only == executor,
            (ReadBy::WithQueues, Some(executor)) => executor.has_worker_queues(),
        };
        is_read && line.zip(self.line).is_none_or(|(line, only)| line == only)
    }

    /// Whether Astro sets it itself.
    pub fn is_reserved(&self) -> bool {
        RESERVED_VARIABLES.iter().any(|reserved| reserved.name == self.name)
    }
}

use AirflowLine::{Three, Two};

/// Variables that bear on executors, workers and how many tasks run. Source: the configuration references of Airflow 2.11
/// and 3.2 and of the providers of Celery and Kubernetes (2026-08).
pub const AIRFLOW_VARIABLES: [AirflowVariable; 52] = [
    kubernetes("AIRFLOW__CORE__PARALLELISM", "32", "Tasks that one scheduler runs at once."),
    any(
        "AIRFLOW__CORE__MAX_ACTIVE_TASKS_PER_DAG",
        "16",
        "Tasks of a DAG that run at once: of all its runs in Airflow 2, of each run in Airflow 3.",
    ),
    any("AIRFLOW__CORE__MAX_ACTIVE_RUNS_PER_DAG", "16", "Runs of a DAG that are active at once."),
    any(
        "AIRFLOW__CORE__MAX_CONSECUTIVE_FAILED_DAG_RUNS_PER_DAG",
        "0",
        "Failed runs in a row after which a DAG is paused; 0 for never.",
    ),
    any(
        "AIRFLOW__CORE__DEFAULT_TASK_EXECUTION_TIMEOUT",
        "",
        "Seconds after which a task fails that has no `execution_timeout` of its own; empty for never.",
    ),
    any("AIRFLOW__CORE__DEFAULT_TASK_RETRIES", "0", "Retries of tasks that do not say `retries`."),
    any(
        "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY",
        "300",
        "Seconds between retries of tasks that do not say `retry_delay`.",
    ),
    any("AIRFLOW__CORE__MAX_TASK_RETRY_DELAY", "86400", "Most seconds between retries, for every task."),
    any(
        "AIRFLOW__CORE__DEFAULT_POOL_TASK_SLOT_COUNT",
        "128",
        "Slots of the pool `default_pool`, read when it is first made.",
    ),
    any("AIRFLOW__CORE__KILLED_TASK_CLEANUP_TIME", "60", "Seconds that a task has to clean up before it is killed."),
    any(
        "AIRFLOW__CORE__TASK_SUCCESS_OVERTIME",
        "20",
        "Seconds that a task may go on after its success, for listeners.",
    ),
    any("AIRFLOW__CORE__MAX_MAP_LENGTH", "1024", "Task instances that one mapped task may expand to."),
    any("AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT", "30.0", "Seconds that the import of a DAG file may take."),
    any("AIRFLOW__CORE__DAG_FILE_PROCESSOR_TIMEOUT", "50", "Seconds that the processing of a DAG file may take.")
        .of_airflow(Two),
    any("AIRFLOW__CORE__DAG_IGNORE_FILE_SYNTAX", "", "How patterns in `.airflowignore` are read: `regexp` or `glob`.")
        .without_default(),
    any(
        "AIRFLOW__CORE__DAG_DISCOVERY_SAFE_MODE",
        "True",
        "Whether only files are read that mention `airflow` and `dag`.",
    ),
    any(
        "AIRFLOW__CORE__EXECUTE_TASKS_NEW_PYTHON_INTERPRETER",
        "False",
        "Whether each task starts a Python interpreter of its own.",
    ),
    AirflowVariable {
        read_by: ReadBy::WithQueues,
        ..any(
            "AIRFLOW__OPERATORS__DEFAULT_QUEUE",
            "default",
            "The worker queue of tasks that name none; it must exist.",
        )
    },
    any(
        "AIRFLOW__OPERATORS__DEFAULT_DEFERRABLE",
        "False",
        "Whether operators that can defer do so where the task does not say.",
    ),
    any("AIRFLOW__OPERATORS__DEFAULT_OWNER", "airflow", "Owner of tasks that name none."),
    any(
        "AIRFLOW__SENSORS__DEFAULT_TIMEOUT",
        "604800",
        "Seconds after which a sensor fails that has no `timeout` of its own: 7 days.",
    ),
    any(
        "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT",
        "600.0",
        "Seconds that a task may stay queued before it is retried or fails.",
    ),
    any(
        "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT_CHECK_INTERVAL",
        "120.0",
        "Seconds between looks for tasks that stay queued.",
    ),
    any(
        "AIRFLOW__SCHEDULER__SCHEDULER_ZOMBIE_TASK_THRESHOLD",
        "300",
        "Seconds without a heartbeat after which a running task counts as lost.",
    )
    .of_airflow(Two),
    any(
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT",
        "300",
        "Seconds without a heartbeat after which a running task counts as lost.",
    )
    .of_airflow(Three),
    any(
        "AIRFLOW__SCHEDULER__MAX_TIS_PER_QUERY",
        "",
        "Tasks that the scheduler takes in one look; at most as many as run at once.",
    )
    .without_default(),
    any(
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL",
        "300.0",
        "Seconds between looks for tasks whose scheduler is gone.",
    ),
    any(
        "AIRFLOW__SCHEDULER__CATCHUP_BY_DEFAULT",
        "",
        "Whether DAGs make up for missed runs where they do not say `catchup`: on in Airflow 2, off in Airflow 3.",
    )
    .without_default(),
    any("AIRFLOW__SCHEDULER__PARSING_PROCESSES", "2", "Processes that read DAG files.").of_airflow(Two),
    any("AIRFLOW__SCHEDULER__MIN_FILE_PROCESS_INTERVAL", "30", "Seconds before a DAG file is read again.")
        .of_airflow(Two),
    any(
        "AIRFLOW__WORKERS__MAX_FAILED_HEARTBEATS",
        "3",
        "Failed heartbeats in a row after which a worker kills the task.",
    )
    .of_airflow(Three),
    any("AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL", "5", "Fewest seconds between a task's heartbeats.")
        .of_airflow(Three),
    any("AIRFLOW__WORKERS__EXECUTION_API_RETRIES", "5", "How often a worker tries to reach the API server.")
        .of_airflow(Three),
    any("AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT", "5.0", "Seconds that a worker waits for the API server.")
        .of_airflow(Three),
    any("AIRFLOW__TRIGGERER__DEFAULT_CAPACITY", "1000", "Triggers that one triggerer runs at once.").of_airflow(Two),
    any("AIRFLOW__TRIGGERER__CAPACITY", "1000", "Triggers that one triggerer runs at once.").of_airflow(Three),
    celery(
        "AIRFLOW__CELERY__STALLED_TASK_TIMEOUT",
        "",
        "Seconds that a task may stay queued; older name of `AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT`.",
    )
    .without_default()
    .of_airflow(Two),
    celery(
        "AIRFLOW__CELERY__WORKER_PREFETCH_MULTIPLIER",
        "1",
        "Tasks that a busy worker may hold for each that it runs.",
    ),
    celery("AIRFLOW__CELERY__TASK_ACKS_LATE", "True", "Whether a task is taken from the broker only once it is done."),
    celery("AIRFLOW__CELERY__TASK_TRACK_STARTED", "True", "Whether a task is reported as started."),
    celery("AIRFLOW__CELERY__OPERATION_TIMEOUT", "1.0", "Seconds that sending a task to the broker may take."),
    celery(
        "AIRFLOW__CELERY__SYNC_PARALLELISM",
        "0",
        "Processes that ask for the state of tasks; 0 for one less than the cores.",
    ),
    celery("AIRFLOW__CELERY__TASK_PUBLISH_MAX_RETRIES", "3", "How often sending a task to the broker is tried again."),
    celery(
        "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT",
        "",
        "Seconds after which the broker gives a task that is not done to another worker.",
    )
    .without_default(),
    kubernetes("AIRFLOW__KUBERNETES_EXECUTOR__POD_TEMPLATE_FILE", "", "Path of the template of task pods.")
        .without_default(),
    kubernetes(
        "AIRFLOW__KUBERNETES_EXECUTOR__DELETE_WORKER_PODS",
        "True",
        "Whether pods are deleted once their task is done.",
    ),
    kubernetes(
        "AIRFLOW__KUBERNETES_EXECUTOR__DELETE_WORKER_PODS_ON_FAILURE",
        "False",
        "Whether pods of failed tasks are deleted as well.",
    ),
    kubernetes(
        "AIRFLOW__KUBERNETES_EXECUTOR__WORKER_PODS_CREATION_BATCH_SIZE",
        "",
        "Pods that are started in one round of the scheduler: 1 in Airflow, 16 on Astro.",
    )
    .without_default(),
    kubernetes(
        "AIRFLOW__KUBERNETES_EXECUTOR__TASK_PUBLISH_MAX_RETRIES",
        "0",
        "How often starting a pod is tried again where a quota is full; -1 for ever.",
    ),
    kubernetes(
        "AIRFLOW__KUBERNETES_EXECUTOR__POD_LAUNCH_FAILURE_RETRIES",
        "1",
        "How often a task is queued again whose pod died before the task began.",
    ),
    kubernetes(
        "AIRFLOW__KUBERNETES_EXECUTOR__WORKER_POD_PENDING_FATAL_CONTAINER_STATE_REASONS",
        "",
        "States of a waiting container that let the task fail at once, with commas between.",
    )
    .without_default(),
    kubernetes(
        "AIRFLOW__KUBERNETES_EXECUTOR__RUNNING_POD_LOG_LINES",
        "100",
        "Lines of a running pod's log that are shown.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_options_of_airflow_and_each_stands_once() {
        for (index, variable) in AIRFLOW_VARIABLES.iter().enumerate() {
            let parts: Vec<&str> = variable.name.split("__").collect();
            assert!(matches!(parts.as_slice(), ["AIRFLOW", _, _]), "{}", variable.name);
            assert!(variable.meaning.ends_with('.'), "{}", variable.name);
            assert!(AIRFLOW_VARIABLES[..index].iter().all(|other| other.name != variable.name), "{}", variable.name);
        }
    }

    #[test]
    fn what_an_executor_does_not_read_does_not_count() {
        let named = |name: &str| AIRFLOW_VARIABLES.iter().find(|variable| variable.name == name).unwrap();
        let acks_late = named("AIRFLOW__CELERY__TASK_ACKS_LATE");
        assert!(acks_late.may_count(Some(Executor::Celery), None) && acks_late.may_count(None, Some(Three)));
        assert!(!acks_late.may_count(Some(Executor::Kubernetes), None));
        assert!(!acks_late.may_count(Some(Executor::Astro), None));
        let default_queue = named("AIRFLOW__OPERATORS__DEFAULT_QUEUE");
        assert!(default_queue.may_count(Some(Executor::Astro), None));
        assert!(!default_queue.may_count(Some(Executor::Kubernetes), None));
        let heartbeats = named("AIRFLOW__WORKERS__MAX_FAILED_HEARTBEATS");
        assert!(!heartbeats.may_count(None, Some(Two)));
    }
}
