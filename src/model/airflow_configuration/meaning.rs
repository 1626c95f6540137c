//! What configuration keys mean, which executors read them, and which of them a deployment may set.

use super::{ConfigurationKey, ConfigurationKeys, Standing};
use crate::model::{Executor, RESERVED_VARIABLES, variable_of_option};

/// Which executors read a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadBy {
    /// All, and what else Airflow runs.
    All,
    /// This one alone, and those that contain it.
    Only(Executor),
    /// Those with worker queues.
    WithQueues,
}

impl ReadBy {
    /// Whether that executor may read it; one that is not known may be any.
    pub fn may_be(self, executor: Option<Executor>) -> bool {
        match (self, executor) {
            (ReadBy::All, _) | (_, None | Some(Executor::Other)) => true,
            (ReadBy::Only(Executor::Kubernetes), Some(Executor::CeleryKubernetes | Executor::LocalKubernetes))
            | (ReadBy::Only(Executor::Celery), Some(Executor::CeleryKubernetes)) => true,
            (ReadBy::Only(only), Some(executor)) => only == executor,
            (ReadBy::WithQueues, Some(executor)) => executor.has_worker_queues(),
        }
    }
}

/// Sections about executors, workers and how many tasks run.
const SECTIONS: [&str; 10] = [
    "core",
    "operators",
    "scheduler",
    "workers",
    "triggerer",
    "sensors",
    "dag_processor",
    "celery",
    "celery_broker_transport_options",
    "kubernetes_executor",
];

impl ConfigurationKey {
    /// Which executors read it.
    pub fn read_by(&self) -> ReadBy {
        match (self.section, self.name) {
            ("celery" | "celery_broker_transport_options", _) => ReadBy::Only(Executor::Celery),
            ("kubernetes_executor", _) => ReadBy::Only(Executor::Kubernetes),
            ("operators", "default_queue") => ReadBy::WithQueues,
            _ => ReadBy::All,
        }
    }

    /// What it does, in a sentence, for those that bear on how tasks run.
    pub fn meaning(&self) -> Option<&'static str> {
        let found = MEANINGS.iter().find(|(section, name, _)| (*section, *name) == (self.section, self.name));
        found.map(|(_, _, meaning)| *meaning)
    }

    /// Whether Astro sets it itself, by this name or an older one, or calculates it from the worker queues.
    pub fn is_reserved_on_astro(&self, executor: Option<Executor>) -> bool {
        let older = if self.section == "kubernetes_executor" { "kubernetes" } else { self.section };
        let names = [self.variable(), variable_of_option(older, self.name)];
        let has_queues = executor.is_some_and(Executor::has_worker_queues);
        match (self.section, self.name) {
            // Source: Astronomer's pages on worker queues and on the runtime image (2024-08).
            ("celery", "worker_autoscale") => true,
            ("core", "parallelism") => has_queues,
            _ => RESERVED_VARIABLES.iter().any(|reserved| names.iter().any(|name| reserved.name == name)),
        }
    }
}

impl ConfigurationKeys {
    /// The keys about executors, workers and how many tasks run that users of a platform may set, those with a meaning
    /// first: not those that hold secrets or the addresses of parts of Airflow itself. `release` is the line of Airflow,
    /// where it is known.
    pub fn about_tasks(&self, release: Option<(u32, u32)>) -> Vec<&ConfigurationKey> {
        let is_read = |key: &ConfigurationKey| {
            release.is_none_or(|release| matches!(self.standing(key.section, key.name, release), Standing::Read(_)))
        };
        let explained = MEANINGS.iter().filter_map(|(section, name, _)| self.look_up(section, name));
        let others = SECTIONS.iter().flat_map(|section| self.of_section(section));
        let others = others.filter(|key| key.meaning().is_none() && !key.newest().is_sensitive);
        explained.chain(others).filter(|key| is_read(key)).collect()
    }
}

/// Section, key and what it does. Source: the configuration references of Airflow 2.11 and 3.2 and of the providers of
/// Celery and Kubernetes (2026-08).
#[rustfmt::skip]
const MEANINGS: [(&str, &str, &str); 54] = [
    ("core", "parallelism", "Tasks that one scheduler runs at once."),
    ("core", "max_active_tasks_per_dag", "Tasks of a DAG that run at once: of all its runs in Airflow 2, of each run in Airflow 3."),
    ("core", "max_active_runs_per_dag", "Runs of a DAG that are active at once."),
    ("core", "max_consecutive_failed_dag_runs_per_dag", "Failed runs in a row after which a DAG is paused; 0 for never."),
    ("core", "default_task_execution_timeout", "Seconds after which a task fails that has no `execution_timeout` of its own; empty for never."),
    ("core", "default_task_retries", "Retries of tasks that do not say `retries`."),
    ("core", "default_task_retry_delay", "Seconds between retries of tasks that do not say `retry_delay`."),
    ("core", "max_task_retry_delay", "Most seconds between retries, for every task."),
    ("core", "default_pool_task_slot_count", "Slots of the pool `default_pool`, read when it is first made."),
    ("core", "killed_task_cleanup_time", "Seconds that a task has to clean up before it is killed."),
    ("core", "task_success_overtime", "Seconds that a task may go on after its success, for listeners."),
    ("core", "max_map_length", "Task instances that one mapped task may expand to."),
    ("core", "dagbag_import_timeout", "Seconds that the import of a DAG file may take."),
    ("core", "dag_file_processor_timeout", "Seconds that the processing of a DAG file may take."),
    ("core", "dag_ignore_file_syntax", "How patterns in `.airflowignore` are read: `regexp` or `glob`."),
    ("core", "dag_discovery_safe_mode", "Whether only files are read that mention `airflow` and `dag`."),
    ("core", "execute_tasks_new_python_interpreter", "Whether each task starts a Python interpreter of its own."),
    ("operators", "default_queue", "The worker queue of tasks that name none; it must exist."),
    ("operators", "default_deferrable", "Whether operators that can defer do so where the task does not say."),
    ("operators", "default_owner", "Owner of tasks that name none."),
    ("sensors", "default_timeout", "Seconds after which a sensor fails that has no `timeout` of its own: 7 days."),
    ("scheduler", "task_queued_timeout", "Seconds that a task may stay queued before it is retried or fails."),
    ("scheduler", "task_queued_timeout_check_interval", "Seconds between looks for tasks that stay queued."),
    ("scheduler", "scheduler_zombie_task_threshold", "Seconds without a heartbeat after which a running task counts as lost."),
    ("scheduler", "task_instance_heartbeat_timeout", "Seconds without a heartbeat after which a running task counts as lost."),
    ("scheduler", "max_tis_per_query", "Tasks that the scheduler takes in one look; at most as many as run at once."),
    ("scheduler", "orphaned_tasks_check_interval", "Seconds between looks for tasks whose scheduler is gone."),
    ("scheduler", "catchup_by_default", "Whether DAGs make up for missed runs where they do not say `catchup`: on in Airflow 2, off in Airflow 3."),
    ("scheduler", "parsing_processes", "Processes that read DAG files."),
    ("scheduler", "min_file_process_interval", "Seconds before a DAG file is read again."),
    ("workers", "max_failed_heartbeats", "Failed heartbeats in a row after which a worker kills the task."),
    ("workers", "min_heartbeat_interval", "Fewest seconds between a task's heartbeats."),
    ("workers", "execution_api_retries", "How often a worker tries to reach the API server."),
    ("workers", "execution_api_timeout", "Seconds that a worker waits for the API server."),
    ("triggerer", "default_capacity", "Triggers that one triggerer runs at once."),
    ("triggerer", "capacity", "Triggers that one triggerer runs at once."),
    ("celery", "worker_prefetch_multiplier", "Tasks that a busy worker may hold for each that it runs."),
    ("celery", "task_acks_late", "Whether a task is taken from the broker only once it is done."),
    ("celery", "task_track_started", "Whether a task is reported as started."),
    ("celery", "operation_timeout", "Seconds that sending a task to the broker may take."),
    ("celery", "sync_parallelism", "Processes that ask for the state of tasks; 0 for one less than the cores."),
    ("celery", "task_publish_max_retries", "How often sending a task to the broker is tried again."),
    ("celery_broker_transport_options", "visibility_timeout", "Seconds after which the broker gives a task that is not done to another worker."),
    ("kubernetes_executor", "pod_template_file", "Path of the template of task pods."),
    ("kubernetes_executor", "delete_worker_pods", "Whether pods are deleted once their task is done."),
    ("kubernetes_executor", "delete_worker_pods_on_failure", "Whether pods of failed tasks are deleted as well."),
    ("kubernetes_executor", "worker_pods_creation_batch_size", "Pods that are started in one round of the scheduler: 1 in Airflow, 16 on Astro."),
    ("kubernetes_executor", "task_publish_max_retries", "How often starting a pod is tried again where a quota is full; -1 for ever."),
    ("kubernetes_executor", "pod_launch_failure_retries", "How often a task is queued again whose pod died before the task began."),
    ("kubernetes_executor", "worker_pod_pending_fatal_container_state_reasons", "States of a waiting container that let the task fail at once, with commas between."),
    ("kubernetes_executor", "running_pod_log_lines", "Lines of a running pod's log that are shown."),
    ("dag_processor", "parsing_processes", "Processes that read DAG files."),
    ("dag_processor", "min_file_process_interval", "Seconds before a DAG file is read again."),
    ("dag_processor", "dag_file_processor_timeout", "Seconds that the processing of a DAG file may take."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_explained_is_a_key_of_airflow_and_stands_once() {
        let keys = ConfigurationKeys::get();
        for (index, (section, name, meaning)) in MEANINGS.iter().enumerate() {
            assert!(keys.look_up(section, name).is_some(), "{section}.{name}");
            assert!(SECTIONS.contains(section) && meaning.ends_with('.'), "{section}.{name}");
            let same = |other: &&(&str, &str, &str)| (other.0, other.1) == (*section, *name);
            assert_eq!(MEANINGS.iter().position(|other| same(&other)), Some(index), "{section}.{name}");
        }
    }

    #[test]
    fn what_an_executor_does_not_read() {
        let read_by = |section, name| ConfigurationKeys::get().look_up(section, name).unwrap().read_by();
        let acks_late = read_by("celery", "task_acks_late");
        assert!(acks_late.may_be(Some(Executor::Celery)) && acks_late.may_be(None));
        assert!(!acks_late.may_be(Some(Executor::Kubernetes)) && !acks_late.may_be(Some(Executor::Astro)));
        let default_queue = read_by("operators", "default_queue");
        assert!(default_queue.may_be(Some(Executor::Astro)) && !default_queue.may_be(Some(Executor::Kubernetes)));
    }

    #[test]
    fn keys_of_a_line() {
        let names = |release| -> Vec<String> {
            ConfigurationKeys::get().about_tasks(release).into_iter().map(ConfigurationKey::variable).collect()
        };
        let two = names(Some((2, 10)));
        assert_eq!(two[0], "AIRFLOW__CORE__PARALLELISM");
        let has = |names: &[String], name: &str| names.iter().any(|it| it == name);
        assert!(!has(&two, "AIRFLOW__WORKERS__MAX_FAILED_HEARTBEATS"));
        assert!(has(&names(None), "AIRFLOW__WORKERS__MAX_FAILED_HEARTBEATS"));
        assert!(!has(&two, "AIRFLOW__CORE__FERNET_KEY"));
    }
}
