//! `airlint lint --fix` and its kin, and `airlint fix`.

use crate::project::Project;

const PROD: &str = "\
deployment:
  configuration:
    name: orders-prod
    deployment_type: STANDARD
    cloud_provider: AWS
    region: us-east-1
    runtime_version: 3.1-4
    executor: celery  # for now
  worker_queues:
    - name: default
      worker_type: A5
      min_worker_count: 1
    - name: heavy
      worker_type: A20
      min_worker_count: 0
";

const DAG: &str = "\
from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator

with DAG(\"orders\"):
    BashOperator(task_id=\"🚀\", bash_command=\"true\", queue=\"heavvy\")
";

fn project() -> Project {
    Project::new(&[("deployments/prod.yaml", PROD), ("dags/orders.py", DAG)])
}

fn text(project: &Project, path: &str) -> String {
    std::fs::read_to_string(project.path().join(path)).expect("a file of the project")
}

#[test]
fn diff_shows_and_writes_nothing() {
    let project = project();
    let run = project.airlint("lint --diff");
    assert!(
        run.stdout.contains("-    executor: celery  # for now\n+    executor: CELERY  # for now\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.starts_with("--- a/deployments/prod.yaml\n+++ b/deployments/prod.yaml\n"), "{}", run.stdout);
    assert_eq!((run.code, run.stderr.trim_end()), (1, "1 file would change."));
    assert_eq!(text(&project, "deployments/prod.yaml"), PROD);
}

#[test]
fn fix_applies_what_is_safe() {
    let project = project();
    let run = project.airlint("lint --fix --format concise");
    assert_eq!(text(&project, "deployments/prod.yaml"), PROD.replace("celery ", "CELERY "));
    assert_eq!(text(&project, "dags/orders.py"), DAG);
    assert!(run.stderr.starts_with("Fixed 1 fault in 1 file."), "{}", run.stderr);
    assert!(run.stdout.contains("[unknown-queue]") && !run.stdout.contains("[executor-case]"), "{}", run.stdout);
}

#[test]
fn unsafe_fixes_take_the_first_choice() {
    let project = project();
    let run = project.airlint("lint --unsafe-fixes --fix-only unknown-queue");
    assert_eq!(text(&project, "dags/orders.py"), DAG.replace("heavvy", "heavy"));
    assert_eq!(text(&project, "deployments/prod.yaml"), PROD);
    assert!(run.stderr.starts_with("Fixed 1 fault in 1 file."), "{}", run.stderr);
}

#[test]
fn json_has_the_fixes_as_edits() {
    let run = project().airlint("lint --format json --select unknown-queue");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let fix = &json["findings"][0]["fixes"][0];
    assert_eq!(fix["applicability"], "suggested");
    assert!(fix["title"].is_string());
    let edit = &fix["edits"][0];
    assert_eq!((&edit["path"], &edit["content"]), (&"dags/orders.py".into(), &"\"heavy\"".into()));
    assert_eq!((&edit["range"]["start"]["line"], &edit["range"]["start"]["column"]), (&5.into(), &58.into()));
}

#[test]
fn executor_changes_file_and_dag_at_once() {
    let project = Project::new(&[
        ("deployments/prod.yaml", PROD),
        ("dags/orders.py", &DAG.replace("heavvy", "heavy").replace("\"heavy\"", "\"heavy\", retries=1")),
    ]);
    let run = project.airlint("fix executor kubernetes --deployment deployments/prod.yaml --diff");
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stdout.contains("b/dags/orders.py") && run.stdout.contains("b/deployments/prod.yaml"),
        "{}",
        run.stdout
    );
    let run = project.airlint("fix executor kubernetes");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(run.stderr.contains("changed deployments/prod.yaml"), "{}", run.stderr);
    let deployment = text(&project, "deployments/prod.yaml");
    assert!(
        deployment.contains("executor: KUBERNETES  # for now") && !deployment.contains("worker_queues"),
        "{deployment}"
    );
    let again = project.airlint("fix executor kubernetes");
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("prod.yaml runs on KubernetesExecutor already"), "{}", again.stderr);
}

#[test]
fn add_queue_goes_into_each_deployment_or_the_named_one() {
    let dev = PROD.replace("orders-prod", "orders-dev");
    let project = Project::new(&[("deployments/prod.yaml", PROD), ("deployments/dev.yaml", &dev)]);
    let run = project.airlint("fix add-queue ml --worker-type A40 --deployment deployments/dev.yaml");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(text(&project, "deployments/dev.yaml").contains("    - name: ml\n      worker_type: A40\n"));
    assert_eq!(text(&project, "deployments/prod.yaml"), PROD);
    let run = project.airlint("fix add-queue ml");
    assert!(run.stderr.contains("dev.yaml has a worker queue `ml` already"), "{}", run.stderr);
    assert!(text(&project, "deployments/prod.yaml").contains("    - name: ml\n      worker_type: A5\n"));
}

#[test]
fn says_what_is_asked_wrongly() {
    let project = project();
    for (arguments, words) in [
        ("lint --fix-only unknown-queue", "--fix-only goes with --fix"),
        ("lint --fix --fix-only unknown-queu", "did you mean `unknown-queue`?"),
        ("fix executor celery", "prod.yaml runs on CeleryExecutor already"),
        ("fix add-queue Not_A_Name", "is no name for a worker queue"),
    ] {
        let run = project.airlint(arguments);
        assert_eq!(run.code, 2, "{arguments}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{arguments}: {}", run.stderr);
    }
}
