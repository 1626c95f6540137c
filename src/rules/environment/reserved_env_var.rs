use crate::model::{
    Deployment, EnvironmentVariable, Executor, Known, Platform, Project, RESERVED_VARIABLES, ReservedVariable, Setting,
};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "reserved-env-var",
    category: "environment",
    severity: Severity::Warning,
    document: include_str!("reserved_env_var.md"),
    needs_deployment: true,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let on_astro: Vec<&Deployment> =
        project.deployments.iter().filter(|deployment| deployment.platform == Platform::Astro).collect();
    for deployment in &on_astro {
        let variables = deployment.environment.value().into_iter().flatten();
        findings.extend(variables.filter_map(|variable| overridden(variable, &deployment.label)));
    }
    if !on_astro.is_empty() && on_astro.len() == project.deployments.len() {
        findings.extend(project.image_environment.iter().filter_map(|variable| overridden(variable, "the image")));
    }
}

fn overridden(variable: &EnvironmentVariable, owner: &str) -> Option<Finding> {
    let key: &Known<Box<str>> = variable.key.as_known()?;
    let reserved = RESERVED_VARIABLES.iter().find(|reserved| reserved.name == &*key.value)?;
    let severity = if reserved.breaks { Severity::Error } else { Severity::Warning };
    let message = format!("{owner} sets {}, which Astro sets itself: {}", reserved.name, harm(reserved));
    Some(Finding::new(&RULE, key.place, message).severity(severity).help(remedy(reserved, &variable.value)))
}

fn harm(reserved: &ReservedVariable) -> &'static str {
    match reserved.name {
        "AIRFLOW__CORE__EXECUTOR" => "it fights the executor chosen for the deployment, and tasks may never start",
        "AIRFLOW__CELERY__WORKER_CONCURRENCY" => {
            "the autoscaler goes on calculating with the worker queue's own concurrency, so workers come too late or too \
             many"
        }
        "AIRFLOW__CORE__FERNET_KEY" => "stored connections and variables can no longer be decrypted",
        "AIRFLOW__CORE__SQL_ALCHEMY_CONN" | "AIRFLOW_CONN_AIRFLOW_DB" => "Airflow loses its metadata database",
        "AIRFLOW_HOME" => "Airflow no longer finds its DAGs and settings",
        name if name.starts_with("AIRFLOW__LOGGING__") || name == "AIRFLOW_CONN_ASTRO_S3_LOGGING" => {
            "task logs may be missing"
        }
        name if name.contains("STATSD") => "metrics and autoscaling may stop working",
        _ => "access, logs or tasks may fail",
    }
}

fn remedy(reserved: &ReservedVariable, value: &Setting<Box<str>>) -> String {
    match (reserved.executor, value.value()) {
        (Some(Executor::Celery), Some(concurrency)) => {
            format!("take it out, and write worker_concurrency: {concurrency} in the worker queue instead")
        }
        _ if reserved.name == "AIRFLOW__CORE__EXECUTOR" => {
            "take it out; the executor is chosen with `executor` in the deployment's configuration".to_string()
        }
        _ => "take it out".to_string(),
    }
}
