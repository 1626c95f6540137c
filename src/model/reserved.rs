//! Environment variables that Astro sets itself.

use super::Executor;

/// A variable that Astro sets itself and that users should not override.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReservedVariable {
    /// Its name.
    pub name: &'static str,
    /// What overriding it does, in words for users.
    pub harm: &'static str,
    /// What overriding it certainly breaks.
    pub breaks: Breaks,
    /// The executor it bears on, where only one reads it.
    pub executor: Option<Executor>,
    /// The cloud on which Astro sets it, where it is only one.
    pub cloud: Option<&'static str>,
}

/// What overriding a variable certainly breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaks {
    /// Nothing for certain.
    Nothing,
    /// The deployment, where it is one of the deployment's variables. In an image it may be overruled by Astro's own.
    Deployment,
    /// The deployment, wherever it is set.
    Anything,
}

const fn harmful(name: &'static str, harm: &'static str) -> ReservedVariable {
    ReservedVariable { name, harm, breaks: Breaks::Nothing, executor: None, cloud: None }
}

const fn breaking(name: &'static str, breaks: Breaks, harm: &'static str) -> ReservedVariable {
    ReservedVariable { name, harm, breaks, executor: None, cloud: None }
}

const fn of_celery(name: &'static str, harm: &'static str) -> ReservedVariable {
    ReservedVariable { name, harm, breaks: Breaks::Nothing, executor: Some(Executor::Celery), cloud: None }
}

const fn of_aws(name: &'static str) -> ReservedVariable {
    let harm = "Astro's own access to the cloud, such as that to task logs, may fail";
    ReservedVariable { name, harm, breaks: Breaks::Nothing, executor: None, cloud: Some("AWS") }
}

const BROKER: &str = "workers may lose their broker, and tasks stay queued";
const LOGS: &str = "task logs may be missing";
const WEB: &str = "Airflow's pages may be out of reach";
const METRICS: &str = "metrics, and what relies on them, may stop";
const LINEAGE: &str = "lineage may no longer reach Astro";

/// The variables. `AIRFLOW__WEBSERVER__NAVBAR_COLOR` is left out: Astro set it up to Runtime 9.4.0 only. Source:
/// Astronomer's platform variables page (2024-08).
pub const RESERVED_VARIABLES: [ReservedVariable; 37] = [
    breaking(
        "AIRFLOW__CORE__EXECUTOR",
        Breaks::Deployment,
        "it fights the executor chosen for the deployment, and tasks may never start",
    ),
    of_celery(
        "AIRFLOW__CELERY__WORKER_CONCURRENCY",
        "the autoscaler goes on calculating with the worker queue's own concurrency, so workers come too late or too many",
    ),
    harmful("AIRFLOW__KUBERNETES__NAMESPACE", "pods are started where Airflow may not start any"),
    harmful("INSTANCE_TYPE", "workers no longer know their own size"),
    of_celery("AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__SOCKET_TIMEOUT", BROKER),
    of_celery("AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__SOCKET_CONNECT_TIMEOUT", BROKER),
    of_celery("AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__SOCKET_KEEPALIVE", BROKER),
    of_celery("AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__RETRY_ON_TIMEOUT", BROKER),
    breaking("AIRFLOW__CORE__SQL_ALCHEMY_CONN", Breaks::Deployment, "Airflow loses its metadata database"),
    harmful("AIRFLOW_CONN_AIRFLOW_DB", "what reads the metadata database through this connection may fail"),
    breaking(
        "AIRFLOW__CORE__FERNET_KEY",
        Breaks::Deployment,
        "stored connections and variables can no longer be decrypted",
    ),
    harmful("AIRFLOW__CORE__HOSTNAME_CALLABLE", "the logs of running tasks may be out of reach"),
    breaking("AIRFLOW_HOME", Breaks::Anything, "Airflow no longer finds its DAGs and settings"),
    harmful("AIRFLOW__LOGGING__DAG_PROCESSOR_LOG_TARGET", LOGS),
    harmful("AIRFLOW__LOGGING__REMOTE_LOGGING", LOGS),
    harmful("AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER", LOGS),
    harmful("AIRFLOW__LOGGING__REMOTE_LOG_CONN_ID", LOGS),
    harmful("AIRFLOW__LOGGING__LOGGING_CONFIG_CLASS", LOGS),
    harmful("AIRFLOW__LOGGING__ENCRYPT_S3_LOGS", LOGS),
    harmful("AIRFLOW_CONN_ASTRO_S3_LOGGING", LOGS),
    harmful("AIRFLOW__WEBSERVER__BASE_URL", WEB),
    harmful("AIRFLOW__WEBSERVER__UPDATE_FAB_PERMS", WEB),
    harmful("AIRFLOW__WEBSERVER__ENABLE_PROXY_FIX", WEB),
    harmful("AIRFLOW__WEBSERVER__COOKIE_SECURE", WEB),
    harmful("AIRFLOW__WEBSERVER__INSTANCE_NAME", "Airflow's pages may show another deployment's name"),
    harmful("AIRFLOW__WEBSERVER__EXPOSE_CONFIG", "Airflow's pages may show settings that should stay hidden"),
    harmful("AIRFLOW__SCHEDULER__STATSD_ON", METRICS),
    harmful("AIRFLOW__SCHEDULER__STATSD_HOST", METRICS),
    harmful("AIRFLOW__SCHEDULER__STATSD_PORT", METRICS),
    harmful("AIRFLOW__METRICS__STATSD_ON", METRICS),
    harmful("AIRFLOW__METRICS__STATSD_HOST", METRICS),
    harmful("AIRFLOW__METRICS__STATSD_PORT", METRICS),
    harmful("AIRFLOW__METRICS__STATSD_PREFIX", METRICS),
    of_aws("AWS_DEFAULT_REGION"),
    of_aws("AWS_SECRET_ACCESS_KEY"),
    harmful("OPENLINEAGE_URL", LINEAGE),
    harmful("OPENLINEAGE_API_KEY", LINEAGE),
];
