//! Real files: each is recognised as what it is; and of every fix of every finding, nothing breaks, nothing worse comes, a
//! second run changes nothing.
//!
//! Runs on the examples of this repository, and on the folder that `AIRLINT_CORPUS` names. Files are copied first.

#[path = "rules/survivors.rs"]
mod survivors;

use airlint::fix::{TextEdit, apply, write_all};
use airlint::model::FileId;
use airlint::read::FileKind;
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

/// What the files of each folder of the corpus are.
const KINDS: &[(&str, &[FileKind])] = &[
    ("a-astro-deployment", &[FileKind::AstroDeployment]),
    ("b-argocd-app", &[FileKind::ArgoCd]),
    ("b-flux-helmrelease", &[FileKind::Flux]),
    ("b-helm-values", &[FileKind::HelmValues]),
    ("c-airflow-cfg", &[FileKind::AirflowConfiguration]),
    ("c-compose", &[FileKind::Compose]),
    ("e-yaml-dag/astronomer+building-dags-with-dag-factory", &[FileKind::DagFactory]),
    ("e-yaml-dag/astronomer+dag-factory", &[FileKind::DagFactory]),
    ("e-yaml-dag/cal-itp+data-infra", &[FileKind::Gusty]),
    ("e-yaml-dag/datacoves+dag-factory", &[FileKind::DagFactory]),
    ("e-yaml-dag/etsy+boundary-layer", &[FileKind::BoundaryLayer]),
    // Formats of one house alone.
    ("e-yaml-dag/GoogleCloudPlatform+public-datasets-pipelines", &[]),
    ("e-yaml-dag/elifesciences+data-hub-core-airflow-dags", &[]),
    ("e-yaml-dag/ministryofjustice+analytical-platform-airflow", &[]),
    ("d-pod-template", &[FileKind::PodTemplate]),
    ("e-airflow_settings", &[FileKind::AirflowSettings]),
    ("x-lookalike", &[]),
];

/// Files that lie in a folder whose kind they do not have, by the ends of their paths, and what they are.
const EXCEPTIONS: &[(&str, Option<FileKind>)] = &[
    // Nothing in them says that they are for Airflow.
    ("charts/demo-apps/values.yaml", None),
    ("airflow/examples/extra-volumes.yaml", None),
    ("applications/lakekeeper.yaml", None),
    ("applications/lakekeeper-bootstrap.yaml", None),
];

#[test]
fn real_files_are_recognised() {
    let Some(corpus) = std::env::var("AIRLINT_CORPUS").ok().map(Utf8PathBuf::from) else { return };
    // The folder may be named from where the test runs, and paths of a request start from its own folder.
    let corpus = corpus.canonicalize_utf8().expect("the folder of the corpus");
    let mut wrong = Vec::new();
    for &(folder, kinds) in KINDS {
        let mut paths = Vec::new();
        list(&corpus.join(folder), &mut paths);
        let paths: Vec<_> = paths.into_iter().filter(|path| path.file_name() != Some("README.md")).collect();
        assert!(!paths.is_empty(), "{folder} has no files");
        let request = Request { current: corpus.clone(), paths, ..Request::default() };
        let recognised = workspace::recognise(&request);
        assert_eq!(recognised.problems, [], "{folder}");
        for (path, kind) in recognised.files {
            let exception = EXCEPTIONS.iter().find(|(end, _)| path.as_str().ends_with(end));
            let is_right = match exception {
                Some((_, meant)) => kind == *meant,
                None if kinds.is_empty() => kind.is_none(),
                None => kind.is_some_and(|kind| kinds.contains(&kind)),
            };
            if !is_right {
                wrong.push(format!("{path}: {}", kind.map_or("nothing", FileKind::name)));
            }
        }
    }
    assert!(wrong.is_empty(), "not recognised as what they are:\n{}", wrong.join("\n"));
}

fn list(folder: &Utf8Path, paths: &mut Vec<Utf8PathBuf>) {
    for entry in folder.read_dir_utf8().expect("a folder") {
        let path = entry.expect("an entry").into_path();
        if path.is_dir() { list(&path, paths) } else { paths.push(path) }
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
