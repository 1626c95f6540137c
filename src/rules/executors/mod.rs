//! The executor, and tasks that do not fit it.

super::category![
    astro_executor_needs_airflow_3,
    astro_executor_on_hybrid,
    executor_case,
    hybrid_queue_migration,
    invalid_executor,
    kubernetes_many_small_tasks,
    pod_override_ignored,
    task_executor_mismatch,
    task_longer_than_grace,
];

mod grace;

use crate::model::{Deployment, ExecutorName, Known};

/// The executor that a deployment file or a resource of Terraform writes down for Astro.
fn written_executor(deployment: &Deployment) -> Option<&Known<ExecutorName>> {
    deployment.executor.as_known().filter(|_| deployment.is_written_for_astro())
}
