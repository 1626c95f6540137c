//! What a worker queue comes to: its effective figures, and the tasks that it runs.

use super::{
    DEFAULT_MAX_WORKERS, Deployment, DeploymentType, Executor, HYBRID_CONCURRENCY, Machine, Project, Setting, Task,
    TaskSize, WorkerQueue,
};

/// The queue that every deployment with worker queues must have, and that tasks go to which name none.
pub const DEFAULT_QUEUE: &str = "default";

/// The variable that sends tasks to a queue which name none.
pub const DEFAULT_QUEUE_VARIABLE: &str = "AIRFLOW__OPERATORS__DEFAULT_QUEUE";

/// The queue whose tasks the CeleryKubernetesExecutor gives to Kubernetes.
pub const KUBERNETES_QUEUE: &str = "kubernetes";

/// A number that holds, whether it is written or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The number.
    pub value: i64,
    /// Whether the file leaves it to the platform: it is not written, or written as 0 where that means the default.
    pub is_default: bool,
}

/// The effective figures of a worker queue; each is `None` where the text does not tell it for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueFigures {
    /// The machine of its workers, for hosted worker types.
    pub machine: Option<Machine>,
    /// Tasks that a worker runs at once.
    pub concurrency: Option<Figure>,
    /// Fewest workers.
    pub min_workers: Option<Figure>,
    /// Most workers.
    pub max_workers: Option<Figure>,
}

impl QueueFigures {
    /// The figures of a queue of `deployment`.
    pub fn of(deployment: &Deployment, queue: &WorkerQueue) -> Self {
        let is_hybrid = deployment.kind() == Some(DeploymentType::Hybrid);
        let machine = queue.worker_type.value().filter(|_| !is_hybrid).and_then(|name| Machine::named(name));
        let default_of = |default| Some(default).filter(|_| deployment.is_astro_file());
        let default_concurrency = machine.map(Machine::default_concurrency);
        Self {
            machine,
            concurrency: figure(&queue.concurrency, default_concurrency.and_then(default_of)),
            // Zero workers are meant where they are written; what is not written is zero as well.
            min_workers: match &queue.min_workers {
                Setting::Absent => default_of(0).map(|value| Figure { value, is_default: true }),
                written => written.value().filter(|value| **value >= 0).map(|&value| written_figure(value)),
            },
            max_workers: figure(&queue.max_workers, default_of(DEFAULT_MAX_WORKERS)),
        }
    }

    /// Tasks that all workers together run at once, at most.
    pub fn slots(&self) -> Option<i64> {
        self.concurrency?.value.checked_mul(self.max_workers?.value)
    }

    /// What all workers together use, at most.
    pub fn peak(&self) -> Option<TaskSize> {
        Some(TaskSize::cores(self.machine?.cpus.checked_mul(self.max_workers?.value)?))
    }

    /// What all workers together use at least, when no task runs.
    pub fn idle(&self) -> Option<TaskSize> {
        Some(TaskSize::cores(self.machine?.cpus.checked_mul(self.min_workers?.value)?))
    }
}

fn written_figure(value: i64) -> Figure {
    Figure { value, is_default: false }
}

/// A number of which 0 means the default. A negative one is refused by the platform and comes to nothing.
fn figure(written: &Setting<i64>, default: Option<i64>) -> Option<Figure> {
    match written {
        Setting::Opaque(_) => None,
        Setting::Known(known) if known.value != 0 => Some(written_figure(known.value)).filter(|it| it.value > 0),
        _ => default.map(|value| Figure { value, is_default: true }),
    }
}

/// What sets the most tasks that a worker may run at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConcurrencyBound {
    /// A figure of the account.
    Account(i64),
    /// The documented range on Hybrid.
    Hybrid(i64, i64),
    /// The hosted machine of its workers.
    Machine(Machine),
}

impl Deployment {
    /// What bounds the concurrency of a queue; `None` where the file does not tell, or the worker type is not known.
    pub fn concurrency_bound(&self, queue: &WorkerQueue) -> Option<ConcurrencyBound> {
        if let Some(most) = self.limits.max_concurrency {
            return Some(ConcurrencyBound::Account(most));
        }
        match self.kind()? {
            DeploymentType::Hybrid => {
                let (least, most) = HYBRID_CONCURRENCY;
                Some(ConcurrencyBound::Hybrid(least, most))
            }
            DeploymentType::Standard | DeploymentType::Dedicated => {
                Machine::named(queue.worker_type.value()?).map(ConcurrencyBound::Machine)
            }
        }
    }
}

/// Where a task waits for a worker on one deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waits {
    /// In this queue.
    In(Box<str>),
    /// In none: it gets a pod or a process of its own.
    Nowhere,
    /// The text does not tell.
    Unknown,
}

/// The tasks that a worker queue runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueueUsers<'p> {
    /// The tasks that name it, themselves or by defaults.
    pub naming: Vec<&'p Task>,
    /// The tasks that name no queue and go to it for that reason.
    pub unnamed: Vec<&'p Task>,
    /// The number of tasks that may run on it: the text does not tell their queue.
    pub unknown: usize,
}

impl QueueUsers<'_> {
    /// The number of tasks that certainly run on the queue.
    pub fn count(&self) -> usize {
        self.naming.len() + self.unnamed.len()
    }
}

impl Project {
    /// The queue of tasks that name none on a deployment.
    pub fn default_queue(&self, deployment: &Deployment) -> Setting<Box<str>> {
        self.option(deployment, "operators", "default_queue")
    }

    /// Where a task waits for a worker on `deployment`.
    pub fn waits(&self, task: &Task, deployment: &Deployment) -> Waits {
        waits(task, deployment, || self.default_queue(deployment))
    }

    /// The tasks that the queue `name` of a deployment runs.
    pub fn users<'p>(&'p self, deployment: &'p Deployment, name: &str) -> QueueUsers<'p> {
        let default = self.default_queue(deployment);
        let mut users = QueueUsers::default();
        for task in self.tasks_on(deployment) {
            match waits(task, deployment, || default.clone()) {
                Waits::In(queue) if &*queue != name => {}
                Waits::In(_) if task.queue.is_absent() => users.unnamed.push(task),
                Waits::In(_) => users.naming.push(task),
                Waits::Unknown => users.unknown += 1,
                Waits::Nowhere => {}
            }
        }
        users
    }
}

fn waits(task: &Task, deployment: &Deployment, default: impl FnOnce() -> Setting<Box<str>>) -> Waits {
    let executor = deployment.executor_of(task);
    match executor {
        Some(executor) if !executor.has_worker_queues() => return Waits::Nowhere,
        None if !task.executor.is_absent() => return Waits::Unknown,
        _ => {}
    }
    let default = || match default() {
        Setting::Absent => Waits::In(DEFAULT_QUEUE.into()),
        Setting::Known(queue) if !queue.value.is_empty() => Waits::In(queue.value),
        _ => Waits::Unknown,
    };
    match &task.queue {
        Setting::Absent => default(),
        Setting::Known(queue) if &*queue.value == KUBERNETES_QUEUE && executor == Some(Executor::CeleryKubernetes) => {
            Waits::Nowhere
        }
        Setting::Known(queue) => Waits::In(queue.value.clone()),
        Setting::Opaque(_) => Waits::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DescribedBy, FileId, Place, Platform};
    use crate::syntax::Span;

    fn queue(worker_type: &str, max_workers: Setting<i64>, concurrency: Setting<i64>) -> WorkerQueue {
        let place = Place::new(FileId(0), Span::new(0, 1));
        WorkerQueue {
            place,
            name: Setting::known("ml".into(), place),
            worker_type: Setting::known(worker_type.into(), place),
            min_workers: Setting::Absent,
            max_workers,
            concurrency,
            ephemeral_storage: Setting::Absent,
        }
    }

    fn written(value: i64) -> Setting<i64> {
        Setting::known(value, Place::new(FileId(0), Span::new(0, 1)))
    }

    #[test]
    fn what_is_not_written_is_the_default_where_a_file_describes_the_deployment() {
        let place = Place::new(FileId(0), Span::new(0, 1));
        let mut deployment = Deployment::new(FileId(0), "prod.yaml", place, Platform::Astro);
        let omitted = queue("a20", Setting::Absent, written(0));
        let figures = QueueFigures::of(&deployment, &omitted);
        assert_eq!(figures.concurrency, Some(Figure { value: 20, is_default: true }));
        assert_eq!((figures.slots(), figures.peak()), (Some(200), Some(TaskSize::cores(40))));
        assert_eq!(figures.idle(), Some(TaskSize::cores(0)));

        let figures = QueueFigures::of(&deployment, &queue("A20", written(3), written(16)));
        assert_eq!((figures.slots(), figures.peak()), (Some(48), Some(TaskSize::cores(12))));
        for unknown in [queue("A20", written(-1), written(16)), queue("m5.xlarge", written(3), Setting::Absent)] {
            assert_eq!(QueueFigures::of(&deployment, &unknown).slots(), None);
        }
        deployment.described_by = DescribedBy::Configuration;
        assert_eq!(QueueFigures::of(&deployment, &omitted).slots(), None);
    }
}
