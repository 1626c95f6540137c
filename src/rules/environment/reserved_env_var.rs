use crate::model::{
    Breaks, Deployment, EnvironmentVariable, Known, Platform, Project, RESERVED_VARIABLES, ReservedVariable,
    Setting,
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
    for &deployment in &on_astro {
        for (variable, key, reserved) in reserved_among(deployment.environment.value().into_iter().flatten()) {
            if bears_on(reserved, deployment) {
                let level = if reserved.breaks == Breaks::Nothing { RULE.severity } else { Severity::Error };
                findings.push(overridden(variable, key, reserved, &deployment.label).severity(level));
            }
        }
    }
    if on_astro.len() < project.deployments.len() {
        return;
    }
    for (variable, key, reserved) in reserved_among(&project.image_environment) {
        if on_astro.iter().any(|deployment| bears_on(reserved, deployment)) {
            let level = if reserved.breaks == Breaks::Anything { Severity::Error } else { RULE.severity };
            findings.push(overridden(variable, key, reserved, "the image").severity(level));
        }
    }
}

type Found<'v> = (&'v EnvironmentVariable, &'v Known<Box<str>>, &'static ReservedVariable);

fn reserved_among<'v>(variables: impl IntoIterator<Item = &'v EnvironmentVariable>) -> impl Iterator<Item = Found<'v>> {
    variables.into_iter().filter_map(|variable| {
        let key = variable.key.as_known()?;
        let reserved = RESERVED_VARIABLES.iter().find(|reserved| reserved.name == &*key.value)?;
        Some((variable, key, reserved))
    })
}

/// Whether the variable means anything to a deployment; where its executor or cloud is not known, it may.
fn bears_on(reserved: &ReservedVariable, deployment: &Deployment) -> bool {
    let other_executor = reserved.executor.is_some_and(|executor| deployment.executor_family().is_some_and(|it| it != executor));
    let cloud = deployment.cloud_provider.value();
    let other_cloud = reserved.cloud.is_some_and(|own| cloud.is_some_and(|it| !it.eq_ignore_ascii_case(own)));
    !other_executor && !other_cloud
}

fn overridden(
    variable: &EnvironmentVariable,
    key: &Known<Box<str>>,
    reserved: &ReservedVariable,
    owner: &str,
) -> Finding {
    let message = format!("{owner} sets {}, which Astro sets itself: {}", reserved.name, reserved.harm);
    Finding::new(&RULE, key.place, message).help(remedy(reserved, &variable.value))
}

fn remedy(reserved: &ReservedVariable, value: &Setting<Box<str>>) -> String {
    match (reserved.name, value.value()) {
        ("AIRFLOW__CELERY__WORKER_CONCURRENCY", Some(concurrency)) => {
            format!("take it out, and write worker_concurrency: {concurrency} in the worker queue instead")
        }
        ("AIRFLOW__CORE__EXECUTOR", _) => {
            "take it out; the executor is chosen with `executor` in the deployment's configuration".to_string()
        }
        _ => "take it out".to_string(),
    }
}
