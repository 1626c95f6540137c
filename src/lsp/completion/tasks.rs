//! What the arguments of tasks are about, and which of them the executors in force read.

use super::{Choice, ItemKind, queues};
use crate::lsp::View;
use crate::model::{DEFAULT_POD, Deployment, Executor, ExecutorName, Platform, TaskSize};
use crate::rules::{Holds, Written, override_of_size, reads_overrides};

/// An argument of every operator that bears on where and how long a task runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Argument {
    pub(super) name: &'static str,
    pub(super) value: Value,
    /// What it does.
    pub(super) meaning: &'static str,
}

/// What an argument's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// A text.
    Text,
    /// A whole number, and a usual one.
    Number(&'static str),
    /// A duration, and a usual one in seconds.
    Duration(i64),
    /// An `executor_config` with a pod override.
    PodOverride,
}

/// The arguments, in the order in which they are offered. Source: `BaseOperator` of Airflow 2.11 and 3.2.
pub(super) const ARGUMENTS: [Argument; 10] = [
    Argument { name: "queue", value: Value::Text, meaning: "The worker queue whose workers run the task." },
    Argument {
        name: "executor",
        value: Value::Text,
        meaning: "The executor that runs the task: one of those that the deployment has, by class or alias.",
    },
    Argument {
        name: "executor_config",
        value: Value::PodOverride,
        meaning: "What the Kubernetes executor changes in the task's pod, such as its CPU and memory.",
    },
    Argument {
        name: "execution_timeout",
        value: Value::Duration(3_600),
        meaning: "How long the task may run before it fails.",
    },
    Argument { name: "retries", value: Value::Number("2"), meaning: "How often the task is tried again." },
    Argument { name: "retry_delay", value: Value::Duration(300), meaning: "How long to wait before the next try." },
    Argument { name: "pool", value: Value::Text, meaning: "The pool whose slots the task takes." },
    Argument { name: "pool_slots", value: Value::Number("1"), meaning: "How many slots of its pool the task takes." },
    Argument {
        name: "priority_weight",
        value: Value::Number("1"),
        meaning: "Which of several waiting tasks is run first: that with the highest weight.",
    },
    Argument {
        name: "max_active_tis_per_dag",
        value: Value::Number("1"),
        meaning: "How many instances of the task run at once, over all runs of its DAG.",
    },
];

/// The deployments that the DAGs of a file run on, and the executors of one of its tasks there.
pub(super) struct InForce<'v> {
    view: View<'v>,
    deployments: Vec<&'v Deployment>,
    /// The executor that the task itself names.
    own: Option<ExecutorName>,
}

impl<'v> InForce<'v> {
    /// For a task that says `executor` itself, or none.
    pub(super) fn new(view: &View<'v>, executor: Option<&str>) -> Self {
        let deployments = view.project.deployments_of(view.file);
        Self { view: *view, deployments, own: executor.map(ExecutorName::airflow) }
    }

    /// The executor of the task on each deployment; one that is not known where there is no deployment.
    fn executors(&self) -> Vec<Option<Executor>> {
        if self.deployments.is_empty() {
            return vec![self.own.as_ref().and_then(|own| own.executor)];
        }
        let of = |deployment: &&Deployment| match &self.own {
            None => deployment.executor_family(),
            Some(own) => own.executor.or_else(|| deployment.executor.value()?.aliased(&own.text)),
        };
        self.deployments.iter().map(of).collect()
    }

    /// Whether an argument may have an effect on some deployment.
    pub(super) fn reads(&self, argument: &str) -> bool {
        match argument {
            "queue" => self.executors().iter().any(|it| it.is_none_or(Executor::has_worker_queues)),
            "executor_config" => self.executors().iter().any(|it| reads_overrides(*it) != Holds::No),
            "executor" => self.offers_executors(),
            _ => true,
        }
    }

    /// Tasks can name an executor since Airflow 2.10, and have a choice where a deployment has several or is not known.
    fn offers_executors(&self) -> bool {
        let too_old = self.view.project.versions.airflow_release().is_some_and(|release| release < (2, 10));
        let has_choice = |deployment: &&Deployment| {
            deployment.platform != Platform::Astro
                && deployment.executor.value().is_none_or(|executor| executor.entries().count() > 1)
        };
        !too_old && (self.deployments.is_empty() || self.deployments.iter().any(has_choice))
    }

    /// The values of an argument that the project knows.
    pub(super) fn values(&self, argument: &str) -> Vec<Choice> {
        match argument {
            "queue" if self.reads("queue") => queues::queues_of(&self.deployments),
            "executor" => self.executor_names(),
            "pool" => self.pools(),
            _ => Vec::new(),
        }
    }

    /// The names by which tasks can ask for the executors of the deployments.
    fn executor_names(&self) -> Vec<Choice> {
        let mut found: Vec<(String, Vec<&str>)> = Vec::new();
        for deployment in &self.deployments {
            let Some(executor) = deployment.executor.value() else { continue };
            let names: Vec<String> = match executor.executor {
                Some(family) if deployment.platform == Platform::Astro => vec![family.class_name().to_string()],
                _ => executor.entries().map(|entry| entry.alias.unwrap_or(entry.class()).to_string()).collect(),
            };
            for name in names {
                match found.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, labels)) => labels.push(&deployment.label),
                    None => found.push((name, vec![&deployment.label])),
                }
            }
        }
        found.into_iter().map(|(name, labels)| Choice::text(ItemKind::Executor, name, labels.join(", "))).collect()
    }

    /// The pools that tasks of the project name.
    fn pools(&self) -> Vec<Choice> {
        let mut found: Vec<(&str, usize)> = Vec::new();
        let here = |task: &crate::model::Task| task.file() == self.view.file;
        for pool in self
            .view
            .project
            .tasks()
            .filter(|task| !here(task))
            .chain(self.view.tasks())
            .filter_map(|task| task.pool.value())
        {
            match found.iter_mut().find(|(known, _)| *known == &**pool) {
                Some((_, tasks)) => *tasks += 1,
                None => found.push((pool, 1)),
            }
        }
        let named = found.into_iter().filter(|(name, _)| *name != DEFAULT_POOL);
        let named = named.map(|(name, tasks)| (name, format!("{tasks} task{}", if tasks == 1 { "" } else { "s" })));
        let all = std::iter::once((DEFAULT_POOL, "the pool of tasks that name none".to_string())).chain(named);
        all.map(|(name, detail)| Choice::text(ItemKind::Pool, name, detail)).collect()
    }

    /// The pod that a new override asks for: as large as the default pod of the first deployment that says one.
    pub(super) fn pod_override(&self) -> (TaskSize, Written) {
        let size = self.deployments.iter().find_map(|it| TaskSize::of_pod(&it.default_pod)).unwrap_or(DEFAULT_POD);
        (size, override_of_size(size))
    }
}

/// The pool of tasks that name none.
const DEFAULT_POOL: &str = "default_pool";
