//! `airlint facts`: what airlint understood, and what it did not.

use crate::project::Project;
use serde_json::{Value, json};

const DAG: &str = r#"import os
from datetime import timedelta

from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.sdk import DAG
from kubernetes.client import models as k8s

QUEUE = "heavy"

with DAG(dag_id="shop", schedule="@daily", default_args={"retries": 3, "pool": os.environ["POOL"]}):
    S3KeySensor(
        task_id="wait",
        bucket_key="s3://shop/_SUCCESS",
        mode="reschedule",
        timeout=timedelta(hours=6).total_seconds(),
        queue=QUEUE,
        execution_timeout=timedelta(days=1, minutes=30),
    )
    KubernetesPodOperator(
        task_id="check",
        image="shop/checks:1",
        deferrable=True,
        container_resources=k8s.V1ResourceRequirements(
            requests={"cpu": "500m", "memory": "1Gi"},
            limits={"memory": os.environ["MEMORY"]},
        ),
    )
"#;

const DEPLOYMENT: &str = r#"deployment:
  configuration:
    name: shop-prod
    executor: CELERY
    runtime_version: 3.1-4
    deployment_type: STANDARD
  worker_queues:
    - name: default
      worker_type: A5
      max_worker_count: 3
    - name: heavy
      worker_type: A40
      worker_concurrency: 2
"#;

fn shop() -> Project {
    Project::new(&[
        ("dags/shop.py", DAG),
        ("deployments/prod.yaml", DEPLOYMENT),
        ("Dockerfile", "FROM astrocrpublic.azurecr.io/runtime:3.1-4\n"),
    ])
}

#[test]
fn text() {
    insta::assert_snapshot!(shop().airlint("facts"));
}

#[test]
fn json_has_one_object_a_task() {
    let run = shop().airlint("facts --format json");
    assert_eq!(run.code, 0, "{run}");
    let tasks: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let [wait, check] = tasks.as_array().expect("an array").as_slice() else { panic!("two tasks: {run}") };
    assert_eq!((&wait["dag_id"], &wait["task_id"]), (&json!("shop"), &json!("wait")));
    assert_eq!((&wait["path"], &wait["line"]), (&json!("dags/shop.py"), &json!(12)));
    let at = |value: Value, line: u32, from: &str| json!({"value": value, "path": "dags/shop.py", "line": line, "from": from});
    assert_eq!(wait["queue"], at(json!("heavy"), 17, "argument"));
    assert_eq!(wait["execution_timeout"], at(json!(88_200), 18, "argument"));
    assert_eq!(wait["mode"], at(json!("reschedule"), 15, "argument"));
    assert_eq!(wait["retries"], at(json!(3), 11, "DAG default_args"));
    assert!(wait["pool"]["opaque"].is_string(), "{run}");
    assert_eq!((&wait["executor"], &wait["resources"]), (&Value::Null, &Value::Null));

    assert_eq!(check["deferrable"], at(json!(true), 23, "argument"));
    assert_eq!((&check["mode"], &check["timeout"]), (&Value::Null, &Value::Null));
    let resources = &check["resources"]["value"];
    assert_eq!(resources["requests"], json!({"cpu": "500m", "memory": "1Gi"}));
    assert!(resources["limits"]["memory"]["opaque"].is_string(), "{run}");
}

#[test]
fn nothing_to_understand() {
    let run = Project::new(&[("a.txt", "hello")]).airlint("facts");
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "No Airflow project here: neither a DAG nor a deployment was found.\n")
    );
    assert_eq!(Project::new(&[]).airlint("facts --format json").stdout, "[]\n");
}

#[test]
fn workers_of_other_platforms_have_no_figures_of_astro() {
    let values = "executor: CeleryExecutor\nworkers:\n  replicas: 3\n  celery:\n    sets:\n      - name: heavy\n        \
                  queue: heavy,gpu\n        terminationGracePeriodSeconds: 1200\n";
    let run = Project::new(&[("values.yaml", values)]).airlint("facts");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
    assert!(run.stdout.contains("queue gpu") && !run.stdout.contains("to 10 workers"), "{run}");
    let heavy = run.stdout.lines().find(|line| line.contains("workers heavy")).unwrap_or_else(|| panic!("{run}"));
    assert!(heavy.contains("20 min to end tasks"), "{run}");
}
