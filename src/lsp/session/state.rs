//! The state that changes apply to.

use super::files::{Document, Folder};
use crate::lsp::text::{Change, Encoding};
use std::collections::BTreeMap;
use std::sync::Arc;
use thiserror::Error;

/// What the client has told, as of its last message.
#[derive(Debug, Default)]
pub struct State {
    revision: u64,
    is_stopped: bool,
    encoding: Encoding,
    documents: BTreeMap<Arc<str>, Document>,
    folders: Vec<Folder>,
}

/// A change that cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChangeError {
    /// The document is not open.
    #[error("{0} was changed but is not open: the change is lost")]
    NotOpen(String),
    /// The change is not newer than the text.
    #[error("{uri} is at version {known} already: the change to version {version} is ignored")]
    Old {
        /// The document.
        uri: String,
        /// The version of its text.
        known: i32,
        /// The version that the change says it makes.
        version: i32,
    },
}

impl State {
    /// The number of changes so far.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether the session has ended.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// What the client's columns count.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The open document of that URI.
    pub fn document(&self, uri: &str) -> Option<&Document> {
        self.documents.get(uri)
    }

    /// The open documents, by URI.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.values()
    }

    /// The open folders, in the client's order.
    pub fn folders(&self) -> &[Folder] {
        &self.folders
    }

    /// Says what the client's columns count.
    pub fn set_encoding(&mut self, encoding: Encoding) {
        self.encoding = encoding;
    }

    /// Ends the session.
    pub fn stop(&mut self) {
        self.is_stopped = true;
        self.revision += 1;
    }

    /// Adds and removes folders.
    pub fn change_folders(&mut self, added: Vec<Folder>, removed: &[Folder]) {
        self.folders.retain(|folder| !removed.iter().any(|gone| gone.path == folder.path));
        for folder in added {
            if !self.folders.iter().any(|known| known.path == folder.path) {
                self.folders.push(folder);
            }
        }
        self.revision += 1;
    }

    /// Opens a document; one that is open already is replaced.
    pub fn open(&mut self, document: Document) {
        self.documents.insert(Arc::clone(&document.uri), document);
        self.revision += 1;
    }

    /// Changes a document.
    ///
    /// # Errors
    /// Where it is not open, or the change is older than its text.
    pub fn edit(&mut self, uri: &str, version: i32, changes: &[Change<'_>]) -> Result<(), ChangeError> {
        let document = self.documents.get_mut(uri).ok_or_else(|| ChangeError::NotOpen(uri.to_owned()))?;
        if version <= document.version {
            return Err(ChangeError::Old { uri: uri.to_owned(), known: document.version, version });
        }
        document.apply(version, changes, self.encoding);
        self.revision += 1;
        Ok(())
    }

    /// Closes a document: what is on disk counts again.
    ///
    /// # Errors
    /// Where it is not open.
    pub fn close(&mut self, uri: &str) -> Result<(), ChangeError> {
        self.documents.remove(uri).ok_or_else(|| ChangeError::NotOpen(uri.to_owned()))?;
        self.revision += 1;
        Ok(())
    }

    /// Files on disk have changed.
    pub fn touch(&mut self) {
        self.revision += 1;
    }

    /// The open documents with their texts.
    pub(super) fn texts(&mut self) -> Vec<(Document, Arc<str>)> {
        let text = |document: &mut Document| {
            let text = document.text();
            (document.clone(), text)
        };
        self.documents.values_mut().map(text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::text::Point;

    fn change(text: &str) -> [Change<'_>; 1] {
        [Change { range: Some((Point::new(0, 0), Point::new(0, 0))), text }]
    }

    #[test]
    fn old_and_lost_changes_are_told() {
        let mut state = State::default();
        let lost = state.edit("file:///a.py", 1, &change("x"));
        assert_eq!(lost, Err(ChangeError::NotOpen("file:///a.py".into())));
        state.open(Document::new("file:///a.py", "python", 3, "b"));
        assert_eq!(state.revision(), 1);
        assert!(state.edit("file:///a.py", 3, &change("x")).is_err());
        assert!(state.edit("file:///a.py", 2, &change("x")).is_err());
        assert_eq!(state.revision(), 1);
        assert_eq!(state.edit("file:///a.py", 7, &change("a")), Ok(()));
        let texts = state.texts();
        assert_eq!(texts.iter().map(|(_, text)| &**text).collect::<Vec<_>>(), ["ab"]);
        assert_eq!(state.close("file:///a.py"), Ok(()));
        assert!(state.close("file:///a.py").is_err());
        assert_eq!(state.revision(), 3);
    }
}
