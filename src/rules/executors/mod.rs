//! The executor, and tasks that do not fit it.

super::category![
    astro_executor_needs_airflow_3,
    astro_executor_on_hybrid,
    executor_case,
    invalid_executor,
    kubernetes_many_small_tasks,
    pod_override_ignored,
    task_executor_mismatch,
    task_longer_than_grace,
];

use super::{Finding, TaskFault};
use crate::model::{Deployment, ExecutorName, Known, Setting};

/// The executor that an Astro deployment file writes down.
fn written_executor(deployment: &Deployment) -> Option<&Known<ExecutorName>> {
    deployment.executor.as_known().filter(|_| deployment.is_astro_file())
}

/// Points from a fault of tasks to the executors of the deployments on which it holds.
fn with_executors(fault: &TaskFault, finding: Finding) -> Finding {
    fault.across.on.iter().take(3).fold(finding, |finding, deployment| match &deployment.executor {
        Setting::Known(executor) => finding.related(executor.place, format!("the executor of {}", deployment.label)),
        _ => finding,
    })
}
