//! Changing the executor of a deployment, whole: its file and the tasks that run on it, in one set of changes.
//!
//! What changes with the executor is in Astronomer's pages on executors and deployment resources (2024-08): the
//! Kubernetes executor has no worker queues and sizes pods, the others have queues and ignore pod overrides.

mod to_kubernetes;
mod to_workers;

use crate::model::{AirflowLine, Deployment, DeploymentType, Executor, Place, Project, Setting};
use crate::rules::{Action, Proposal, Written, write_in_configuration};

/// A change of executor.
#[derive(Debug, Clone, PartialEq)]
pub struct Switch {
    /// The changes.
    pub proposal: Proposal,
    /// What the new executor cannot do for the DAGs, or what has to be looked at by hand.
    pub lost: Vec<Lost>,
}

/// Something that cannot be carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Where it is written.
    pub place: Place,
    /// What it is and what to do about it, in words for users.
    pub message: String,
}

/// Why an executor cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SwitchError {
    /// Another executor than the three of Astro.
    #[error("{0} cannot be chosen on Astro: choose kubernetes, celery or astro")]
    NotOnAstro(&'static str),
    /// The deployment is not described by a deployment file.
    #[error("{0} is stated in airlint's configuration: change it there, or name a deployment file")]
    NotInAFile(String),
    /// The file's executor is not knowable.
    #[error("the executor of {0} is filled in from elsewhere: change it there")]
    Opaque(String),
    /// It has this executor already.
    #[error("{0} runs on {1} already")]
    Same(String, &'static str),
    /// The Astro executor on Airflow 2.
    #[error("the Astro executor needs Airflow 3, and {0} is on runtime {1}: upgrade the deployment first")]
    NeedsAirflow3(String, String),
    /// The Astro executor on Hybrid.
    #[error("{0} is a Hybrid deployment, which cannot run on the Astro executor: choose celery or kubernetes")]
    Hybrid(String),
    /// The worker queues are not knowable.
    #[error(
        "the worker queues of {0} cannot be known from the file, so tasks cannot be given the size they have there"
    )]
    OpaqueQueues(String),
}

/// Works out the change of `deployment` to the executor `to`.
///
/// # Errors
///
/// [`SwitchError`] where the change is not possible, or not knowable from the files.
pub fn switch(project: &Project, deployment: &Deployment, to: Executor) -> Result<Switch, SwitchError> {
    let label = || deployment.label.to_string();
    let Some(name) = to.astro_name() else { return Err(SwitchError::NotOnAstro(to.class_name())) };
    if !deployment.is_written_for_astro() {
        return Err(SwitchError::NotInAFile(label()));
    }
    if deployment.executor.is_opaque() {
        return Err(SwitchError::Opaque(label()));
    }
    let from = deployment.executor_family();
    if from == Some(to) {
        return Err(SwitchError::Same(label(), to.class_name()));
    }
    if to == Executor::Astro {
        demand_airflow_3(deployment)?;
    }
    let mut switch = Switch {
        proposal: Proposal::suggested(format!("Run {} on {}", deployment.label, to.class_name()), []),
        lost: Vec::new(),
    };
    switch.proposal.actions.push(executor(deployment, to, name));
    match (from, to) {
        (_, Executor::Kubernetes) => to_kubernetes::carry_over(project, deployment, &mut switch)?,
        (Some(Executor::Celery | Executor::Astro), _) => {}
        _ => to_workers::carry_over(project, deployment, &mut switch),
    }
    switch.lost.extend(variables_without_effect(deployment, to));
    Ok(switch)
}

/// The Astro executor exists on Airflow 3 only, and on no Hybrid deployment. Source: astro-cli `IsValidExecutor`.
fn demand_airflow_3(deployment: &Deployment) -> Result<(), SwitchError> {
    if deployment.kind() == Some(DeploymentType::Hybrid) {
        return Err(SwitchError::Hybrid(deployment.label.to_string()));
    }
    match &deployment.runtime {
        Setting::Known(runtime) if runtime.value.airflow_line() != Some(AirflowLine::Three) => {
            Err(SwitchError::NeedsAirflow3(deployment.label.to_string(), runtime.value.text.to_string()))
        }
        _ => Ok(()),
    }
}

/// The executor key, in the spelling the file uses: class names, or the short ones.
fn executor(deployment: &Deployment, to: Executor, short: &str) -> Action {
    match deployment.executor.as_known() {
        Some(written) => {
            let name = written.value.spelled(to);
            Action::Set { value: written.literal, to: Written::text(name) }
        }
        None => write_in_configuration(deployment, "executor", Written::text(short)),
    }
}

/// Variables that only the old executor reads.
fn variables_without_effect(deployment: &Deployment, to: Executor) -> Vec<Lost> {
    let prefixes: &[&str] = match to {
        Executor::Celery => &["AIRFLOW__KUBERNETES_EXECUTOR__"],
        Executor::Kubernetes => &["AIRFLOW__CELERY__", "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__"],
        _ => &["AIRFLOW__CELERY__", "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__", "AIRFLOW__KUBERNETES_EXECUTOR__"],
    };
    let variables = deployment.environment.value().into_iter().flatten();
    let keys = variables.filter_map(|variable| variable.key.as_known());
    keys.filter(|key| prefixes.iter().any(|prefix| key.value.starts_with(prefix)))
        .map(|key| Lost { place: key.place, message: format!("{} has no effect on {}", key.value, to.class_name()) })
        .collect()
}

#[cfg(test)]
mod tests;
