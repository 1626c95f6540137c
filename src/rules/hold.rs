//! How long a task may hold what runs it: a worker's slot, a process, a pod.

use super::{Action, Proposal, TaskFault, Written};
use crate::model::{Deployment, Place, Project, SensorMode, Setting, Task};
use std::collections::BTreeSet;

/// The longest time that a task may hold its worker, and what says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hold {
    /// Seconds.
    pub(super) seconds: f64,
    /// Where they are set.
    pub(super) place: Place,
    /// `execution_timeout`, or a sensor's `timeout`.
    pub(super) argument: &'static str,
}

/// The longest time that a task may hold its worker; `None` where nothing certain is written, or it does not hold one. A
/// run that ends earlier takes its tasks along.
pub(super) fn hold(project: &Project, task: &Task) -> Option<Hold> {
    let own = own_hold(task)?;
    let run = project.dag_of(task).and_then(|dag| dag.dagrun_timeout.value());
    run.is_none_or(|run| *run >= own.seconds).then_some(own)
}

/// The longest time that a task may hold its worker by its own words.
pub(super) fn own_hold(task: &Task) -> Option<Hold> {
    let may_defer = !task.deferrable.is_absent() && task.deferrable.value() != Some(&false);
    if may_defer {
        return None;
    }
    let execution = match &task.execution_timeout {
        Setting::Known(it) => Some(Hold { seconds: it.value, place: it.place, argument: "execution_timeout" }),
        Setting::Absent => None,
        // It may be shorter than every other bound.
        Setting::Opaque(_) => return None,
    };
    let sensor = match &task.sensor {
        None => None,
        Some(_) if task.sensor_mode() != Some(SensorMode::Poke) => return None,
        Some(sensor) => match &sensor.timeout {
            Setting::Known(it) => Some(Hold { seconds: it.value, place: it.place, argument: "timeout" }),
            Setting::Absent => None,
            Setting::Opaque(_) => return None,
        },
    };
    match (execution, sensor) {
        (Some(execution), Some(sensor)) if sensor.seconds < execution.seconds => Some(sensor),
        (execution, sensor) => execution.or(sensor),
    }
}

/// Whether operators that can defer may do so on the deployment without being told to.
pub(super) fn may_defer_by_default(project: &Project, deployment: &Deployment) -> bool {
    match project.option(deployment, "operators", "default_deferrable") {
        Setting::Absent => false,
        Setting::Known(value) => !matches!(value.value.trim().to_ascii_lowercase().as_str(), "false" | "f" | "0"),
        Setting::Opaque(_) => true,
    }
}

/// Sensors of Airflow and its providers that can defer. Source: their `deferrable` argument in Airflow 2.11 and the
/// providers of 2025.
const DEFERRABLE_SENSORS: [&str; 15] = [
    "AzureDataFactoryPipelineRunStatusSensor",
    "BatchSensor",
    "BigQueryTableExistenceSensor",
    "DbtCloudJobRunSensor",
    "EmrContainerSensor",
    "EmrJobFlowSensor",
    "EmrStepSensor",
    "ExternalTaskSensor",
    "FileSensor",
    "GCSObjectExistenceSensor",
    "HttpSensor",
    "RedshiftClusterSensor",
    "S3KeySensor",
    "SqsSensor",
    "WasbBlobSensor",
];

/// Sensors that refuse any mode but `poke`. Source: `@poke_mode_only` in the providers of Amazon and Google.
const POKE_ONLY: [&str; 2] = ["GCSUploadSessionCompleteSensor", "S3KeysUnchangedSensor"];

/// Ways to let sensors wait without a worker; none where not all tasks are sensors.
pub(super) fn give_back(fault: &TaskFault) -> Vec<Proposal> {
    let all = |holds: fn(&Task) -> bool| fault.tasks.iter().all(|task| holds(task));
    if !all(|task| task.sensor.is_some()) {
        return Vec::new();
    }
    let reschedule = || {
        let actions = set_at_tasks(fault, "mode", &Written::text("reschedule"));
        Proposal::suggested("Set `mode=\"reschedule\"`", actions)
    };
    let defer =
        || Proposal::suggested("Set `deferrable=True`", set_at_tasks(fault, "deferrable", &Written::Boolean(true)));
    let may_reschedule = all(|task| !POKE_ONLY.contains(&task.operator.name()));
    let can_defer = all(|task| DEFERRABLE_SENSORS.contains(&task.operator.name()));
    may_reschedule.then(reschedule).into_iter().chain(can_defer.then(defer)).collect()
}

/// An argument of each task itself, which wins over all defaults.
pub(super) fn set_at_tasks(fault: &TaskFault, key: &str, value: &Written) -> Vec<Action> {
    let order = vec!["task_id", "operator", "decorator", "timeout", "poke_interval", "mode", "deferrable"];
    let places: BTreeSet<Place> = fault.tasks.iter().map(|task| task.place).collect();
    let insert = |into| Action::Insert { into, key: key.to_string(), value: value.clone(), order: order.clone() };
    places.into_iter().map(insert).collect()
}

/// A duration for messages: in hours, rounded up to a hundredth ("48 hours", "24.5 hours"), below an hour in minutes or
/// seconds.
pub(super) fn hours(seconds: f64) -> String {
    let (number, unit) = match seconds {
        _ if seconds < 60.0 => (seconds.ceil(), "second"),
        _ if seconds < 3_600.0 => ((seconds / 0.6).ceil() / 100.0, "minute"),
        _ => ((seconds / 36.0).ceil() / 100.0, "hour"),
    };
    format!("{number} {unit}{}", if number == 1.0 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::hours;

    #[test]
    fn durations_read_as_hours() {
        assert_eq!(hours(172_800.0), "48 hours");
        assert_eq!(hours(88_200.0), "24.5 hours");
        assert_eq!(hours(86_401.0), "24.01 hours");
        assert_eq!(hours(3_600.0), "1 hour");
        assert_eq!(hours(600.0), "10 minutes");
        assert_eq!(hours(90.0), "1.5 minutes");
        assert_eq!(hours(10.0), "10 seconds");
    }
}
