//! Changes of a whole deployment: its executor, its worker queues.

use super::{ActionError, Asked, CodeAction, EXECUTOR, FileEdits, Patch, QUEUE, View, What};
use crate::fix;
use crate::fix::switch::switch;
use crate::model::{Deployment, Executor, ExecutorName, Project};
use crate::rules::Proposal;
use crate::workspace::{FileTable, carry_out};

/// The executors to choose from.
const EXECUTORS: [Executor; 3] = [Executor::Astro, Executor::Celery, Executor::Kubernetes];

/// Adds what can be done to the deployment that the file describes.
pub(super) fn list(view: &View<'_>, asked: &Asked<'_>, list: &mut Vec<CodeAction>) {
    let Some(deployment) = view.deployment() else { return };
    let action =
        |title, kind, what| CodeAction { title, kind, is_preferred: false, findings: Vec::new(), what, patch: None };
    if asked.wants(EXECUTOR) {
        list.extend(EXECUTORS.iter().filter_map(|to| {
            let change = switch(view.project, deployment, *to).ok()?;
            Some(action(change.proposal.title, EXECUTOR, What::Executor { to: to.class_name().to_owned() }))
        }));
    }
    if asked.wants(QUEUE)
        && let name = fresh_name(deployment)
        && let Ok(proposal) = fix::add_queue(deployment, &name, None)
    {
        list.push(action(proposal.title, QUEUE, What::Queue { name }));
    }
}

/// A name for a new queue: `queue-2` where there is one, and so on.
fn fresh_name(deployment: &Deployment) -> String {
    let queues = deployment.queues.value().map_or(&[][..], Vec::as_slice);
    let is_taken = |name: &String| queues.iter().any(|queue| queue.name.value().is_some_and(|own| **own == *name));
    let first = queues.len().max(1) + 1;
    (first..).map(|number| format!("queue-{number}")).find(|name| !is_taken(name)).unwrap_or_default()
}

/// The deployment that the file describes.
pub(super) fn deployment<'s>(view: &View<'s>) -> Result<&'s Deployment, ActionError> {
    view.deployment().ok_or_else(|| ActionError::NoDeployment(view.files.path(view.file).to_string()))
}

/// The change of a deployment's executor to one that Astro offers, in any spelling of it, with what is lost.
///
/// # Errors
///
/// Where the change is not possible.
pub fn switch_executor(
    files: &FileTable,
    project: &Project,
    deployment: &Deployment,
    to: &str,
) -> Result<Patch, ActionError> {
    let executor = ExecutorName::astro(to).executor.ok_or_else(|| ActionError::Executor(to.to_owned()))?;
    let change = switch(project, deployment, executor)?;
    let note = |lost: &fix::switch::Lost| format!("{}: {}", files.position(lost.place), lost.message);
    let notes = change.lost.iter().map(note).collect();
    patch(files, &change.proposal, notes)
}

/// The addition of a worker queue to a deployment; of a new name where none is given, on the machine of `default` where no
/// worker type is.
///
/// # Errors
///
/// Where the queue cannot be added.
pub fn add_queue(
    files: &FileTable,
    deployment: &Deployment,
    name: Option<&str>,
    worker_type: Option<&str>,
) -> Result<Patch, ActionError> {
    let name = name.map_or_else(|| fresh_name(deployment), str::to_owned);
    let proposal = fix::add_queue(deployment, &name, worker_type)?;
    patch(files, &proposal, Vec::new())
}

/// What carrying out a proposal changes.
pub(super) fn patch(files: &FileTable, proposal: &Proposal, notes: Vec<String>) -> Result<Patch, ActionError> {
    let edited = carry_out(std::slice::from_ref(proposal), files).ok_or(ActionError::Impossible)?;
    let edits = FileEdits::of(edited, files);
    Ok(Patch { title: proposal.title.clone(), applicability: proposal.applicability, notes, files: edits })
}
