//! The texts that the client has open, and what the server said about files.

use super::text::{self, range, uri};
use super::{Client, Encoding};
use crate::truth;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// A change of a text: those bytes become that text.
pub struct Change<'t> {
    /// The bytes; `None` for all of them, without saying which.
    pub bytes: Option<Range<usize>>,
    /// What stands there then.
    pub text: &'t str,
}

/// What the client holds.
#[derive(Default)]
pub struct Documents {
    open: HashMap<String, Open>,
    /// What was published last, by URI.
    published: HashMap<String, Value>,
}

struct Open {
    version: i64,
    text: String,
}

impl Documents {
    /// What is wrong with diagnostics that are published.
    pub fn published(&mut self, params: &Value) -> Vec<String> {
        let name = params["uri"].as_str().expect("a URI").to_owned();
        let mut faults = vec![];
        let version = params["version"].as_i64();
        let before = self.published.get(&name);
        if let (Some(open), Some(version)) = (self.open.get(&name), version) {
            if version > open.version {
                faults.push(format!("there is no version {version} of {name} yet"));
            }
            if before.and_then(|before| before["version"].as_i64()).is_some_and(|before| before > version) {
                faults.push(format!("version {version} of {name} comes after a later one"));
            }
        }
        if before == Some(params) {
            faults.push(format!("the same is said twice of {name}"));
        }
        self.published.insert(name, params.clone());
        faults
    }
}

impl Client {
    /// The URI of a file in the folder.
    pub fn uri(&self, path: &str) -> String {
        if path.contains(':') { path.to_owned() } else { uri(&format!("{}/{path}", self.root)) }
    }

    /// What columns count.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Opens a file as it is on disk.
    pub fn open(&mut self, path: &str) {
        self.open_as(path, &self.shown(path));
    }

    /// Opens a file with that text.
    pub fn open_as(&mut self, path: &str, text: &str) {
        let language = match path.rsplit('.').next() {
            Some("py") => "python",
            Some("yaml" | "yml") => "yaml",
            Some("json") => "json",
            _ => "plaintext",
        };
        let name = self.uri(path);
        self.documents.open.insert(name.clone(), Open { version: 1, text: text.to_owned() });
        // A client that opens a file anew counts anew.
        self.documents.published.remove(&name);
        let document = json!({"uri": name, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Changes an open file: each change is one of the text after the ones before it.
    pub fn change(&mut self, path: &str, changes: &[Change<'_>]) {
        let (name, encoding) = (self.uri(path), self.encoding);
        let open = self.documents.open.get_mut(&name).unwrap_or_else(|| panic!("{path} is not open"));
        open.version += 1;
        let mut events = vec![];
        for Change { bytes, text } in changes {
            let mut event = json!({"text": text});
            match bytes {
                Some(bytes) => {
                    event["range"] = range(&open.text, bytes.clone(), encoding);
                    open.text.replace_range(bytes.clone(), text);
                }
                None => open.text = (*text).to_owned(),
            }
            events.push(event);
        }
        let document = json!({"uri": name, "version": open.version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": events}));
    }

    /// Takes note that an open file was changed behind the client's back up to that version, and back to its text.
    pub fn told_version(&mut self, path: &str, version: i64) {
        let name = self.uri(path);
        self.documents.open.get_mut(&name).unwrap_or_else(|| panic!("{path} is not open")).version = version;
    }

    /// Replaces the first `old` of an open file by `new`.
    #[track_caller]
    pub fn replace(&mut self, path: &str, old: &str, new: &str) {
        let at = self.text(path).find(old).unwrap_or_else(|| panic!("{path} has no {old:?}"));
        self.change(path, &[Change { bytes: Some(at..at + old.len()), text: new }]);
    }

    /// Closes a file.
    pub fn close(&mut self, path: &str) {
        let name = self.uri(path);
        self.documents.open.remove(&name).unwrap_or_else(|| panic!("{path} is not open"));
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": name}}));
    }

    /// The text of an open file as the client has it.
    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        &self.documents.open.get(&self.uri(path)).unwrap_or_else(|| panic!("{path} is not open")).text
    }

    /// The version of an open file.
    pub fn version(&self, path: &str) -> Option<i64> {
        self.documents.open.get(&self.uri(path)).map(|open| open.version)
    }

    /// The text of a file on disk.
    pub fn on_disk(&self, path: &str) -> String {
        std::fs::read_to_string(format!("{}/{path}", self.root)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file on disk, without telling.
    pub fn write(&self, path: &str, text: &str) {
        let path = std::path::PathBuf::from(format!("{}/{path}", self.root));
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// Removes a file from disk, without telling.
    pub fn remove(&self, path: &str) {
        std::fs::remove_file(format!("{}/{path}", self.root)).expect("a file");
    }

    /// Tells that files on disk were created (1), changed (2) or deleted (3).
    pub fn watched(&mut self, changes: &[(&str, u8)]) {
        let change = |(path, kind): &(&str, u8)| json!({"uri": self.uri(path), "type": kind});
        let changes: Vec<_> = changes.iter().map(change).collect();
        self.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    }

    /// The parameters that name a file and a position in it: the start of the first `needle`, moved by `by` bytes.
    #[track_caller]
    pub fn at(&self, path: &str, needle: &str, by: usize) -> Value {
        let text = self.text(path);
        let offset = text.find(needle).unwrap_or_else(|| panic!("{path} has no {needle:?}")) + by;
        json!({"textDocument": {"uri": self.uri(path)}, "position": text::position(text, offset, self.encoding)})
    }

    /// The parameters that name a file.
    pub fn file(&self, path: &str) -> Value {
        json!({"textDocument": {"uri": self.uri(path)}})
    }

    /// The diagnostics of a file that are pushed next: of an open one, those of its text as it is now.
    #[track_caller]
    pub fn pushed(&mut self, path: &str) -> Vec<Value> {
        let name = self.uri(path);
        let version = self.version(path);
        loop {
            let message = self.expect(&format!("diagnostics of {path}, version {version:?}"), |it| {
                it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == *name
            });
            if message["params"]["version"].as_i64() == version {
                return message["params"]["diagnostics"].as_array().expect("an array").clone();
            }
            assert!(version.is_some(), "{path} is not open, but diagnostics of a version come: {message}");
        }
    }

    /// The diagnostics of a file, asked for.
    #[track_caller]
    pub fn pulled(&mut self, path: &str) -> Vec<Value> {
        let report = self.request("textDocument/diagnostic", self.file(path));
        assert_eq!(report["kind"], "full", "nothing was known before");
        report["items"].as_array().expect("an array").clone()
    }

    /// The texts of the files that an edit of the workspace changes, after it, by path below the folder. The edit has to be
    /// of the versions that the client has.
    #[track_caller]
    pub fn after(&self, edit: &Value) -> BTreeMap<String, String> {
        let mut after = BTreeMap::new();
        for change in edit["documentChanges"].as_array().expect("versioned edits") {
            let name = change["textDocument"]["uri"].as_str().expect("a URI");
            let path = truth::below(&self.root, name);
            let open = self.documents.open.get(name);
            assert_eq!(change["textDocument"]["version"].as_i64(), open.map(|open| open.version), "of {path}");
            let text = open.map_or_else(|| self.shown(&path), |open| open.text.clone());
            let edits = change["edits"].as_array().expect("edits");
            after.insert(path, text::edited(&text, edits, self.encoding));
        }
        after
    }

    /// The text of a file on disk as an editor shows it: without a byte order mark.
    pub fn shown(&self, path: &str) -> String {
        let text = self.on_disk(path);
        text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()
    }
}

/// The rule of each diagnostic, in order.
pub fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|it| it["code"].as_str().expect("a rule")).collect()
}
