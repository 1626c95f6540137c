//! Applying fixes: in rounds, until nothing changes.

use super::{Outcome, Request, Workspace};
use crate::fix::{Change, TextEdit, apply};
use crate::model::FileId;
use crate::rules::{Applicability, Edit, Finding, Fix};
use camino::Utf8PathBuf;
use std::collections::{BTreeMap, HashSet};
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
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
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

/// Applies fixes in rounds: each takes every fix that touches no byte of another one, the others wait for the next round,
/// until none is left. Nothing is written.
///
/// # Errors
///
/// [`MendError::Fight`] where two rules undo each other's fixes.
pub fn mend(request: &Request, choice: &Choice) -> Result<Mended, MendError> {
    rounds(choice, |texts| {
        let mut workspace = Workspace::new(&request.current);
        for (path, held) in texts {
            workspace.open(path, Arc::clone(&held.new));
        }
        // Standard input wins over what is open, so it carries the text of the round before.
        let mut request = Request { fixes: true, ..request.clone() };
        if let Some((path, text)) = &mut request.stdin
            && let Some(held) = texts.get(&workspace.files().absolute_of(path))
        {
            *text = held.new.to_string();
        }
        workspace.run(&request, &AtomicBool::new(false))
    })
}

/// A file's text when it was first changed, and after the rounds so far.
#[derive(Debug, Clone)]
pub(super) struct Held {
    old: Arc<str>,
    pub(super) new: Arc<str>,
}

/// Texts that were changed, by path.
pub(super) type HeldTexts = BTreeMap<Utf8PathBuf, Held>;

/// Checks and fixes in turns; `check` is given the texts as they are after the round before.
pub(super) fn rounds(choice: &Choice, mut check: impl FnMut(&HeldTexts) -> Outcome) -> Result<Mended, MendError> {
    let mut texts = HeldTexts::new();
    let mut seen: HashSet<Vec<(Utf8PathBuf, Arc<str>)>> = HashSet::new();
    let mut applied = 0;
    let mut last_rules: Vec<&'static str> = Vec::new();
    loop {
        let outcome = check(&texts);
        let round = Round::of(&outcome, choice);
        if round.edits.is_empty() {
            let change = |(path, held): (Utf8PathBuf, Held)| {
                let Held { old, new } = held;
                (old != new).then(|| Change { path, old: old.to_string(), new: new.to_string() })
            };
            return Ok(Mended { changes: texts.into_iter().filter_map(change).collect(), applied, outcome });
        }
        for (file, edits) in &round.edits {
            let path = outcome.files.absolute(*file).to_owned();
            let Ok(before) = outcome.files.text(*file) else { continue };
            let Ok(new) = apply(&before, edits) else { continue };
            let old = texts.get(&path).map_or(before, |held| Arc::clone(&held.old));
            texts.insert(path, Held { old, new: new.into() });
        }
        applied += round.rules.len();
        let state = texts.iter().map(|(path, held)| (path.clone(), Arc::clone(&held.new))).collect();
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
    pub(super) fn takes(&self, finding: &Finding) -> bool {
        let category = crate::rules::named(finding.rule).map(|rule| rule.category);
        let named = |name: &String| name == finding.rule || Some(name.as_str()) == category;
        self.only.is_empty() || self.only.iter().any(named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;
    use crate::rules::{Severity, all};
    use crate::syntax::Span;
    use crate::workspace::FileTable;
    use camino::Utf8Path;

    /// A finding of the `number`th rule that puts `content` over `span` of the file.
    fn finding(number: usize, file: FileId, span: Span, content: &str) -> Finding {
        let rule = all().nth(number).expect("a rule");
        let edits = vec![Edit { place: Place::new(file, span), content: content.to_string() }];
        let fix = Fix { title: "Change it".to_string(), applicability: Applicability::Safe, edits };
        let mut finding = Finding::new(rule, Place::new(file, span), "wrong").severity(Severity::Error);
        finding.fixes.push(fix);
        finding
    }

    /// Rounds on one file of the text `ab`, with findings made from the text as it is.
    fn run(find: impl Fn(FileId, &str) -> Vec<Finding>) -> Result<Mended, MendError> {
        let path = Utf8Path::new("/x/a.yaml");
        rounds(&Choice { suggested: false, only: Vec::new() }, |texts| {
            let mut outcome = Outcome { files: FileTable::new(Utf8Path::new("/x")), ..Outcome::default() };
            let file = outcome.files.add(path);
            let text = texts.get(path).map_or_else(|| Arc::from("ab"), |held| Arc::clone(&held.new));
            outcome.files.set_text(file, Arc::clone(&text));
            outcome.findings = find(file, &text);
            outcome
        })
    }

    #[test]
    fn overlapping_fixes_wait_for_the_next_round() {
        let mended = run(|file, text| match text {
            "ab" => vec![finding(0, file, Span::new(0, 2), "x"), finding(1, file, Span::new(1, 2), "y")],
            "x" => vec![finding(1, file, Span::new(0, 1), "xy")],
            _ => vec![],
        })
        .expect("rounds that end");
        assert_eq!((mended.applied, mended.changes.len()), (2, 1));
        assert_eq!((&*mended.changes[0].old, &*mended.changes[0].new), ("ab", "xy"));
    }

    #[test]
    fn rules_that_undo_each_other_are_named() {
        let fight = run(|file, text| match text {
            "ab" => vec![finding(0, file, Span::new(0, 1), "c")],
            _ => vec![finding(1, file, Span::new(0, 1), "a")],
        });
        let (first, second) = (all().next().expect("a rule").name, all().nth(1).expect("a rule").name);
        let Err(MendError::Fight { first: one, second: other, path }) = fight else { panic!("no fight was seen") };
        let mut named = [one.as_str(), other.as_str()];
        named.sort_unstable();
        let mut expected = [first, second];
        expected.sort_unstable();
        assert_eq!((named, path.as_str()), (expected, "a.yaml"));
    }

    #[test]
    fn nothing_to_fix_changes_nothing() {
        let mended = run(|_, _| vec![]).expect("a run");
        assert_eq!((mended.applied, mended.changes.len()), (0, 0));
    }
}
