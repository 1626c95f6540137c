use super::never_defers;
use crate::model::{Origin, Place, Project, SensorMode, Setting, Task};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, TaskFault, Written, hours, own_faults};

pub const RULE: Rule = Rule {
    name: "sensor-timeout-exceeds-execution-timeout",
    category: "tasks",
    severity: Severity::Warning,
    document: include_str!("sensor_timeout_exceeds_execution_timeout.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for fault in own_faults(project, |task| cut_short(project, task)) {
        findings.extend(ends_early(&fault));
    }
    for fault in own_faults(project, |task| bounds_each_look(project, task)) {
        findings.extend(waits_on(&fault));
    }
}

/// A poking sensor whose `execution_timeout` ends it before its `timeout` does.
fn cut_short(project: &Project, task: &Task) -> Option<Place> {
    let timeout = task.sensor.as_ref()?.timeout.as_known()?;
    let bound = task.execution_timeout.as_known()?;
    let pokes = task.sensor_mode()? == SensorMode::Poke && never_defers(project, task);
    (pokes && bound.value > 0.0 && timeout.value > bound.value).then_some(timeout.place)
}

fn ends_early(fault: &TaskFault) -> Option<Finding> {
    let task = *fault.tasks.first()?;
    let (timeout, bound) = (task.sensor.as_ref()?.timeout.as_known()?, task.execution_timeout.as_known()?);
    let message = format!(
        "{} {} to wait for {}, but execution_timeout ends {} after {}, as a failure that `soft_fail` does not soften",
        fault.names(),
        fault.verb("is", "are"),
        hours(timeout.value),
        fault.verb("it", "each of them"),
        hours(bound.value),
    );
    let help = format!("set execution_timeout above the sensor's timeout, or the timeout to {}", hours(bound.value));
    let lower = Action::Set { value: timeout.place, to: Written::Number(bound.value.floor().to_string()) };
    let proposal = Proposal::suggested(format!("Lower timeout to {}", hours(bound.value)), [lower]);
    let finding = fault.finding(&RULE, message).help(help).related(bound.place, "execution_timeout");
    Some(finding.propose(proposal))
}

/// A sensor that gives its worker back between two looks, whose own `execution_timeout` was probably meant for the wait.
fn bounds_each_look(project: &Project, task: &Task) -> Option<Place> {
    let sensor = task.sensor.as_ref()?;
    let bound = task.execution_timeout.as_known().filter(|it| matches!(it.origin, Origin::Own | Origin::Partial))?;
    let reschedules = task.sensor_mode()? == SensorMode::Reschedule && never_defers(project, task);
    (reschedules && sensor.timeout.is_absent()).then_some(bound.place)
}

fn waits_on(fault: &TaskFault) -> Option<Finding> {
    let task = *fault.tasks.first()?;
    let bound = task.execution_timeout.as_known()?;
    let message = format!(
        "execution_timeout bounds each look of {}, which {} back {} worker in between, and not the wait: without a timeout \
         that goes on for 7 days",
        fault.names(),
        fault.verb("gives", "give"),
        fault.verb("its", "their"),
    );
    let entry = task.execution_timeout.place()?;
    let rename = Action::Substitute { entry, key: "timeout".to_owned(), value: Written::Number(bound.value.to_string()) };
    let title = format!("Write it as timeout, {} seconds", bound.value);
    let proposal = (!matches!(task.execution_timeout, Setting::Opaque(_)) && bound.value.fract() == 0.0)
        .then(|| Proposal::suggested(title, [rename]));
    let help = "set `timeout` to as long as the sensor may wait";
    Some(fault.finding(&RULE, message).help(help).propose_all(proposal))
}
