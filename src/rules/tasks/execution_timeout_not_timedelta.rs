use crate::model::{DagSource, Place, Project, Task, Value, ValueKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, TaskFault, Written, own_faults};

pub const RULE: Rule = Rule {
    name: "execution-timeout-not-timedelta",
    category: "tasks",
    severity: Severity::Error,
    document: include_str!("execution_timeout_not_timedelta.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for fault in own_faults(project, misfit) {
        findings.extend(no_duration(&fault));
    }
    for fault in own_faults(project, at_once) {
        findings.push(ends_at_once(&fault));
    }
}

/// A value that is no duration. Of dag-factory's files its own rule speaks.
fn misfit(task: &Task) -> Option<Place> {
    let value = task.misfit_timeout.as_ref().filter(|_| task.source == DagSource::Python)?;
    Some(value.place)
}

fn no_duration(fault: &TaskFault) -> Option<Finding> {
    let value = fault.tasks.first()?.misfit_timeout.as_deref()?;
    let message = format!(
        "execution_timeout is {}, and Airflow takes only a timedelta: the DAG with {} cannot be imported",
        described(value),
        fault.names(),
    );
    let seconds = match value.kind {
        ValueKind::Int(seconds) if seconds > 0 => Some(seconds),
        ValueKind::Float(seconds) if seconds > 0.0 && seconds.fract() == 0.0 && seconds < 1e12 => Some(seconds as i64),
        _ => None,
    };
    let help = match seconds {
        Some(seconds) => format!("write `timedelta(seconds={seconds})`"),
        None => "write a `timedelta`, such as `timedelta(hours=1)`".to_owned(),
    };
    let as_duration = |seconds| {
        let set = Action::Set { value: value.literal, to: Written::duration(seconds) };
        Proposal::suggested("Write it as a timedelta", [set])
    };
    // A constant may be a number elsewhere for good reason.
    let is_own = value.literal == value.place;
    Some(fault.finding(&RULE, message).help(help).propose_all(seconds.filter(|_| is_own).map(as_duration)))
}

fn described(value: &Value) -> String {
    match &value.kind {
        ValueKind::Int(number) => format!("the number {number}"),
        ValueKind::Float(number) => format!("the number {number}"),
        ValueKind::Bool(true) => "True".to_owned(),
        ValueKind::Bool(false) => "False".to_owned(),
        ValueKind::Text(text) => format!("the text \"{text}\""),
        _ => "no duration".to_owned(),
    }
}

/// A duration of nothing or less.
fn at_once(task: &Task) -> Option<Place> {
    let timeout = task.execution_timeout.as_known()?;
    (timeout.value <= 0.0).then_some(timeout.place)
}

fn ends_at_once(fault: &TaskFault) -> Finding {
    let message = format!(
        "execution_timeout is not above zero, so that {} {} as soon as {}",
        fault.names(),
        fault.verb("times out", "time out"),
        fault.verb("it starts", "they start"),
    );
    let remove = Proposal::suggested("Remove it: the task then has no limit", [Action::Remove { entry: fault.place }]);
    fault.finding(&RULE, message).help("set the longest time that the task may take, or remove it").propose(remove)
}
