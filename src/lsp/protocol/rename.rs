//! Renaming worker queues.

use super::abilities::Abilities;
use super::edits::{notes, patched};
use super::server::Server;
use crate::lsp::actions::{FileEdits, Patch};
use crate::lsp::navigation::{self, Rename, RenameError};
use crate::lsp::session::Need;
use crate::rules::Applicability;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    MessageType, OneOf, PrepareRenameResponse, RenameOptions, RenameParams, TextDocumentPositionParams,
    WorkDoneProgressOptions, WorkspaceEdit,
};

/// A request that was understood and cannot be fulfilled.
const REQUEST_FAILED: ErrorCode = ErrorCode::ServerError(-32803);

/// What the server says that it can do.
pub(super) fn capability(abilities: &Abilities) -> OneOf<bool, RenameOptions> {
    if !abilities.prepares_rename {
        return OneOf::Left(true);
    }
    OneOf::Right(RenameOptions {
        prepare_provider: Some(true),
        work_done_progress_options: WorkDoneProgressOptions::default(),
    })
}

fn refused(error: &RenameError) -> Error {
    Error { code: REQUEST_FAILED, message: error.to_string().into(), data: None }
}

impl Server {
    pub(super) async fn prepare(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let answer = self.here(&params.text_document.uri, Need::Facts, move |here| {
            match navigation::prepare_rename(&here.view, here.offset(params.position)) {
                Ok(it) => Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
                    range: here.range(it.span),
                    placeholder: it.name.into(),
                })),
                // The client has its own words for a place where nothing can be renamed.
                Err(RenameError::NoQueue) => Ok(None),
                Err(error) => Err(refused(&error)),
            }
        });
        answer.await?.unwrap_or(Ok(None))
    }

    pub(super) async fn rename_at(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let asked = params.text_document_position;
        let abilities = self.abilities().clone();
        let answer = self.here(&asked.text_document.uri, Need::Facts, move |here| {
            let rename = navigation::rename(&here.view, here.offset(asked.position), &params.new_name);
            let patch = patch(rename.map_err(|error| refused(&error))?, here.view.files);
            Ok((patched(here.moment, &patch, &abilities), notes(&patch)))
        });
        let Some(answer) = answer.await? else { return Ok(None) };
        let (edit, notes) = answer?;
        // A client without annotations does not show them with the edits.
        if let Some(notes) = notes.filter(|_| edit.change_annotations.is_none()) {
            let client = self.client.clone();
            tokio::spawn(async move { client.show_message(MessageType::INFO, notes).await });
        }
        Ok(Some(edit))
    }
}

/// A rename as a patch that wants to be looked at.
fn patch(rename: Rename, files: &crate::workspace::FileTable) -> Patch {
    let Rename { title, notes, files: edited } = rename;
    Patch { title, applicability: Applicability::Suggested, notes, files: FileEdits::of(edited, files) }
}
