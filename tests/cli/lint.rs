//! `airlint lint`: formats, levels, exit codes, standard input, and files that cannot be read.

use crate::project::{Project, command};
use serde_json::Value;
use std::io::Read;
use std::process::Stdio;

const DEPLOYMENT: &str = r#"deployment:
  configuration:
    name: shop-prod
    runtime_version: 3.1-4
    executor: CELERY
    scheduler_size: SMALL
    workspace_name: Shop
    deployment_type: STANDARD
    cloud_provider: AWS
    region: us-east-1
  worker_queues:
    - name: default
      min_worker_count: 1
      max_worker_count: 5
      worker_concurrency: 5
      worker_type: A5
"#;

const DAG: &str = r#"from datetime import timedelta

from airflow.sdk import dag, task


@dag(schedule="@daily")
def shop():
    @task(queue="ml")
    def train(): ...

    train()


shop()
"#;

fn shop() -> Project {
    Project::new(&[("deployments/prod.yaml", DEPLOYMENT), ("dags/shop.py", DAG)])
}

#[test]
fn full() {
    insta::assert_snapshot!(shop().airlint("lint"));
}

#[test]
fn concise() {
    insta::assert_snapshot!(shop().airlint("lint --format concise"));
}

#[test]
fn github() {
    insta::assert_snapshot!(shop().airlint("lint --format github"));
}

#[test]
fn json_keeps_its_contract() {
    let run = shop().airlint("lint --format json");
    assert_eq!(run.code, 1, "{run}");
    let output: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(output["version"], 1);
    assert_eq!(output["summary"], serde_json::json!({"error": 1, "warning": 0, "info": 0, "files": 2}), "{run}");
    assert_eq!(output["unchecked"], serde_json::json!([]));
    let finding = &output["findings"][0];
    let keys: Vec<&String> = finding.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["rule", "category", "severity", "message", "help", "path", "range", "related", "fixes"], "{run}");
    assert_eq!((&finding["rule"], &finding["category"]), (&"unknown-queue".into(), &"queues".into()));
    assert_eq!((&finding["severity"], &finding["path"]), (&"error".into(), &"dags/shop.py".into()));
    let byte = DAG.find("\"ml\"").expect("the queue");
    assert_eq!(finding["range"]["start"], serde_json::json!({"line": 8, "column": 17, "byte": byte}));
    assert_eq!(finding["related"][0]["path"], "deployments/prod.yaml");
    let fixes = finding["fixes"].as_array().expect("a list");
    let titles: Vec<&Value> = fixes.iter().map(|fix| &fix["title"]).collect();
    assert_eq!(titles, ["Add worker queue `ml` to prod.yaml", "Remove `queue`"], "{run}");
    let keys: Vec<&String> = fixes[0].as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["title", "applicability", "edits"], "{run}");
    assert_eq!(fixes[0]["applicability"], "suggested");
    let edit = &fixes[0]["edits"][0];
    assert_eq!(edit["path"], "deployments/prod.yaml");
    assert!(edit["content"].as_str().is_some_and(|text| text.contains("- name: ml\n")), "{run}");
    assert_eq!(fixes[1]["edits"][0]["path"], "dags/shop.py");
}

#[test]
fn every_run_prints_the_same() {
    let project = shop();
    for number in 0..30 {
        project.write(&format!("dags/shop_{number}.py"), DAG.as_bytes());
    }
    let first = project.airlint("lint --format json").stdout;
    assert!(first.matches("unknown-queue").count() > 30);
    for _ in 0..5 {
        assert_eq!(project.airlint("lint --format json").stdout, first);
    }
}

#[test]
fn a_folder_without_faults() {
    let project =
        Project::new(&[("deployments/prod.yaml", DEPLOYMENT), ("dags/shop.py", &DAG.replace("\"ml\"", "\"default\""))]);
    let run = project.airlint("lint");
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", "No faults found in 2 files.\n"));
}

#[test]
fn levels_decide_what_is_printed_and_what_fails() {
    let project = shop();
    project.write(
        "deployments/dev.yaml",
        DEPLOYMENT.replace("shop-prod", "shop-dev").replace("default", "default\n    - name: ml").as_bytes(),
    );
    // Only prod lacks the queue: the finding is a warning.
    let codes = |arguments: &str| project.airlint(&format!("lint --select unknown-queue {arguments}")).code;
    assert_eq!(codes(""), 1);
    assert_eq!(codes("--fail-on error"), 0);
    assert_eq!(codes("--fail-on info"), 1);
    let run = project.airlint("lint --select unknown-queue --min-severity error");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run}");
}

#[test]
fn rules_and_categories_are_selected_and_left_out() {
    let project = shop();
    assert_eq!(project.airlint("lint --select queues").code, 1);
    assert_eq!(project.airlint("lint --select executors,pods").code, 0);
    assert_eq!(project.airlint("lint --ignore unknown-queue").code, 0);
    assert_eq!(project.airlint("lint --exclude dags/**").code, 0);
    let run = project.airlint("lint --select unkown-queue");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("unknown-queue"), "suggests the name: {run}");
}

#[test]
fn standard_input_stands_for_a_file_of_the_project() {
    let project = shop();
    let draft = DAG.replace("\"ml\"", "\"gpu\"");
    let run = project.airlint_reading("lint - --stdin-filename dags/shop.py --format concise", draft);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.starts_with("dags/shop.py:8:17: error[unknown-queue] queue `gpu`"), "{run}");
    assert_eq!(run.stdout.lines().count(), 1, "only the given file is reported: {run}");
}

#[test]
fn standard_input_needs_a_name_and_stands_alone() {
    let project = shop();
    for arguments in ["lint -", "lint - dags --stdin-filename a.py", "lint dags --stdin-filename a.py"] {
        let run = project.airlint(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments}: {run}");
    }
    let run = project.airlint_reading("lint - --stdin-filename dags/a.py", b"a = '\xff'".to_vec());
    assert_eq!(run.stderr, "airlint: standard input is not UTF-8 (byte 5)\n");
    let run = project.airlint("lint - --stdin-filename a.py --deployment -");
    assert_eq!(run.code, 2, "{run}");
}

#[test]
fn a_deployment_for_one_run_comes_from_a_file_or_a_pipe() {
    let project = Project::new(&[("dags/shop.py", DAG)]);
    project.write("elsewhere/prod.yaml", DEPLOYMENT.as_bytes());
    let run = project.airlint("lint dags --deployment elsewhere/prod.yaml --format concise");
    assert!(run.code == 1 && run.stdout.contains("unknown-queue"), "{run}");
    let run = project.airlint_reading("lint dags --deployment - --format concise", DEPLOYMENT);
    assert!(run.code == 1 && run.stdout.contains("unknown-queue"), "{run}");
    let run = project.airlint("lint dags --deployment nowhere.yaml");
    assert!(run.code == 2 && run.stderr.contains("nowhere.yaml"), "{run}");
}

#[test]
fn without_a_deployment_one_line_says_what_was_not_checked() {
    let run = Project::new(&[("dags/shop.py", DAG)]).airlint("lint");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run}");
    assert_eq!(run.stderr.lines().filter(|line| line.starts_with("note: ")).count(), 1, "{run}");
    let json = Project::new(&[("dags/shop.py", DAG)]).airlint("lint --format json").stdout;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["unchecked"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_checked() {
    let project = shop();
    project.write("dags/latin.py", b"from airflow.sdk import DAG\nNAME = 'Gr\xfc\xdfe'\n");
    let run = project.airlint("lint --format concise");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stdout.contains("dags/shop.py:8:17"), "{run}");
    assert!(run.stderr.contains("dags/latin.py") && run.stderr.contains("UTF-8"), "{run}");

    let run = project.airlint("lint dags/shop.py nowhere --format concise");
    assert!(run.code == 2 && run.stdout.contains("dags/shop.py:8:17") && run.stderr.contains("nowhere"), "{run}");
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let project = shop();
    for number in 0..300 {
        project.write(&format!("dags/shop_{number}.py"), DAG.as_bytes());
    }
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_airlint"))
        .arg("lint")
        .current_dir(project.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("airlint runs");
    let mut first = [0; 16];
    let mut stdout = child.stdout.take().expect("a pipe");
    stdout.read_exact(&mut first).expect("some output");
    drop(stdout);
    let output = child.wait_with_output().expect("airlint ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(!stderr.contains("panic"), "{stderr}");
}

#[test]
fn colours_reach_a_terminal_only() {
    let project = shop();
    let coloured = |arguments: &[&str]| {
        let output = command().arg("lint").args(arguments).current_dir(project.path()).output().expect("airlint runs");
        String::from_utf8_lossy(&output.stdout).contains('\u{1b}')
    };
    assert!(!coloured(&[]));
    assert!(coloured(&["--color", "always"]));
}

#[test]
fn files_are_shown_as_what_they_are_taken_for() {
    let project = Project::new(&[
        ("dags/a.py", "from airflow import DAG\n"),
        ("notes.yaml", "a: b\n"),
        (
            "docker-compose.yaml",
            "services:\n  w:\n    image: apache/airflow:2.10.5\n    command: celery worker -q ml\n",
        ),
    ]);
    let run = project.airlint("lint --show-files");
    let shown = "dags/a.py: Python\ndocker-compose.yaml: compose file\nnotes.yaml: nothing that airlint reads\n";
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, shown, ""), "{run}");
    let run = project.airlint("lint --show-files dags missing.py");
    assert_eq!((run.code, run.stdout.as_str()), (2, "dags/a.py: Python\n"), "{run}");
    assert!(run.stderr.contains("missing.py: no such file"), "{run}");
}

#[test]
fn a_compose_file_can_be_the_deployment() {
    const DAG: &str = "\
from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(\"d\"):
    BashOperator(task_id=\"t\", bash_command=\"x\", queue=\"gpu\")
";
    const COMPOSE: &str = "\
services:
  worker:
    image: apache/airflow:2.10.5
    command: celery worker -q ml
    environment:
      AIRFLOW__CORE__EXECUTOR: CeleryExecutor
";
    const ASTRO: &str = "\
deployment:
  configuration:
    name: prod
    executor: CELERY
  worker_queues:
    - name: gpu
      worker_type: A5
";
    let project = Project::new(&[("dags/d.py", DAG), ("docker-compose.yaml", COMPOSE), ("prod.yaml", ASTRO)]);
    let queues = "lint dags --select unknown-queue --format concise";
    let run = project.airlint(queues);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "beside an Astro deployment it is a local run: {run}");
    let run = project.airlint(&format!("{queues} --deployment docker-compose.yaml"));
    assert!(run.stdout.contains("unknown-queue") && run.stdout.contains("gpu"), "{run}");
    let table = "[[deployment]]\nname = \"here\"\nfile = \"docker-compose.yaml\"\ndags = [\"dags/**\"]\n";
    project.write("airlint.toml", table.as_bytes());
    let run = project.airlint(queues);
    assert!(run.stdout.contains("unknown-queue") && run.stdout.contains("gpu"), "{run}");
}
