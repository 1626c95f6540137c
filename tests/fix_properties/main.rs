//! What holds for every fix on every deployment file: files in all layouts, with a fault from a table, are mended, and
//! nothing but the fault changes.

mod faults;
mod layout;
mod tree;

use airlint::fix::{TextEdit, apply};
use airlint::rules::{Finding, Severity};
use airlint::syntax::yaml;
use airlint::workspace::{self, Choice, Outcome, Request};
use camino::{Utf8Path, Utf8PathBuf};
use faults::{FAULTS, Fault};
use layout::{Layout, Written};
use proptest::prelude::*;
use std::fs;
use tree::{Base, leaves};

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_fix_mends_its_fault_and_leaves_the_rest(
        base in Base::any(),
        layout in Layout::any(),
        fault in prop::sample::select(FAULTS),
    ) {
        let Some(mut case) = (fault.make)(&base) else { return Ok(()) };
        if fault.only_yaml && layout.is_json() {
            return Ok(());
        }
        case.remark = case.remark.filter(|_| layout.takes_comments());
        let written = layout.write(&case.faulty, case.remark.as_ref());
        if case.remark.is_none() && fault.rule == "unused-suppression" {
            return Ok(());
        }
        check(fault, &case, &written, layout.is_json())?;
    }
}

/// How many files are tried: `PROPTEST_CASES`, or enough for every fault to have some.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(128)
}

/// A file with a fault, and what it is to become.
pub struct Case {
    /// The file with the fault.
    pub faulty: tree::Tree,
    /// What all fixes of the rule together make of it.
    pub mended: tree::Tree,
    /// Paths of entries that a fix may take away with their comments; all others keep theirs.
    pub leaving: Vec<String>,
    /// A comment at a path that goes as well.
    pub remark: Option<(String, String)>,
}

fn check(fault: &Fault, case: &Case, written: &Written, is_json: bool) -> Result<(), TestCaseError> {
    let text = &written.text;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = Utf8PathBuf::from_path_buf(folder.path().canonicalize().expect("its path")).expect("a UTF-8 path");
    let path = root.join(if is_json { "prod.json" } else { "prod.yaml" });
    let before = run(&root, &path, text);
    let own: Vec<&Finding> = before.findings.iter().filter(|finding| finding.rule == fault.rule).collect();
    prop_assert!(!own.is_empty(), "{} is not reported in\n{text}", fault.rule);

    for finding in &own {
        prop_assert!(!finding.fixes.is_empty(), "no fix for \"{}\" in\n{text}", finding.message);
        for fix in &finding.fixes {
            let edits = fix.edits.iter().map(|edit| TextEdit::replace(edit.place.span(), edit.content.clone()));
            let after = apply(text, &edits.collect::<Vec<_>>()).expect("edits that do not overlap");
            let outcome = run(&root, &path, &after);
            parses(&after, is_json)?;
            keeps_comments(case, written, &after)?;
            no_new_error(&before, &outcome, &after)?;
            let same = |outcome: &Outcome| {
                let it = |other: &&Finding| other.rule == finding.rule && other.message == finding.message;
                outcome.findings.iter().filter(it).count()
            };
            prop_assert!(same(&outcome) < same(&before), "\"{}\" leaves its finding in\n{after}", fix.title);
        }
    }

    run(&root, &path, text);
    let request = Request { current: root.clone(), ..Request::default() };
    let choice = Choice { suggested: true, only: vec![fault.rule.to_string()] };
    let mended = workspace::mend(&request, &choice).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(mended.changes.len(), 1);
    let after = &mended.changes[0].new;
    parses(after, is_json)?;
    keeps_comments(case, written, after)?;
    no_new_error(&before, &mended.outcome, after)?;
    prop_assert!(mended.outcome.findings.iter().all(|finding| finding.rule != fault.rule), "still found in\n{after}");
    prop_assert_eq!(leaves(&yaml::parse(after)), case.mended.leaves(), "from\n{}\nto\n{}", text, after);
    prop_assert_eq!(after.contains('\r'), text.contains('\r'));
    prop_assert!(
        !after.replace("\r\n", "").contains('\r')
            && (!text.contains('\r') || !after.replace("\r\n", "").contains('\n'))
    );
    prop_assert_eq!(after.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
    // The last line break of a block scalar belongs to it, and stays where it has become the end.
    let keeps_its_end = after.ends_with('\n') == text.ends_with('\n') || text.contains('|');
    prop_assert!(keeps_its_end, "from\n{}\nto\n{}", text, after);

    run(&root, &path, after);
    let again = workspace::mend(&request, &choice).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert!(again.changes.is_empty(), "a second run changes\n{after}");
    Ok(())
}

/// Writes the file and checks it.
fn run(root: &Utf8Path, path: &Utf8Path, text: &str) -> Outcome {
    fs::write(path, text).expect("the file");
    workspace::run(&Request { current: root.to_owned(), fixes: true, ..Request::default() })
}

fn parses(text: &str, is_json: bool) -> Result<(), TestCaseError> {
    let tree = yaml::parse(text);
    prop_assert!(tree.errors().is_empty(), "does not parse: {:?}\n{text}", tree.errors());
    if is_json {
        prop_assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "is no JSON:\n{text}");
    }
    Ok(())
}

fn keeps_comments(case: &Case, written: &Written, after: &str) -> Result<(), TestCaseError> {
    let is_leaving =
        |path: &str| case.leaving.iter().any(|leaving| path == leaving || path.starts_with(&format!("{leaving}/")));
    for (path, comment) in &written.comments {
        let stays = after.contains(comment);
        prop_assert!(stays || is_leaving(path), "{comment} at {path} is lost: from\n{}\nto\n{after}", written.text);
    }
    Ok(())
}

fn no_new_error(before: &Outcome, outcome: &Outcome, after: &str) -> Result<(), TestCaseError> {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    for error in outcome.findings.iter().filter(is_error) {
        let known = |old: &Finding| old.rule == error.rule;
        prop_assert!(before.findings.iter().any(known), "a new error [{}] {}\n{after}", error.rule, error.message);
    }
    Ok(())
}
