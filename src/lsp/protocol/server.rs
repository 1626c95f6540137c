//! The handlers, each in the file of its family.

use super::abilities::Abilities;
use super::settings::Stated;
use crate::lsp::session::{LogLevel, Session};
use crate::workspace::isolated;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use tokio::sync::Notify;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionParams, CompletionResponse,
    CreateFilesParams, DeleteFilesParams, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    DocumentHighlight, DocumentHighlightParams, DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams,
    FoldingRange, FoldingRangeParams, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams,
    InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintParams, LSPAny, Location, MessageType,
    PrepareRenameResponse, ReferenceParams, RenameFilesParams, RenameParams, SelectionRange, SelectionRangeParams,
    TextDocumentPositionParams, WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult, WorkspaceEdit,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use tower_lsp::{Client, LanguageServer};

/// The server of one client. Clones are the same server.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) client: Client,
    pub(super) session: Session,
    pub(super) abilities: Arc<OnceLock<Abilities>>,
    pub(super) stated: Arc<Stated>,
    pub(super) was_shut_down: Arc<AtomicBool>,
    /// Told once the client's process is gone.
    pub(super) gone: Arc<Notify>,
}

impl Server {
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

    /// Tells that a message could not be read.
    pub(super) async fn unreadable(&self, params: serde_json::Value) {
        let reason = params.get("reason").and_then(serde_json::Value::as_str).unwrap_or_default();
        self.log_error(format!("a message of the editor is lost, because it cannot be read: {reason}"));
    }

    /// Writes into the client's log without waiting for it.
    pub(super) fn log_error(&self, message: String) {
        self.log(MessageType::ERROR, message);
    }

    /// Writes into the client's log without waiting for it, where the user wants to read that much.
    pub(super) fn log(&self, kind: MessageType, message: String) {
        let level = match kind {
            MessageType::ERROR => LogLevel::Error,
            MessageType::WARNING => LogLevel::Warning,
            MessageType::INFO => LogLevel::Info,
            _ => LogLevel::Debug,
        };
        if level <= self.session.read(|state| state.settings().log_level) {
            let client = self.client.clone();
            tokio::spawn(async move { client.log_message(kind, message).await });
        }
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        Ok(self.start(params))
    }

    async fn initialized(&self, _: InitializedParams) {
        self.begin();
    }

    async fn shutdown(&self) -> Result<()> {
        self.shut_down();
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

    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        self.take("textDocument/didSave", || self.saved());
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        self.document_diagnostics(params).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        self.workspace_diagnostics(params).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.hover_at(params).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.actions(params).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        self.resolve_action(action).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        self.completions(params).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.definition(params).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        self.references_to(params).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        self.highlights(params).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        self.prepare(params).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        self.rename_at(params).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.document_symbols(params).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        self.workspace_symbols(params).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.folds(params).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.selections(params).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.lenses(params).await
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        self.resolve_lens(lens).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.hints(params).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        self.run(params).await
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.take("workspace/didChangeConfiguration", || self.settings_changed(params.settings));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let uris = params.changes.iter().map(|it| it.uri.as_str());
        self.take("workspace/didChangeWatchedFiles", || self.touch(uris));
    }

    async fn did_create_files(&self, params: CreateFilesParams) {
        let uris = params.files.iter().map(|it| it.uri.as_str());
        self.take("workspace/didCreateFiles", || self.touch(uris));
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        let uris = params.files.iter().flat_map(|it| [it.old_uri.as_str(), it.new_uri.as_str()]);
        self.take("workspace/didRenameFiles", || self.touch(uris));
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        let uris = params.files.iter().map(|it| it.uri.as_str());
        self.take("workspace/didDeleteFiles", || self.touch(uris));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.take("workspace/didChangeWorkspaceFolders", || self.change_folders(&params));
    }
}
