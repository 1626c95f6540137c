//! The documents and folders that a client has open.

use crate::lsp::text::{Buffer, Change, Encoding};
use crate::lsp::uri;
use crate::read::Language;
use camino::Utf8PathBuf;
use std::sync::Arc;

/// A document that the client has open: its text is the client's, whatever is on disk.
#[derive(Debug, Clone)]
pub struct Document {
    /// The client's name for it.
    pub uri: Arc<str>,
    /// The path of its file, or one that stands for it.
    pub path: Utf8PathBuf,
    /// Its language where the client's word for it is known.
    pub language: Option<Language>,
    /// The client's number for the text as it is.
    pub version: i32,
    buffer: Buffer,
    text: Option<Arc<str>>,
}

impl Document {
    /// A document that was opened.
    pub fn new(uri: &str, language_id: &str, version: i32, text: &str) -> Self {
        let language = uri::language(language_id);
        let path = uri::to_path(uri).unwrap_or_else(|| uri::stand_in(uri, language));
        Self { uri: uri.into(), path, language, version, buffer: Buffer::new(text), text: None }
    }

    /// Whether it is a file on disk, or one to be.
    pub fn is_file(&self) -> bool {
        uri::to_path(&self.uri).is_some()
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
        let path = uri::to_path(uri)?;
        // `file:///project/` is `file:///project`.
        let path = path.components().collect();
        Some(Self { uri: uri.into(), path })
    }
}
