//! The CPU and memory that a task has on one deployment.

use super::task::TaskView;
use super::{Effective, Giver};
use crate::model::{
    Container, DEFAULT_POD, Deployment, DeploymentType, DescribedBy, Executor, Intent, Machine, PodOverride, PodSize,
    QueueFigures, Resources, Setting, Task, Waits,
};

/// Where a task runs, and what it has there.
#[derive(Debug, Clone, PartialEq)]
pub enum TaskRoom {
    /// A pod that asks for these amounts.
    Asked(Effective<Resources>),
    /// A pod of the deployment's default size.
    DefaultPod(Effective<(Box<str>, Box<str>)>),
    /// A worker of a queue, shared with other tasks: the machine and the tasks that it runs at once.
    Worker(Machine, i64),
    /// Something that the text does not size; the reason in words for users.
    Unknown(Box<str>),
}

impl Task {
    /// Resources as the task asks for them, wherever it says so: `container_resources` of a task that starts a pod
    /// itself, else those of the base container of the pod override.
    pub fn asked_resources(&self) -> Setting<Resources> {
        match &self.kubernetes_pod {
            Some(pod) if !pod.container_resources.is_absent() => pod.container_resources.clone(),
            _ => self.override_resources(),
        }
    }

    /// Resources of the base container of the pod override, which only the Kubernetes executor reads.
    pub fn override_resources(&self) -> Setting<Resources> {
        let pod_override = match &self.executor_config {
            Setting::Absent => return Setting::Absent,
            Setting::Opaque(opaque) => return Setting::Opaque(opaque.clone()),
            Setting::Known(config) => &config.value.pod_override,
        };
        let pod = match pod_override {
            Setting::Absent => return Setting::Absent,
            Setting::Opaque(opaque) => return Setting::Opaque(opaque.clone()),
            Setting::Known(known) => match &known.value {
                PodOverride::Pod(pod) => pod,
                PodOverride::NotAPod { what, .. } => {
                    return Setting::opaque(known.place, format!("pod_override is {what}"));
                }
            },
        };
        match &pod.containers {
            Setting::Absent => Setting::Absent,
            Setting::Opaque(opaque) => Setting::Opaque(opaque.clone()),
            Setting::Known(containers) => base(&containers.value).map_or(Setting::Absent, |it| it.resources.clone()),
        }
        .with_origin(self.executor_config.as_known().map_or_else(Default::default, |known| known.origin))
    }
}

/// The container that Airflow runs the task in.
fn base(containers: &[Container]) -> Option<&Container> {
    containers.iter().find(|container| container.name.value().is_some_and(|name| &**name == "base"))
}

impl TaskView<'_> {
    /// Where the process of the task itself runs. A task that starts a pod has, besides, the room of that pod: see
    /// [`TaskView::pod_room`].
    pub fn room(self) -> TaskRoom {
        let Some(deployment) = self.deployment() else {
            return TaskRoom::Unknown("no deployment is known".into());
        };
        if deployment.is_remote() == Some(true) {
            return TaskRoom::Unknown("agents outside Astro run it".into());
        }
        match deployment.executor_of(self.task()) {
            Some(Executor::Kubernetes) => self.executor_pod(deployment),
            Some(executor) if executor.has_worker_queues() => self.worker(deployment),
            Some(Executor::Local | Executor::Sequential) => {
                TaskRoom::Unknown("it is a process of the scheduler".into())
            }
            Some(_) | None => TaskRoom::Unknown("the executor is not known".into()),
        }
    }

    /// The pod that the task starts itself; `None` where it starts none.
    pub fn pod_room(self) -> Option<TaskRoom> {
        let pod = self.task().kubernetes_pod.as_ref()?;
        if let Some(asked) = Effective::written(&pod.container_resources, Clone::clone) {
            return Some(TaskRoom::Asked(asked));
        }
        Some(match self.deployment() {
            _ if pod.templated => TaskRoom::Unknown("a template or a full pod spec may size it".into()),
            _ if pod.external_cluster => TaskRoom::Unknown("another cluster may run it".into()),
            None => TaskRoom::Unknown("no deployment is known".into()),
            Some(deployment) => default_pod(deployment),
        })
    }

    fn executor_pod(self, deployment: &Deployment) -> TaskRoom {
        if let Some(asked) = Effective::written(&self.task().override_resources(), Clone::clone) {
            return TaskRoom::Asked(asked);
        }
        let template = self.task().executor_config.value().is_some_and(|it| !it.pod_template_file.is_absent());
        if template {
            return TaskRoom::Unknown("a pod template may size it".into());
        }
        default_pod(deployment)
    }

    fn worker(self, deployment: &Deployment) -> TaskRoom {
        let name = match self.project().waits(self.task(), deployment) {
            Waits::In(name) => name,
            Waits::Nowhere | Waits::Unknown => return TaskRoom::Unknown("its queue is not known".into()),
        };
        let queues = match &deployment.queues {
            Setting::Known(queues) => queues.value.as_slice(),
            Setting::Absent => return TaskRoom::Unknown(format!("{} lists no worker queues", deployment.label).into()),
            Setting::Opaque(opaque) => return TaskRoom::Unknown(opaque.why.clone()),
        };
        let Some(queue) = queues.iter().find(|queue| queue.name.value() == Some(&name)) else {
            return TaskRoom::Unknown(format!("no worker queue `{name}` is in {}", deployment.label).into());
        };
        let figures = QueueFigures::of(deployment, queue);
        match (figures.machine, figures.concurrency) {
            (Some(machine), Some(concurrency)) => TaskRoom::Worker(machine, concurrency.value),
            _ => {
                TaskRoom::Unknown(format!("{} does not say how large workers of `{name}` are", deployment.label).into())
            }
        }
    }
}

/// The pod of a task that asks for nothing.
fn default_pod(deployment: &Deployment) -> TaskRoom {
    let PodSize { cpu, memory } = &deployment.default_pod;
    if deployment.kind() == Some(DeploymentType::Hybrid) {
        return TaskRoom::Unknown("on HYBRID the node decides".into());
    }
    match (cpu, memory) {
        (Setting::Known(cpu), Setting::Known(memory)) => {
            let size = (cpu.value.clone(), memory.value.clone());
            TaskRoom::DefaultPod(Effective::known(size, Giver::Deployment(cpu.place)))
        }
        (Setting::Absent, Setting::Absent) => unsized_pod(deployment),
        (Setting::Opaque(opaque), _) | (_, Setting::Opaque(opaque)) => {
            TaskRoom::DefaultPod(Effective::unknown(opaque.why.clone(), Giver::Deployment(opaque.place)))
        }
        _ => {
            let why = format!("{} gives only one of CPU and memory", deployment.label);
            TaskRoom::DefaultPod(Effective::unknown(why, Giver::Platform))
        }
    }
}

/// The default pod of a deployment that does not size it.
fn unsized_pod(deployment: &Deployment) -> TaskRoom {
    let hosted = deployment.kind().is_some_and(DeploymentType::is_hosted);
    if !hosted || deployment.described_by == DescribedBy::Configuration {
        return TaskRoom::Unknown(format!("{} gives no size for pods", deployment.label).into());
    }
    if deployment.intent == Intent::Update {
        let why = "an update keeps the size that the deployment has";
        return TaskRoom::DefaultPod(Effective::unknown(why, Giver::Platform));
    }
    let size = (DEFAULT_POD.cpu().into(), DEFAULT_POD.memory().into());
    TaskRoom::DefaultPod(Effective::known(size, Giver::Platform))
}
