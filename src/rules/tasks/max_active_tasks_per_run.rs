use crate::model::{Dag, Project};
use crate::rules::{Finding, Reach, Release, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "max-active-tasks-per-run",
    category: "tasks",
    severity: Severity::Info,
    document: include_str!("max_active_tasks_per_run.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// The first release in which the limit is one of each run. Source: `config.yml` of Airflow 2.11 and 3.0.
const SINCE: (u32, u32) = (3, 0);

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (_, file) in project.dag_files.iter() {
        findings.extend(file.dags.iter().filter_map(|dag| finding(project, dag)));
    }
}

fn finding(project: &Project, dag: &Dag) -> Option<Finding> {
    let (tasks, runs) = (dag.max_active_tasks.as_known()?, dag.max_active_runs.as_known()?);
    if runs.value <= 1 || tasks.value < 1 {
        return None;
    }
    let release = Release::of_dags(project, dag.place.file, |release| release >= SINCE)?;
    let name = dag.id.value().map_or_else(|| "this DAG".to_owned(), |id| format!("DAG `{id}`"));
    let message = format!(
        "max_active_tasks holds for each run since Airflow 3.0, and this is {}: with {} runs at once up to {} tasks of {name} \
         run at once, not {}",
        release.words(),
        runs.value,
        tasks.value.saturating_mul(runs.value),
        tasks.value,
    );
    let help = "where all runs together must not be more, put the tasks into a pool of that many slots";
    let finding = Finding::new(&RULE, tasks.place, message).help(help).related(runs.place, "max_active_runs");
    Some(release.point(finding))
}
