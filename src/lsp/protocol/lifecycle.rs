//! The start and the end of a session.

use super::abilities::Abilities;
use super::server::Server;
use super::{capabilities, figures, parent, publish, refresh};
use crate::lsp::session::Folder;
use crate::lsp::uri;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tower_lsp::ls_types::{InitializeParams, InitializeResult, ServerInfo};

/// How long the first check waits for the editor's settings: with them it need not be done twice.
const SETTINGS_PATIENCE: Duration = Duration::from_millis(500);

impl Server {
    /// Answers at once: nothing is read or checked before.
    pub(super) fn start(&self, params: InitializeParams) -> InitializeResult {
        let abilities = Abilities::new(&params.capabilities);
        let capabilities = capabilities::capabilities(&abilities);
        let folders = folders(&params);
        self.session.change(|state| {
            state.set_encoding(abilities.encoding);
            state.change_folders(folders, &[]);
        });
        let _ = self.abilities.set(abilities);
        self.start_with_settings(params.initialization_options);
        if let Some(parent) = params.process_id {
            let gone = self.gone.clone();
            tokio::spawn(async move {
                parent::gone(parent).await;
                gone.notify_one();
            });
        }
        InitializeResult {
            capabilities,
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        }
    }

    /// Starts to work, without keeping the client waiting.
    pub(super) fn begin(&self) {
        let abilities = self.abilities().clone();
        let (client, moments) = (self.client.clone(), self.session.moments());
        if abilities.pulls_diagnostics {
            tokio::spawn(refresh::refresh(client, moments));
        } else {
            tokio::spawn(publish::publish(client, moments, abilities.clone()));
        }
        if abilities.refreshes_lenses || abilities.refreshes_hints {
            let (client, moments) = (self.client.clone(), self.session.moments());
            tokio::spawn(figures::refresh(client, moments, abilities.refreshes_lenses, abilities.refreshes_hints));
        }
        let server = self.clone();
        tokio::spawn(async move {
            let _ = tokio::time::timeout(SETTINGS_PATIENCE, server.ask_for_settings()).await;
            if let Err(error) = server.session.start() {
                server.log_error(format!("nothing can be checked, because the system has no thread left: {error}"));
            }
            if abilities.work_done_progress {
                server.show_first_check().await;
            }
        });
        let server = self.clone();
        tokio::spawn(async move { server.tell_problems().await });
        let server = self.clone();
        tokio::spawn(async move { server.register().await });
    }

    /// Stops working; the client says `exit` next.
    pub(super) fn shut_down(&self) {
        self.was_shut_down.store(true, Ordering::Relaxed);
        self.session.stop();
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
    let (root, path) = (params.root_uri.as_ref(), params.root_path.as_deref());
    let root = root.map(|uri| uri.as_str().to_owned()).or_else(|| path.map(|path| uri::of_path(path.into())));
    root.and_then(|uri| Folder::new(&uri)).into_iter().collect()
}
