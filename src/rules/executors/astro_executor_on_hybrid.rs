use super::astro_executor_needs_airflow_3::celery;
use super::written_executor;
use crate::model::{Deployment, DeploymentType, Executor, Project};
use crate::rules::{Finding, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "astro-executor-on-hybrid",
    category: "executors",
    severity: Severity::Error,
    document: include_str!("astro_executor_on_hybrid.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.deployments.iter().filter_map(finding));
}

fn finding(deployment: &Deployment) -> Option<Finding> {
    let executor = written_executor(deployment).filter(|it| it.value.executor == Some(Executor::Astro))?;
    let kind = deployment.deployment_type.as_known().filter(|kind| !kind.value.is_empty())?;
    let (message, help) = match DeploymentType::named(&kind.value) {
        Some(DeploymentType::Hybrid) => (
            format!("executor {} is for hosted deployments, and this one is HYBRID", executor.value.text),
            "write `CELERY` or `KUBERNETES`",
        ),
        Some(_) => return None,
        None if !deployment.is_astro_file() => return None,
        None => (
            format!(
                "executor {} is for hosted deployments, and the Astro CLI takes the unknown deployment_type `{}` for \
                 Hybrid: it sends no executor at all",
                executor.value.text, kind.value
            ),
            "set deployment_type to `STANDARD` or `DEDICATED`",
        ),
    };
    let finding = Finding::new(&RULE, executor.place, message).help(help).propose(celery(executor));
    Some(finding.related(kind.place, "the deployment type"))
}
