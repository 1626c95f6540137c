use crate::model::{DagFile, Project, Task};
use crate::rules::{Finding, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "no-execution-timeout",
    category: "tasks",
    severity: Severity::Info,
    document: include_str!("no_execution_timeout.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (_, file) in project.dag_files.iter() {
        findings.extend((0..file.dags.len()).filter_map(|dag| finding(project, file, dag)));
    }
}

/// One finding a DAG.
fn finding(project: &Project, file: &DagFile, index: usize) -> Option<Finding> {
    let dag = file.dags.get(index)?;
    if !dag.dagrun_timeout.is_absent() {
        return None;
    }
    let own = file.tasks.iter().filter(|task| task.dag.is_some_and(|it| it as usize == index));
    let endless: Vec<&Task> = own.filter(|task| is_endless(project, task)).collect();
    let names = match endless.as_slice() {
        [] => return None,
        [one] => format!("task `{}`", one.label()),
        [one, rest @ ..] => format!("task `{}` and {} more", one.label(), rest.len()),
    };
    let message = format!("{names} may run for ever: no execution_timeout is set, and Airflow has no default for it");
    let help = "set execution_timeout in default_args, or [core] default_task_execution_timeout";
    Some(Finding::new(&RULE, dag.place, message).help(help))
}

/// Whether certainly nothing ends the task. A sensor has a timeout of its own.
fn is_endless(project: &Project, task: &Task) -> bool {
    if task.sensor.is_some() || !task.execution_timeout.is_absent() || task.misfit_timeout.is_some() {
        return false;
    }
    let deployments = project.deployments_of(task.file());
    let on = |deployment| project.effective(task, deployment).execution_timeout().known_value() == Some(&None);
    match deployments.is_empty() {
        true => on(None),
        false => deployments.into_iter().all(|deployment| on(Some(deployment))),
    }
}
