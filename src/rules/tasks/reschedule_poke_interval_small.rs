use crate::model::{Place, Project, SensorMode, Task};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, hours, own_faults};

pub const RULE: Rule = Rule {
    name: "reschedule-poke-interval-small",
    category: "tasks",
    severity: Severity::Info,
    document: include_str!("reschedule_poke_interval_small.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// Airflow's advice: reschedule only where a minute or more lies between two looks. Source: `sensors/base.py`.
const LEAST: f64 = 60.0;

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for fault in own_faults(project, place) {
        let Some(interval) = fault.tasks.first().and_then(|task| interval(task)) else { continue };
        let message = format!(
            "{} {} up {} worker and {} queued again every {}: in mode `reschedule` each look is a start of the task",
            fault.names(),
            fault.verb("gives", "give"),
            fault.verb("its", "their"),
            fault.verb("is", "are"),
            hours(interval),
        );
        let help = "look once a minute or less often, or use mode `poke` for a short wait";
        let set = Action::Set { value: fault.place, to: Written::number(LEAST as i64) };
        let finding = fault.finding(&RULE, message).help(help);
        findings.push(finding.propose(Proposal::suggested("Look once a minute", [set])));
    }
}

fn interval(task: &Task) -> Option<f64> {
    task.sensor.as_ref()?.poke_interval.value().copied()
}

fn place(task: &Task) -> Option<Place> {
    let reschedules = task.sensor_mode()? == SensorMode::Reschedule && task.deferrable.value() != Some(&true);
    (reschedules && interval(task)? < LEAST).then(|| task.sensor.as_ref()?.poke_interval.place()).flatten()
}
