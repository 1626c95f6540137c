//! The state that changes apply to.

use super::files::{Document, Folder};
use super::settings::EditorSettings;
use crate::lsp::text::{Change, Encoding};
use camino::{Utf8Path, Utf8PathBuf};
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
    settings: EditorSettings,
    /// Settings of folders that have some of their own, by URI.
    folder_settings: BTreeMap<Arc<str>, EditorSettings>,
    /// Files that changed on disk since the thread looked.
    touched: Vec<Utf8PathBuf>,
    /// Everything on disk is to be looked at again.
    is_rescanned: bool,
    /// Everything known is to be forgotten.
    is_restarted: bool,
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

    /// Files on disk have changed, come or gone.
    pub fn touch(&mut self, paths: impl IntoIterator<Item = Utf8PathBuf>) {
        let before = self.touched.len();
        self.touched.extend(paths);
        if self.touched.len() > before {
            self.revision += 1;
        }
    }

    /// Any file on disk may have changed, come or gone.
    pub fn rescan(&mut self) {
        self.is_rescanned = true;
        self.revision += 1;
    }

    /// Forgets everything that was worked out.
    pub fn restart(&mut self) {
        self.is_restarted = true;
        self.revision += 1;
    }

    /// The settings that hold outside folders, and in those without settings of their own.
    pub fn settings(&self) -> &EditorSettings {
        &self.settings
    }

    /// The settings that hold for a file.
    pub fn settings_at(&self, path: &Utf8Path) -> &EditorSettings {
        let around = self.folders.iter().filter(|folder| path.starts_with(&folder.path));
        let innermost = around.max_by_key(|folder| folder.path.as_str().len());
        innermost.map_or(&self.settings, |folder| self.settings_in(folder))
    }

    /// The settings that hold in a folder.
    pub fn settings_in(&self, folder: &Folder) -> &EditorSettings {
        self.folder_settings.get(&folder.uri).unwrap_or(&self.settings)
    }

    /// Takes over the editor's settings: those that hold everywhere, and those of folders, by URI.
    pub fn set_settings(&mut self, settings: EditorSettings, folders: BTreeMap<Arc<str>, EditorSettings>) {
        if (&self.settings, &self.folder_settings) != (&settings, &folders) {
            self.settings = settings;
            self.folder_settings = folders;
            self.revision += 1;
        }
    }

    /// What changed on disk since this was asked last.
    pub(super) fn take_touched(&mut self) -> Vec<Utf8PathBuf> {
        std::mem::take(&mut self.touched)
    }

    /// Whether everything on disk is to be looked at again, since this was asked last.
    pub(super) fn take_rescan(&mut self) -> bool {
        std::mem::take(&mut self.is_rescanned)
    }

    /// Whether everything is to be forgotten, since this was asked last.
    pub(super) fn take_restart(&mut self) -> bool {
        std::mem::take(&mut self.is_restarted)
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
