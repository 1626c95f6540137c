use crate::model::{Deployment, Executor, ExecutorName, ExecutorPod, Known, Project, Task};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "pod-template-executor-env",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("pod_template_executor_env.md"),
    needs_deployment: true,
    reach: Reach::Project,
    check,
};

const VARIABLE: &str = "AIRFLOW__CORE__EXECUTOR";

/// How many tasks a finding points at.
const NAMED: usize = 3;

fn check(project: &Project, found: &mut Vec<Finding>) {
    for template in project.executor_pods() {
        let Some(written) = executor_in_pod(&template) else { continue };
        let in_pod = ExecutorName::airflow(&written.value);
        for &deployment in &template.deployments {
            found.extend(on_deployment(project, deployment, written, &in_pod));
        }
    }
}

/// The value of the variable in the container that runs the task.
fn executor_in_pod<'p>(template: &ExecutorPod<'p>) -> Option<&'p Known<Box<str>>> {
    let base = template.pod.containers.value()?.first()?;
    let named = |it: &&crate::model::EnvironmentVariable| it.key.value().is_none_or(|key| **key == *VARIABLE);
    let variable = base.environment.value()?.iter().rev().find(named)?;
    variable.key.value()?;
    variable.value.as_known()
}

fn on_deployment(
    project: &Project,
    deployment: &Deployment,
    written: &Known<Box<str>>,
    in_pod: &ExecutorName,
) -> Option<Finding> {
    let configured = deployment.executor.as_known()?;
    let is_lost = |task: &&Task| {
        let wanted = task.executor.value();
        wanted.is_some_and(|wanted| has(&configured.value, &wanted.text) && !has(in_pod, &wanted.text))
            && runs_in_pods(project, deployment, task)
    };
    let lost: Vec<&Task> = project.tasks_on(deployment).filter(is_lost).collect();
    let (first, wanted) = lost.first().and_then(|task| Some((task, task.executor.value()?)))?;
    let message = format!(
        "the pods of {} run with the executor `{}`, but task `{}` names `{}`: a pod reads its DAG again, fails to import it \
         there, and so does every pod of a DAG with such a task",
        deployment.label,
        written.value,
        first.label(),
        wanted.text,
    );
    let text = &configured.value.text;
    let set = Proposal::suggested(format!("Write `{text}`"), [Action::write(written, &**text)]);
    let finding = Finding::new(&RULE, written.place, message)
        .help(format!("write the executors of the deployment, `{text}`, or leave the variable out"))
        .related(configured.place, format!("the executor of {}", deployment.label))
        .propose(set.unless_shared([written]));
    Some(lost.iter().take(NAMED).fold(finding, |finding, task| {
        let named = task.executor.place().unwrap_or(task.place);
        finding.related(named, format!("task `{}` names an executor", task.label()))
    }))
}

/// Whether a list of executors has the one that a task names, by alias, path or class.
fn has(configured: &ExecutorName, wanted: &str) -> bool {
    let class = wanted.rsplit('.').next().unwrap_or(wanted);
    configured.entries().any(|entry| entry.alias == Some(wanted) || entry.class() == class)
}

/// Whether some task of the same DAG certainly runs in a pod of the executor.
fn runs_in_pods(project: &Project, deployment: &Deployment, task: &Task) -> bool {
    let same = |other: &&Task| other.file() == task.file() && other.dag == task.dag && task.dag.is_some();
    let in_pod = |other: &Task| deployment.executor_of(other) == Some(Executor::Kubernetes);
    in_pod(task) || project.tasks().filter(same).any(in_pod)
}
