use super::never_defers;
use crate::model::{Place, Project, SensorMode, Setting, Task};
use crate::rules::{Finding, Reach, Rule, Severity, TaskFault, give_back, hours, own_faults};

pub const RULE: Rule = Rule {
    name: "sensor-poke-blocks-slot",
    category: "tasks",
    severity: Severity::Info,
    document: include_str!("sensor_poke_blocks_slot.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// Airflow's own default timeout.
const WEEK: f64 = 604_800.0;

/// Sensors that wait for a moment and not for an event: how long, only the moment tells.
const CLOCKS: [&str; 4] = ["DateTimeSensor", "TimeDeltaSensor", "TimeSensor", "WaitSensor"];

/// Who waits no longer than this may hold a worker meanwhile.
const SHORT: f64 = 600.0;

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for fault in own_faults(project, |task| place(project, task)) {
        findings.extend(finding(project, &fault));
    }
}

/// Where to point at, where the sensor holds its worker for long.
fn place(project: &Project, task: &Task) -> Option<Place> {
    let sensor = task.sensor.as_ref()?;
    if CLOCKS.contains(&task.operator.name()) {
        return None;
    }
    if task.sensor_mode()? != SensorMode::Poke || wait(project, task)? <= SHORT || !never_defers(project, task) {
        return None;
    }
    Some(sensor.timeout.place().or(sensor.mode.place()).unwrap_or(task.place))
}

/// The seconds that the sensor waits at most.
fn wait(project: &Project, task: &Task) -> Option<f64> {
    let bound = match &task.execution_timeout {
        Setting::Opaque(_) => return None,
        written => written.value().copied(),
    };
    let deployments = project.deployments_of(task.file());
    let on = |deployment| {
        let timeout = project.effective(task, deployment).sensor_timeout()?;
        timeout.known_value().copied()
    };
    let timeout = match deployments.is_empty() {
        true => on(None),
        false => deployments.into_iter().map(|deployment| on(Some(deployment))).min_by(|one, other| {
            one.unwrap_or(0.0).total_cmp(&other.unwrap_or(0.0))
        })?,
    }?;
    Some(bound.map_or(timeout, |bound| bound.min(timeout)))
}

fn finding(project: &Project, fault: &TaskFault) -> Option<Finding> {
    let task = *fault.tasks.first()?;
    let seconds = wait(project, task)?;
    let unsaid = task.sensor.as_ref()?.timeout.is_absent() && task.execution_timeout.is_absent();
    let message = format!(
        "{} {} a worker's slot, or {} pod, for up to {}{} while {}: mode `poke` does not give it back between two looks",
        fault.names(),
        fault.verb("holds", "each hold"),
        fault.verb("its", "their"),
        if unsaid && seconds == WEEK { "7 days".to_owned() } else { hours(seconds) },
        if unsaid { ", the default timeout of sensors," } else { "" },
        fault.verb("it waits", "they wait"),
    );
    let help = "set `mode=\"reschedule\"`, or `deferrable=True` where the sensor can, or a timeout of a few minutes";
    Some(fault.finding(&RULE, message).help(help).propose_all(give_back(fault)))
}
