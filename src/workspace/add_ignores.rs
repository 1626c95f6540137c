//! Writing a comment beside each finding, so that a project can start clean.

use super::{FileTable, Settings};
use crate::fix::{Change, Reach, Suppressor, apply};
use crate::model::FileId;
use crate::rules::{self, Finding};
use std::collections::{BTreeMap, HashSet};

/// What adding comments came to.
#[derive(Debug, Default)]
pub struct AddedIgnores<'f> {
    /// The files that change, by path; nothing is written yet.
    pub changes: Vec<Change>,
    /// The number of findings that are silenced.
    pub silenced: usize,
    /// Findings that no comment can silence: in JSON, in the midst of a string, or as the configuration says.
    pub left: Vec<&'f Finding>,
}

/// Adds a comment with `reason`, a text of one line, for each finding.
pub fn add_ignores<'f>(
    findings: &'f [Finding],
    files: &FileTable,
    settings: &Settings,
    reason: &str,
) -> AddedIgnores<'f> {
    let mut added = AddedIgnores::default();
    let mut by_file: BTreeMap<FileId, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let may_be = rules::named(finding.rule).is_none_or(|rule| settings.may_be_silenced(rule));
        if may_be {
            by_file.entry(finding.place.file).or_default().push(finding);
        } else {
            added.left.push(finding);
        }
    }
    for (file, findings) in by_file {
        let Ok(old) = files.text(file) else {
            added.left.extend(findings);
            continue;
        };
        let (new, left) = silenced(file, &old, &findings, files, reason);
        added.silenced += findings.len() - left.len();
        added.left.extend(left);
        if *new != *old {
            added.changes.push(Change { path: files.absolute(file).to_owned(), old: old.to_string(), new });
        }
    }
    added.changes.sort_by(|a, b| a.path.cmp(&b.path));
    added.left.sort_by_key(|finding| finding.place);
    added
}

/// The text with comments for the findings, and the findings for which none can stand.
fn silenced<'f>(
    file: FileId,
    old: &str,
    findings: &[&'f Finding],
    files: &FileTable,
    reason: &str,
) -> (String, Vec<&'f Finding>) {
    let mut text = old.to_owned();
    let mut left = Vec::new();
    let mut done: HashSet<(usize, &str)> = HashSet::new();
    // From the end, so that what is added moves no finding that is still to come; but for those on its own line.
    let mut waiting: Vec<(usize, &'f Finding)> = findings.iter().map(|it| (it.place.span().start, *it)).collect();
    waiting.sort_by_key(|(at, _)| *at);
    while let Some((at, finding)) = waiting.pop() {
        let Some(suppressor) = Suppressor::new(files.path(file), &text) else {
            left.push(finding);
            continue;
        };
        let line = suppressor.line(at);
        if done.contains(&(line, finding.rule)) {
            continue;
        }
        let edit = suppressor.because(reason).suppress(at, finding.rule, Reach::Line);
        let changed = edit.and_then(|edit| Some((apply(&text, std::slice::from_ref(&edit)).ok()?, edit)));
        let Some((new, edit)) = changed else {
            left.push(finding);
            continue;
        };
        let shifted = |at: usize| {
            if edit.span.end <= at { at + edit.content.len() - edit.span.len() } else { at }
        };
        waiting.iter_mut().for_each(|(at, _)| *at = shifted(*at));
        done = done.into_iter().map(|(line, rule)| (shifted(line), rule)).collect();
        done.insert((shifted(line), finding.rule));
        text = new;
    }
    (text, left)
}
