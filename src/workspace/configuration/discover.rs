//! The configuration that holds for a folder.

use super::{Configuration, parse};
use crate::model::Place;
use crate::syntax::Span;
use crate::workspace::{ConfigurationError, ConfigurationSource, FileTable};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::HashMap;
use std::io::ErrorKind;
use std::sync::Arc;

/// Configurations by folder, each read once.
#[derive(Debug, Default)]
pub(in crate::workspace) struct Configurations {
    source: ConfigurationSource,
    /// What holds in a folder: its own file's, or else that of the folder above.
    folders: HashMap<Utf8PathBuf, Option<Arc<Configuration>>>,
    /// Folders with a file of their own, whether it is right or wrong.
    own: HashMap<Utf8PathBuf, bool>,
    /// What is wrong in the files that were read.
    pub(in crate::workspace) faults: Vec<ConfigurationError>,
    given: Option<Arc<Configuration>>,
}

/// Names of configuration files, the first that is there wins.
const NAMES: [&str; 2] = ["airlint.toml", "pyproject.toml"];

impl Configurations {
    pub(in crate::workspace) fn new(source: ConfigurationSource, files: &mut FileTable) -> Self {
        let mut configurations = Self { source, ..Self::default() };
        if let ConfigurationSource::File(path) = configurations.source.clone() {
            let path = files.absolute_of(&path);
            match configurations.read(&path, files) {
                Some(given) => configurations.given = given,
                None => {
                    let origin = files.shown_of(&path).into_string();
                    let message = "there is no such configuration file".to_owned();
                    configurations.faults.push(ConfigurationError { origin, place: None, message });
                }
            }
        }
        configurations
    }

    /// The configuration that holds in an absolute folder.
    pub(in crate::workspace) fn of(&mut self, folder: &Utf8Path, files: &mut FileTable) -> Option<Arc<Configuration>> {
        match self.source {
            ConfigurationSource::Isolated => return None,
            ConfigurationSource::File(_) => return self.given.clone(),
            ConfigurationSource::Discovered => {}
        }
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let own = NAMES.iter().find_map(|name| self.read(&folder.join(name), files));
        self.own.insert(folder.to_owned(), own.is_some());
        let holds = match own {
            Some(own) => own,
            None => folder.parent().and_then(|above| self.of(above, files)),
        };
        self.folders.insert(folder.to_owned(), holds.clone());
        holds
    }

    /// Whether an absolute folder has a configuration file of its own.
    pub(in crate::workspace) fn is_own(&mut self, folder: &Utf8Path, files: &mut FileTable) -> bool {
        if self.source != ConfigurationSource::Discovered {
            return false;
        }
        self.of(folder, files);
        self.own.get(folder).copied().unwrap_or(false)
    }

    /// Reads a file. The outer `None`: there is none, or it is not about airlint; the inner one: it is wrong.
    fn read(&mut self, path: &Utf8Path, files: &mut FileTable) -> Option<Option<Arc<Configuration>>> {
        let shown = files.shown_of(path);
        let text = match files.read_text(path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return None,
            Err(error) => {
                let place = Some(Place::new(files.add(path), Span::default()));
                let message = error.to_string();
                self.faults.push(ConfigurationError { origin: shown.into_string(), place, message });
                return Some(None);
            }
        };
        let folder = path.parent().unwrap_or(path);
        match parse(files.add(path), &shown, folder, &text) {
            Ok(None) => None,
            Ok(Some(configuration)) => Some(Some(Arc::new(configuration))),
            Err(faults) => {
                self.faults.extend(faults);
                Some(None)
            }
        }
    }
}
