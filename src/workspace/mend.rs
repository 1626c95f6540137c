//! Applying fixes: in rounds, until nothing changes.

use super::{FileTable, Outcome, Request, Workspace};
use crate::fix::{Change, Language, Realizer, TextEdit, Texts, apply};
use crate::model::FileId;
use crate::rules::{Action, Applicability, Edit, Finding, Fix, Proposal};
use camino::Utf8PathBuf;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// More rounds than this are never needed: each one applies at least one fix of each file that has some.
const MOST_ROUNDS: usize = 64;

/// Which fixes to apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Whether fixes that need a choice are applied as well, the first of each finding.
    pub suggested: bool,
    /// Only fixes of these rules or categories; empty means all.
    pub only: Vec<String>,
}

/// What applying fixes came to.
#[derive(Debug)]
pub struct Mended {
    /// The files that change, by path; nothing is written yet.
    pub changes: Vec<Change>,
    /// The number of fixes applied.
    pub applied: usize,
    /// What is found after them.
    pub outcome: Outcome,
}

/// Why fixes could not be applied to the end.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MendError {
    /// Two rules undo each other's fixes.
    #[error(
        "the fixes of {first} and {second} undo each other in {path}; nothing was changed: apply one of them with \
         --fix-only and report this as a bug of airlint"
    )]
    Fight {
        /// The one rule.
        first: String,
        /// The other rule; the same where a rule undoes its own fix.
        second: String,
        /// The file.
        path: Utf8PathBuf,
    },
}

/// Works out the fixes of findings from what their rules propose. A proposal that cannot be carried out in the file as it
/// stands is left out.
pub(super) fn fill_fixes(findings: &mut [Finding], files: &FileTable) {
    if findings.iter().all(|finding| finding.proposals.is_empty()) {
        return;
    }
    let texts = FileTexts::of(findings, files);
    let mut realizer = Realizer::new(&texts);
    for finding in findings {
        finding.fixes = finding.proposals.iter().filter_map(|proposal| realizer.fix(proposal)).collect();
    }
}

/// What carrying out proposals changes, all of them together; `None` where they cannot be carried out.
pub fn changes(proposals: &[Proposal], files: &FileTable) -> Option<Vec<Change>> {
    let together = Proposal {
        actions: proposals.iter().flat_map(|proposal| proposal.actions.iter().cloned()).collect(),
        ..proposals.first()?.clone()
    };
    let texts = FileTexts::read(together.actions.iter(), files);
    let fix = Realizer::new(&texts).fix(&together)?;
    let mut by_file: BTreeMap<FileId, Vec<TextEdit>> = BTreeMap::new();
    for edit in fix.edits {
        by_file.entry(edit.place.file).or_default().push(TextEdit { span: edit.place.span(), content: edit.content });
    }
    let mut changes = Vec::new();
    for (file, edits) in by_file {
        let (old, _) = texts.text(file)?;
        let new = apply(old, &edits).ok()?;
        changes.push(Change { path: files.absolute(file).to_owned(), old: old.to_string(), new });
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Some(changes)
}

/// The texts of the files that proposals touch.
struct FileTexts(BTreeMap<FileId, (Arc<str>, Language)>);

impl FileTexts {
    fn of(findings: &[Finding], files: &FileTable) -> Self {
        let actions = findings.iter().flat_map(|finding| &finding.proposals).flat_map(|proposal| &proposal.actions);
        Self::read(actions, files)
    }

    fn read<'a>(actions: impl Iterator<Item = &'a Action>, files: &FileTable) -> Self {
        let touched: BTreeSet<FileId> = actions.map(Action::file).collect();
        let read = |file| Some((file, (files.text(file).ok()?, Language::of(files.path(file).file_name()?))));
        Self(touched.into_iter().filter_map(read).collect())
    }
}

impl Texts for FileTexts {
    fn text(&self, file: FileId) -> Option<(&str, Language)> {
        self.0.get(&file).map(|(text, language)| (&**text, *language))
    }
}

/// Applies fixes in rounds: each takes every fix that touches no byte of another one, the others wait for the next round,
/// until none is left. Nothing is written.
///
/// # Errors
///
/// [`MendError::Fight`] where two rules undo each other's fixes.
pub fn mend(request: &Request, choice: &Choice) -> Result<Mended, MendError> {
    let mut texts: BTreeMap<Utf8PathBuf, (Arc<str>, Arc<str>)> = BTreeMap::new();
    let mut seen: HashSet<Vec<(Utf8PathBuf, Arc<str>)>> = HashSet::new();
    let mut applied = 0;
    let mut last_rules: Vec<&'static str> = Vec::new();
    loop {
        let mut workspace = Workspace::new(&request.current);
        for (path, (_, new)) in &texts {
            workspace.open(path, Arc::clone(new));
        }
        // Standard input wins over what is open, so it carries the text of the round before.
        let mut request = request.clone();
        if let Some((path, text)) = &mut request.stdin
            && let Some((_, new)) = texts.get(&workspace.files().absolute_of(path))
        {
            *text = new.to_string();
        }
        let outcome = workspace.run(&request, &AtomicBool::new(false));
        let round = Round::of(&outcome, choice);
        if round.edits.is_empty() {
            let change = |(path, (old, new)): (Utf8PathBuf, (Arc<str>, Arc<str>))| {
                (old != new).then(|| Change { path, old: old.to_string(), new: new.to_string() })
            };
            return Ok(Mended { changes: texts.into_iter().filter_map(change).collect(), applied, outcome });
        }
        for (file, edits) in &round.edits {
            let path = outcome.files.absolute(*file).to_owned();
            let Ok(old) = outcome.files.text(*file) else { continue };
            let Ok(new) = apply(&old, edits) else { continue };
            let original = texts.get(&path).map_or_else(|| Arc::clone(&old), |(original, _)| Arc::clone(original));
            texts.insert(path, (original, new.into()));
        }
        applied += round.rules.len();
        let state = texts.iter().map(|(path, (_, new))| (path.clone(), Arc::clone(new))).collect();
        if !seen.insert(state) || seen.len() > MOST_ROUNDS {
            return Err(fight(&last_rules, &round, &outcome));
        }
        last_rules = round.rules;
    }
}

fn fight(before: &[&'static str], round: &Round, outcome: &Outcome) -> MendError {
    let first = before.first().or(round.rules.first()).copied().unwrap_or_default();
    let second = round.rules.iter().find(|rule| **rule != first).copied().unwrap_or(first);
    let path = round.edits.keys().next().map(|file| outcome.files.path(*file).to_owned()).unwrap_or_default();
    MendError::Fight { first: first.to_string(), second: second.to_string(), path }
}

/// The fixes of one round.
#[derive(Debug, Default)]
struct Round {
    edits: BTreeMap<FileId, Vec<TextEdit>>,
    rules: Vec<&'static str>,
}

impl Round {
    fn of(outcome: &Outcome, choice: &Choice) -> Self {
        let mut round = Self::default();
        for finding in outcome.findings.iter().filter(|finding| choice.takes(finding)) {
            let allowed = |fix: &&Fix| choice.suggested || fix.applicability == Applicability::Safe;
            let Some(fix) = finding.fixes.iter().find(allowed) else { continue };
            if fix.edits.iter().all(|edit| round.has_room_for(edit)) {
                for edit in &fix.edits {
                    let text_edit = TextEdit { span: edit.place.span(), content: edit.content.clone() };
                    round.edits.entry(edit.place.file).or_default().push(text_edit);
                }
                round.rules.push(finding.rule);
            }
        }
        round
    }

    /// Whether an edit touches no byte of the round's others, and no place where one of them inserts.
    fn has_room_for(&self, edit: &Edit) -> bool {
        let span = edit.place.span();
        let clear = |other: &TextEdit| other.span.end < span.start || span.end < other.span.start;
        self.edits.get(&edit.place.file).is_none_or(|others| others.iter().all(clear))
    }
}

impl Choice {
    fn takes(&self, finding: &Finding) -> bool {
        let category = crate::rules::named(finding.rule).map(|rule| rule.category);
        let named = |name: &String| name == finding.rule || Some(name.as_str()) == category;
        self.only.is_empty() || self.only.iter().any(named)
    }
}
