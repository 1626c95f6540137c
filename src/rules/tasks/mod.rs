//! How long tasks wait and run, whatever runs them.

super::category![
    default_args_unknown_key,
    deferrable_execution_timeout_airflow3,
    execution_timeout_not_timedelta,
    max_active_tasks_per_run,
    no_execution_timeout,
    reschedule_poke_interval_small,
    sensor_poke_blocks_slot,
    sensor_timeout_exceeds_execution_timeout,
    timeout_longer_than_dagrun_timeout,
];

use crate::model::{Project, Setting, Task};

/// Whether the task certainly does not defer, on none of the deployments that it may run on.
fn never_defers(project: &Project, task: &Task) -> bool {
    match &task.deferrable {
        Setting::Known(deferrable) => !deferrable.value,
        Setting::Opaque(_) => false,
        Setting::Absent => {
            let deployments = project.deployments_of(task.file());
            let says_no = |deployment| project.effective(task, deployment).deferrable().known_value() == Some(&false);
            match deployments.is_empty() {
                true => says_no(None),
                false => deployments.into_iter().all(|deployment| says_no(Some(deployment))),
            }
        }
    }
}
