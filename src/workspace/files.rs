//! The files of a run: their numbers, their paths, and their texts when somebody asks.

use crate::model::{FileId, Place};
use crate::syntax::LineIndex;
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

/// Numbers for paths and back. A number stays the same while the table lives; texts are read when asked for and never
/// kept, save those that exist nowhere on disk. A copy shares the paths with the table until one of them meets a new file.
#[derive(Debug, Clone, Default)]
pub struct FileTable {
    current: Utf8PathBuf,
    paths: Arc<Paths>,
    texts: HashMap<FileId, Arc<str>>,
}

#[derive(Debug, Clone, Default)]
struct Paths {
    entries: Vec<FileEntry>,
    /// By absolute path as text: paths are normalised, and comparing them part by part would cost more.
    ids: HashMap<Arc<str>, FileId>,
}

#[derive(Debug, Clone)]
struct FileEntry {
    absolute: Arc<str>,
    shown: Arc<Utf8Path>,
}

impl FileTable {
    /// An empty table; paths are shown relative to `current`, an absolute path.
    pub fn new(current: &Utf8Path) -> Self {
        Self { current: normalised(current), ..Self::default() }
    }

    /// The folder that paths are shown relative to.
    pub fn current(&self) -> &Utf8Path {
        &self.current
    }

    /// `path` as an absolute path without `.` and `..`; links are not followed.
    pub fn absolute_of(&self, path: &Utf8Path) -> Utf8PathBuf {
        normalised(&self.current.join(path))
    }

    /// `path`, an absolute one, as users see it: relative to the current folder, with `/`.
    pub fn shown_of(&self, path: &Utf8Path) -> Utf8PathBuf {
        relative(&self.current, path)
    }

    /// The number of the file at an absolute, normalised path; a new one where it is met for the first time.
    pub fn add(&mut self, absolute: &Utf8Path) -> FileId {
        if let Some(id) = self.id(absolute) {
            return id;
        }
        // Files are numbered with 32 bits; a run that meets more of them ran out of memory long before.
        let id = FileId(u32::try_from(self.paths.entries.len()).unwrap_or(u32::MAX));
        let shared: Arc<str> = Arc::from(absolute.as_str());
        let shown = Arc::from(self.shown_of(absolute));
        let paths = Arc::make_mut(&mut self.paths);
        paths.entries.push(FileEntry { absolute: Arc::clone(&shared), shown });
        paths.ids.insert(shared, id);
        id
    }

    /// Gives a file a text that wins over the one on disk: standard input, an editor's unsaved text.
    pub fn set_text(&mut self, file: FileId, text: Arc<str>) {
        self.texts.insert(file, text);
    }

    /// Takes such a text away again.
    pub fn clear_text(&mut self, file: FileId) {
        self.texts.remove(&file);
    }

    /// The text that wins over the one on disk.
    pub fn held_text(&self, file: FileId) -> Option<&Arc<str>> {
        self.texts.get(&file)
    }

    /// All such texts, in no particular order.
    pub fn held(&self) -> impl Iterator<Item = (FileId, &Arc<str>)> {
        self.texts.iter().map(|(file, text)| (*file, text))
    }

    /// Whether there is a file at an absolute path: on disk, or held.
    pub fn is_file(&self, path: &Utf8Path) -> bool {
        self.id(path).is_some_and(|id| self.texts.contains_key(&id)) || path.is_file()
    }

    /// The number of a file already met, by its absolute path.
    pub fn id(&self, absolute: &Utf8Path) -> Option<FileId> {
        self.paths.ids.get(absolute.as_str()).copied()
    }

    /// The path of a file as users see it; empty for a number that is not of this table.
    pub fn path(&self, file: FileId) -> &Utf8Path {
        self.entry(file).map_or(Utf8Path::new(""), |entry| &entry.shown)
    }

    /// The absolute path of a file; empty for a number that is not of this table.
    pub fn absolute(&self, file: FileId) -> &Utf8Path {
        Utf8Path::new(self.entry(file).map_or("", |entry| &entry.absolute))
    }

    /// The text of a file, read anew on each call.
    ///
    /// # Errors
    /// Where the file cannot be read or is not UTF-8.
    pub fn text(&self, file: FileId) -> io::Result<Arc<str>> {
        match self.texts.get(&file) {
            Some(text) => Ok(Arc::clone(text)),
            None => std::fs::read_to_string(self.absolute(file)).map(Arc::from),
        }
    }

    /// The text at an absolute path: the one that a file of the table was given, else the one on disk.
    ///
    /// # Errors
    /// Where the file cannot be read or is not UTF-8.
    pub fn read_text(&self, path: &Utf8Path) -> io::Result<Arc<str>> {
        match self.id(path).and_then(|id| self.texts.get(&id)) {
            Some(text) => Ok(Arc::clone(text)),
            None => std::fs::read_to_string(path).map(Arc::from),
        }
    }

    /// Where a place is, for users: `path:line:column`; the path alone where the file cannot be read any more.
    pub fn position(&self, place: Place) -> String {
        let path = self.path(place.file);
        match self.text(place.file) {
            Ok(text) => {
                let at = LineIndex::new(&text).position(&text, place.span().start);
                format!("{path}:{}:{}", at.line, at.column)
            }
            Err(_) => path.to_string(),
        }
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.paths.entries.len()
    }

    /// Whether no file was met.
    pub fn is_empty(&self) -> bool {
        self.paths.entries.is_empty()
    }

    fn entry(&self, file: FileId) -> Option<&FileEntry> {
        self.paths.entries.get(file.0 as usize)
    }
}

/// `path` without `.` and with `..` taken away where a folder stands before it.
pub(crate) fn normalised(path: &Utf8Path) -> Utf8PathBuf {
    let mut result = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                if !result.pop() {
                    result.push("..");
                }
            }
            other => result.push(other),
        }
    }
    result
}

/// `path` with everything but unreserved characters and `/` as `%41`.
pub(crate) fn percent_encoded(path: &str) -> String {
    let mut result = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => result.push(char::from(byte)),
            _ => result.push_str(&format!("%{byte:02X}")),
        }
    }
    result
}

/// `path` seen from `base`, both absolute, joined with `/`.
pub(super) fn relative(base: &Utf8Path, path: &Utf8Path) -> Utf8PathBuf {
    let mut base = base.components().peekable();
    let mut rest = path.components().peekable();
    let mut shared = false;
    while let (Some(ours), Some(theirs)) = (base.peek(), rest.peek()) {
        if ours != theirs {
            break;
        }
        shared = true;
        base.next();
        rest.next();
    }
    if !shared {
        return path.to_owned();
    }
    let up = base.map(|_| "..");
    let parts: Vec<&str> = up.chain(rest.map(|component| component.as_str())).collect();
    if parts.is_empty() { Utf8PathBuf::from(".") } else { Utf8PathBuf::from(parts.join("/")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_current_folder() {
        let mut files = FileTable::new(Utf8Path::new("/projects/here"));
        let inside = files.add(Utf8Path::new("/projects/here/dags/a.py"));
        let beside = files.add(Utf8Path::new("/projects/there/b.py"));
        assert_eq!(files.path(inside), "dags/a.py");
        assert_eq!(files.path(beside), "../there/b.py");
        assert_eq!(files.add(Utf8Path::new("/projects/here/dags/a.py")), inside);
        assert_eq!(files.shown_of(Utf8Path::new("/projects/here")), ".");
        assert_eq!(files.absolute_of(Utf8Path::new("./x/../dags/./a.py")), "/projects/here/dags/a.py");
        assert_eq!(files.path(FileId(99)), "");
    }
}
