//! Code actions.

use super::abilities::Abilities;
use super::convert::Here;
use super::diagnostics::diagnostic;
use super::edits::patched;
use super::server::Server;
use crate::lsp::actions::{self, ActionError, Asked, Edits, Trigger, What, resolve};
use crate::lsp::session::Need;
use crate::workspace::{Choice, Live, MendError, Mended};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOptions, CodeActionOrCommand, CodeActionParams, CodeActionProviderCapability,
    CodeActionResponse, CodeActionTriggerKind, Uri,
};

/// What the server says that it can do about actions.
pub(super) fn capability(abilities: &Abilities) -> CodeActionProviderCapability {
    CodeActionProviderCapability::Options(CodeActionOptions {
        code_action_kinds: Some(actions::KINDS.iter().copied().map(CodeActionKind::new).collect()),
        resolve_provider: Some(abilities.resolves_edits),
        ..CodeActionOptions::default()
    })
}

/// What an action carries to where it is resolved.
#[derive(Debug, Serialize, Deserialize)]
struct Data {
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
        let edit = self.here(&uri, Need::Findings, move |here| {
            if here.version(here.view.file) != Some(data.version) {
                return Err(gone());
            }
            let patch = resolve(&here.view, &data.what, &|choice| mend(here, choice)).map_err(failure)?;
            Ok(patched(here.moment, &patch, &abilities))
        });
        action.edit = Some(edit.await?.ok_or_else(gone)??);
        Ok(action)
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
        edits: if abilities.resolves_edits { Edits::Later } else { Edits::AtOnce },
    };
    let list = actions::actions(&here.view, &asked, &|choice| mend(here, choice));
    list.into_iter().map(|action| CodeActionOrCommand::CodeAction(written(here, params, action, abilities))).collect()
}

fn written(
    here: &Here<'_>,
    params: &CodeActionParams,
    action: actions::CodeAction,
    abilities: &Abilities,
) -> CodeAction {
    let findings = action.findings.iter().filter_map(|index| here.view.findings.get(*index));
    let diagnostics: Vec<_> =
        findings.map(|finding| diagnostic(here.moment, here.scope, &here.lines, finding, abilities)).collect();
    let data = match (&action.patch, here.version(here.view.file)) {
        (None, Some(version)) => {
            serde_json::to_value(Data { uri: params.text_document.uri.clone(), version, what: action.what }).ok()
        }
        _ => None,
    };
    CodeAction {
        title: action.title,
        kind: Some(CodeActionKind::new(action.kind)),
        diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
        edit: action.patch.map(|patch| patched(here.moment, &patch, abilities)),
        is_preferred: action.is_preferred.then_some(true),
        data,
        ..CodeAction::default()
    }
}

/// Applies fixes to the file in rounds.
fn mend(here: &Here<'_>, choice: &Choice) -> std::result::Result<Mended, MendError> {
    let files = here.view.files;
    let mut live = Live::new(here.scope.extent().clone(), files.current());
    for (file, text) in files.held() {
        live.open(files.absolute(file), Arc::clone(text));
    }
    live.mend(Some(files.absolute(here.view.file)), choice, here.cancel)
}

/// The error of an action that was offered for another text.
fn gone() -> Error {
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
