//! DAGs and tasks.

use super::{ExecutorConfig, ExecutorName, FileId, Place, Resources, Setting, Value};

/// The format a DAG is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DagSource {
    /// A Python file.
    Python,
    /// A dag-factory YAML file.
    DagFactory,
    /// A folder of gusty: `METADATA.yml` and a file for each task.
    Gusty,
    /// A YAML file of boundary-layer.
    BoundaryLayer,
    /// A YAML file of airflow-declarative.
    AirflowDeclarative,
}

impl DagSource {
    /// Whether it is one of the formats that are YAML.
    pub fn is_yaml(self) -> bool {
        self != DagSource::Python
    }
}

/// A DAG.
#[derive(Debug, Clone, PartialEq)]
pub struct Dag {
    /// Where it is defined: the `DAG(…)` call's name, the decorator, the YAML key.
    pub place: Place,
    /// The format.
    pub source: DagSource,
    /// Its id.
    pub id: Setting<Box<str>>,
    /// `schedule` (or the older `schedule_interval`, `timetable` being opaque) as written: a cron text, a preset, or a
    /// number of seconds for a `timedelta`.
    pub schedule: Setting<Box<Value>>,
    /// `max_active_tasks` (or `concurrency`).
    pub max_active_tasks: Setting<i64>,
    /// `max_active_runs`.
    pub max_active_runs: Setting<i64>,
    /// `catchup`.
    pub catchup: Setting<bool>,
    /// `dagrun_timeout` in seconds.
    pub dagrun_timeout: Setting<f64>,
}

/// How a sensor waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SensorMode {
    /// Holds its worker slot all the time; the default.
    Poke,
    /// Gives the slot back between pokes.
    Reschedule,
}

/// Settings that only sensors have.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sensor {
    /// `mode`.
    pub mode: Setting<SensorMode>,
    /// `timeout` in seconds; absent means 7 days.
    pub timeout: Setting<f64>,
    /// `poke_interval` in seconds.
    pub poke_interval: Setting<f64>,
}

/// Settings that only tasks have which start a pod themselves: KubernetesPodOperator and its kin, `@task.kubernetes`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KubernetesPod {
    /// `container_resources`.
    pub container_resources: Setting<Resources>,
    /// `container_resources` that is a dict of a shape Kubernetes does not read, such as `{"memory": {"request": …}}`.
    pub misshapen_resources: Option<Value>,
    /// The keyword name and value of the removed `resources=` argument, where it is a literal dict or an object.
    pub removed_resources: Option<(Place, Value)>,
    /// `namespace`.
    pub namespace: Setting<Box<str>>,
    /// `in_cluster`.
    pub in_cluster: Setting<bool>,
    /// Whether an argument is there, or may be, that points to another cluster: `config_file`, `cluster_context`,
    /// `kubernetes_conn_id`, `in_cluster=False`, or a class for a named cloud cluster (GKE, EKS).
    pub external_cluster: bool,
    /// Whether a pod template or full pod spec argument is there, or may be, which may carry the resources.
    pub templated: bool,
    /// `pod_template_file`.
    pub pod_template_file: Setting<Box<str>>,
    /// `image_pull_policy`.
    pub image_pull_policy: Setting<Box<str>>,
    /// `on_finish_action`.
    pub on_finish_action: Setting<Box<str>>,
    /// `on_kill_action`.
    pub on_kill_action: Setting<Box<str>>,
    /// The keyword and value of `is_delete_operator_pod`, which `on_finish_action` has taken the place of.
    pub is_delete_operator_pod: Option<(Place, Setting<bool>)>,
}

/// What runs a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Operator {
    /// The class or decorator by its full dotted path where the imports tell it, else as written:
    /// `airflow.providers.standard.operators.bash.BashOperator`, `airflow.decorators.task.kubernetes`.
    pub path: Box<str>,
    /// What is called.
    pub callable: Callable,
}

/// What is called to make a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Callable {
    /// An operator or sensor class.
    Class,
    /// `@task` or one of its flavours.
    Decorator,
}

impl Operator {
    /// The last name: `BashOperator`, `task`, `kubernetes`.
    pub fn name(&self) -> &str {
        // Rules ask it of every task.
        let start = memchr::memrchr(b'.', self.path.as_bytes()).map_or(0, |dot| dot + 1);
        self.path.get(start..).unwrap_or("")
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Where it is made: the operator's name at the call, the decorator, the YAML task's key. Short, to point at.
    pub place: Place,
    /// The whole call or mapping.
    pub extent: Place,
    /// The DAG, as an index into the DAGs of the same file, or of the one that [`DagFile::dags_in`](super::DagFile) names;
    /// `None` for a task made outside any DAG that can be seen.
    pub dag: Option<u32>,
    /// The format.
    pub source: DagSource,
    /// `task_id`; for a decorated function its name.
    pub id: Setting<Box<str>>,
    /// What runs it.
    pub operator: Operator,
    /// Whether it is mapped (`.expand`), so that one definition makes many task instances.
    pub mapped: bool,
    /// `queue`.
    pub queue: Setting<Box<str>>,
    /// `pool`.
    pub pool: Setting<Box<str>>,
    /// `pool_slots`; absent means 1.
    pub pool_slots: Setting<i64>,
    /// `executor`.
    pub executor: Setting<ExecutorName>,
    /// `retries`.
    pub retries: Setting<i64>,
    /// `execution_timeout` in seconds. `Known` only for a real duration; another type is opaque.
    pub execution_timeout: Setting<f64>,
    /// `execution_timeout` that is certainly no duration: a number, a text.
    pub misfit_timeout: Option<Box<Value>>,
    /// `deferrable`.
    pub deferrable: Setting<bool>,
    /// `executor_config`.
    pub executor_config: Setting<Box<ExecutorConfig>>,
    /// Sensors only.
    pub sensor: Option<Box<Sensor>>,
    /// Tasks that start a pod only.
    pub kubernetes_pod: Option<Box<KubernetesPod>>,
}

impl Task {
    /// The file of the task.
    pub fn file(&self) -> FileId {
        self.place.file
    }

    /// The task's name in messages: its id, or its operator where the id is not known.
    pub fn label(&self) -> &str {
        match self.id.value() {
            Some(id) => id,
            None => self.operator.name(),
        }
    }

    /// The effective sensor mode, where known; `None` for a task that is no sensor or an opaque mode.
    pub fn sensor_mode(&self) -> Option<SensorMode> {
        match &self.sensor.as_ref()?.mode {
            Setting::Absent => Some(SensorMode::Poke),
            Setting::Known(mode) => Some(mode.value),
            Setting::Opaque(_) => None,
        }
    }
}
