//! Configuration as the command line shows and refuses it.

use crate::project::Project;
use serde_json::Value;

const DEPLOYMENT: &str = "\
deployment:
  configuration:
    name: shop-prod
    executor: CELERY
    runtime_version: 3.1-4
    deployment_type: STANDARD
  worker_queues:
    - name: default
      worker_type: A5
      min_worker_count: 1
";

const DAG: &str = r#"from airflow.sdk import dag, task


@dag(schedule="@daily")
def shop():
    @task(queue="ml")
    def train(): ...

    train()


shop()
"#;

fn shop(configuration: &str) -> Project {
    Project::new(&[("airlint.toml", configuration), ("deployments/prod.yaml", DEPLOYMENT), ("dags/shop.py", DAG)])
}

#[test]
fn a_wrong_key_is_named_with_its_place_and_a_suggestion() {
    let run = shop("ignore = []\nselct = [\"queues\"]\n").airlint("lint --format concise");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("airlint: airlint.toml:2:1: ") && run.stderr.contains("`select`"), "{run}");
}

#[test]
fn levels_and_ignores_hold() {
    let lint = |configuration: &str| shop(configuration).airlint("lint --select queues --format concise");
    assert!(lint("").stdout.contains("error[unknown-queue]"));
    assert!(lint("[severity]\nunknown-queue = \"warning\"\n").stdout.contains("warning[unknown-queue]"));
    for silent in [
        "ignore = [\"queues\"]\n",
        "exclude = [\"dags\"]\n",
        "[per-file-ignores]\n\"dags/**\" = [\"unknown-queue\"]\n",
        "[severity]\nunknown-queue = \"off\"\n",
    ] {
        let run = lint(silent);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{silent}: {run}");
    }
    assert_eq!(lint("fail-on = \"error\"\n[severity]\nunknown-queue = \"warning\"\n").code, 0);
}

#[test]
fn a_file_given_by_name_and_none_at_all() {
    let project = shop("ignore = [\"queues\"]\n");
    project.write("strict.toml", b"");
    assert_eq!(project.airlint("lint --select queues").code, 0);
    assert_eq!(project.airlint("lint --select queues --config strict.toml").code, 1);
    assert_eq!(project.airlint("lint --select queues --isolated").code, 1);
    let run = project.airlint("lint --config nowhere.toml");
    assert!(run.code == 2 && run.stderr.contains("nowhere.toml"), "{run}");
}

#[test]
fn config_shows_every_setting_and_where_it_comes_from() {
    let project = shop("ignore = [\"unused-queue\"]\nfail-on = \"error\"\n\n[severity]\nqueues = \"info\"\n");
    insta::assert_snapshot!(project.airlint("config"));
    let json = project.airlint("config --format json");
    let json: Value = serde_json::from_str(&json.stdout).expect("JSON");
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).expect("JSON"));
}

#[test]
fn config_without_a_file_says_so() {
    insta::assert_snapshot!(Project::new(&[]).airlint("config"));
}
