//! Small projects for the tests of features.

use super::{Document, View};
use crate::model::FileId;
use crate::rules::Finding;
use crate::workspace::{self, Outcome, Request};
use camino::{Utf8Path, Utf8PathBuf};

/// Marks the cursor in a file of a fixture.
const CURSOR: &str = "‸";

/// A project on disk that was checked, with a cursor in one of its files.
pub(crate) struct Fixture {
    outcome: Outcome,
    documents: Vec<(FileId, Document, Vec<Finding>)>,
    cursor: Option<(FileId, usize)>,
    _folder: tempfile::TempDir,
}

impl Fixture {
    /// A project of `files`, paths with texts; one of the texts may hold the cursor, `‸`.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("a real path");
        let root = Utf8PathBuf::from_path_buf(root).expect("a UTF-8 path");
        let mut cursor = None;
        for (path, text) in files {
            let at = root.join(path);
            std::fs::create_dir_all(at.parent().expect("a parent")).expect("a folder");
            if let Some(offset) = text.find(CURSOR) {
                assert!(cursor.replace((at.clone(), offset)).is_none(), "two cursors");
            }
            std::fs::write(&at, text.replacen(CURSOR, "", 1)).expect("a file");
        }
        let outcome = workspace::run(&Request { current: root, ..Request::default() });
        let mut documents = Vec::new();
        for (path, _) in files {
            let Some(file) = outcome.files.id(&outcome.files.absolute_of(Utf8Path::new(path))) else { continue };
            let text = outcome.files.text(file).expect("a text");
            let findings = outcome.findings.iter().filter(|finding| finding.place.file == file).cloned().collect();
            documents.push((file, Document::new(Utf8Path::new(path), text), findings));
        }
        let cursor = cursor.map(|(path, offset)| (outcome.files.id(&path).expect("a checked file"), offset));
        Self { outcome, documents, cursor, _folder: folder }
    }

    /// The file with the cursor, and the cursor's offset.
    pub(crate) fn at_cursor(&self) -> (View<'_>, usize) {
        let (file, offset) = self.cursor.expect("a cursor");
        (self.view_of(file), offset)
    }

    /// The file at a path.
    pub(crate) fn view(&self, path: &str) -> View<'_> {
        let files = &self.outcome.files;
        self.view_of(files.id(&files.absolute_of(Utf8Path::new(path))).expect("a checked file"))
    }

    fn view_of(&self, file: FileId) -> View<'_> {
        let Outcome { projects, files, settings, .. } = &self.outcome;
        let (_, document, findings) = self.documents.iter().find(|(it, _, _)| *it == file).expect("a document");
        // A file that says nothing yet belongs to no project.
        let project = projects.iter().find(|project| project.files.contains_key(&file)).or(projects.first());
        let project = project.expect("a project");
        View { files, project, settings, file, document, findings }
    }
}
