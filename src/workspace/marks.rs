//! Which folder is the project that a file belongs to.

use super::configuration::Configurations;
use super::files::FileTable;
use camino::{Utf8Path, Utf8PathBuf};
use memchr::memmem;
use std::collections::HashMap;

/// What a folder's own entries say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    /// An Airflow home: `.astro/`, `airflow.cfg`, or a Dockerfile of an Airflow image. Everything below belongs to it.
    home: bool,
    /// A configuration of airlint is there.
    configured: bool,
    /// `dags/` is there.
    dags: bool,
    /// The root of a repository; projects do not reach beyond it.
    repository: bool,
}

/// Projects by folder, each folder looked at once.
///
/// A file's project is the nearest Airflow home or configured folder above it; where neither is there, the outermost
/// folder with a `dags/` in it (a home's `tests/dags` is no project of its own). A configured folder does not swallow
/// the projects below it that have a `dags/` of their own, unless it has one too.
#[derive(Debug, Default)]
pub(super) struct Projects {
    marks: HashMap<Utf8PathBuf, Mark>,
    roots: HashMap<Utf8PathBuf, Option<Utf8PathBuf>>,
}

impl Projects {
    /// The root of the project that files in an absolute folder belong to.
    pub(super) fn root(
        &mut self,
        folder: &Utf8Path,
        configurations: &mut Configurations,
        files: &mut FileTable,
    ) -> Option<Utf8PathBuf> {
        if let Some(known) = self.roots.get(folder) {
            return known.clone();
        }
        let mut outermost = None;
        let mut root = None;
        for above in folder.ancestors() {
            let mark = self.mark(above, configurations, files);
            if mark.home || (mark.configured && (mark.dags || outermost.is_none())) {
                root = Some(above.to_owned());
                break;
            }
            if mark.configured {
                break;
            }
            if mark.dags {
                outermost = Some(above.to_owned());
            }
            if mark.repository {
                break;
            }
        }
        let root = root.or(outermost);
        self.roots.insert(folder.to_owned(), root.clone());
        root
    }

    fn mark(&mut self, folder: &Utf8Path, configurations: &mut Configurations, files: &mut FileTable) -> Mark {
        if let Some(&known) = self.marks.get(folder) {
            return known;
        }
        let mark = Mark {
            home: is_home(folder, files),
            configured: configurations.is_own(folder, files),
            dags: folder.join("dags").is_dir(),
            repository: folder.join(".git").exists(),
        };
        self.marks.insert(folder.to_owned(), mark);
        mark
    }
}

fn is_home(folder: &Utf8Path, files: &FileTable) -> bool {
    // The Astro CLI keeps its own settings in `.astro` of the user's home folder.
    let is_user_home = || std::env::home_dir().is_some_and(|home| home == folder.as_std_path());
    (folder.join(".astro").is_dir() && !is_user_home())
        || files.is_file(&folder.join("airflow.cfg"))
        || is_home_file(&folder.join("Dockerfile"), files)
}

/// Whether a Dockerfile makes its folder an Airflow home.
pub(super) fn is_home_file(dockerfile: &Utf8Path, files: &FileTable) -> bool {
    match files.id(dockerfile).and_then(|id| files.held_text(id)) {
        Some(text) => is_home_text(text),
        None => dockerfile.is_file() && std::fs::read(dockerfile).is_ok_and(|bytes| is_of_airflow(&bytes)),
    }
}

/// Whether a Dockerfile of that text makes its folder an Airflow home.
pub(super) fn is_home_text(text: &str) -> bool {
    is_of_airflow(text.as_bytes())
}

/// Whether a Dockerfile's bytes name an Airflow image.
fn is_of_airflow(bytes: &[u8]) -> bool {
    const IMAGES: [&[u8]; 4] = [b"astro-runtime", b"astrocrpublic", b"ap-airflow", b"apache/airflow"];
    IMAGES.iter().any(|image| memmem::find(bytes, image).is_some())
}
