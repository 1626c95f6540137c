//! Finding files in folders: `.gitignore` holds, hidden files and the folders of tools are left out.

use super::Problem;
use crate::read::Language;
use camino::{Utf8Path, Utf8PathBuf};
use ignore::gitignore::Gitignore;
use ignore::{Error, Match, WalkBuilder};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

/// Folders in which no project keeps files of its own.
const FOREIGN_FOLDERS: [&str; 6] =
    ["node_modules", "__pycache__", "site-packages", "venv", "virtualenv", "__pypackages__"];

/// Says of an absolute path, and of whether it is a folder, that it is not to be looked at.
pub(super) type Excluded = Arc<dyn Fn(&Utf8Path, bool) -> bool + Send + Sync>;

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Files that airlint may read, absolute and sorted.
    pub(super) files: Vec<Utf8PathBuf>,
    /// Folders and files that could not be looked at.
    pub(super) problems: Vec<Problem>,
}

/// Walks `roots`, absolute folders, leaving out what `excluded` says. `show` turns an absolute path into the one for
/// users.
///
/// One thread does it: listing folders takes a small part of the time of a run, and threads that wait for one another
/// would be most of the time of a small one.
pub(super) fn walk(roots: &[Utf8PathBuf], excluded: &Excluded, show: &dyn Fn(&Utf8Path) -> Utf8PathBuf) -> Walk {
    let Some((first, rest)) = roots.split_first() else { return Walk::default() };
    let mut builder = WalkBuilder::new(first);
    for root in rest {
        builder.add(root);
    }
    // What a user ignores on one machine does not make a project.
    builder.hidden(false).require_git(false).git_global(false).follow_links(true);
    let excluded = Arc::clone(excluded);
    builder.filter_entry(move |entry| {
        let Some(path) = Utf8Path::from_path(entry.path()) else { return true };
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let kind = if is_folder { Kind::Folder } else { Kind::File { link: entry.path_is_symlink() } };
        entry.depth() == 0 || (is_ours(path, kind) && !excluded(path, is_folder))
    });
    let mut walk = Walk::default();
    for entry in builder.build() {
        match entry {
            // Folders, and pipes and sockets, which would be waited for.
            Ok(entry) if entry.file_type().is_some_and(|kind| !kind.is_file()) => {}
            Ok(entry) => match Utf8PathBuf::from_path_buf(entry.into_path()) {
                Ok(path) if Language::of(&path).is_some() => walk.files.push(path),
                Ok(_) => {}
                Err(path) => walk.problems.extend(not_unicode(&path)),
            },
            Err(error) => walk.problems.extend(problem(&error, None, show)),
        }
    }
    walk.files.sort();
    walk.files.dedup();
    walk.problems.sort_by_cached_key(ToString::to_string);
    walk
}

/// Whether a project keeps files of its own there. `.astro` is the one hidden folder that it does.
fn is_ours(path: &Utf8Path, kind: Kind) -> bool {
    let name = path.file_name().unwrap_or("");
    if name.starts_with('.') {
        return match kind {
            Kind::File { .. } => Language::of(path) == Some(Language::EnvFile),
            Kind::Folder => name == ".astro",
        };
    }
    match kind {
        Kind::File { link } => Language::of(path).is_some() || link,
        Kind::Folder => !FOREIGN_FOLDERS.contains(&name) && !path.join("pyvenv.cfg").exists(),
    }
}

/// Whether a file or folder may be a project's own, by the names of the folders that it lies in: tools write a great many
/// files into theirs. Env files are hidden and a project's own.
pub(super) fn may_be_ours(path: &Utf8Path) -> bool {
    let is_env_file = Language::of(path) == Some(Language::EnvFile);
    let folders = if is_env_file { path.parent().unwrap_or(path) } else { path };
    folders.iter().all(|name| !FOREIGN_FOLDERS.contains(&name) && (!name.starts_with('.') || name == ".astro"))
}

/// What an entry of a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    File { link: bool },
}

/// Whether a walk of `roots` would find a file at `path` if there were one.
pub(super) fn is_found(path: &Utf8Path, roots: &[Utf8PathBuf], excluded: &Excluded) -> bool {
    let reaches = |root: &&Utf8PathBuf| {
        let Ok(below) = path.strip_prefix(root) else { return false };
        let folders = below.ancestors().skip(1).filter(|folder| !folder.as_str().is_empty());
        is_ours(path, Kind::File { link: false })
            && !excluded(path, false)
            && folders.map(|folder| root.join(folder)).all(|it| is_ours(&it, Kind::Folder) && !excluded(&it, true))
    };
    roots.iter().any(|root| reaches(&root)) && !is_ignored(path)
}

/// Whether a `.gitignore` or `.ignore` leaves a file out; the nearest one that says something counts.
fn is_ignored(path: &Utf8Path) -> bool {
    for folder in path.ancestors().skip(1) {
        for name in [".ignore", ".gitignore"] {
            let file = folder.join(name);
            if !file.is_file() {
                continue;
            }
            let (patterns, _) = Gitignore::new(&file);
            match patterns.matched_path_or_any_parents(path, false) {
                Match::None => {}
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
            }
        }
        if folder.join(".git").exists() {
            return false;
        }
    }
    false
}

/// A file whose name is not Unicode matters where its ending says so.
fn not_unicode(path: &Path) -> Option<Problem> {
    let lossy = path.to_string_lossy().into_owned();
    Language::of(Utf8Path::new(&lossy)).map(|_| Problem::NotUnicode { path: lossy })
}

/// What the walker's error means to the user; `None` where it is about something that does not matter.
fn problem(error: &Error, path: Option<&Path>, show: &dyn Fn(&Utf8Path) -> Utf8PathBuf) -> Option<Problem> {
    match error {
        Error::WithPath { path, err } => problem(err, Some(path), show),
        Error::WithDepth { err, .. } | Error::WithLineNumber { err, .. } => problem(err, path, show),
        Error::Partial(errors) => errors.iter().find_map(|error| problem(error, path, show)),
        Error::Loop { child, .. } => Utf8Path::from_path(child).map(|child| Problem::LinkLoop { path: show(child) }),
        Error::Io(io) => {
            let path = Utf8Path::from_path(path?)?;
            let dangling = io.kind() == ErrorKind::NotFound;
            if dangling && Language::of(path).is_none() {
                return None;
            }
            let reason = if dangling { "it is a link to nothing".to_owned() } else { plain(io) };
            Some(Problem::Unreadable { path: show(path), reason })
        }
        // A pattern in a .gitignore that git would ignore as well.
        _ => None,
    }
}

/// The words of the operating system without the number.
pub(super) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}
