//! Working an action out.

use super::refactor::{add_queue, deployment, patch, switch_executor};
use super::{FileEdits, Mend, Patch, View, What};
use crate::fix::switch::SwitchError;
use crate::fix::{AddQueueError, Suppressor};
use crate::rules::{Applicability, Finding};
use crate::workspace::{Choice, MendError};
use thiserror::Error;

/// Why an action cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ActionError {
    /// The finding is not there any more.
    #[error("the finding is gone: the project has changed since; ask for the actions again")]
    Gone,
    /// A fix does not fit the text.
    #[error("the change cannot be carried out in the files as they stand")]
    Impossible,
    /// Nothing keeps airlint silent there.
    #[error("no comment can stand there: silence `{0}` in airlint.toml instead")]
    NoComment(String),
    /// The file is no deployment file.
    #[error("{0} describes no deployment")]
    NoDeployment(String),
    /// No such executor.
    #[error("there is no executor `{0}` on Astro: choose kubernetes, celery or astro")]
    Executor(String),
    /// The executor cannot be changed.
    #[error(transparent)]
    Switch(#[from] SwitchError),
    /// The queue cannot be added.
    #[error(transparent)]
    Queue(#[from] AddQueueError),
    /// Fixes undo each other.
    #[error(transparent)]
    Mend(#[from] MendError),
}

/// Works out what an action changes, from the files as they are now.
///
/// # Errors
///
/// Where the project has changed so that it makes no sense any more, or it cannot be carried out.
pub fn resolve(view: &View<'_>, what: &What, mend: Mend<'_>) -> Result<Patch, ActionError> {
    match what {
        What::Fix { rule, start, end, title } => {
            let is_meant = |finding: &&Finding| {
                let span = finding.place.span();
                finding.rule == *rule && (span.start, span.end) == (*start, *end)
            };
            let proposals = view.findings.iter().filter(is_meant).flat_map(|finding| &finding.proposals);
            let mut meant = proposals.filter(|proposal| proposal.title == *title);
            patch(view.files, meant.next().ok_or(ActionError::Gone)?, Vec::new())
        }
        What::FixRule { rule, suggested } => {
            if !view.findings.iter().any(|finding| finding.rule == *rule) {
                return Err(ActionError::Gone);
            }
            let title = format!("Fix all of `{rule}` in this file");
            in_rounds(title, &Choice { suggested: *suggested, only: vec![rule.clone()] }, mend)
        }
        What::FixAll => fix_all(mend),
        What::Ignore { rule, at, reach } => {
            let is_meant = |finding: &Finding| finding.rule == *rule && finding.place.span().start == *at;
            if !view.findings.iter().any(is_meant) {
                return Err(ActionError::Gone);
            }
            let path = view.files.path(view.file);
            let edit = Suppressor::new(path, view.text()).and_then(|it| it.suppress(*at, rule, *reach));
            let edit = edit.ok_or_else(|| ActionError::NoComment(rule.clone()))?;
            let path = view.files.absolute(view.file).to_owned();
            Ok(Patch {
                title: format!("Ignore `{rule}`"),
                applicability: Applicability::Safe,
                notes: Vec::new(),
                files: vec![FileEdits { path, text: view.document.text().clone(), edits: vec![edit] }],
            })
        }
        What::Executor { to } => switch_executor(view.files, view.project, deployment(view)?, to),
        What::Queue { name } => add_queue(view.files, deployment(view)?, Some(name), None),
    }
}

/// What applying every safe fix changes.
///
/// # Errors
///
/// Where two rules undo each other's fixes.
pub fn fix_all(mend: Mend<'_>) -> Result<Patch, ActionError> {
    in_rounds("Apply all safe fixes".to_owned(), &Choice { suggested: false, only: Vec::new() }, mend)
}

fn in_rounds(title: String, choice: &Choice, mend: Mend<'_>) -> Result<Patch, ActionError> {
    let files = mend(choice)?.changes.into_iter().map(FileEdits::between).collect();
    let applicability = if choice.suggested { Applicability::Suggested } else { Applicability::Safe };
    Ok(Patch { title, applicability, notes: Vec::new(), files })
}
