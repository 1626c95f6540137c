//! Everything that is known at one moment.

use super::files;
use crate::lsp::text::Lines;
use crate::lsp::{Document, View, uri};
use crate::model::{FileId, Place, Project};
use crate::rules::Finding;
use crate::workspace::{Outcome, Problem};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Everything that is known at one moment. It never changes.
#[derive(Debug, Default)]
pub struct Moment {
    /// The number of changes that it takes in.
    pub revision: u64,
    /// Whether the findings are known.
    pub is_checked: bool,
    pub(super) scopes: Vec<Scope>,
    pub(super) open: BTreeMap<Utf8PathBuf, Open>,
    /// The lines of files that are not open, as somebody asks for them.
    lines: Mutex<HashMap<Utf8PathBuf, Arc<Lines>>>,
}

/// An open document at one moment.
#[derive(Debug, Clone)]
pub struct Open {
    /// The client's name for it.
    pub uri: Arc<str>,
    /// The client's number for the text.
    pub version: i32,
    /// The text and its trees.
    pub document: Arc<Document>,
    /// The lines of the text.
    pub lines: Arc<Lines>,
}

/// What was found out about a folder of the client, or about the files outside all of them.
#[derive(Debug, Default)]
pub struct Scope {
    /// The folder; `None` for the files outside all folders.
    pub folder: Option<Utf8PathBuf>,
    /// What came of the check.
    pub outcome: Outcome,
    /// The findings by file.
    findings: HashMap<FileId, Vec<Finding>>,
}

impl Open {
    pub(super) fn new(document: &files::Document, text: Arc<str>) -> Self {
        Self {
            uri: Arc::clone(&document.uri),
            version: document.version,
            document: Arc::new(Document::new(&document.path, Arc::clone(&text))),
            lines: Arc::new(Lines::of_open(text)),
        }
    }
}

impl Scope {
    pub(super) fn new(folder: Option<Utf8PathBuf>, mut outcome: Outcome) -> Self {
        let mut findings: HashMap<FileId, Vec<Finding>> = HashMap::new();
        for finding in std::mem::take(&mut outcome.findings) {
            findings.entry(finding.place.file).or_default().push(finding);
        }
        Self { folder, outcome, findings }
    }

    /// The project that a file belongs to.
    pub fn project(&self, file: FileId) -> Option<&Project> {
        self.outcome.projects.iter().find(|project| project.files.contains_key(&file))
    }

    /// The projects, by path.
    pub fn projects(&self) -> &[Project] {
        &self.outcome.projects
    }

    /// What could not be read or done.
    pub fn problems(&self) -> &[Problem] {
        &self.outcome.problems
    }

    /// The findings in a file.
    pub fn findings(&self, file: FileId) -> &[Finding] {
        self.findings.get(&file).map_or(&[], Vec::as_slice)
    }

    /// The absolute path that a path for users stands for.
    pub fn absolute_of(&self, shown: &Utf8Path) -> Utf8PathBuf {
        self.outcome.files.absolute_of(shown)
    }

    /// The absolute path of a file.
    pub fn path(&self, file: FileId) -> &Utf8Path {
        self.outcome.files.absolute(file)
    }
}

impl Moment {
    pub(super) fn new(revision: u64, scopes: Vec<Scope>, open: BTreeMap<Utf8PathBuf, Open>) -> Self {
        Self { revision, is_checked: true, scopes, open, lines: Mutex::default() }
    }

    /// The scope that reports on a file: that of the innermost folder around it.
    pub fn scope(&self, path: &Utf8Path) -> Option<&Scope> {
        let depth = |scope: &Scope| scope.folder.as_ref().map_or(0, |folder| folder.as_str().len() + 1);
        let around = |scope: &&Scope| scope.folder.as_ref().is_none_or(|folder| path.starts_with(folder));
        self.scopes.iter().filter(around).max_by_key(|scope| depth(scope))
    }

    /// Every scope.
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// What requests about an open document are answered from; `None` where airlint has nothing to do with it.
    pub fn view(&self, path: &Utf8Path) -> Option<(&Scope, View<'_>)> {
        let open = self.open.get(path)?;
        let scope = self.scope(path)?;
        let file = scope.outcome.files.id(path)?;
        let Outcome { files, settings, .. } = &scope.outcome;
        let project = scope.project(file)?;
        let findings = scope.findings(file);
        Some((scope, View { files, project, settings, file, document: &open.document, findings }))
    }

    /// What requests are answered from that concern any open document, also one that says nothing yet and so belongs to no
    /// project: it is seen from the project around it. `None` where no file was ever looked for at its path.
    pub fn view_of_any(&self, path: &Utf8Path) -> Option<(&Scope, View<'_>)> {
        static NOTHING: LazyLock<Project> = LazyLock::new(Project::default);
        let open = self.open.get(path)?;
        let scope = self.scope(path)?;
        let file = scope.outcome.files.id(path)?;
        let Outcome { files, settings, projects, .. } = &scope.outcome;
        let around = projects.iter().filter(|project| path.starts_with(files.absolute_of(&project.root)));
        let around = || around.max_by_key(|project| project.root.as_str().len());
        let project = scope.project(file).or_else(around).unwrap_or(&NOTHING);
        let findings = scope.findings(file);
        Some((scope, View { files, project, settings, file, document: &open.document, findings }))
    }

    /// The open documents, by path.
    pub fn opened(&self) -> impl Iterator<Item = &Open> {
        self.open.values()
    }

    /// The open document at a path.
    pub fn open(&self, path: &Utf8Path) -> Option<&Open> {
        self.open.get(path)
    }

    /// The name of a file for the client: its own where it has the file open.
    pub fn uri(&self, path: &Utf8Path) -> Arc<str> {
        self.open.get(path).map_or_else(|| uri::of_path(path).into(), |open| Arc::clone(&open.uri))
    }

    /// The lines of any file; `None` where it cannot be read.
    pub fn lines(&self, path: &Utf8Path) -> Option<Arc<Lines>> {
        if let Some(open) = self.open.get(path) {
            return Some(Arc::clone(&open.lines));
        }
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lines.get(path) {
            return Some(Arc::clone(known));
        }
        let text = std::fs::read_to_string(path).ok()?;
        let read = Arc::new(Lines::of_disk(text.into()));
        lines.insert(path.to_owned(), Arc::clone(&read));
        Some(read)
    }

    /// The findings in a file and the scope that they are of; `None` for a file that nobody reports on.
    pub fn findings_in(&self, path: &Utf8Path) -> Option<(&Scope, &[Finding])> {
        let scope = self.scope(path)?;
        let file = scope.outcome.files.id(path)?;
        Some((scope, scope.findings(file)))
    }

    /// The paths of all files with findings, in order.
    pub fn faulty(&self) -> BTreeSet<&Utf8Path> {
        let ours = |scope: &Scope, path: &Utf8Path| self.scope(path).is_some_and(|it| std::ptr::eq(it, scope));
        let paths = self.scopes.iter().flat_map(|scope| {
            let paths = scope.findings.keys().map(|&file| scope.path(file));
            paths.filter(move |path| ours(scope, path))
        });
        paths.collect()
    }

    /// Whether findings differ from those of an earlier moment in a file whose text the client has not changed since.
    pub fn differs_elsewhere(&self, before: &Moment) -> bool {
        let is_same_text = |path: &Utf8Path| match (self.open(path), before.open(path)) {
            (Some(now), Some(then)) => now.version == then.version,
            (None, None) => true,
            _ => false,
        };
        let findings =
            |moment: &Moment, path: &Utf8Path| moment.findings_in(path).map_or(Vec::new(), |(_, it)| it.to_vec());
        let mut paths = self.faulty();
        paths.extend(before.faulty());
        paths.into_iter().any(|path| is_same_text(path) && findings(self, path) != findings(before, path))
    }

    /// Whether an open document that the client has not changed itself since an earlier moment may be told of now: something
    /// else has changed. As it opens documents, the client asks for all of them by itself.
    pub fn concerns_others(&self, before: &Moment) -> bool {
        let is_changed = |path: &Utf8Path, open: &Open| before.open(path).is_none_or(|it| it.version != open.version);
        let changed = self.open.iter().filter(|(path, open)| is_changed(path, open)).count();
        before.revision != 0 && before.revision != self.revision && (changed == 0 || changed < self.open.len())
    }

    /// The lines and the path of a place.
    pub fn located<'s>(&self, scope: &'s Scope, place: Place) -> Option<(&'s Utf8Path, Arc<Lines>)> {
        let path = scope.path(place.file);
        self.lines(path).map(|lines| (path, lines))
    }
}
