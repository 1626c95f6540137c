//! The handlers, each in the file of its family.

use super::abilities::Abilities;
use super::{capabilities, publish};
use crate::lsp::session::{Folder, Session};
use crate::workspace::isolated;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReportResult, InitializeParams, InitializeResult, InitializedParams, MessageType, ServerInfo,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult,
};
use tower_lsp::{Client, LanguageServer};

/// The server of one client.
pub(super) struct Server {
    pub(super) client: Client,
    pub(super) session: Session,
    abilities: OnceLock<Abilities>,
    was_shut_down: Arc<AtomicBool>,
}

impl Server {
    pub(super) fn new(client: Client, session: Session, was_shut_down: Arc<AtomicBool>) -> Self {
        Self { client, session, abilities: OnceLock::new(), was_shut_down }
    }

    /// What the client can do.
    pub(super) fn abilities(&self) -> &Abilities {
        static NOTHING: OnceLock<Abilities> = OnceLock::new();
        self.abilities.get().unwrap_or_else(|| NOTHING.get_or_init(Abilities::default))
    }

    /// Runs what a notification brings about. A panic in it costs that notification and nothing else.
    pub(super) fn take(&self, method: &str, work: impl FnOnce()) {
        if let Err(reason) = isolated(work) {
            self.log_error(format!("this is a bug in airlint: {method} failed ({reason}); please report it"));
        }
    }

    /// Writes into the client's log without waiting for it.
    pub(super) fn log_error(&self, message: String) {
        self.log(MessageType::ERROR, message);
    }

    /// Writes into the client's log without waiting for it.
    pub(super) fn log(&self, level: MessageType, message: String) {
        let client = self.client.clone();
        tokio::spawn(async move { client.log_message(level, message).await });
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let abilities = Abilities::new(&params.capabilities);
        let capabilities = capabilities::capabilities(&abilities);
        let folders = folders(&params);
        self.session.change(|state| {
            state.set_encoding(abilities.encoding);
            state.change_folders(folders, &[]);
        });
        let _ = self.abilities.set(abilities);
        Ok(InitializeResult {
            capabilities,
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        if let Err(error) = self.session.start() {
            self.log_error(format!("nothing can be checked, because the system has no thread left: {error}"));
        }
        if !self.abilities().pulls_diagnostics {
            tokio::spawn(publish::publish(self.client.clone(), self.session.moments(), self.abilities().clone()));
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.was_shut_down.store(true, Ordering::Relaxed);
        self.session.stop();
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.take("textDocument/didOpen", || self.open(params));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.take("textDocument/didChange", || self.change(params));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.take("textDocument/didClose", || self.close(params));
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {}

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        self.document_diagnostics(params).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        self.workspace_diagnostics(params).await
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        self.take("workspace/didChangeWatchedFiles", || self.session.change(|state| state.touch()));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.take("workspace/didChangeWorkspaceFolders", || self.change_folders(&params));
    }
}

/// The folders that a client opens with.
fn folders(params: &InitializeParams) -> Vec<Folder> {
    let folders = params.workspace_folders.as_deref().unwrap_or_default();
    if !folders.is_empty() {
        return folders.iter().filter_map(|folder| Folder::new(folder.uri.as_str())).collect();
    }
    // What clients said before there was more than one folder.
    #[expect(deprecated)]
    let (uri, path) = (params.root_uri.as_ref(), params.root_path.as_deref());
    let uri = uri.map(|uri| uri.as_str().to_owned());
    let uri = uri.or_else(|| path.map(|path| crate::lsp::uri::of_path(path.into())));
    uri.and_then(|uri| Folder::new(&uri)).into_iter().collect()
}
