use crate::model::{Place, Project, Task};
use crate::rules::{Finding, Reach, Rule, Severity, TaskFault, hours, own_faults};

pub const RULE: Rule = Rule {
    name: "timeout-longer-than-dagrun-timeout",
    category: "tasks",
    severity: Severity::Info,
    document: include_str!("timeout_longer_than_dagrun_timeout.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for fault in own_faults(project, |task| place(project, task)) {
        findings.extend(finding(project, &fault));
    }
}

fn place(project: &Project, task: &Task) -> Option<Place> {
    let run = project.dag_of(task)?.dagrun_timeout.value()?;
    let own = task.execution_timeout.as_known()?;
    (own.value > *run && *run > 0.0).then_some(own.place)
}

fn finding(project: &Project, fault: &TaskFault) -> Option<Finding> {
    let task = *fault.tasks.first()?;
    let run = project.dag_of(task)?.dagrun_timeout.as_known()?;
    let own = task.execution_timeout.as_known()?;
    let message = format!(
        "{} may run for {}, but the run of the DAG ends after {}: a task that still runs then is skipped, which is no \
         failure, so that it is neither tried again nor reported by its callbacks",
        fault.names(),
        hours(own.value),
        hours(run.value),
    );
    let help = "set execution_timeout below dagrun_timeout, with room for retries and for the tasks before it";
    Some(fault.finding(&RULE, message).help(help).related(run.place, "dagrun_timeout"))
}
