//! Texts: opened, changed, closed. Nothing here waits: changes apply in the order in which they come.

use super::convert::point;
use super::server::Server;
use crate::lsp::session::{Folder, OpenDocument};
use crate::lsp::text::Change;
use tower_lsp::ls_types::{
    DidChangeTextDocumentParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, MessageType, WorkspaceFolder,
};

impl Server {
    pub(super) fn open(&self, params: DidOpenTextDocumentParams) {
        let it = params.text_document;
        let document = OpenDocument::new(it.uri.as_str(), &it.language_id, it.version, &it.text);
        self.session.change(|state| state.open(document));
    }

    pub(super) fn change(&self, params: DidChangeTextDocumentParams) {
        let changes: Vec<Change<'_>> = params
            .content_changes
            .iter()
            .map(|it| Change { range: it.range.map(|range| (point(range.start), point(range.end))), text: &it.text })
            .collect();
        let document = params.text_document;
        let result = self.session.change(|state| state.edit(document.uri.as_str(), document.version, &changes));
        if let Err(error) = result {
            self.log(MessageType::WARNING, error.to_string());
        }
    }

    pub(super) fn close(&self, params: DidCloseTextDocumentParams) {
        if let Err(error) = self.session.change(|state| state.close(params.text_document.uri.as_str())) {
            self.log(MessageType::WARNING, error.to_string());
        }
    }

    /// A client that does not tell about files on disk saves at least now and then.
    pub(super) fn saved(&self) {
        if !self.abilities().registers_watchers {
            self.session.change(|state| state.rescan());
        }
    }

    pub(super) fn change_folders(&self, params: &DidChangeWorkspaceFoldersParams) {
        let folders = |them: &[WorkspaceFolder]| -> Vec<Folder> {
            them.iter().filter_map(|folder| Folder::new(folder.uri.as_str())).collect()
        };
        let (added, removed) = (folders(&params.event.added), folders(&params.event.removed));
        self.session.change(|state| state.change_folders(added, &removed));
        let server = self.clone();
        tokio::spawn(async move { server.ask_for_settings().await });
    }
}
