use super::*;
use crate::rules::Finding;
use crate::workspace::{self, Outcome};
use camino::Utf8PathBuf;

const DEPLOYMENT: &str = "deployment:
  configuration:
    name: prod
    runtime_version: 12.1.0
    deployment_type: STANDARD
    executor: CELERY
  worker_queues:
    - name: default
      worker_type: A5
      min_worker_count: 0
      max_worker_count: 10
";

fn suppress(path: &str, text: &str, at: usize, rule: &str, reach: Reach) -> Option<TextEdit> {
    Suppressor::new(Utf8Path::new(path), text)?.suppress(at, rule, reach)
}

/// A project of a deployment with one queue and one more file.
fn check(path: &str, text: &str) -> Outcome {
    let guard = tempfile::tempdir().unwrap();
    let root = Utf8PathBuf::from_path_buf(guard.path().canonicalize().unwrap()).unwrap();
    for (path, text) in [("deployments/prod.yaml", DEPLOYMENT), (path, text)] {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), text).unwrap();
    }
    workspace::run(&workspace::Request { current: root, ..Default::default() })
}

/// The findings of `rule` in the file, and those on comments that are of no use.
fn found<'o>(outcome: &'o Outcome, path: &str, rule: &str) -> Vec<&'o Finding> {
    let is_wanted = |it: &&Finding| {
        (it.rule == rule || it.rule == "unused-suppression") && outcome.files.path(it.place.file) == path
    };
    outcome.findings.iter().filter(is_wanted).collect()
}

/// The text after the first finding of `rule` was silenced, which it is, and nothing else; `None` where it cannot be.
#[track_caller]
fn silenced(path: &str, text: &str, rule: &str, reach: Reach) -> Option<String> {
    let before = check(path, text);
    let findings = found(&before, path, rule);
    let first = findings.iter().find(|it| it.rule == rule).unwrap_or_else(|| panic!("{:?}", before.findings));
    let edit = suppress(path, text, first.place.span().start, rule, reach)?;
    let new = apply(text, &[edit]).unwrap();
    let after = check(path, &new);
    let on_line = |it: &&&Finding| {
        line_start(text, it.place.span().start) == line_start(text, first.place.span().start) || reach == Reach::File
    };
    let rest = findings.len() - findings.iter().filter(on_line).count();
    let left = found(&after, path, rule);
    assert_eq!(left.len(), rest, "{new}\n{left:?}");
    let others = |outcome: &Outcome| outcome.findings.iter().filter(|it| it.rule != rule).count();
    assert_eq!(others(&after), others(&before), "{new}");
    Some(new)
}

const DAG: &str = "from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator

with DAG(\"d\"):
    BashOperator(
        task_id=\"t\",
        bash_command=\"true\",
        queue=\"gpu\",
    )
";

#[track_caller]
fn line(path: &str, text: &str, rule: &str, line: &str, becomes: &str) {
    assert_eq!(text.matches(line).count(), 1, "{line}");
    assert_eq!(silenced(path, text, rule, Reach::Line).as_deref(), Some(&*text.replace(line, becomes)));
}

#[track_caller]
fn file(path: &str, text: &str, rule: &str, head: &str) {
    let rest = text.strip_prefix(head).unwrap();
    let end_of_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let expected = format!("{head}# airlint: ignore-file[{rule}]{end_of_line}{rest}");
    assert_eq!(silenced(path, text, rule, Reach::File), Some(expected));
}

#[test]
fn behind_code() {
    let quiet = "        queue=\"gpu\",  # airlint: ignore[unknown-queue]\n";
    line("dags/a.py", DAG, "unknown-queue", "        queue=\"gpu\",\n", quiet);
    line(
        "dags/a.py",
        &DAG.replace('\n', "\r\n"),
        "unknown-queue",
        "queue=\"gpu\",\r\n",
        &quiet[8..].replace('\n', "\r\n"),
    );
    let noted = DAG.replace("\"gpu\",", "\"gpu\",  # noqa: E501   ");
    let both = "# noqa: E501  # airlint: ignore[unknown-queue]";
    line("dags/a.py", &noted, "unknown-queue", "# noqa: E501   ", both);
    let yaml = DEPLOYMENT.replace("name: default\n", "name: default\n      min_workers: 1 # one\n");
    let both = "min_workers: 1 # one  # airlint: ignore[unknown-key]";
    line("prod.yaml", &yaml, "unknown-key", "min_workers: 1 # one", both);
}

#[test]
fn above_where_nothing_can_stand_behind() {
    let comment = "# airlint: ignore[unknown-queue]";
    let text = DAG.replace("queue=\"gpu\",", "queue=\"gp\\\nu\",");
    line("dags/a.py", &text, "unknown-queue", "        queue=\"gp", &format!("        {comment}\n        queue=\"gp"));
    let yaml = DEPLOYMENT.replace("name: default\n", "name: default\n      min_workers: \"1\n        0\"\n");
    let above = "      # airlint: ignore[unknown-key]\n      min_workers:";
    line("prod.yaml", &yaml, "unknown-key", "      min_workers:", above);
    let yaml = DEPLOYMENT.replace("name: default\n", "name: default\n      min_workers: 1  # yamllint disable-line\n");
    line("prod.yaml", &yaml, "unknown-key", "      min_workers:", above);
    let docker = "FROM astrocrpublic.azurecr.io/runtime:3.0-1\nENV A=1 \\\n  AIRFLOW__CORE__EXECUTOR=LocalExecutor\n";
    let rule = "reserved-env-var";
    let above = "  # airlint: ignore[reserved-env-var]\n  AIRFLOW__CORE__EXECUTOR";
    line("Dockerfile", docker, rule, "  AIRFLOW__CORE__EXECUTOR", above);
}

#[test]
fn a_list_that_is_there_is_joined() {
    let text = DEPLOYMENT.replace(
        "      worker_type: A5\n",
        "      worker_type: A5\n      # airlint: ignore[worker-count-range] why\n      max_workers: 1\n",
    );
    line("prod.yaml", &text, "unknown-key", "[worker-count-range]", "[worker-count-range, unknown-key]");
    let text = DEPLOYMENT.replace("A5\n", "A55\n      max_workers: 1\n");
    let text = format!("# airlint: ignore-file[ worker-type-unknown ]\n{text}");
    let joined = silenced("prod.yaml", &text, "unknown-key", Reach::File).unwrap();
    assert!(joined.starts_with("# airlint: ignore-file[ worker-type-unknown, unknown-key ]\n"), "{joined}");
}

#[test]
fn whole_files_below_what_must_stay_on_top() {
    file("dags/a.py", DAG, "unknown-queue", "");
    file("dags/a.py", &format!("\"\"\"A DAG.\n\"\"\"\n{DAG}"), "unknown-queue", "");
    let head = "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n";
    file("dags/a.py", &format!("{head}# A note.\n{DAG}"), "unknown-queue", head);
    let head = "\u{feff}# Owned by us.\r\n# coding: utf-8\r\n";
    file("dags/a.py", &format!("{head}{}", DAG.replace('\n', "\r\n")), "unknown-queue", head);
    let yaml = DEPLOYMENT.replace("name: default\n", "name: default\n      min_workers: 1\n");
    file("prod.yaml", &format!("# Production.\n---\n{yaml}"), "unknown-key", "");
    file("prod.yaml", &format!("\u{feff}{yaml}"), "unknown-key", "\u{feff}");
    let head = "# syntax=docker/dockerfile:1\n# escape=\\\n";
    let docker = "FROM astrocrpublic.azurecr.io/runtime:3.0-1\nENV AIRFLOW__CORE__EXECUTOR=LocalExecutor\n";
    file("Dockerfile", &format!("{head}{docker}"), "reserved-env-var", head);
    file("Dockerfile", &format!("\u{feff}{docker}"), "reserved-env-var", "\u{feff}");
}

#[test]
fn where_no_comment_can_stand() {
    let continued = DAG.replace("    BashOperator(\n", "    x = \\\n      BashOperator(task_id=\"u\", bash_command=\"true\", queue=\\\n      \"gpu\")\n    BashOperator(\n");
    let text = continued.replace("        queue=\"gpu\",\n", "");
    let at = text.find("\"gpu\"").unwrap();
    let edit = suppress("dags/a.py", &text, at, "unknown-queue", Reach::Line);
    assert!(edit.is_some(), "a comment can stand behind the last line of a continued one");
    let tail = text.replace("\"gpu\")\n", "\"gpu\" \\\n      )\n");
    assert_eq!(suppress("dags/a.py", &tail, at, "unknown-queue", Reach::Line), None);
    let json = "{\"deployment\": {\"configuration\": {\"name\": \"prod\"}}}";
    for path in ["prod.json", "prod.yaml", "airlint.toml", "requirements.txt"] {
        assert_eq!(suppress(path, json, 2, "unknown-key", Reach::Line), None, "{path}");
        assert_eq!(suppress(path, json, 2, "unknown-key", Reach::File), None, "{path}");
    }
    let block = "a: |\n  text\n  more\nb: 1\n";
    assert_eq!(suppress("a.yaml", block, 9, "unknown-key", Reach::Line), None);
    assert_eq!(suppress("a.yaml", "é", 1, "unknown-key", Reach::Line), None);
    assert_eq!(suppress("a.yaml", "", 9, "unknown-key", Reach::Line), None);
}
