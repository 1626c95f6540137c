//! Which server is started for which client.

use super::text::{Encoding, uri};
use super::wire::Wire;
use super::{Client, capabilities};
use serde_json::{Value, json};
use std::fs;
use std::process::Command;

/// A server to be started in a folder with files.
pub struct Server {
    folder: tempfile::TempDir,
    roots: Option<Vec<String>>,
    capabilities: Value,
    settings: Value,
    process_id: Value,
    is_binary: bool,
}

impl Server {
    /// A server for the folder of `files`, paths with texts.
    pub fn with_files(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        Self {
            folder,
            roots: None,
            capabilities: capabilities::full(),
            settings: Value::Null,
            process_id: json!(std::process::id()),
            is_binary: false,
        }
    }

    /// The folders that the client has open, instead of the one with everything.
    #[must_use]
    pub fn roots(mut self, roots: &[&str]) -> Self {
        self.roots = Some(roots.iter().map(|root| (*root).to_owned()).collect());
        self
    }

    /// The client offers that encoding only.
    #[must_use]
    pub fn encoding(self, encoding: Encoding) -> Self {
        self.capability("/general/positionEncodings", json!([encoding.name()]))
    }

    /// The client asks for diagnostics, and can be told to ask again.
    #[must_use]
    pub fn pull(self) -> Self {
        self.capability(
            "/textDocument/diagnostic",
            json!({"dynamicRegistration": false, "relatedDocumentSupport": false}),
        )
        .capability("/workspace/diagnostics", json!({"refreshSupport": true}))
    }

    /// The client's settings under `airlint`.
    #[must_use]
    pub fn settings(mut self, settings: Value) -> Self {
        self.settings = settings;
        self
    }

    /// The client can do nothing that it has to say.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.capabilities = json!({});
        self
    }

    /// Sets one capability, by its path: `/workspace/configuration`.
    #[must_use]
    pub fn capability(mut self, pointer: &str, value: Value) -> Self {
        let mut at = &mut self.capabilities;
        for key in pointer.split('/').skip(1) {
            at = &mut at[key];
        }
        *at = value;
        self
    }

    /// Takes one capability away, by its path.
    #[must_use]
    pub fn without(mut self, pointer: &str) -> Self {
        let (at, key) = pointer.rsplit_once('/').expect("a path");
        let at = self.capabilities.pointer_mut(at).and_then(Value::as_object_mut);
        at.and_then(|it| it.remove(key)).unwrap_or_else(|| panic!("the client has no {pointer} anyway"));
        self
    }

    /// The process that the server should not outlive.
    #[must_use]
    pub fn parent(mut self, id: u32) -> Self {
        self.process_id = json!(id);
        self
    }

    /// The binary instead of a server in this process.
    #[must_use]
    pub fn binary(mut self) -> Self {
        self.is_binary = true;
        self
    }

    /// Starts it and waits until it has answered to `initialize`.
    pub fn start(self) -> Client {
        let root = self.folder.path().canonicalize().expect("a real path");
        let root = root.to_str().expect("a UTF-8 path").to_owned();
        let wire = if self.is_binary {
            Wire::process(Command::new(env!("CARGO_BIN_EXE_airlint")).arg("lsp"))
        } else {
            Wire::pipe()
        };
        let folder = |name: &String| {
            let path = if name.is_empty() { root.clone() } else { format!("{root}/{name}") };
            json!({"uri": uri(&path), "name": name})
        };
        let roots = self.roots.unwrap_or_else(|| vec![String::new()]);
        let mut params = json!({
            "processId": self.process_id,
            "clientInfo": {"name": "tests"},
            "rootUri": roots.first().map(|root| folder(root)["uri"].clone()),
            "capabilities": self.capabilities,
            "workspaceFolders": roots.iter().map(folder).collect::<Vec<_>>(),
        });
        // A client that can be asked for its settings waits to be asked.
        if !self.settings.is_null() && self.capabilities.pointer("/workspace/configuration") != Some(&json!(true)) {
            params["initializationOptions"] = self.settings.clone();
        }
        let mut client = Client::new(wire, root, self.folder, self.capabilities, self.settings);
        client.initialize(params);
        client
    }
}
