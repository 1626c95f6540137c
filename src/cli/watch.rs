//! `airlint lint --watch`: checking again whenever a file changes.

use super::output;
use airlint::workspace::{Request, Workspace};
use camino::Utf8PathBuf;
use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(400);

/// The files that a request is about, as they are on disk.
type Seen = BTreeMap<Utf8PathBuf, (Option<SystemTime>, u64)>;

/// Waits for changes.
#[derive(Debug)]
pub(super) struct Watch {
    request: Request,
    seen: Seen,
}

impl Watch {
    /// Looks at the files of a request.
    pub(super) fn new(request: Request) -> Self {
        let seen = seen(&request);
        Self { request, seen }
    }

    /// Waits until a file is changed, new or gone, and says which.
    pub(super) fn wait(&mut self) {
        loop {
            sleep(PAUSE);
            let now = seen(&self.request);
            if now == self.seen {
                continue;
            }
            let changed = now.iter().filter(|(path, about)| self.seen.get(*path) != Some(*about)).map(|(path, _)| path);
            let gone = self.seen.keys().filter(|path| !now.contains_key(*path));
            let mut paths = changed.chain(gone);
            let first = paths.next().and_then(|path| path.file_name()).unwrap_or("a file").to_owned();
            let more = match paths.count() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            output::say(&format!("\n── {first}{more} changed ──"));
            self.seen = now;
            return;
        }
    }
}

fn seen(request: &Request) -> Seen {
    let mut workspace = Workspace::new(&request.current);
    let survey = workspace.survey(request);
    let files = workspace.files();
    let of_projects =
        survey.groups.iter().flat_map(|group| group.files.iter().map(|&file| files.absolute(file).to_owned()));
    let roots = survey.groups.iter().map(|group| &group.root);
    let configurations = roots.flat_map(|root| ["airlint.toml", "pyproject.toml"].map(|name| root.join(name)));
    let own = survey.settings.configuration().map(|it| files.absolute(it.file).to_owned());
    let about = |path: Utf8PathBuf| {
        let about = std::fs::metadata(&path).ok()?;
        Some((path, (about.modified().ok(), about.len())))
    };
    of_projects.chain(configurations).chain(own).filter_map(about).collect()
}
