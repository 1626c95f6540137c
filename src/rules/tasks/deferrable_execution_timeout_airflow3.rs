use crate::model::{Place, Project, Task};
use crate::rules::{Finding, Reach, Release, Rule, Severity, TaskFault, hours, own_faults};

pub const RULE: Rule = Rule {
    name: "deferrable-execution-timeout-airflow3",
    category: "tasks",
    severity: Severity::Warning,
    document: include_str!("deferrable_execution_timeout_airflow3.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// The first release whose workers bound only the code that runs on them. Source: `task_runner.py` of Airflow 3.0 to 3.3.
const SINCE: (u32, u32) = (3, 0);

/// Operators that hand no timeout to their trigger. Source: the calls of `defer` in the providers of Databricks 7.23,
/// Google 22.8 and Amazon 9.39.
const WITHOUT_TIMEOUT: [&str; 11] = [
    "AthenaOperator",
    "DatabricksNotebookOperator",
    "DatabricksRunNowOperator",
    "DatabricksSubmitRunOperator",
    "DataflowStartFlexTemplateOperator",
    "DataflowTemplatedJobStartOperator",
    "DataprocCreateBatchOperator",
    "DataprocCreateClusterOperator",
    "DataprocInstantiateWorkflowTemplateOperator",
    "DataprocSubmitJobOperator",
    "GlueJobOperator",
];

/// The distribution of the KubernetesPodOperator, and the first version that bounds its wait itself.
const KUBERNETES: (&str, (u32, u32)) = ("apache-airflow-providers-cncf-kubernetes", (10, 18));

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for fault in own_faults(project, |task| place(project, task)) {
        findings.extend(finding(project, &fault));
    }
}

fn place(project: &Project, task: &Task) -> Option<Place> {
    let timeout = task.execution_timeout.as_known()?;
    if task.deferrable.value() != Some(&true) || !waits_without_end(project, task) {
        return None;
    }
    Release::of_dags(project, task.file(), |release| release >= SINCE).map(|_| timeout.place)
}

fn waits_without_end(project: &Project, task: &Task) -> bool {
    if !task.operator.path.starts_with("airflow.") {
        return false;
    }
    if task.operator.name() == "KubernetesPodOperator" {
        let (name, bounded) = KUBERNETES;
        let pinned = |versions: &crate::model::Versions| versions.package_release(name).is_some_and(|it| it < bounded);
        let deployments = project.deployments_of(task.file());
        return match deployments.is_empty() {
            true => pinned(&project.versions),
            false => deployments.into_iter().all(|deployment| pinned(&project.versions_on(deployment))),
        };
    }
    WITHOUT_TIMEOUT.contains(&task.operator.name())
}

fn finding(project: &Project, fault: &TaskFault) -> Option<Finding> {
    let task = *fault.tasks.first()?;
    let release = Release::of_dags(project, task.file(), |release| release >= SINCE)?;
    let message = format!(
        "execution_timeout of {} does not end {} while {}: {} applies it only to what runs on a worker, and {} gives its \
         trigger no timeout",
        hours(*task.execution_timeout.value()?),
        fault.names(),
        fault.verb("it is deferred", "they are deferred"),
        release.words(),
        task.operator.name(),
    );
    let help = "set the operator's own limit where it has one (such as the timeout of the job itself), or a dagrun_timeout";
    Some(release.point(fault.finding(&RULE, message).help(help)))
}
