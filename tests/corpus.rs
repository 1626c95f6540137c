//! Every fix of every finding on real files: nothing breaks, nothing worse comes, a second run changes nothing.
//!
//! Runs on the examples of this repository, and on the folder that `AIRLINT_CORPUS` names. Files are copied first.

#[path = "rules/survivors.rs"]
mod survivors;

use airlint::fix::{TextEdit, apply, write_all};
use airlint::model::FileId;
use airlint::rules::Severity;
use airlint::workspace::{self, Choice, Outcome, Request};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

#[test]
fn fixes_of_real_files_break_nothing() {
    let mut folders = vec![Utf8PathBuf::from("examples")];
    folders.extend(std::env::var("AIRLINT_CORPUS").ok().map(Utf8PathBuf::from));
    for folder in folders {
        let copy = tempfile::tempdir().expect("a temporary folder");
        let root = Utf8PathBuf::from_path_buf(copy.path().canonicalize().expect("its path")).expect("a UTF-8 path");
        copy_files(&folder, &root);
        each_fix_leaves_the_rest(&root);
        for suggested in [false, true] {
            hold(&root, &Choice { suggested, only: Vec::new() });
        }
    }
}

/// Tries every single fix of a folder: the comments and values that it has nothing to do with stay.
fn each_fix_leaves_the_rest(root: &Utf8Path) {
    let outcome = workspace::run(&Request { current: root.to_owned(), fixes: true, ..Request::default() });
    for (finding, fix) in outcome.findings.iter().flat_map(|it| it.fixes.iter().map(move |fix| (it, fix))) {
        let mut by_file: BTreeMap<FileId, Vec<TextEdit>> = BTreeMap::new();
        for edit in &fix.edits {
            let text_edit = TextEdit::replace(edit.place.span(), edit.content.clone());
            by_file.entry(edit.place.file).or_default().push(text_edit);
        }
        for (file, edits) in by_file {
            let (path, text) = (outcome.files.path(file), outcome.files.text(file).expect("a file of the folder"));
            let fixed = apply(&text, &edits).expect("edits that do not overlap");
            let lost = survivors::lost(path.as_str(), &text, &fixed, &edits);
            assert!(lost.is_empty(), "\"{}\" of {} takes {lost:?} out of {path}", fix.title, finding.rule);
        }
    }
}

/// Applies the fixes in a folder and compares what is found before and after.
fn hold(root: &Utf8Path, choice: &Choice) {
    let request = Request { current: root.to_owned(), ..Request::default() };
    let before = workspace::run(&request);
    let mended = workspace::mend(&request, choice).expect("fixes that do not fight");
    write_all(&mended.changes).expect("files that can be written");
    let after = workspace::run(&request);
    let new: Vec<_> = errors(&after).difference(&errors(&before)).cloned().collect();
    assert!(new.is_empty(), "fixes bring new errors: {new:#?}");
    assert!(
        after.findings.len() <= before.findings.len() + mended.applied,
        "{} findings became {}",
        before.findings.len(),
        after.findings.len()
    );
    let again = workspace::mend(&request, choice).expect("fixes that do not fight");
    let changed: Vec<_> = again.changes.iter().map(|change| &change.path).collect();
    assert!(changed.is_empty(), "a second run changes {changed:?}");
}

/// Rule and file of each error.
fn errors(outcome: &Outcome) -> BTreeSet<(String, String)> {
    let errors = outcome.findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|it| (it.rule.to_string(), outcome.files.path(it.place.file).to_string())).collect()
}

fn copy_files(from: &Utf8Path, to: &Utf8Path) {
    for entry in from.read_dir_utf8().expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("a folder");
            copy_files(entry.path(), &target);
        } else {
            // Bytes alone: the copy must be writable, whatever the original is.
            fs::write(&target, fs::read(entry.path()).expect("a file")).expect("a copy");
        }
    }
}
