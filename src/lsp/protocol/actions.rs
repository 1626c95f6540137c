//! Code actions.

use super::abilities::Abilities;
use super::change::{Prepared, prepare};
use super::commands::{APPLY_ACTION, SHOW_NOTES};
use super::convert::Here;
use super::diagnostics::diagnostic;
use super::edits::{notes, patched};
use super::server::Server;
use crate::lsp::actions::{self, ActionError, Asked, Edits, Trigger, What, resolve};
use crate::lsp::session::Need;
use crate::workspace::{Choice, MendError, Mended};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOptions, CodeActionOrCommand, CodeActionParams, CodeActionProviderCapability,
    CodeActionResponse, CodeActionTriggerKind, Command, Uri,
};

/// What the server says that it can do about actions.
pub(super) fn capability(abilities: &Abilities) -> CodeActionProviderCapability {
    if !abilities.code_actions {
        return CodeActionProviderCapability::Simple(true);
    }
    CodeActionProviderCapability::Options(CodeActionOptions {
        code_action_kinds: Some(actions::KINDS.iter().copied().map(CodeActionKind::new).collect()),
        resolve_provider: Some(abilities.resolves_edits),
        ..CodeActionOptions::default()
    })
}

/// What an action carries to where it is resolved.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Data {
    uri: Uri,
    /// The version of the document that it was offered for.
    version: i32,
    #[serde(flatten)]
    what: What,
}

impl Server {
    pub(super) async fn actions(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let abilities = self.abilities().clone();
        let uri = params.text_document.uri.clone();
        self.here(&uri, Need::Findings, move |here| list(here, &params, &abilities)).await
    }

    pub(super) async fn resolve_action(&self, mut action: CodeAction) -> Result<CodeAction> {
        let data = action.data.clone().and_then(|data| serde_json::from_value::<Data>(data).ok());
        let data = data.ok_or_else(|| Error::invalid_params("this is no action of airlint"))?;
        let abilities = self.abilities().clone();
        let uri = data.uri.clone();
        let answer = self.here(&uri, Need::Findings, move |here| worked_out(here, &data, &abilities));
        let (edit, patch) = answer.await?.ok_or_else(gone)??;
        action.command = notes(&patch).filter(|_| edit.change_annotations.is_none()).map(show);
        action.edit = Some(edit);
        Ok(action)
    }

    /// Carries an action out at once: for clients that know no actions, only commands.
    pub(super) async fn apply_action(&self, data: Data) -> Result<Value> {
        let abilities = self.abilities().clone();
        let uri = data.uri.clone();
        let answer = self.here(&uri, Need::Findings, move |here| worked_out(here, &data, &abilities));
        let prepared = answer.await?.ok_or_else(gone)??;
        self.apply(None, prepared).await
    }
}

/// What an action changes.
fn worked_out(here: &Here<'_>, data: &Data, abilities: &Abilities) -> Result<Prepared> {
    if here.version(here.view.file) != Some(data.version) {
        return Err(gone());
    }
    let patch = resolve(&here.view, &data.what, &|choice| mend(here, choice)).map_err(failure)?;
    prepare(here.moment, patch, abilities)
}

/// The command that shows what an applied action could not do.
fn show(notes: String) -> Command {
    Command {
        title: "Show what is left to do".to_owned(),
        command: SHOW_NOTES.to_owned(),
        arguments: Some(vec![notes.into()]),
    }
}

fn list(here: &Here<'_>, params: &CodeActionParams, abilities: &Abilities) -> CodeActionResponse {
    let only: Option<Vec<String>> =
        params.context.only.as_ref().map(|only| only.iter().map(|kind| kind.as_str().to_owned()).collect());
    let asked = Asked {
        span: here.span(params.range),
        only: only.as_deref(),
        trigger: match params.context.trigger_kind {
            Some(CodeActionTriggerKind::AUTOMATIC) => Trigger::Automatic,
            _ => Trigger::Invoked,
        },
        edits: if abilities.resolves_edits || !abilities.code_actions { Edits::Later } else { Edits::AtOnce },
    };
    let list = actions::actions(&here.view, &asked, &|choice| mend(here, choice));
    let uri = &params.text_document.uri;
    match abilities.code_actions {
        true => list.into_iter().map(|it| CodeActionOrCommand::CodeAction(action(here, uri, it, abilities))).collect(),
        false => list.into_iter().filter_map(|it| command(here, uri, it)).map(CodeActionOrCommand::Command).collect(),
    }
}

fn action(here: &Here<'_>, uri: &Uri, action: actions::CodeAction, abilities: &Abilities) -> CodeAction {
    let findings = action.findings.iter().filter_map(|index| here.view.findings.get(*index));
    let diagnostics: Vec<_> =
        findings.map(|finding| diagnostic(here.moment, here.scope, &here.lines, finding, abilities)).collect();
    let mut written = CodeAction {
        title: action.title,
        kind: Some(CodeActionKind::new(action.kind)),
        diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
        is_preferred: action.is_preferred.then_some(true),
        ..CodeAction::default()
    };
    match action.patch {
        Some(patch) => {
            let edit = patched(here.moment, &patch, abilities);
            written.command = notes(&patch).filter(|_| edit.change_annotations.is_none()).map(show);
            written.edit = Some(edit);
        }
        None => written.data = data(here, uri, action.what),
    }
    written
}

/// An action as a command that carries it out.
fn command(here: &Here<'_>, uri: &Uri, action: actions::CodeAction) -> Option<Command> {
    let data = data(here, uri, action.what)?;
    Some(Command { title: action.title, command: APPLY_ACTION.to_owned(), arguments: Some(vec![data]) })
}

fn data(here: &Here<'_>, uri: &Uri, what: What) -> Option<Value> {
    let version = here.version(here.view.file)?;
    serde_json::to_value(Data { uri: uri.clone(), version, what }).ok()
}

/// Applies fixes to the file in rounds.
fn mend(here: &Here<'_>, choice: &Choice) -> std::result::Result<Mended, MendError> {
    here.scope.mend(Some(here.scope.path(here.view.file)), choice, here.cancel)
}

/// The error of an action that was offered for another text.
pub(super) fn gone() -> Error {
    failure(ActionError::Gone)
}

/// Why an action cannot be carried out, for the client.
pub(super) fn failure(error: ActionError) -> Error {
    let code = match error {
        ActionError::Gone => ErrorCode::ContentModified,
        // RequestFailed: the request is right, and cannot be done.
        _ => ErrorCode::ServerError(-32803),
    };
    Error { code, message: error.to_string().into(), data: None }
}
