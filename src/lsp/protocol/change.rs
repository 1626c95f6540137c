//! Commands that change files. Each applies its edits through the client, unless it is called with `"apply": false` or the
//! client cannot apply edits: then they are in its answer, for the caller to show and apply.

use super::abilities::Abilities;
use super::actions::{failure, gone};
use super::edits::{is_current, notes, patched};
use super::server::Server;
use crate::lsp::actions::{ActionError, Patch, add_queue, fix_all, switch_executor};
use crate::lsp::session::{Moment, Need, Scope};
use crate::model::{Deployment, Project};
use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::atomic::AtomicBool;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::request::ApplyWorkspaceEdit;
use tower_lsp::ls_types::{ApplyWorkspaceEditParams, MessageType, Uri, WorkspaceEdit};

/// What `airlint.applyFixAll` takes.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct FixAll {
    /// The file; the whole workspace where none is named.
    uri: Option<Uri>,
    apply: Option<bool>,
}

/// What `airlint.switchExecutor` takes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SwitchExecutor {
    /// The deployment file, as a URI or an absolute path; the only one of the workspace where none is named.
    deployment: Option<String>,
    executor: String,
    apply: Option<bool>,
}

/// What `airlint.addQueue` takes.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct AddQueue {
    /// As for [`SwitchExecutor`].
    deployment: Option<String>,
    /// A new name where none is given.
    name: Option<String>,
    worker_type: Option<String>,
    apply: Option<bool>,
}

/// What a command gives back.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    /// Whether the client has applied the edits.
    applied: bool,
    /// What they do.
    title: String,
    /// What they cannot do, or what has to be looked at by hand.
    notes: Vec<String>,
    /// The edits, where they were not to be applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<WorkspaceEdit>,
}

/// Edits for the client, and what they come from.
pub(super) type Prepared = (WorkspaceEdit, Patch);

impl Server {
    pub(super) async fn apply_fix_all(&self, asked: FixAll) -> Result<Value> {
        let path = asked.uri.map(|uri| self.path_of(&uri).ok_or_else(|| no_file(uri.as_str()))).transpose()?;
        let prepared = self.prepared(move |moment, cancel| fixed(moment, path.as_deref(), cancel)).await?;
        self.apply(asked.apply, prepared).await
    }

    pub(super) async fn apply_executor(&self, asked: SwitchExecutor) -> Result<Value> {
        let wanted = asked.deployment.map(|name| self.deployment_path(&name)).transpose()?;
        let work = move |moment: &Moment, _: &AtomicBool| {
            let (scope, project, deployment) = deployment(moment, wanted.as_deref())?;
            switch_executor(scope.files(), project, deployment, &asked.executor).map_err(failure)
        };
        let prepared = self.prepared(work).await?;
        self.apply(asked.apply, prepared).await
    }

    pub(super) async fn apply_queue(&self, asked: AddQueue) -> Result<Value> {
        let wanted = asked.deployment.map(|name| self.deployment_path(&name)).transpose()?;
        let work = move |moment: &Moment, _: &AtomicBool| {
            let (scope, _, deployment) = deployment(moment, wanted.as_deref())?;
            add_queue(scope.files(), deployment, asked.name.as_deref(), asked.worker_type.as_deref()).map_err(failure)
        };
        let prepared = self.prepared(work).await?;
        self.apply(asked.apply, prepared).await
    }

    /// Works out what is to change.
    async fn prepared(
        &self,
        work: impl FnOnce(&Moment, &AtomicBool) -> Result<Patch> + Send + 'static,
    ) -> Result<Prepared> {
        let abilities = self.abilities().clone();
        let work = move |moment: &Moment, cancel: &AtomicBool| prepare(moment, work(moment, cancel)?, &abilities);
        self.at_moment(Need::Facts, work).await?
    }

    /// Has the client apply edits, where it can and is to.
    pub(super) async fn apply(&self, apply: Option<bool>, (edit, patch): Prepared) -> Result<Value> {
        let lost = notes(&patch).filter(|_| edit.change_annotations.is_none());
        let mut answer = Answer { applied: false, title: patch.title, notes: patch.notes, edit: None };
        if apply == Some(false) || !self.abilities().applies_edits {
            answer.edit = Some(edit);
        } else if !patch.files.is_empty() {
            let params = ApplyWorkspaceEditParams { label: Some(answer.title.clone()), edit };
            answer.applied = self.client.send_request::<ApplyWorkspaceEdit>(params).await?.applied;
            if let (true, Some(lost)) = (answer.applied, lost) {
                self.show(lost);
            }
        }
        serde_json::to_value(answer).map_err(|_| Error::internal_error())
    }

    /// Shows a message without waiting for the client.
    pub(super) fn show(&self, message: String) {
        let client = self.client.clone();
        tokio::spawn(async move { client.show_message(MessageType::WARNING, message).await });
    }

    /// The path of a deployment file by its URI or its absolute path.
    fn deployment_path(&self, name: &str) -> Result<Utf8PathBuf> {
        let by_uri = || name.parse::<Uri>().ok().and_then(|uri| self.path_of(&uri));
        let path = Some(Utf8PathBuf::from(name)).filter(|path| path.is_absolute()).or_else(by_uri);
        path.ok_or_else(|| no_file(name))
    }
}

/// Edits for the client, where they were worked out from the texts that it had at the moment.
pub(super) fn prepare(moment: &Moment, patch: Patch, abilities: &Abilities) -> Result<Prepared> {
    if is_current(moment, &patch) { Ok((patched(moment, &patch, abilities), patch)) } else { Err(gone()) }
}

/// What the safe fixes of a file change, or those of the whole workspace.
fn fixed(moment: &Moment, path: Option<&Utf8Path>, cancel: &AtomicBool) -> Result<Patch> {
    let fixed = |scope: &Scope| fix_all(&|choice| scope.mend(path, choice, cancel)).map_err(failure);
    match path {
        Some(path) => fixed(moment.scope(path).ok_or_else(|| no_file(path.as_str()))?),
        None => {
            let mut whole = Patch::nothing("Apply all safe fixes");
            for scope in moment.scopes() {
                whole.files.extend(fixed(scope)?.files);
            }
            Ok(whole)
        }
    }
}

/// The deployment that the file at a path describes, or the only one there is.
fn deployment<'m>(moment: &'m Moment, path: Option<&Utf8Path>) -> Result<(&'m Scope, &'m Project, &'m Deployment)> {
    let mut found: Vec<(&Scope, &Project, &Deployment)> = Vec::new();
    for scope in moment.scopes() {
        for project in scope.projects() {
            let own = project.deployments.iter().filter(|it| it.is_astro_file() && scope.owns(scope.path(it.file)));
            found.extend(own.map(|deployment| (scope, project, deployment)));
        }
    }
    let is_wanted =
        |(scope, _, it): &(&Scope, &Project, &Deployment)| path.is_none_or(|path| scope.path(it.file) == path);
    found.retain(is_wanted);
    match (found.as_slice(), path) {
        ([one], _) | ([one, ..], Some(_)) => Ok(*one),
        ([], Some(path)) => Err(failure(ActionError::NoDeployment(path.to_string()))),
        ([], None) => Err(Error::invalid_params("there is no deployment file in the workspace")),
        (several, None) => {
            let paths: Vec<&str> = several.iter().map(|(scope, _, it)| scope.path(it.file).as_str()).collect();
            Err(Error::invalid_params(format!("there are several deployments: name one of {}", paths.join(", "))))
        }
    }
}

fn no_file(name: &str) -> Error {
    Error::invalid_params(format!("{name} is no file that airlint knows"))
}
