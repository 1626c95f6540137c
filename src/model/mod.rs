//! The domain: what Airflow users call deployments, worker queues, DAGs, tasks and pods, the same for every file format.
//!
//! Readers fill these types, rules read them. A fact that was written but cannot be known from the text is
//! [`Setting::Opaque`], never a guess.

mod airflow_configuration;
mod broker;
mod chart;
mod cron;
mod dag;
mod dag_file;
mod deployment;
mod effective;
mod executor;
mod kubernetes;
mod kubernetes_fields;
mod option;
mod place;
mod platform;
mod pod;
mod pod_template;
mod pool;
mod project;
mod quantity;
mod queue;
mod reserved;
mod runtime;
mod setting;
mod shape;
mod size;
mod terraform;
mod value;
mod words;
mod workers;

pub use airflow_configuration::{
    Change, ConfigurationKey, ConfigurationKeys, ConfigurationVariable, KeyForm, Package, ReadBy, Reading, Standing,
    Through, ValueType,
};
pub use broker::{Broker, CELERY_PROVIDER, RABBITMQ_CONSUMER_TIMEOUT, TimeoutBy, VisibilityTimeout};
pub use chart::{Chart, ChartKind, ChartValue, ValueForm};
pub use cron::cron_preset;
pub use dag::{Callable, Dag, DagSource, KubernetesPod, Operator, Sensor, SensorMode, Task};
pub use dag_file::{DagFile, DagFiles};
pub use deployment::{
    Deployment, DeploymentType, DescribedBy, EnvironmentVariable, HibernationSchedule, Intent, Platform, PodSize,
    RemoteExecution, WorkerQueue,
};
pub use effective::{Effective, Giver, TaskRoom, TaskView};
pub use executor::{Executor, ExecutorEntry, ExecutorName};
pub use kubernetes::KubernetesClass;
pub use option::{ConfigurationOption, Configured, option_of_variable, variable_of_option};
pub use place::{FileId, Place};
pub use platform::{
    ASTRO_GRACE_SECONDS, DEFAULT_MAX_WORKERS, HYBRID_CONCURRENCY, Limits, MACHINES, Machine, WORKER_COUNT_CEILING,
};
pub use pod::{
    Container, ExecutorConfig, KubernetesObject, OtherKey, Pod, PodOverride, ResourceAmount, ResourceList, Resources,
};
pub use pod_template::{ExecutorPod, PodTemplate, TemplateUsers};
pub use pool::{Pool, Pools, PoolsFrom};
pub use project::{Project, Versions, look_up_variable};
pub use quantity::Quantity;
pub use queue::{
    ConcurrencyBound, DEFAULT_QUEUE, DEFAULT_QUEUE_VARIABLE, Figure, KUBERNETES_QUEUE, QueueFigures, QueueUsers, Waits,
};
pub use reserved::{Breaks, RESERVED_VARIABLES, ReservedVariable};
pub use runtime::{AirflowLine, RuntimeVersion};
pub use setting::{Known, Opaque, Origin, Setting};
pub use shape::{Demand, Destination, ReferenceFault, Shape, ShapeKind};
pub use size::{DEFAULT_POD, TaskSize};
pub use terraform::terraform_key;
pub use value::{Entry, Object, Operation, Value, ValueKind};
pub use words::duration_words;
pub use workers::{ColdStop, WorkerGroup, WorkerKind};
