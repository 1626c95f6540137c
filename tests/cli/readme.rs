//! What the README says is what airlint does.
//!
//! `AIRLINT_UPDATE=1 cargo test --test cli readme -- --test-threads=1` brings the tables up to date.

use crate::project::{Project, airlint, command};
use airlint::read::FileKind;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("a file of the repository")
}

/// Findings of an example project, one a line.
fn example(project: &str, arguments: &[&str]) -> String {
    let mut command = command();
    command.current_dir(root().join("examples").join(project)).arg("lint").args(arguments).arg("--format=concise");
    let output = command.output().expect("airlint runs");
    assert_eq!(output.status.code(), Some(1), "the example has faults");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Holds what stands between two marks of the README against what it should be, or brings it up to date.
fn hold(start: &str, end: &str, current: &str) {
    let readme = read("README.md");
    let (before, rest) = readme.split_once(start).expect("the marker before the table");
    let (table, after) = rest.split_once(end).expect("the marker after the table");
    if table != current && std::env::var_os("AIRLINT_UPDATE").is_some() {
        let readme = format!("{before}{start}{current}{end}{after}");
        std::fs::write(root().join("README.md"), readme).expect("the README is written");
        return;
    }
    assert!(
        table == current,
        "README.md is out of date after {start}; run\n\n  AIRLINT_UPDATE=1 cargo test --test cli readme -- --test-threads=1\n"
    );
}

#[test]
fn the_rule_table_is_up_to_date() {
    let start = "<!-- rules: written by `airlint rules --format markdown` -->\n";
    hold(start, "<!-- end of rules -->", &airlint("rules --format markdown").stdout);
}

#[test]
fn the_table_of_what_is_read_is_up_to_date() {
    let mut table = String::from("| File | Recognised by | What airlint takes from it |\n| --- | --- | --- |\n");
    for kind in FileKind::ALL {
        table.push_str(&format!("| {} | {} | {} |\n", kind.name(), kind.recognised_by(), kind.read()));
    }
    hold("<!-- what airlint reads -->\n", "<!-- end of what airlint reads -->", &table);
}

#[test]
fn the_schema_of_the_configuration_is_up_to_date() {
    let path = root().join("schemas/airlint.schema.json");
    let current = airlint("schema").stdout;
    if std::env::var_os("AIRLINT_UPDATE").is_some() {
        std::fs::write(&path, &current).expect("the schema is written");
    }
    assert!(
        std::fs::read_to_string(&path).is_ok_and(|text| text == current),
        "schemas/airlint.schema.json is not that of `airlint schema`; run\n\n  \
         AIRLINT_UPDATE=1 cargo test --test cli readme\n"
    );
}

#[test]
fn the_configuration_in_it_is_accepted() {
    let readme = read("README.md");
    let (_, rest) = readme.split_once("```toml\n").expect("the configuration");
    let (configuration, _) = rest.split_once("```").expect("its end");
    let run = Project::new(&[("airlint.toml", configuration)]).airlint("config");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
    assert!(run.stdout.contains("deployment.on-premises.queues"), "{run}");
}

#[test]
fn the_picture_shows_what_is_printed() {
    let script = read("docs/picture.py");
    let selection = script.split('"').skip_while(|part| *part != "--select").nth(2).expect("the selection");
    let picture = read("docs/output.svg");
    for line in example("astro-project", &["--select", selection]).lines() {
        let place = line.split(": ").next().expect("a place");
        assert!(picture.contains(place), "docs/output.svg does not show {place}: run docs/picture.py");
    }
}

#[test]
fn the_example_project_has_the_faults_that_it_is_there_for() {
    let findings = example("astro-project", &[]);
    let rules = rules(&findings);
    let meant = [
        "dagfactory-timeout-key-ignored",
        "misplaced-section",
        "missing-resources",
        "pod-override-ignored",
        "task-longer-than-grace",
        "unknown-queue",
        "yaml-retyped-string",
    ];
    assert_eq!(rules, meant, "{findings}");
}

#[test]
fn the_example_of_helm_has_the_faults_that_it_is_there_for() {
    let findings = example("helm-project", &[]);
    let rules = rules(&findings);
    for meant in [
        "env-var-shape",
        "helm-airflow-version-mismatch",
        "helm-broker-config",
        "helm-keda-concurrency-drift",
        "helm-keda-cooldown-below-grace",
        "helm-unknown-root-key",
        "helm-workers-key-deprecated",
        "invalid-quantity",
        "pod-override-ignored",
        "task-executor-mismatch",
        "task-longer-than-grace",
        "unknown-queue",
        "unused-queue",
    ] {
        assert!(rules.contains(&meant), "no {meant} in\n{findings}");
    }
}

/// The rules of findings, each once.
fn rules(findings: &str) -> Vec<&str> {
    let mut rules: Vec<&str> = findings.lines().filter_map(|line| line.split(['[', ']']).nth(1)).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}
