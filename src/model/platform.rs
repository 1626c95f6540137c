//! What the Astro platform offers: machine types, ranges and variables, each with its source.

use super::{Executor, Quantity};

/// A hosted worker type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Machine {
    /// `A5` … `A160`.
    pub name: &'static str,
    /// Virtual CPUs.
    pub cpus: i64,
}

/// Hosted worker types, smallest first. Source: Astronomer's worker-type table (2024-08, same figures in 2026).
pub const MACHINES: [Machine; 7] = [
    Machine { name: "A5", cpus: 1 },
    Machine { name: "A10", cpus: 2 },
    Machine { name: "A20", cpus: 4 },
    Machine { name: "A40", cpus: 8 },
    Machine { name: "A60", cpus: 12 },
    Machine { name: "A120", cpus: 24 },
    Machine { name: "A160", cpus: 32 },
];

impl Machine {
    /// The type of that name, in any case.
    pub fn named(name: &str) -> Option<Machine> {
        MACHINES.into_iter().find(|machine| machine.name.eq_ignore_ascii_case(name))
    }

    /// Memory: 2 GiB for each CPU.
    pub fn memory(self) -> Quantity {
        Quantity::gibibytes(2 * self.cpus)
    }

    /// Tasks a worker runs at once where the file does not say: 5 for each CPU.
    pub fn default_concurrency(self) -> i64 {
        5 * self.cpus
    }

    /// The most tasks a worker may run at once: 15 for each CPU.
    pub fn max_concurrency(self) -> i64 {
        15 * self.cpus
    }
}

/// Most workers of a queue where the file does not say. Source: Astronomer's Celery executor page (2024-08).
pub const DEFAULT_MAX_WORKERS: i64 = 10;
/// The documented highest worker count of a queue; accounts can be granted more.
pub const WORKER_COUNT_CEILING: i64 = 30;
/// The documented range of `worker_concurrency` on Hybrid.
pub const HYBRID_CONCURRENCY: (i64, i64) = (1, 64);

/// Seconds that Astro keeps a worker with running tasks after a deploy: 24 hours, not configurable. Source: Astronomer's
/// deploy page (2024-08).
pub const ASTRO_GRACE_SECONDS: i64 = 86_400;

/// Figures that an account may have raised, with the documented ones as default.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Highest worker count of a queue.
    pub max_workers: i64,
    /// Most CPU of one pod, in cores. Source: Astronomer's Kubernetes executor page (2026).
    pub pod_cpu: Quantity,
    /// Most memory of one pod.
    pub pod_memory: Quantity,
    /// Highest concurrency, where the account's differs from the machine table.
    pub max_concurrency: Option<i64>,
    /// Seconds that a worker with running tasks is kept after a deploy, where the account or the configuration says so;
    /// see [`Deployment::grace_seconds`](super::Deployment::grace_seconds).
    pub grace_seconds: Option<i64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_workers: WORKER_COUNT_CEILING,
            pod_cpu: Quantity::whole(43),
            pod_memory: Quantity::gibibytes(86),
            max_concurrency: None,
            grace_seconds: None,
        }
    }
}

/// A variable that Astro sets itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReservedVariable {
    /// Its name.
    pub name: &'static str,
    /// Whether overriding it certainly breaks the deployment, so that the finding is an error.
    pub breaks: bool,
    /// The executor it bears on, where only one reads it.
    pub executor: Option<Executor>,
}

const fn reserved(name: &'static str) -> ReservedVariable {
    ReservedVariable { name, breaks: false, executor: None }
}

const fn breaking(name: &'static str) -> ReservedVariable {
    ReservedVariable { name, breaks: true, executor: None }
}

/// Variables that Astro sets and that users should not override. Source: Astronomer's platform variables page (2024-08).
pub const RESERVED_VARIABLES: [ReservedVariable; 38] = [
    breaking("AIRFLOW__CORE__EXECUTOR"),
    ReservedVariable { name: "AIRFLOW__CELERY__WORKER_CONCURRENCY", breaks: false, executor: Some(Executor::Celery) },
    reserved("AIRFLOW__KUBERNETES__NAMESPACE"),
    reserved("INSTANCE_TYPE"),
    reserved("AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__SOCKET_TIMEOUT"),
    reserved("AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__SOCKET_CONNECT_TIMEOUT"),
    reserved("AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__SOCKET_KEEPALIVE"),
    reserved("AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__RETRY_ON_TIMEOUT"),
    breaking("AIRFLOW__CORE__SQL_ALCHEMY_CONN"),
    reserved("AIRFLOW_CONN_AIRFLOW_DB"),
    breaking("AIRFLOW__CORE__FERNET_KEY"),
    reserved("AIRFLOW__CORE__HOSTNAME_CALLABLE"),
    breaking("AIRFLOW_HOME"),
    reserved("AIRFLOW__LOGGING__DAG_PROCESSOR_LOG_TARGET"),
    reserved("AIRFLOW__LOGGING__REMOTE_LOGGING"),
    reserved("AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER"),
    reserved("AIRFLOW__LOGGING__REMOTE_LOG_CONN_ID"),
    reserved("AIRFLOW__LOGGING__LOGGING_CONFIG_CLASS"),
    reserved("AIRFLOW__LOGGING__ENCRYPT_S3_LOGS"),
    reserved("AIRFLOW_CONN_ASTRO_S3_LOGGING"),
    reserved("AIRFLOW__WEBSERVER__BASE_URL"),
    reserved("AIRFLOW__WEBSERVER__UPDATE_FAB_PERMS"),
    reserved("AIRFLOW__WEBSERVER__ENABLE_PROXY_FIX"),
    reserved("AIRFLOW__WEBSERVER__COOKIE_SECURE"),
    reserved("AIRFLOW__WEBSERVER__INSTANCE_NAME"),
    reserved("AIRFLOW__WEBSERVER__EXPOSE_CONFIG"),
    reserved("AIRFLOW__WEBSERVER__NAVBAR_COLOR"),
    reserved("AIRFLOW__SCHEDULER__STATSD_ON"),
    reserved("AIRFLOW__SCHEDULER__STATSD_HOST"),
    reserved("AIRFLOW__SCHEDULER__STATSD_PORT"),
    reserved("AIRFLOW__METRICS__STATSD_ON"),
    reserved("AIRFLOW__METRICS__STATSD_HOST"),
    reserved("AIRFLOW__METRICS__STATSD_PORT"),
    reserved("AIRFLOW__METRICS__STATSD_PREFIX"),
    reserved("AWS_DEFAULT_REGION"),
    reserved("AWS_SECRET_ACCESS_KEY"),
    reserved("OPENLINEAGE_URL"),
    reserved("OPENLINEAGE_API_KEY"),
];
