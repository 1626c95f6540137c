use super::written_executor;
use crate::model::{
    AirflowLine, Deployment, DeploymentType, Executor, ExecutorName, Known, Project, RuntimeVersion, Setting,
};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "astro-executor-needs-airflow-3",
    category: "executors",
    severity: Severity::Error,
    document: include_str!("astro_executor_needs_airflow_3.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        findings.extend(finding(project, deployment));
    }
}

fn finding(project: &Project, deployment: &Deployment) -> Option<Finding> {
    let executor = written_executor(deployment)?;
    // On Hybrid there is no Astro executor whatever the version is: astro-executor-on-hybrid says so.
    if executor.value.executor != Some(Executor::Astro) || deployment.kind() == Some(DeploymentType::Hybrid) {
        return None;
    }
    match &deployment.runtime {
        Setting::Known(runtime) if !runtime.value.text.is_empty() => {
            if runtime.value.airflow_line() == Some(AirflowLine::Three) {
                return None;
            }
            let text = &runtime.value.text;
            let message = format!(
                "executor {} needs Airflow 3, and runtime_version {text} is {}: the Astro CLI refuses the file",
                executor.value.text,
                runtime.value.airflow_release().map_or_else(
                    || "no version of the Airflow 3 line, such as 3.1-4".to_string(),
                    |release| format!("Airflow {release}")
                ),
            );
            let finding =
                Finding::new(&RULE, executor.place, message).related(runtime.place, "the runtime version of this file");
            let finding = match image(project, AirflowLine::Three) {
                Some(image) => {
                    let version = &*image.value.text;
                    let set = Action::Set { value: runtime.place, to: Written::text(version) };
                    finding
                        .help(format!(
                            "the image is Astro Runtime {version} already, so runtime_version is out of date: set it to \
                             that (an update checks it, though it does not change it)"
                        ))
                        .related(image.place, "the image")
                        .propose(Proposal::suggested(format!("Set runtime_version to {version}, as the image"), [set]))
                }
                None => finding.help("write `executor: CELERY`, or set runtime_version to a runtime of Airflow 3"),
            };
            Some(finding.propose(celery(executor)))
        }
        Setting::Opaque(_) => None,
        // Without a version the CLI lets the file pass; only the image tells, and it may belong to another deployment.
        _ => {
            let image = image(project, AirflowLine::Two)?;
            let message = format!(
                "executor {} needs Airflow 3, and the image of this project is Astro Runtime {}: tasks cannot run on it",
                executor.value.text, image.value.text
            );
            let finding = Finding::new(&RULE, executor.place, message)
                .help("write `executor: CELERY`, or upgrade the image to a runtime of Airflow 3 first")
                .related(image.place, "the image")
                .severity(RULE.severity.lowered())
                .propose(celery(executor));
            Some(finding)
        }
    }
}

/// The version of the project's image, where it is of that line.
fn image(project: &Project, line: AirflowLine) -> Option<&Known<RuntimeVersion>> {
    project.versions.runtime.as_known().filter(|runtime| runtime.value.airflow_line() == Some(line))
}

/// Celery, in the form that the executor is written in.
pub(super) fn celery(executor: &Known<ExecutorName>) -> Proposal {
    let name = executor.value.spelled(Executor::Celery);
    let set = Action::Set { value: executor.literal, to: Written::text(name) };
    Proposal::suggested(format!("Write `{name}`"), [set])
}
