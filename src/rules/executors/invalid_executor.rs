use super::written_executor;
use crate::model::{AirflowLine, Deployment, DeploymentType, Executor, ExecutorName, Project, Setting};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, nearest, write_in_configuration};

pub const RULE: Rule = Rule {
    name: "invalid-executor",
    category: "executors",
    severity: Severity::Error,
    document: include_str!("invalid_executor.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

const SPELLINGS: [&str; 6] =
    ["CELERY", "KUBERNETES", "ASTRO", "CeleryExecutor", "KubernetesExecutor", "AstroExecutor"];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        let found = missing(project, deployment).or_else(|| invalid(project, deployment));
        findings.extend(found.or_else(|| not_in_terraform(deployment)));
    }
}

fn missing(project: &Project, deployment: &Deployment) -> Option<Finding> {
    let place = match &deployment.executor {
        Setting::Absent => deployment.place,
        Setting::Known(executor) if executor.value.text.is_empty() => executor.place,
        _ => return None,
    };
    if !deployment.is_astro_file() {
        return None;
    }
    let message = "the deployment names no executor: the Astro CLI refuses the file";
    let help = "add `executor: CELERY`, `KUBERNETES` or, with Airflow 3, `ASTRO`";
    let propose = |executor: Executor| {
        let name = executor.astro_name()?;
        let insert = write_in_configuration(deployment, "executor", Written::text(name));
        Some(Proposal::suggested(format!("Add `executor: {name}`"), [insert]))
    };
    Some(Finding::new(&RULE, place, message).help(help).propose_all(any(project, deployment).into_iter().filter_map(propose)))
}

fn invalid(project: &Project, deployment: &Deployment) -> Option<Finding> {
    let executor = written_executor(deployment).filter(|executor| executor.value.executor.is_none())?;
    let text = &*executor.value.text;
    let message = format!("`{text}` is no executor of Astro: {}", deployment.refused());
    let propose = |name: &'static str| {
        let set = Action::Set { value: executor.literal, to: Written::text(name) };
        Proposal::suggested(format!("Write `{name}`"), [set])
    };
    let finding = Finding::new(&RULE, executor.place, message).help(help(text, airflow_line(project, deployment)));
    Some(finding.propose_all(likely(project, deployment, &executor.value).into_iter().map(propose)))
}

/// Terraform takes the short names only, exactly. Source: `schemas/deployment.go` of the provider (2026-08).
fn not_in_terraform(deployment: &Deployment) -> Option<Finding> {
    let executor = written_executor(deployment).filter(|_| !deployment.is_astro_file())?;
    let short = executor.value.executor?.astro_name().filter(|short| *short != &*executor.value.text)?;
    let text = &executor.value.text;
    let message = format!("Terraform knows no executor `{text}`, only `CELERY`, `KUBERNETES` and `ASTRO`: {}", deployment.refused());
    let write = Proposal::safe(format!("Write `{short}`"), [Action::Set { value: executor.literal, to: Written::text(short) }]);
    let finding = Finding::new(&RULE, executor.place, message).help(format!("write `{short}`"));
    Some(finding.propose(write.unless_shared([executor])))
}

/// The spellings that may be meant, likeliest first.
fn likely(project: &Project, deployment: &Deployment, written: &ExecutorName) -> Vec<&'static str> {
    let spelled = |executors: Vec<Executor>| executors.into_iter().map(|it| written.spelled(it)).collect();
    let text = &*written.text;
    let of_astro = |it: &Executor| it.astro_name().is_some();
    if text.contains([',', ';']) {
        let mut listed: Vec<Executor> = Vec::new();
        for entry in written.entries().filter_map(|entry| ExecutorName::airflow(entry.target).executor).filter(of_astro) {
            if !listed.contains(&entry) {
                listed.push(entry);
            }
        }
        return spelled(listed);
    }
    match ExecutorName::airflow(text).executor {
        Some(Executor::Other) | None => match nearest(text, SPELLINGS) {
            Some(meant) => SPELLINGS.into_iter().filter(|it| *it == meant).collect(),
            None => spelled(any(project, deployment)),
        },
        Some(known) if of_astro(&known) => vec![known.class_name()],
        Some(_) => spelled(workers(project, deployment)),
    }
}

/// The executors with workers that the deployment can have: the Astro executor first where Airflow 3 is certain.
fn workers(project: &Project, deployment: &Deployment) -> Vec<Executor> {
    let three = airflow_line(project, deployment) == Some(AirflowLine::Three);
    let hosted = deployment.kind().is_some_and(DeploymentType::is_hosted);
    if three && hosted { vec![Executor::Astro, Executor::Celery] } else { vec![Executor::Celery] }
}

/// Every executor that the deployment can have; one with pods only where no worker queues are written.
fn any(project: &Project, deployment: &Deployment) -> Vec<Executor> {
    let mut executors = workers(project, deployment);
    if deployment.queues.value().is_none_or(Vec::is_empty) && !deployment.queues.is_opaque() {
        executors.push(Executor::Kubernetes);
    }
    executors
}

fn airflow_line(project: &Project, deployment: &Deployment) -> Option<AirflowLine> {
    let own = deployment.runtime.value().and_then(|runtime| runtime.airflow_line());
    own.or_else(|| project.versions.airflow_line())
}

fn help(text: &str, line: Option<AirflowLine>) -> String {
    let workers = match line {
        Some(AirflowLine::Two) => "`CELERY`",
        Some(AirflowLine::Three) => "`ASTRO` or `CELERY`",
        None => "`CELERY` (or `ASTRO` with Airflow 3)",
    };
    if text.contains([',', ';']) {
        return "a deployment of Astro has one executor; write the one that most tasks need, and run the others with the \
                KubernetesPodOperator or on a deployment of their own"
            .to_string();
    }
    match ExecutorName::airflow(text).executor {
        Some(Executor::Local | Executor::Sequential) => {
            format!("{text} runs tasks inside the scheduler, which Astro never does; write {workers}")
        }
        Some(Executor::CeleryKubernetes | Executor::LocalKubernetes) => format!(
            "Astro has no executor of two kinds; write {workers}, and give tasks that need a pod of their own the \
             KubernetesPodOperator"
        ),
        Some(known) if known.astro_name().is_some() => {
            format!("write the name without its path: `{}`", known.astro_name().unwrap_or_default())
        }
        _ => match nearest(text, SPELLINGS) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("write {workers}, or `KUBERNETES` for a pod a task"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_fits_what_was_written() {
        assert!(help("LocalExecutor", Some(AirflowLine::Three)).contains("`ASTRO` or `CELERY`"));
        assert!(help("CeleryKubernetesExecutor", Some(AirflowLine::Two)).contains("two kinds"));
        assert!(help("CeleryExecutor,KubernetesExecutor", None).contains("one executor"));
        assert_eq!(help("Kubernets", None), "did you mean `KUBERNETES`?");
        assert!(help("airflow.executors.celery_executor.CeleryExecutor", None).contains("`CELERY`"));
    }
}
