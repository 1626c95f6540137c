//! The documents and folders that a client has open.

use crate::lsp::text::{Buffer, Change, Encoding};
use crate::lsp::uri;
use camino::Utf8PathBuf;
use std::sync::Arc;

/// A document that the client has open: its text is the client's, whatever is on disk.
#[derive(Debug, Clone)]
pub struct Document {
    /// The client's name for it.
    pub uri: Arc<str>,
    /// The path of its file, or one that stands for it.
    pub path: Utf8PathBuf,
    /// The client's number for the text as it is.
    pub version: i32,
    buffer: Buffer,
    text: Option<Arc<str>>,
}

impl Document {
    /// A document that was opened.
    pub fn new(uri: &str, language_id: &str, version: i32, text: &str) -> Self {
        let path = uri::to_path(uri).unwrap_or_else(|| uri::stand_in(uri, uri::language(language_id)));
        Self { uri: uri.into(), path, version, buffer: Buffer::new(text), text: None }
    }

    pub(super) fn apply(&mut self, version: i32, changes: &[Change<'_>], encoding: Encoding) {
        for change in changes {
            self.buffer.apply(change, encoding);
        }
        self.version = version;
        self.text = None;
    }

    /// The text as it is now.
    pub fn text(&mut self) -> Arc<str> {
        Arc::clone(self.text.get_or_insert_with(|| self.buffer.text()))
    }
}

/// A folder that the client has open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// The client's name for it.
    pub uri: Arc<str>,
    /// Its path.
    pub path: Utf8PathBuf,
}

impl Folder {
    /// A folder by its URI; `None` for one that is not on disk.
    pub fn new(uri: &str) -> Option<Self> {
        Some(Self { uri: uri.into(), path: uri::to_path(uri)? })
    }
}
