use super::written_executor;
use crate::model::{AirflowLine, Deployment, DeploymentType, Executor, Project, Setting};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "astro-executor-needs-airflow-3",
    category: "executors",
    severity: Severity::Error,
    document: include_str!("astro_executor_needs_airflow_3.md"),
    needs_deployment: false,
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
            Some(match image(project, AirflowLine::Three) {
                Some((version, place)) => finding
                    .help(format!(
                        "the image is {version} already, so runtime_version is out of date: set it to that (an update \
                         checks it, though it does not change it)"
                    ))
                    .related(place, "the image"),
                None => finding.help("write `executor: CELERY`, or set runtime_version to a runtime of Airflow 3"),
            })
        }
        Setting::Opaque(_) => None,
        // Without a version the CLI lets the file pass; only the image tells, and it may belong to another deployment.
        _ => {
            let (version, place) = image(project, AirflowLine::Two)?;
            let message = format!(
                "executor {} needs Airflow 3, and the image of this project is {version}: tasks cannot run on it",
                executor.value.text
            );
            let finding = Finding::new(&RULE, executor.place, message)
                .help("write `executor: CELERY`, or upgrade the image to a runtime of Airflow 3 first")
                .related(place, "the image")
                .severity(RULE.severity.lowered());
            Some(finding)
        }
    }
}

/// The version of the project's image and its place, where it is of that line.
fn image(project: &Project, line: AirflowLine) -> Option<(String, crate::model::Place)> {
    let runtime = project.versions.runtime.as_known()?;
    let matches = runtime.value.airflow_line() == Some(line);
    matches.then(|| (format!("Astro Runtime {}", runtime.value.text), runtime.place))
}
