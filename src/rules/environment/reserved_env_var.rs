use crate::model::{
    Breaks, Deployment, EnvironmentVariable, Known, Machine, Platform, Project, RESERVED_VARIABLES, ReservedVariable,
    Setting,
};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, write_in_item};

pub const RULE: Rule = Rule {
    name: "reserved-env-var",
    category: "environment",
    severity: Severity::Warning,
    document: include_str!("reserved_env_var.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let on_astro: Vec<&Deployment> =
        project.deployments.iter().filter(|deployment| deployment.platform == Platform::Astro).collect();
    for &deployment in &on_astro {
        for (variable, key, reserved) in reserved_among(deployment.environment.value().into_iter().flatten()) {
            if bears_on(reserved, deployment) {
                let level = if reserved.breaks == Breaks::Nothing { RULE.severity } else { Severity::Error };
                let finding = overridden(variable, key, reserved, &deployment.label).severity(level);
                findings.push(finding.propose_all(moved(variable, reserved, deployment)).propose(taken_out(variable)));
            }
        }
    }
    if on_astro.len() < project.deployments.len() {
        return;
    }
    for (variable, key, reserved) in reserved_among(&project.image_environment) {
        if on_astro.iter().any(|deployment| bears_on(reserved, deployment)) {
            let level = if reserved.breaks == Breaks::Anything { Severity::Error } else { RULE.severity };
            let finding = overridden(variable, key, reserved, "the image").severity(level);
            findings.push(finding.propose(taken_out(variable)));
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
    let other_executor =
        reserved.executor.is_some_and(|executor| deployment.executor_family().is_some_and(|it| it != executor));
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

fn taken_out(variable: &EnvironmentVariable) -> Proposal {
    Proposal::suggested("Take it out", [Action::Remove { entry: variable.place }])
}

/// The worker concurrency written where it belongs: in the queue `default`, where that says none and can run so many.
fn moved(variable: &EnvironmentVariable, reserved: &ReservedVariable, deployment: &Deployment) -> Option<Proposal> {
    if reserved.name != WORKER_CONCURRENCY {
        return None;
    }
    let concurrency: i64 = variable.value.value()?.parse().ok()?;
    let mut queues = deployment.queues.value()?.iter();
    let queue = queues.find(|queue| queue.name.value().is_some_and(|name| &**name == "default"))?;
    let most = match deployment.limits.max_concurrency {
        Some(most) => most,
        None => Machine::named(queue.worker_type.value()?)?.max_concurrency(),
    };
    if !queue.concurrency.is_absent() || !(1..=most).contains(&concurrency) {
        return None;
    }
    let write = write_in_item(queue.place, "worker_queues", "worker_concurrency", Written::number(concurrency));
    let title = format!("Write worker_concurrency: {concurrency} in queue `default` instead");
    Some(Proposal::suggested(title, [Action::Remove { entry: variable.place }, write]))
}

const WORKER_CONCURRENCY: &str = "AIRFLOW__CELERY__WORKER_CONCURRENCY";

fn remedy(reserved: &ReservedVariable, value: &Setting<Box<str>>) -> String {
    match (reserved.name, value.value()) {
        (WORKER_CONCURRENCY, Some(concurrency)) => {
            format!("take it out, and write worker_concurrency: {concurrency} in the worker queue instead")
        }
        ("AIRFLOW__CORE__EXECUTOR", _) => {
            "take it out; the executor is chosen with `executor` in the deployment's configuration".to_string()
        }
        _ => "take it out".to_string(),
    }
}
