//! Everything that is known at one moment.

use super::scope::Scope;
use super::{files, texts::Texts};
use crate::lsp::text::Lines;
use crate::lsp::{Document, View, uri};
use crate::model::{Place, Project};
use crate::rules::Finding;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// Everything that is known at one moment. It never changes.
#[derive(Debug, Default)]
pub struct Moment {
    /// The number of changes that it takes in.
    pub revision: u64,
    /// Whether the findings are known.
    pub is_checked: bool,
    /// How long it took, from the last change on.
    pub spent: Duration,
    /// What went wrong in airlint itself on the way to it.
    pub faults: Vec<String>,
    pub(super) scopes: Vec<Arc<Scope>>,
    pub(super) open: Arc<BTreeMap<Utf8PathBuf, Open>>,
    pub(super) texts: Texts,
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
    /// A number that no other text has.
    pub(super) stamp: u64,
}

impl Open {
    pub(super) fn new(document: &files::Document, text: Arc<str>, stamp: u64) -> Self {
        Self {
            uri: Arc::clone(&document.uri),
            version: document.version,
            document: Arc::new(Document::new(&document.path, Arc::clone(&text))),
            lines: Arc::new(Lines::of_open(text)),
            stamp,
        }
    }
}

impl Moment {
    /// The scope that reports on a file.
    pub fn scope(&self, path: &Utf8Path) -> Option<&Scope> {
        self.scopes.iter().map(|scope| &**scope).find(|scope| scope.owns(path))
    }

    /// Every scope.
    pub fn scopes(&self) -> impl Iterator<Item = &Scope> {
        self.scopes.iter().map(|scope| &**scope)
    }

    /// What requests about an open document are answered from; `None` where airlint has nothing to do with it.
    pub fn view(&self, path: &Utf8Path) -> Option<(&Scope, View<'_>)> {
        let open = self.open.get(path)?;
        let scope = self.scope(path)?;
        let files = scope.files();
        let file = files.id(path)?;
        let home = scope.home(file)?;
        let (project, settings) = (&home.project, &home.group.settings);
        let findings = scope.findings(file).map_or(&[][..], |findings| &**findings);
        Some((scope, View { files, project, settings, file, document: &open.document, findings }))
    }

    /// What requests are answered from that concern any open document, also one that says nothing yet and so belongs to no
    /// project: it is seen from the project around it. `None` where no file was ever looked for at its path.
    pub fn view_of_any(&self, path: &Utf8Path) -> Option<(&Scope, View<'_>)> {
        static NOTHING: LazyLock<Project> = LazyLock::new(Project::default);
        let open = self.open.get(path)?;
        let scope = self.scope(path)?;
        let files = scope.files();
        let file = files.id(path)?;
        let home = scope.home(file).or_else(|| scope.around(path));
        let (project, settings) = home.map_or((&*NOTHING, scope.settings()), |it| (&it.project, &it.group.settings));
        let findings = scope.findings(file).map_or(&[][..], |findings| &**findings);
        Some((scope, View { files, project, settings, file, document: &open.document, findings }))
    }

    /// The open documents, by path.
    pub fn opened(&self) -> impl Iterator<Item = (&Utf8Path, &Open)> {
        self.open.iter().map(|(path, open)| (&**path, open))
    }

    /// The open document at a path.
    pub fn open(&self, path: &Utf8Path) -> Option<&Open> {
        self.open.get(path)
    }

    /// The name of a file for the client: its own where it has the file open.
    pub fn uri(&self, path: &Utf8Path) -> Arc<str> {
        self.open.get(path).map_or_else(|| uri::of_path(path).into(), |open| Arc::clone(&open.uri))
    }

    /// The path of a document by the client's name for it; `None` for one that is neither open nor a file.
    pub fn path(&self, uri: &str) -> Option<Utf8PathBuf> {
        let open = self.open.iter().find(|(_, open)| &*open.uri == uri).map(|(path, _)| path.clone());
        open.or_else(|| uri::to_path(uri))
    }

    /// The lines of any file; `None` where it cannot be read.
    pub fn lines(&self, path: &Utf8Path) -> Option<Arc<Lines>> {
        match self.open.get(path) {
            Some(open) => Some(Arc::clone(&open.lines)),
            None => self.texts.lines(path),
        }
    }

    /// A number for the text of a file that it keeps for as long as the text stays the same, as far as anybody said.
    pub fn stamp(&self, path: &Utf8Path) -> u64 {
        self.open.get(path).map_or_else(|| self.texts.stamp(path), |open| open.stamp)
    }

    /// The findings in a file and the scope that they are of; `None` where there are none.
    pub fn findings_in(&self, path: &Utf8Path) -> Option<(&Scope, &Arc<[Finding]>)> {
        let of = |scope: &'_ Arc<Scope>| scope.findings(scope.files().id(path)?).map(|_| ());
        // A configuration above all folders is nobody's own.
        let own = self.scopes.iter().find(|scope| scope.owns(path) && of(scope).is_some());
        let scope = own.or_else(|| self.scopes.iter().find(|scope| of(scope).is_some()))?;
        Some((scope, scope.findings(scope.files().id(path)?)?))
    }

    /// Every file with findings, in no order: its path, the scope, and the findings.
    pub fn faulty(&self) -> HashMap<&Utf8Path, (&Scope, &Arc<[Finding]>)> {
        let mut all = HashMap::new();
        for scope in self.scopes() {
            for (path, findings) in scope.faulty() {
                all.entry(path).or_insert((scope, findings));
            }
        }
        all
    }

    /// The number of files with findings, as often as scopes know them.
    pub fn faulty_count(&self) -> usize {
        self.scopes.iter().map(|scope| scope.findings.len()).sum()
    }

    /// The paths of files in which the findings of any scope are others than at an earlier moment.
    pub fn refound<'m>(&'m self, before: &'m Moment) -> HashSet<&'m Utf8Path> {
        let folder = |scope: &Arc<Scope>| scope.folder().map(Utf8Path::to_owned);
        let mut paths = HashSet::new();
        for scope in &self.scopes {
            match before.scopes.iter().find(|other| folder(other) == folder(scope)) {
                Some(then) if Arc::ptr_eq(&then.findings, &scope.findings) => {}
                Some(then) => paths.extend(scope.refound(then)),
                None => paths.extend(scope.faulty().map(|(path, _)| path)),
            }
        }
        paths
    }

    /// The paths of files whose texts, or names for the client, are others than at an earlier moment, as far as anybody
    /// said; `None` where any may be.
    pub fn retexted(&self, before: &Moment) -> Option<HashSet<Utf8PathBuf>> {
        let mut paths = self.texts.touched_since(&before.texts)?;
        let is_same =
            |now: &Open, then: &Open| (now.stamp, now.version) == (then.stamp, then.version) && now.uri == then.uri;
        let pairs = self.open.iter().zip(before.open.iter());
        if self.open.len() == before.open.len() && pairs.clone().all(|((now, _), (then, _))| now == then) {
            paths.extend(pairs.filter(|((_, now), (_, then))| !is_same(now, then)).map(|((path, _), _)| path.clone()));
            return Some(paths);
        }
        let is_known = |path: &Utf8PathBuf, open: &Open| before.open.get(path).is_some_and(|then| is_same(open, then));
        paths.extend(self.open.iter().filter(|(path, open)| !is_known(path, open)).map(|(path, _)| path.clone()));
        paths.extend(before.open.keys().filter(|path| !self.open.contains_key(*path)).cloned());
        Some(paths)
    }

    /// Whether findings differ from those of an earlier moment in a file whose text the client has not changed since.
    pub fn differs_elsewhere(&self, before: &Moment) -> bool {
        let is_same_text = |path: &Utf8Path| match (self.open(path), before.open(path)) {
            (Some(now), Some(then)) => now.version == then.version,
            (None, None) => true,
            _ => false,
        };
        let is_new = |path: &Utf8Path| match (self.findings_in(path), before.findings_in(path)) {
            (Some((_, now)), Some((_, then))) => !Arc::ptr_eq(now, then) && now != then,
            (None, None) => false,
            _ => true,
        };
        self.refound(before).into_iter().any(|path| is_same_text(path) && is_new(path))
    }

    /// Whether something has changed since an earlier moment that an open document may be told of whose text the client has
    /// not changed: another document, a file on disk, a setting. For the documents that it changes or opens, the client asks
    /// by itself.
    pub fn concerns_others(&self, before: &Moment) -> bool {
        let kept = self.open.iter().filter_map(|(path, open)| Some((open, before.open(path)?)));
        let (same, changed): (Vec<_>, Vec<_>) = kept.partition(|(now, then)| now.version == then.version);
        let only_opened = changed.is_empty() && same.len() == before.open.len() && same.len() < self.open.len();
        before.revision != self.revision && !same.is_empty() && !only_opened
    }

    /// The path and the lines of a place.
    pub fn located<'s>(&self, scope: &'s Scope, place: Place) -> Option<(&'s Utf8Path, Arc<Lines>)> {
        let path = scope.path(place.file);
        self.lines(path).map(|lines| (path, lines))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A moment with documents open, by URI and version.
    fn moment(revision: u64, open: &[(&str, i32)]) -> Moment {
        let open = open.iter().map(|(uri, version)| {
            let document = files::Document::new(uri, "yaml", *version, "");
            (document.path.clone(), Open::new(&document, "".into(), 0))
        });
        Moment { revision, open: Arc::new(open.collect()), ..Moment::default() }
    }

    #[test]
    fn only_documents_that_stayed_as_they_were_are_concerned() {
        let before = moment(3, &[("file:///a.yaml", 1), ("file:///b.py", 1)]);
        for (now, concerned) in [
            (moment(3, &[("file:///a.yaml", 1), ("file:///b.py", 1)]), false),
            (moment(4, &[("file:///a.yaml", 1), ("file:///b.py", 1)]), true),
            (moment(4, &[("file:///a.yaml", 1), ("file:///b.py", 2)]), true),
            (moment(4, &[("file:///a.yaml", 2), ("file:///b.py", 2)]), false),
            (moment(4, &[("file:///a.yaml", 1)]), true),
            (moment(4, &[("file:///a.yaml", 1), ("file:///b.py", 1), ("file:///c.py", 1)]), false),
            (moment(4, &[]), false),
        ] {
            assert_eq!(now.concerns_others(&before), concerned, "{:?}", now.open.keys());
        }
    }
}
