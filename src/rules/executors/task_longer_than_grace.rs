use crate::model::{Deployment, Executor, Place, Project, SensorMode, Setting, Task};
use crate::rules::{Action, Finding, Holds, Proposal, Reach, Rule, Severity, TaskFault, Written, task_faults};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "task-longer-than-grace",
    category: "executors",
    severity: Severity::Warning,
    document: include_str!("task_longer_than_grace.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    // A task is told of the executors where the limit is documented, and only else of those where it is likely.
    let certain = |task: &Task, deployment: &Deployment| holds(project, task, deployment, Executor::Celery);
    let likely = |task: &Task, deployment: &Deployment| match certain_anywhere(project, task) {
        true => Holds::Unknown,
        false => holds(project, task, deployment, Executor::Astro),
    };
    // Most tasks end within every grace period.
    let Some(least) = project.deployments.iter().filter_map(Deployment::grace_seconds).min() else { return };
    let place = |task: &Task| {
        let bound = own_bound(task).filter(|bound| bound.seconds > least as f64)?;
        counts(project, task, &bound).then_some(bound.place)
    };
    for fault in task_faults(project, place, certain) {
        findings.extend(finding(project, &fault, "is stopped").map(|it| it.severity(fault.across.severity(RULE.severity))));
    }
    for fault in task_faults(project, place, likely) {
        let finding = finding(project, &fault, "may be stopped");
        findings.extend(finding.map(|it| it.severity(fault.across.severity(Severity::Info))));
    }
}

/// How long a task may hold its worker.
struct Bound {
    seconds: f64,
    place: Place,
    argument: &'static str,
}

/// The longest time that a task may hold a worker; `None` where it says nothing or does not hold one.
fn bound(project: &Project, task: &Task) -> Option<Bound> {
    own_bound(task).filter(|bound| counts(project, task, bound))
}

/// Whether no run ends before a task's own bound: one that does takes its tasks along.
fn counts(project: &Project, task: &Task, bound: &Bound) -> bool {
    let run = project.dag_of(task).and_then(|dag| dag.dagrun_timeout.value());
    run.is_none_or(|run| *run >= bound.seconds)
}

/// The longest time that a task may hold a worker by its own words.
fn own_bound(task: &Task) -> Option<Bound> {
    let may_defer = !task.deferrable.is_absent() && task.deferrable.value() != Some(&false);
    // Classes of the Astronomer providers and of old Airflow that always defer: `DateTimeSensorAsync`.
    if may_defer || task.operator.name().ends_with("Async") {
        return None;
    }
    let execution = match &task.execution_timeout {
        Setting::Known(it) => Some(Bound { seconds: it.value, place: it.place, argument: "execution_timeout" }),
        Setting::Absent => None,
        // It may be shorter than every other bound.
        Setting::Opaque(_) => return None,
    };
    let sensor = match &task.sensor {
        None => None,
        Some(_) if task.sensor_mode() != Some(SensorMode::Poke) => return None,
        Some(sensor) => match &sensor.timeout {
            Setting::Known(it) => Some(Bound { seconds: it.value, place: it.place, argument: "timeout" }),
            Setting::Absent => None,
            Setting::Opaque(_) => return None,
        },
    };
    match (execution, sensor) {
        (Some(execution), Some(sensor)) if sensor.seconds < execution.seconds => Some(sensor),
        (execution, sensor) => execution.or(sensor),
    }
}

fn holds(project: &Project, task: &Task, deployment: &Deployment, executor: Executor) -> Holds {
    let (Some(bound), Some(grace)) = (bound(project, task), deployment.grace_seconds()) else { return Holds::Unknown };
    let (Some(runs_on), Some(remote)) = (deployment.executor_of(task), deployment.is_remote()) else {
        return Holds::Unknown;
    };
    if runs_on != executor || remote || bound.seconds <= grace as f64 {
        return Holds::No;
    }
    if task.deferrable.is_absent() && may_defer_by_default(project, deployment) { Holds::Unknown } else { Holds::Yes }
}

/// Whether operators that can defer do so without being told to.
fn may_defer_by_default(project: &Project, deployment: &Deployment) -> bool {
    match project.variable(deployment, "AIRFLOW__OPERATORS__DEFAULT_DEFERRABLE") {
        Setting::Absent => false,
        Setting::Known(value) => !matches!(value.value.to_ascii_lowercase().as_str(), "false" | "f" | "0"),
        Setting::Opaque(_) => true,
    }
}

fn certain_anywhere(project: &Project, task: &Task) -> bool {
    let deployments = project.deployments_of(task.file());
    deployments.iter().any(|deployment| holds(project, task, deployment, Executor::Celery) == Holds::Yes)
}

fn finding(project: &Project, fault: &TaskFault, fate: &str) -> Option<Finding> {
    let task = *fault.tasks.first()?;
    let bound = bound(project, task)?;
    let grace = fault.across.on.iter().filter_map(|deployment| deployment.grace_seconds()).min()?;
    let proposals = proposals(fault, &bound, grace);
    let grace = hours(grace as f64);
    let message = format!(
        "{} may {} a worker for {} ({}), but {} {} old workers for only {grace} after a deploy: what still runs then \
         {fate}, and starts again if it has retries left",
        fault.names(),
        fault.verb("hold", "each hold"),
        hours(bound.seconds),
        bound.argument,
        fault.across.names(),
        if fault.across.on.len() == 1 { "keeps" } else { "keep" },
    );
    let help = match fault.tasks.iter().all(|task| task.sensor.is_some()) {
        true => "set `mode=\"reschedule\"` or `deferrable=True`, which give the worker back between checks".to_string(),
        false => format!(
            "lower {} to {grace}, split the task, use a deferrable operator, or run it on a deployment with the \
             Kubernetes executor",
            bound.argument
        ),
    };
    Some(fault.across.point_to_executors(fault.finding(&RULE, message).help(help).propose_all(proposals)))
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

/// Sensors can wait without a worker; any task can be given less time.
fn proposals(fault: &TaskFault, bound: &Bound, grace: i64) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    if fault.tasks.iter().all(|task| task.sensor.is_some()) {
        let reschedule = set_at_tasks(fault, "mode", &Written::text("reschedule"));
        proposals.push(Proposal::suggested("Set `mode=\"reschedule\"`", reschedule));
        if fault.tasks.iter().all(|task| DEFERRABLE_SENSORS.contains(&task.operator.name())) {
            let defer = set_at_tasks(fault, "deferrable", &Written::Boolean(true));
            proposals.push(Proposal::suggested("Set `deferrable=True`", defer));
        }
    }
    // A sensor's timeout may always be a number; `execution_timeout` has to be a duration.
    let to = match bound.argument {
        "timeout" => Written::number(grace),
        _ => Written::duration(grace),
    };
    let title = format!("Lower {} to {}", bound.argument, hours(grace as f64));
    proposals.push(Proposal::suggested(title, [Action::Set { value: bound.place, to }]));
    proposals
}

/// An argument of each task itself, which wins over all defaults.
fn set_at_tasks(fault: &TaskFault, key: &str, value: &Written) -> Vec<Action> {
    let order = vec!["task_id", "operator", "decorator", "timeout", "poke_interval", "mode", "deferrable"];
    let places: BTreeSet<Place> = fault.tasks.iter().map(|task| task.place).collect();
    let insert =
        |into| Action::Insert { into, key: key.to_string(), value: value.clone(), order: order.clone() };
    places.into_iter().map(insert).collect()
}

/// A duration in hours for messages, rounded up to a hundredth: "48 hours", "24.5 hours".
fn hours(seconds: f64) -> String {
    let rounded = (seconds / 36.0).ceil() / 100.0;
    let unit = if rounded == 1.0 { "hour" } else { "hours" };
    format!("{rounded} {unit}")
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
    }
}
