//! Environment variables: those of Airflow that count on a deployment.

use super::{Choice, ItemKind};
use crate::model::{AIRFLOW_VARIABLES, AirflowVariable, Deployment, Platform, Project, ReadBy};

/// The variables that may have an effect on some of the deployments and that none of them has Astro's own value for; all
/// where no deployment is known.
pub(super) fn variables(project: &Project, deployments: &[&Deployment]) -> Vec<Choice> {
    let line_of = |deployment: &Deployment| {
        let own = deployment.runtime.value().and_then(|runtime| runtime.airflow_line());
        own.or_else(|| project.versions.airflow_line())
    };
    let counts = |variable: &AirflowVariable, deployment: &Deployment| {
        let reserved = deployment.platform == Platform::Astro && variable.is_reserved();
        !reserved && variable.may_count(deployment.executor_family(), line_of(deployment))
    };
    let wanted = |variable: &&AirflowVariable| match deployments {
        [] => !variable.is_reserved() && variable.may_count(None, project.versions.airflow_line()),
        some => some.iter().any(|deployment| counts(variable, deployment)),
    };
    AIRFLOW_VARIABLES.iter().filter(wanted).map(choice).collect()
}

fn choice(variable: &AirflowVariable) -> Choice {
    let default = match variable.default {
        Some("") => "default: empty".to_string(),
        Some(default) => format!("default: {default}"),
        None => String::new(),
    };
    let readers = match variable.read_by {
        ReadBy::All => "",
        ReadBy::Only(executor) => &format!(" Read by the {} only.", executor.class_name()),
        ReadBy::WithQueues => " Read by executors with worker queues only.",
    };
    let documentation = format!("{}{readers}", variable.meaning);
    Choice::text(ItemKind::Variable, variable.name, default).documentation(documentation)
}
