//! Accepting what is there: baselines, comments with a reason, counts.

use crate::project::Project;
use std::fs;

const DEPLOYMENT: &str = "deployment:
  configuration:
    name: prod
    runtime_version: 3.1-4
    deployment_type: STANDARD
    executor: CELERY
  worker_queues:
    - name: default
      min_worker_count: 1
      worker_type: A5
";

const DAG: &str = "from airflow.sdk import dag, task


@dag(schedule=\"@daily\")
def shop():
    @task(queue=\"ml\")
    def train(): ...

    @task(queue=\"gpu\")
    def test(): ...

    train() >> test()


shop()
";

/// A project with two faults in a DAG.
fn shop() -> Project {
    Project::new(&[("deployments/prod.yaml", DEPLOYMENT), ("dags/shop.py", DAG)])
}

const LINT: &str = "lint --select unknown-queue,executor-case --format concise";

#[test]
fn what_is_accepted_does_not_fail_and_what_is_new_does() {
    let project = shop();
    let run = project.airlint("baseline create --exclude nothing");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run}");
    assert!(run.stderr.contains("to airlint-baseline.json."), "{run}");
    let run = project.airlint(LINT);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run}");
    assert!(run.stderr.contains("2 findings in airlint-baseline.json left out."), "{run}");
    assert_eq!(project.airlint(&format!("{LINT} --no-baseline")).stdout.lines().count(), 2);

    // Lines move, a third one comes.
    let moved = DAG
        .replace("@dag", "# a note\n\n@dag")
        .replace("    train() >>", "    @task(queue=\"new\")\n    def more(): ...\n\n    more() >> train() >>");
    project.write("dags/shop.py", moved.as_bytes());
    let run = project.airlint(LINT);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 1), "{run}");
    assert!(run.stdout.contains("queue `new`"), "{run}");
    // From another folder, and file by file.
    let inside = crate::project::command()
        .current_dir(project.path().join("dags"))
        .args(["lint", "shop.py", "--select=unknown-queue", "--format=concise"])
        .output()
        .expect("airlint runs");
    assert_eq!(String::from_utf8_lossy(&inside.stdout).lines().count(), 1);

    // The new one is refused, then taken in.
    let run = project.airlint("baseline update --strict-baseline");
    assert!(run.code == 1 && run.stderr.contains("1 finding would be new"), "{run}");
    assert_eq!(project.airlint(LINT).code, 1);
    let run = project.airlint("baseline update");
    assert!(run.code == 0 && run.stderr.contains("Took 1 finding in and 0 findings out"), "{run}");
    assert_eq!(project.airlint(LINT).code, 0);
}

#[test]
fn what_is_gone_is_pruned() {
    let project = shop();
    project.airlint("baseline create");
    let before = fs::read_to_string(project.path().join("airlint-baseline.json")).expect("a baseline");
    project.write("dags/shop.py", DAG.replace("queue=\"ml\"", "queue=\"default\"").as_bytes());
    let run = project.airlint(&format!("{LINT} --strict-baseline"));
    assert!(run.code == 1 && run.stderr.contains("1 finding of airlint-baseline.json is gone"), "{run}");
    assert_eq!(project.airlint(LINT).code, 0, "without --strict-baseline it is only said");
    // A rule that does not run, and a file that is not checked, say nothing about the entry.
    assert_eq!(project.airlint("lint --select executor-case --strict-baseline").code, 0);
    assert_eq!(project.airlint("lint deployments --strict-baseline --select queues").code, 0);

    assert!(project.airlint("baseline prune deployments").stderr.contains("Took 0 findings out"));
    let run = project.airlint("baseline prune");
    assert!(run.code == 0 && run.stderr.contains("Took 1 finding out"), "{run}");
    let after = fs::read_to_string(project.path().join("airlint-baseline.json")).expect("a baseline");
    let gone: Vec<&str> = before.lines().filter(|line| !after.contains(line.trim_end_matches(','))).collect();
    assert!(gone.len() == 1 && gone[0].contains("queue `ml`"), "one finding a line: {gone:?}");
    // A file that is gone takes its findings with it.
    fs::remove_file(project.path().join("dags/shop.py")).expect("the file goes");
    project.airlint("baseline prune");
    let after = fs::read_to_string(project.path().join("airlint-baseline.json")).expect("a baseline");
    assert!(!after.contains("dags/shop.py"), "{after}");
}

#[test]
fn baselines_that_are_wrong() {
    let project = shop();
    assert_eq!(project.airlint("lint --baseline nowhere.json").code, 2);
    assert_eq!(project.airlint("baseline update").code, 2);
    project.airlint("baseline create");
    let run = project.airlint("baseline create");
    assert!(run.code == 2 && run.stderr.contains("is there already"), "{run}");
    for text in ["", "[]", "{\"version\": 2, \"findings\": []}", "{\"version\": 1, \"findings\": [{\"rule\": 1}]}"] {
        project.write("airlint-baseline.json", text.as_bytes());
        let run = project.airlint("lint");
        assert!(run.code == 2 && run.stderr.contains("this is no baseline of airlint"), "{text}: {run}");
    }
    project.write("airlint.toml", b"selct = []\n");
    project.write("airlint-baseline.json", b"{\"version\": 1, \"findings\": []}");
    assert_eq!(project.airlint("baseline update").code, 2, "nothing is taken out of a run that was none");
}

#[test]
fn some_rules_are_always_reported() {
    let project = shop();
    project.write("airlint.toml", b"always-report = [\"unknown-queue\"]\n");
    let silenced = DAG.replace("queue=\"ml\")", "queue=\"ml\")  # airlint: ignore[unknown-queue] we know");
    project.write("dags/shop.py", silenced.as_bytes());
    let run = project.airlint("baseline create");
    assert!(run.stderr.contains("2 findings cannot be accepted"), "{run}");
    let run = project.airlint("lint --format concise --no-baseline");
    assert_eq!(run.stdout.matches("[unknown-queue] queue ").count(), 2, "{run}");
    assert!(run.stdout.contains("[unused-suppression] `unknown-queue` is always reported here"), "{run}");
}

#[test]
fn comments_with_a_reason_silence_what_is_there() {
    let project = shop();
    project.write(
        "deployments/dev.json",
        b"{\"deployment\": {\"configuration\": {\"name\": \"dev\", \"executor\": \"celery\"}}}",
    );
    let run = project.airlint("lint --select unknown-queue --add-ignores rebuild");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("Silenced 2 findings by comments in 1 file."), "{run}");
    let dag = fs::read_to_string(project.path().join("dags/shop.py")).expect("the DAG");
    assert!(dag.contains("    @task(queue=\"ml\")  # airlint: ignore[unknown-queue] rebuild\n"), "{dag}");
    assert_eq!(project.airlint("lint dags --select unknown-queue,suppression").code, 0);

    let run = project.airlint("lint --select executor-case --add-ignores rebuild");
    assert!(run.code == 1 && run.stderr.contains("deployments/dev.json:1:"), "no comment can stand in JSON: {run}");
    assert_eq!(project.airlint("lint --add-ignores #").code, 2);
    assert_eq!(project.airlint("lint --add-ignores a --fix").code, 2);
}

#[test]
fn comments_end_on_their_day() {
    let project = shop();
    let dated = DAG
        .replace("queue=\"ml\")", "queue=\"ml\")  # airlint: ignore[unknown-queue] until 2024-12-31 soon")
        .replace("queue=\"gpu\")", "queue=\"gpu\")  # airlint: ignore[unknown-queue] until 9999-12-31 later");
    project.write("dags/shop.py", dated.as_bytes());
    let run = project.airlint("lint --select unknown-queue,suppression --format concise");
    let rules: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(['[', ']']).nth(1)).collect();
    assert_eq!(rules, ["unknown-queue", "expired-suppression"], "{run}");
}

#[test]
fn statistics_count_by_rule() {
    let run = shop().airlint("lint --statistics --select unknown-queue,executor-case");
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (1, "    2  error    unknown-queue  in 1 file, 2 with a fix\n"),
        "{run}"
    );
    assert_eq!(shop().airlint("lint --statistics -o json").code, 2);
}
