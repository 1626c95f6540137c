//! Files that change, come and go on disk.

use super::server::Server;
use crate::lsp::uri;
use camino::Utf8PathBuf;
use tower_lsp::ls_types::notification::{DidChangeConfiguration, DidChangeWatchedFiles, Notification};
use tower_lsp::ls_types::{
    DidChangeWatchedFilesRegistrationOptions, FileOperationFilter, FileOperationPattern,
    FileOperationRegistrationOptions, FileSystemWatcher, GlobPattern, MessageType, Registration,
    WorkspaceFileOperationsServerCapabilities,
};

/// Files that matter when they are not open: those that are checked, those that say how, and the folders that make a
/// project.
const WATCHED: [&str; 3] = [
    "**/*.{py,yaml,yml,json}",
    "**/{Dockerfile,requirements.txt,airlint.toml,pyproject.toml,airflow.cfg,.gitignore,.ignore}",
    "**/{dags,.astro}",
];

/// The file operations that the server wants to hear about: all, because a folder that moves takes its files with it.
pub(super) fn operations() -> WorkspaceFileOperationsServerCapabilities {
    let pattern = FileOperationPattern { glob: "**".to_owned(), matches: None, options: None };
    let filters = vec![FileOperationFilter { scheme: Some("file".to_owned()), pattern }];
    let all = Some(FileOperationRegistrationOptions { filters });
    WorkspaceFileOperationsServerCapabilities {
        did_create: all.clone(),
        did_rename: all.clone(),
        did_delete: all,
        ..WorkspaceFileOperationsServerCapabilities::default()
    }
}

impl Server {
    /// Files with those names have changed, come or gone.
    pub(super) fn touch<'u>(&self, uris: impl IntoIterator<Item = &'u str>) {
        let paths: Vec<Utf8PathBuf> = uris.into_iter().filter_map(uri::to_path).collect();
        self.session.change(|state| state.touch(paths));
    }

    /// Asks the client to tell about files that are not open, and about its settings.
    pub(super) async fn register(&self) {
        let mut registrations = Vec::new();
        let mut add = |method: &str, options: serde_json::Result<serde_json::Value>| {
            let id = format!("airlint-{method}");
            registrations.push(Registration { id, method: method.to_owned(), register_options: options.ok() });
        };
        if self.abilities().registers_watchers {
            let watcher =
                |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None };
            let watchers = WATCHED.map(watcher).to_vec();
            let options = DidChangeWatchedFilesRegistrationOptions { watchers };
            add(DidChangeWatchedFiles::METHOD, serde_json::to_value(options));
        }
        if self.abilities().registers_configuration {
            let options = serde_json::json!({ "section": super::settings::SECTION });
            add(DidChangeConfiguration::METHOD, Ok(options));
        }
        if registrations.is_empty() {
            return;
        }
        if let Err(error) = self.client.register_capability(registrations).await {
            let message = format!("the editor will not tell about files that change on disk: {error}");
            self.log(MessageType::WARNING, message);
        }
    }
}
