//! `--output FORMAT[=FILE]`: several formats in one run, files, and the summary of a step of GitHub Actions.

use crate::project::{Project, command};
use std::fs;

/// A deployment file with one fault.
const DEPLOYMENT: &str = "deployment:
  configuration:
    name: prod
    runtime_version: 3.1-4
    deployment_type: STANDARD
    executor: celery
";

fn prod() -> Project {
    Project::new(&[("deployments/prod.yaml", DEPLOYMENT)])
}

#[test]
fn several_formats_in_one_run() {
    let project = prod();
    let arguments = "lint --select executor-case -o concise --output sarif=out/airlint.sarif --format=junit=junit.xml";
    let run = project.airlint(arguments);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.starts_with("deployments/prod.yaml:6:15: warning[executor-case] "), "{run}");
    assert_eq!(run.stdout.lines().count(), 1, "{run}");
    let read = |path: &str| fs::read_to_string(project.path().join(path)).expect("a report");
    let sarif: serde_json::Value = serde_json::from_str(&read("out/airlint.sarif")).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "executor-case");
    assert!(
        sarif["runs"][0]["results"][0]["fixes"][0].is_object(),
        "fixes are worked out for the format that has them"
    );
    assert!(read("junit.xml").contains("<failure type=\"warning\""));
}

#[test]
fn a_file_alone_leaves_standard_output_empty_and_has_no_colours() {
    let project = prod();
    let run = project.airlint("--color always lint --select executor-case -o full=report.txt");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run}");
    let report = fs::read_to_string(project.path().join("report.txt")).expect("a report");
    assert!(report.starts_with("warning[executor-case]") && !report.contains('\u{1b}'), "{report}");
}

#[test]
fn wrong_outputs_are_refused() {
    let project = prod();
    for (arguments, says) in [
        ("lint -o sarif -o json", "only one format can go to standard output"),
        ("lint -o sarif=a -o json=a", "two formats go to a"),
        ("lint -o sarif=", "sarif="),
        ("lint -o srif=a", "'srif'"),
        ("lint -o json=deployments", "deployments: cannot be written"),
    ] {
        let run = project.airlint(arguments);
        assert_eq!(run.code, 2, "{arguments}: {run}");
        assert!(run.stderr.contains(says), "{arguments}: {run}");
    }
    let run = project.airlint("lint -o srif=a");
    assert!(run.stderr.contains("sarif"), "the names are listed: {run}");
}

#[test]
fn a_step_of_github_actions_gets_a_summary() {
    let project = prod();
    let summary = project.path().join("summary.md");
    fs::write(&summary, "before\n").expect("a file");
    let run = |format: &str| {
        let mut command = command();
        command.current_dir(project.path()).env("GITHUB_STEP_SUMMARY", &summary).args(["lint", "-o", format]);
        command.output().expect("airlint runs").status.code()
    };
    assert_eq!(run("concise"), Some(1));
    assert_eq!(fs::read_to_string(&summary).expect("a file"), "before\n");
    assert_eq!(run("github"), Some(1));
    let text = fs::read_to_string(&summary).expect("a file");
    assert!(
        text.starts_with("before\n### airlint\n\nFound ") && text.contains("| warning | deployments/prod.yaml:6:15 |")
    );
}
