use super::written_executor;
use crate::model::{AirflowLine, Deployment, Executor, ExecutorName, Project, Setting};
use crate::rules::{Finding, Rule, Severity, nearest};

pub const RULE: Rule = Rule {
    name: "invalid-executor",
    category: "executors",
    severity: Severity::Error,
    document: include_str!("invalid_executor.md"),
    needs_deployment: false,
    check,
};

const SPELLINGS: [&str; 6] =
    ["CELERY", "KUBERNETES", "ASTRO", "CeleryExecutor", "KubernetesExecutor", "AstroExecutor"];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        findings.extend(missing(deployment).or_else(|| invalid(project, deployment)));
    }
}

fn missing(deployment: &Deployment) -> Option<Finding> {
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
    Some(Finding::new(&RULE, place, message).help(help))
}

fn invalid(project: &Project, deployment: &Deployment) -> Option<Finding> {
    let executor = written_executor(deployment).filter(|executor| executor.value.executor.is_none())?;
    let text = &*executor.value.text;
    let message = format!("`{text}` is no executor of Astro: the Astro CLI refuses the file");
    Some(Finding::new(&RULE, executor.place, message).help(help(text, airflow_line(project, deployment))))
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
