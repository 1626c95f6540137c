//! The settings of a task that hovers tell of.

use crate::model::{Place, Setting, Task};

/// A setting of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Queue,
    Executor,
    ExecutionTimeout,
    Retries,
    Pool,
    Deferrable,
    Mode,
    Timeout,
    PokeInterval,
    ExecutorConfig,
    ContainerResources,
}

impl Field {
    pub(super) const ALL: [Field; 11] = [
        Field::Queue,
        Field::Executor,
        Field::ExecutionTimeout,
        Field::Retries,
        Field::Pool,
        Field::Deferrable,
        Field::Mode,
        Field::Timeout,
        Field::PokeInterval,
        Field::ExecutorConfig,
        Field::ContainerResources,
    ];

    /// The argument's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Field::Queue => "queue",
            Field::Executor => "executor",
            Field::ExecutionTimeout => "execution_timeout",
            Field::Retries => "retries",
            Field::Pool => "pool",
            Field::Deferrable => "deferrable",
            Field::Mode => "mode",
            Field::Timeout => "timeout",
            Field::PokeInterval => "poke_interval",
            Field::ExecutorConfig => "executor_config",
            Field::ContainerResources => "container_resources",
        }
    }

    /// What the setting does, in one sentence.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Field::Queue => "The worker queue that the task waits in.",
            Field::Executor => "What runs the task, where it is not the deployment's own.",
            Field::ExecutionTimeout => "The task is stopped once one try has run this long.",
            Field::Retries => "How often the task is tried again after a failure.",
            Field::Pool => "The pool whose slots the task takes while it runs; it limits tasks across all queues.",
            Field::Deferrable => "Whether it gives its worker back while it waits, and waits in the triggerer.",
            Field::Mode => "`poke` holds a worker while it waits; `reschedule` gives it back between two looks.",
            Field::Timeout => "The sensor fails once this long has gone by since its first look.",
            Field::PokeInterval => "The time between two looks.",
            Field::ExecutorConfig => {
                "Only the Kubernetes executor reads it, and only `pod_override` and `pod_template_file` in it."
            }
            Field::ContainerResources => "CPU and memory of the pod that the task starts.",
        }
    }

    /// Whether its value is made of many parts.
    pub(super) fn is_composed(self) -> bool {
        matches!(self, Field::ExecutorConfig | Field::ContainerResources)
    }

    /// Where it is set, and where the literal stands; `None` where it is not written.
    pub(super) fn places(self, task: &Task) -> Option<(Place, Place)> {
        let sensor = || task.sensor.as_deref();
        match self {
            Field::Queue => places(&task.queue),
            Field::Executor => places(&task.executor),
            Field::ExecutionTimeout => places(&task.execution_timeout),
            Field::Retries => places(&task.retries),
            Field::Pool => places(&task.pool),
            Field::Deferrable => places(&task.deferrable),
            Field::Mode => places(&sensor()?.mode),
            Field::Timeout => places(&sensor()?.timeout),
            Field::PokeInterval => places(&sensor()?.poke_interval),
            Field::ExecutorConfig => places(&task.executor_config),
            Field::ContainerResources => places(&task.kubernetes_pod.as_deref()?.container_resources),
        }
        // What a class or `**kwargs` may set is not written at the task's own name.
        .filter(|(place, _)| *place != task.place)
    }
}

fn places<T>(setting: &Setting<T>) -> Option<(Place, Place)> {
    match setting {
        Setting::Absent => None,
        Setting::Known(known) => Some((known.place, known.literal)),
        Setting::Opaque(opaque) => Some((opaque.place, opaque.place)),
    }
}
