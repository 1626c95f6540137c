//! A baseline: the findings that a project has accepted when it began to use airlint.
//!
//! It is a JSON file, one finding a line, that is kept with the project. Findings are known by their fingerprints, with
//! paths relative to the baseline's folder, so that it holds wherever airlint is started.

use super::files::relative;
use super::fingerprint::{Fingerprint, Lined, fingerprints};
use super::{FileTable, Settings};
use crate::model::FileId;
use crate::rules::{self, Finding};
use crate::syntax::LineIndex;
use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::io::ErrorKind;
use std::sync::Arc;
use thiserror::Error;

/// The name that is looked for where none is given.
const NAME: &str = "airlint-baseline.json";

/// Why a baseline cannot be used.
#[derive(Debug, Error)]
pub enum BaselineError {
    /// It cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Its path.
        path: Utf8PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// It is no baseline.
    #[error("{path}: this is no baseline of airlint: {reason}; make it anew with `airlint baseline update`")]
    Malformed {
        /// Its path.
        path: Utf8PathBuf,
        /// What is wrong in it.
        reason: String,
    },
}

/// One accepted finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The rule.
    pub rule: String,
    /// The file, relative to the baseline.
    pub path: String,
    /// What the finding is known by.
    pub fingerprint: String,
    /// What it said, for those who read the file.
    pub message: String,
}

/// A baseline, and where it is.
#[derive(Debug, Clone)]
pub struct Baseline {
    /// Its path, absolute.
    pub path: Utf8PathBuf,
    /// What it holds, by path, rule and fingerprint.
    pub entries: Vec<Entry>,
}

/// Findings, held against a baseline.
#[derive(Debug, Default)]
pub struct Held {
    /// For each finding, in their order, whether the baseline has it.
    pub known: Vec<bool>,
    /// The entries of checked files whose finding is gone.
    pub gone: usize,
}

#[derive(Serialize, Deserialize)]
struct Written<E> {
    version: u32,
    findings: Vec<E>,
}

impl Baseline {
    /// Where the baseline is: at `named`, or else the nearest one above `folder`, or else in `folder`.
    pub fn place(named: Option<&Utf8Path>, folder: &Utf8Path) -> Utf8PathBuf {
        match named {
            Some(path) => path.to_owned(),
            None => {
                let mut candidates = folder.ancestors().map(|folder| folder.join(NAME));
                candidates.find(|path| path.is_file()).unwrap_or_else(|| folder.join(NAME))
            }
        }
    }

    /// Reads the baseline at an absolute path; `None` where there is none.
    ///
    /// # Errors
    /// Where it cannot be read, or is no baseline.
    pub fn read(path: &Utf8Path) -> Result<Option<Self>, BaselineError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(BaselineError::Io { path: path.to_owned(), source }),
        };
        let malformed = |reason: String| BaselineError::Malformed { path: path.to_owned(), reason };
        let written: Written<Entry> = serde_json::from_str(&text).map_err(|error| malformed(error.to_string()))?;
        if written.version != 1 {
            return Err(malformed(format!("its version is {}", written.version)));
        }
        if let Some(entry) = written.findings.iter().find(|entry| Fingerprint::parse(&entry.fingerprint).is_none()) {
            return Err(malformed(format!("`{}` is no fingerprint", entry.fingerprint)));
        }
        Ok(Some(Self { path: path.to_owned(), entries: written.findings }))
    }

    /// The baseline of findings, to be written at an absolute path. Those that the settings always report stay out.
    pub fn of(path: &Utf8Path, findings: &[Finding], files: &FileTable, settings: &Settings) -> Self {
        let mut baseline = Self { path: path.to_owned(), entries: Vec::new() };
        let fingerprinted = findings.iter().zip(baseline.fingerprints(findings, files));
        let accepted = fingerprinted.filter(|(finding, _)| may_be_accepted(finding, settings));
        let entries = accepted.map(|(finding, fingerprint)| Entry {
            rule: finding.rule.to_owned(),
            path: baseline.relative(files.absolute(finding.place.file)),
            fingerprint: fingerprint.to_string(),
            message: finding.message.clone(),
        });
        let entries: Vec<Entry> = entries.collect();
        baseline.take_in(entries);
        baseline
    }

    /// Adds entries, and leaves each once and in order.
    pub fn take_in(&mut self, entries: Vec<Entry>) {
        self.entries.extend(entries);
        let key = |entry: &Entry| (entry.path.clone(), entry.rule.clone(), entry.fingerprint.clone());
        self.entries.sort_by_cached_key(key);
        self.entries.dedup_by(|a, b| a.fingerprint == b.fingerprint);
    }

    /// Holds findings against the baseline; `selected` are the files that were checked.
    pub fn hold(&self, findings: &[Finding], files: &FileTable, settings: &Settings, selected: &[FileId]) -> Held {
        let mut left: BTreeSet<&str> = self.entries.iter().map(|entry| entry.fingerprint.as_str()).collect();
        let fingerprints = self.fingerprints(findings, files);
        let known = findings.iter().zip(&fingerprints).map(|(finding, fingerprint)| {
            may_be_accepted(finding, settings) && left.remove(fingerprint.to_string().as_str())
        });
        let known = known.collect();
        let checked = self.checked(files, selected);
        let is_gone =
            |entry: &&Entry| left.contains(entry.fingerprint.as_str()) && self.is_looked_at(entry, &checked, settings);
        Held { known, gone: self.entries.iter().filter(is_gone).count() }
    }

    /// The entries that a run on `selected` can say nothing about: of other files, and of rules that did not run.
    pub fn elsewhere(&self, files: &FileTable, settings: &Settings, selected: &[FileId]) -> Vec<Entry> {
        let checked = self.checked(files, selected);
        self.entries.iter().filter(|entry| !self.is_looked_at(entry, &checked, settings)).cloned().collect()
    }

    /// Writes it, one finding a line.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self) -> Result<(), BaselineError> {
        let line = |entry: &Entry| serde_json::to_string(entry).unwrap_or_default();
        let lines: Vec<String> = self.entries.iter().map(|entry| format!("\n    {}", line(entry))).collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        let text = format!("{{\n  \"version\": 1,\n  \"findings\": [{}{end}]\n}}\n", lines.join(","));
        std::fs::write(&self.path, text).map_err(|source| BaselineError::Io { path: self.path.clone(), source })
    }

    /// Whether an entry is of a file that was checked, or that is there no more, and its rule runs.
    fn is_looked_at(&self, entry: &Entry, checked: &BTreeSet<String>, settings: &Settings) -> bool {
        let is_checked = checked.contains(&entry.path) || !self.folder().join(&entry.path).exists();
        is_checked && rules::named(&entry.rule).is_none_or(|rule| settings.is_on(rule))
    }

    fn checked(&self, files: &FileTable, selected: &[FileId]) -> BTreeSet<String> {
        selected.iter().map(|&file| self.relative(files.absolute(file))).collect()
    }

    fn folder(&self) -> &Utf8Path {
        self.path.parent().unwrap_or(&self.path)
    }

    fn relative(&self, path: &Utf8Path) -> String {
        relative(self.folder(), path).into_string()
    }

    fn fingerprints(&self, findings: &[Finding], files: &FileTable) -> Vec<Fingerprint> {
        let mut texts: HashMap<FileId, (Utf8PathBuf, Arc<str>, LineIndex)> = HashMap::new();
        for finding in findings {
            texts.entry(finding.place.file).or_insert_with_key(|&file| {
                let text = files.text(file).unwrap_or_default();
                let lines = LineIndex::new(&text);
                (self.relative(files.absolute(file)).into(), text, lines)
            });
        }
        let nothing = (Utf8PathBuf::new(), Arc::from(""), LineIndex::new(""));
        fingerprints(findings, |file| {
            let (path, text, lines) = texts.get(&file).unwrap_or(&nothing);
            Lined { path, text, lines }
        })
    }
}

fn may_be_accepted(finding: &Finding, settings: &Settings) -> bool {
    rules::named(finding.rule).is_none_or(|rule| settings.may_be_silenced(rule))
}
