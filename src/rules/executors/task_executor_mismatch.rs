use crate::model::{Deployment, Executor, ExecutorName, Platform, Project, Setting, Task};
use crate::rules::{Finding, Holds, Rule, Severity, task_faults};

pub const RULE: Rule = Rule {
    name: "task-executor-mismatch",
    category: "executors",
    severity: Severity::Error,
    document: include_str!("task_executor_mismatch.md"),
    needs_deployment: true,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let holds = |task: &Task, deployment: &Deployment| match task.executor.value() {
        Some(wanted) => holds(project, &wanted.text, deployment),
        None => Holds::Unknown,
    };
    for fault in task_faults(project, |task| task.executor.place(), holds) {
        let Some(wanted) = fault.tasks.first().and_then(|task| task.executor.value()) else { continue };
        let message = format!(
            "executor `{}` is not configured on {}: a DAG with a task that names it cannot be imported there, so none of \
             its tasks runs",
            wanted.text,
            fault.across.names(),
        );
        let help = help(wanted, &fault.across.on);
        findings.push(fault.across.point_to_executors(fault.finding(&RULE, message).help(help)));
    }
}

/// Whether Airflow certainly does not find the executor that a task names. It looks for an alias first, then for a dotted
/// path, then for a class name. Source: Airflow 2.10 to 3.3, `executor_loader.py` and the check of `DagBag`.
fn holds(project: &Project, wanted: &str, deployment: &Deployment) -> Holds {
    let Setting::Known(configured) = &deployment.executor else { return Holds::Unknown };
    // A variable may configure more executors than the deployment says.
    if wanted.is_empty() || !project.variable(deployment, "AIRFLOW__CORE__EXECUTOR").is_absent() {
        return Holds::Unknown;
    }
    let family = ExecutorName::airflow(wanted).executor;
    if deployment.platform == Platform::Astro {
        return match configured.value.executor {
            None => Holds::Unknown,
            same if same == family => Holds::No,
            Some(_) => Holds::Yes,
        };
    }
    let class = wanted.rsplit('.').next().unwrap_or(wanted);
    let mut entries = configured.value.entries().peekable();
    let found = entries.any(|entry| entry.alias == Some(wanted) || entry.class() == class);
    // Outside Astro a short word may be an alias that the configuration of airlint leaves out.
    let certain = family.is_some() && configured.value.entries().all(|entry| known_class(entry.class()));
    match (found || family == configured.value.executor, certain) {
        (true, _) => Holds::No,
        (false, true) => Holds::Yes,
        (false, false) => Holds::Unknown,
    }
}

/// Whether the word is a class name, and not a short form such as `CELERY` of which the path is not known.
fn known_class(class: &str) -> bool {
    ExecutorName::astro(class).executor.is_some() || ExecutorName::airflow(class).executor.is_some()
}

fn help(wanted: &ExecutorName, on: &[&Deployment]) -> String {
    let astro = on.iter().all(|deployment| deployment.platform == Platform::Astro);
    let same = |deployment: &&Deployment| {
        deployment.executor_family().is_some() && deployment.executor_family() == ExecutorName::astro(&wanted.text).executor
    };
    if let Some(family) = on.first().filter(|_| on.iter().all(same)).and_then(|it| it.executor_family()) {
        return format!("remove `executor`, or write the class name: `{}`", Executor::class_name(family));
    }
    if astro {
        "remove `executor`: a deployment of Astro has one executor, and every task runs on it".to_string()
    } else {
        "remove `executor`, or add it to the executors of the deployment".to_string()
    }
}
