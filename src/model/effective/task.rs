//! The settings of a task as they count on one deployment: task → default_args → deployment → platform.

use super::{Effective, Giver};
use crate::model::{
    DEFAULT_QUEUE, DEFAULT_QUEUE_VARIABLE, Deployment, Project, SensorMode, Setting, Task, option_of_variable,
};

const EXECUTION_TIMEOUT: &str = "AIRFLOW__CORE__DEFAULT_TASK_EXECUTION_TIMEOUT";
const RETRIES: &str = "AIRFLOW__CORE__DEFAULT_TASK_RETRIES";
const DEFERRABLE: &str = "AIRFLOW__OPERATORS__DEFAULT_DEFERRABLE";
const SENSOR_TIMEOUT: &str = "AIRFLOW__SENSORS__DEFAULT_TIMEOUT";

/// Seconds after which a sensor gives up where nothing says so: 7 days. Source: Airflow `[sensors] default_timeout`.
const SENSOR_TIMEOUT_SECONDS: f64 = 604_800.0;
/// Seconds between two looks of a sensor where nothing says so. Source: Airflow `BaseSensorOperator`.
const POKE_INTERVAL_SECONDS: f64 = 60.0;
/// The pool of tasks that name none. Source: Airflow `models/pool.py`.
const DEFAULT_POOL: &str = "default_pool";

/// What Airflow takes for true in a setting. Source: Airflow `configuration.py` `getboolean`.
fn truth(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "t" | "true" | "1" => Some(true),
        "f" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// The settings of one task on one deployment, or on one that is not known.
#[derive(Debug, Clone, Copy)]
pub struct TaskView<'p> {
    project: &'p Project,
    deployment: Option<&'p Deployment>,
    task: &'p Task,
}

impl Project {
    /// The settings of a task as they count on `deployment`; without one, as far as the project alone tells.
    pub fn effective<'p>(&'p self, task: &'p Task, deployment: Option<&'p Deployment>) -> TaskView<'p> {
        TaskView { project: self, deployment, task }
    }
}

impl<'p> TaskView<'p> {
    fn variable(self, name: &str) -> Setting<Box<str>> {
        match self.deployment {
            Some(deployment) => match option_of_variable(name) {
                Some((section, key)) => self.project.option(deployment, &section, &key),
                None => self.project.variable(deployment, name),
            },
            None => self.project.image_variable(name),
        }
    }

    /// What is written, else what a variable says, else Airflow's default.
    fn layered<T: Clone>(
        self,
        setting: &Setting<T>,
        variable: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
        default: T,
    ) -> Effective<T> {
        let written = Effective::written(setting, T::clone);
        let written = written.or_else(|| Effective::variable(&self.variable(variable), variable, read));
        written.unwrap_or_else(|| Effective::known(default, Giver::Airflow))
    }

    /// The project.
    pub(super) fn project(self) -> &'p Project {
        self.project
    }

    /// The task.
    pub fn task(self) -> &'p Task {
        self.task
    }

    /// The deployment; `None` where none is known.
    pub fn deployment(self) -> Option<&'p Deployment> {
        self.deployment
    }

    /// `queue`. What it comes to depends on the executor: see [`Project::waits`].
    pub fn queue(self) -> Effective<Box<str>> {
        let is_name = |text: &str| Some(text).filter(|it| !it.is_empty()).map(Into::into);
        self.layered(&self.task.queue, DEFAULT_QUEUE_VARIABLE, is_name, DEFAULT_QUEUE.into())
    }

    /// `pool`.
    pub fn pool(self) -> Effective<Box<str>> {
        let written = Effective::written(&self.task.pool, Clone::clone);
        written.unwrap_or_else(|| Effective::known(DEFAULT_POOL.into(), Giver::Airflow))
    }

    /// `executor`: the task's own, else the deployment's. `None` where no deployment says it.
    pub fn executor(self) -> Option<Effective<Box<str>>> {
        if let Some(own) = Effective::written(&self.task.executor, |name| name.text.clone()) {
            return Some(own);
        }
        let executor = &self.deployment?.executor;
        Effective::given(executor, |name| name.text.clone(), |_, place| Giver::Deployment(place))
    }

    /// `execution_timeout` in seconds; `None` in it where the task may run for ever.
    pub fn execution_timeout(self) -> Effective<Option<f64>> {
        let seconds = |text: &str| match text.trim() {
            "" => Some(None),
            text => text.parse::<u32>().ok().map(|seconds| Some(f64::from(seconds))),
        };
        let own = self.task.execution_timeout.clone().map(Some);
        self.layered(&own, EXECUTION_TIMEOUT, seconds, None)
    }

    /// `retries`.
    pub fn retries(self) -> Effective<i64> {
        self.layered(&self.task.retries, RETRIES, |text| text.trim().parse().ok(), 0)
    }

    /// `deferrable`, for operators that can defer.
    pub fn deferrable(self) -> Effective<bool> {
        self.layered(&self.task.deferrable, DEFERRABLE, truth, false)
    }

    /// A sensor's `mode`; `None` for a task that is no sensor.
    pub fn mode(self) -> Option<Effective<SensorMode>> {
        let written = Effective::written(&self.task.sensor.as_ref()?.mode, |mode| *mode);
        Some(written.unwrap_or_else(|| Effective::known(SensorMode::Poke, Giver::Airflow)))
    }

    /// A sensor's `timeout` in seconds; `None` for a task that is no sensor.
    pub fn sensor_timeout(self) -> Option<Effective<f64>> {
        let seconds = |text: &str| text.trim().parse().ok().filter(|seconds: &f64| seconds.is_finite());
        Some(self.layered(&self.task.sensor.as_ref()?.timeout, SENSOR_TIMEOUT, seconds, SENSOR_TIMEOUT_SECONDS))
    }

    /// A sensor's `poke_interval` in seconds; `None` for a task that is no sensor.
    pub fn poke_interval(self) -> Option<Effective<f64>> {
        let written = Effective::written(&self.task.sensor.as_ref()?.poke_interval, |seconds| *seconds);
        Some(written.unwrap_or_else(|| Effective::known(POKE_INTERVAL_SECONDS, Giver::Airflow)))
    }
}
