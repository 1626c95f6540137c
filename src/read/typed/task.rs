//! From the arguments of a task to the task.

use super::kubernetes_pod::kubernetes_pod;
use super::sensor::sensor;
use super::{Arguments, boolean, duration, executor_config, integer, text};
use crate::model::{DagSource, ExecutorName, Operator, Place, Setting, Task};

/// A task as a reader has gathered it.
#[derive(Debug, Clone)]
pub struct TaskDraft {
    /// Where it is made, short.
    pub place: Place,
    /// The whole call or mapping.
    pub extent: Place,
    /// The DAG, as an index into the reader's list of DAGs.
    pub dag: Option<u32>,
    /// The format.
    pub source: DagSource,
    /// Its id.
    pub id: Setting<Box<str>>,
    /// What runs it.
    pub operator: Operator,
    /// Whether it is mapped.
    pub mapped: bool,
    /// Its arguments, defaults of all levels included.
    pub arguments: Arguments,
}

/// The task that a draft describes.
pub fn task(draft: TaskDraft) -> Task {
    let arguments = &draft.arguments;
    let deferrable = match arguments.setting("deferrable", boolean) {
        // Such classes (`TimeSensorAsync`) defer without being asked.
        Setting::Absent if draft.operator.name().ends_with("Async") => {
            Setting::opaque(draft.place, format!("`{}` defers by itself", draft.operator.name()))
        }
        setting => setting,
    };
    Task {
        place: draft.place,
        extent: draft.extent,
        dag: draft.dag,
        source: draft.source,
        mapped: draft.mapped,
        queue: arguments.setting("queue", text),
        pool: arguments.setting("pool", text),
        executor: arguments.setting("executor", text).map(|name| ExecutorName::airflow(&name)),
        retries: arguments.setting("retries", integer),
        execution_timeout: arguments.setting("execution_timeout", duration),
        deferrable,
        executor_config: arguments.setting("executor_config", executor_config),
        sensor: sensor(&draft.operator, arguments, draft.place).map(Box::new),
        kubernetes_pod: kubernetes_pod(&draft.operator, arguments).map(Box::new),
        id: draft.id,
        operator: draft.operator,
    }
}
