use super::{hovered, says};

const PROD: &str = "deployment:
  configuration:
    name: prod
    deployment_type: STANDARD
    cloud_provider: AWS
    region: us-east-1
    executor: CELERY
  worker_queues:
    - name: default
      worker_type: A5
      min_worker_count: 1
";

#[test]
fn a_rule_alone_has_its_whole_document_without_the_examples() {
    let text = PROD.replace("    region", "    regions‸: 1\n    region");
    let text =
        says(&[("prod.yaml", &text)], "regions", &["`unknown-key` · warning · format", "What happens", "What to do"]);
    assert!(!text.contains("```") && !text.contains("Reported") && !text.contains("Source"), "{text}");
}

#[test]
fn facts_come_first_and_the_rule_is_short() {
    let text = PROD.replace("A5\n", "A5\n      worker_concurrency: 10‸0\n");
    let text = says(
        &[("prod.yaml", &text)],
        "100",
        &["Range: 1 to 15 on A5 workers", "`concurrency-out-of-range` · error", "What happens: ", "What to do: "],
    );
    assert!(text.find("Range") < text.find("concurrency-out-of-range"), "{text}");
}

#[test]
fn several_rules_are_short() {
    let dag = "from datetime import datetime, timedelta
from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(\"sales\", start_date=datetime(2024, 1, 1), schedule=None):
    BashOperator(task_id=\"t\", bash_command=\"x\", queue=\"m‸l\", execution_timeout=timedelta(hours=30))
";
    let kubernetes = PROD.replace("CELERY", "KUBERNETES");
    let text = says(
        &[("prod.yaml", PROD), ("dev.yaml", &kubernetes), ("dags/a.py", dag)],
        "\"ml\"",
        &["`unknown-queue` · warning", "`queue-ignored-under-kubernetes`"],
    );
    assert!(!text.contains("What happens"), "{text}");
}

#[test]
fn comments_to_airlint_are_explained() {
    let with = |comment: &str| PROD.replace("    executor: CELERY", &format!("    executor: CELERY  {comment}"));
    let on = |comment: &str, token: &str, parts: &[&str]| says(&[("prod.yaml", &with(comment))], token, parts);
    on("# airlint: ignore[invalid-exec‸utor] later", "invalid-executor", &["What happens"]);
    on("# airlint: ignore[que‸ues]", "queues", &["category of"]);
    on("# airlint: ignore[no-such-ru‸le]", "no-such-rule", &["No rule or category"]);
    on("# air‸lint: ignore[queues, pods]", "# airlint: ignore[queues, pods]", &["`queues`, `pods` on this line"]);
    on("# airlint: ig‸nore-file", "# airlint: ignore-file", &["any finding in this file"]);
    on("# airlint: silen‸ce", "# airlint: silence", &["does not understand"]);
    assert_eq!(hovered(&[("prod.yaml", &with("# a n‸ote"))]).0, "");
}
