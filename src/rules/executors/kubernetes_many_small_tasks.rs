use crate::model::{Dag, Executor, Project, Setting, Task, ValueKind};
use crate::rules::{Finding, Holds, Reach, Rule, Severity, across};
use croner::parser::{CronParser, Seconds, Year};

pub const RULE: Rule = Rule {
    name: "kubernetes-many-small-tasks",
    category: "executors",
    severity: Severity::Info,
    document: include_str!("kubernetes_many_small_tasks.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

/// A schedule of this many seconds or less is short beside the start of a pod.
const SHORT_INTERVAL: f64 = 300.0;
/// From this many pods on, one run needs many rounds of the scheduler, which starts 16 in each. Source: Astronomer's page
/// on the runtime image's architecture (2024-08).
const MANY_TASKS: usize = 100;

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (_, file) in project.dag_files.iter() {
        let mut tasks: Vec<Vec<&Task>> = vec![Vec::new(); file.dags.len()];
        for task in &file.tasks {
            if let Some(tasks) = task.dag.and_then(|dag| tasks.get_mut(dag as usize)) {
                tasks.push(task);
            }
        }
        findings.extend(file.dags.iter().zip(&tasks).filter_map(|(dag, tasks)| finding(project, dag, tasks)));
    }
}

fn finding(project: &Project, dag: &Dag, tasks: &[&Task]) -> Option<Finding> {
    let small = |deployment: &_| tasks.iter().filter(|task| starts_small_pod(task, deployment)).count();
    if !project.deployments_of(dag.place.file).into_iter().any(|deployment| small(deployment) > 0) {
        return None;
    }
    let interval = interval(dag);
    let wanted = if interval.is_some() { 1 } else { MANY_TASKS };
    let fault = across(project, dag.place.file, |deployment| match deployment.executor_family() {
        None => Holds::Unknown,
        Some(_) if small(deployment) >= wanted => Holds::Yes,
        Some(_) => Holds::No,
    })?;
    let count = fault.on.iter().map(|deployment| small(deployment)).max()?;
    let dag_name = dag.id.value().map_or_else(|| "this DAG".to_string(), |id| format!("DAG `{id}`"));
    let pods = if count == 1 { "its task starts a pod".to_string() } else { format!("each of its {count} tasks starts a pod") };
    let names = fault.names();
    let (place, message) = match interval {
        Some(interval) => (
            dag.schedule.place().unwrap_or(dag.place),
            format!(
                "{dag_name} runs every {}, and on {names} {pods} of its own each time, which takes from some seconds to a \
                 minute before any work is done",
                minutes(interval)
            ),
        ),
        None => (
            dag.place,
            format!(
                "on {names} {pods} of its own, which takes from some seconds to a minute before any work is done, and the \
                 scheduler starts 16 at a time"
            ),
        ),
    };
    let finding = Finding::new(&RULE, place, message)
        .help("run small frequent tasks on workers that are up already (CELERY, or ASTRO with Airflow 3), or do more work in each task")
        .severity(fault.severity(RULE.severity));
    Some(fault.point_to_executors(finding))
}

/// Whether the task certainly runs in a pod of the default size: one that asks for its own size was meant to have a pod.
fn starts_small_pod(task: &Task, deployment: &crate::model::Deployment) -> bool {
    deployment.executor_of(task) == Some(Executor::Kubernetes)
        && task.executor_config.is_absent()
        && task.kubernetes_pod.is_none()
}

/// The seconds from run to run, where the schedule says them and they are few.
fn interval(dag: &Dag) -> Option<f64> {
    let Setting::Known(schedule) = &dag.schedule else { return None };
    let seconds = match &schedule.value.kind {
        ValueKind::Text(cron) => cron_interval(cron)?,
        ValueKind::Int(seconds) => *seconds as f64,
        ValueKind::Float(seconds) => *seconds,
        _ => return None,
    };
    (0.0 < seconds && seconds <= SHORT_INTERVAL).then_some(seconds)
}

/// The mean seconds between runs in an hour that has any. Presets (`@hourly`) are longer than what matters here.
fn cron_interval(text: &str) -> Option<f64> {
    if text.split_whitespace().count() != 5 {
        return None;
    }
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    let cron = parser.parse(text).ok()?;
    let runs = (0..60).filter(|minute| cron.pattern.minute_match(*minute).unwrap_or(false)).count();
    (runs > 0).then(|| 3600.0 / runs as f64)
}

/// A short interval for messages: "minute", "5 minutes", "90 seconds".
fn minutes(seconds: f64) -> String {
    let minutes = seconds / 60.0;
    if minutes == 1.0 {
        "minute".to_string()
    } else if minutes.fract() == 0.0 {
        format!("{minutes} minutes")
    } else {
        format!("{} seconds", seconds.round())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Deployment, ExecutorName, FileId, Place, Platform};
    use crate::read::python;
    use std::sync::Arc;

    struct Alone;

    impl python::Modules for Alone {
        fn module(&self, _: FileId, _: &str) -> Option<Arc<python::Module>> {
            None
        }
    }

    /// A DAG with that many tasks on a deployment with the Kubernetes executor.
    fn wide(tasks: usize, schedule: &str) -> Project {
        let mut text = format!("from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nwith DAG('wide', schedule='{schedule}'):\n");
        for task in 0..tasks {
            text += &format!("    BashOperator(task_id='t{task}', bash_command='x')\n");
        }
        let file = FileId(0);
        let linked = python::link(&python::read(file, &text), &Alone);
        let mut deployment = Deployment::new(FileId(1), "prod.yaml", Place::default(), Platform::Astro);
        deployment.executor = Setting::known(ExecutorName::astro("KUBERNETES"), Place::default());
        let mut project = Project { deployments: vec![deployment], ..Project::default() };
        project.dag_files.set(file, Arc::new(linked));
        project
    }

    fn messages(project: &Project) -> Vec<String> {
        let mut findings = Vec::new();
        check(project, &mut findings);
        findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_hundred_tasks_are_many() {
        assert_eq!(messages(&wide(99, "@daily")), [""; 0]);
        let found = messages(&wide(100, "@daily"));
        assert!(matches!(found.as_slice(), [one] if one.contains("each of its 100 tasks")), "{found:?}");
        assert_eq!(messages(&wide(1, "*/5 * * * *")).len(), 1);
    }

    #[test]
    fn cron_texts_have_an_interval() {
        assert_eq!(cron_interval("*/5 * * * *"), Some(300.0));
        assert_eq!(cron_interval("* 8-18 * * MON-FRI"), Some(60.0));
        assert_eq!(cron_interval("0 3 * * *"), Some(3600.0));
        for other in ["@hourly", "@continuous", "*/5 * * *", "61 * * * *", "", "*/30 * * * * *"] {
            assert_eq!(cron_interval(other), None, "{other}");
        }
        assert_eq!(minutes(300.0), "5 minutes");
        assert_eq!(minutes(60.0), "minute");
        assert_eq!(minutes(30.0), "30 seconds");
    }
}
