use super::{hovered, says};

const PROD: &str = "deployment:
  configuration:
    name: prod
    deployment_type: STANDARD
    runtime_version: 3.2-6
    executor: CELERY
    default_task_pod_cpu: \"0.25\"
    default_task_pod_memory: 0.5Gi
    resource_quota_cpu: \"10\"
    resource_quota_memory: 20Gi
  worker_queues:
    - name: default
      worker_type: A5
    - name: ml
      worker_type: A40
      max_worker_count: 3
      worker_concurrency: 8
  hibernation_schedules:
    - hibernate_at: \"0 18 * * 1-5\"
      wake_at: \"0 6 * * 1-5\"
";

/// The deployment file with the cursor before the first `at`.
fn prod(at: &str) -> String {
    assert!(PROD.contains(at), "{at}");
    PROD.replacen(at, &format!("‸{at}"), 1)
}

/// What is said before the first `at` of the deployment file.
#[track_caller]
fn on(at: &str, token: &str, parts: &[&str]) -> String {
    says(&[("prod.yaml", &prod(at)), ("dags/a.py", DAG)], token, parts)
}

#[test]
fn keys_have_meaning_type_default_range_and_reach() {
    on(
        "max_worker_count",
        "max_worker_count",
        &[
            "`max_worker_count` · whole number",
            "Range: 0 to 30; where the account has more, `max-workers` under `[limits]` in airlint.toml says so",
            "Default: `10`",
            "Only with the executors CELERY and ASTRO",
            "Here: 3, which makes 24 slots.",
        ],
    );
    on("worker_concurrency", "worker_concurrency", &["Range: 1 to 120 on A40 workers", "Here: 8"]);
    on("hibernation_schedules", "hibernation_schedules", &["at most 10 items", "STANDARD and DEDICATED"]);
    on("deployment_type", "deployment_type", &["One of: `STANDARD`, `DEDICATED`"]);
    on("worker_type", "worker_type", &["text · required", "A40 (8 vCPU, 16 GiB, 40 tasks)", "Worker queue `default`"]);
}

#[test]
fn values_say_what_they_come_to() {
    on("STANDARD", "STANDARD", &["shares it between customers"]);
    on("CELERY", "CELERY", &["chooses the worker queue", "pod overrides are ignored"]);
    on("3.2-6", "3.2-6", &["Airflow 3.2"]);
    on("A40", "A40", &["8 vCPU and 16 GiB: 40 tasks at once by default, at most 120"]);
    on("10\"", "\"10\"", &["room for 40 pods"]);
    on("0 18", "\"0 18 * * 1-5\"", &["18:00, on Monday", "Next, in UTC: Mon 2026-03-02 18:00, Tue 2026-03-03 18:00"]);
}

#[test]
fn queues_have_their_machine_slots_and_users() {
    let ml = on(
        "ml\n",
        "ml",
        &[
            "Worker queue `ml`",
            "A40 workers: 8 vCPU and 16 GiB",
            "0 (default) to 3 workers",
            "8 tasks at once on each worker",
            "24 slots at most, on 24 vCPU and 48 GiB",
            "Used by 1 task: `train` of `sales` dags/a.py:6",
        ],
    );
    assert!(!ml.contains("may, whose"), "{ml}");
    on("default\n", "default", &["50 slots", "5 (default) tasks at once", "Used by 1 task: `load`"]);
}

#[test]
fn a_list_of_queues_has_sums() {
    on("worker_queues", "worker_queues", &["Here: 2 queues, 74 slots, on 34 vCPU and 68 GiB at most."]);
}

#[test]
fn a_key_without_effect_here_is_called_so() {
    let text = "deployment:
  configuration:
    executor: KUBERNETES
    deployment_type: DEDICATED
    scheduler_‸au: 5
  worker_queues: []
";
    says(
        &[("prod.yaml", text)],
        "scheduler_au",
        &["deployment type HYBRID: **no effect here**".replace("**", "").as_str()],
    );
    let text = text.replace('‸', "").replace("worker_queues", "‸worker_queues");
    says(&[("prod.yaml", &text)], "worker_queues", &["CELERY and ASTRO: no effect here, where it is KUBERNETES"]);
}

#[test]
fn broken_text_keeps_what_can_be_read() {
    let text = "deployment:
  configuration:
    name: \"prod
    executor: CELERY
  worker_queues:
    - name: default
      worker_type: A5
      worker_con‸currency: 7
      max_worker
";
    says(&[("prod.yaml", text)], "worker_concurrency", &["Tasks that a worker runs at once"]);
    let empty = "deployment:\n  configuration:\n    name: p\n    executor:‸\n";
    says(&[("prod.yaml", empty)], "executor:", &["What runs the tasks"]);
}

#[test]
fn what_is_filled_in_later_is_not_known() {
    let text = "deployment:
  configuration:
    name: prod
    deployment_type: STANDARD
    executor: CELERY
  worker_queues:
    - name: m‸l
      worker_type: ${TYPE}
      max_worker_count: 5
";
    let text = says(&[("prod.yaml", text)], "ml", &["worker type unknown", "No task uses it"]);
    assert!(!text.contains("slots at most"), "{text}");
}

#[test]
fn json_is_the_same() {
    let text = "{\"deployment\": {\"configuration\": {\"name\": \"p\", \"executor\": \"CELERY\", \
                \"deployment_type\": \"STANDARD\"}, \"worker_queues\": [{\"name\": \"m‸l\", \
                \"worker_type\": \"A5\", \"max_worker_count\": 2}]}}";
    says(&[("prod.json", text)], "\"ml\"", &["10 slots"]);
    says(&[("prod.json", &text.replace('‸', "").replace("worker_t", "worker_‸t"))], "\"worker_type\"", &["A5"]);
}

#[test]
fn anchors_and_merge_keys_are_what_they_are_used_as() {
    let text = "x-queue: &queue
  worker_type: A1‸0
  max_worker_count: 4
deployment:
  configuration:
    name: prod
    deployment_type: STANDARD
    executor: CELERY
  worker_queues:
    - <<: *queue
      name: default
    - <<: *queue
      name: ml
      worker_type: A5
";
    says(&[("prod.yaml", text)], "A10", &["2 vCPU and 4 GiB"]);
    let text = text.replace('‸', "").replace("name: default", "name: ‸default");
    says(&[("prod.yaml", &text)], "default", &["A10 workers", "40 slots"]);
    let alias = "deployment:
  configuration:
    name: prod
    deployment_type: &kind STANDARD
    executor: CELERY
    cluster_name: x
    description: *ki‸nd
";
    says(&[("prod.yaml", alias)], "*kind", &["`description`"]);
}

#[test]
fn limits_of_the_account_count() {
    let files = [("prod.yaml", &*prod("max_worker_count")), ("airlint.toml", "[limits]\nmax-workers = 60\n")];
    says(&files, "max_worker_count", &["Range: 0 to 60 (`max-workers` in airlint.toml)"]);
}

#[test]
fn variables_of_astro_are_told() {
    let text = "deployment:
  environment_variables:
    - key: AIRFLOW__CORE__FERNET_‸KEY
      value: x
  configuration:
    name: prod
    executor: CELERY
    deployment_type: STANDARD
";
    says(&[("prod.yaml", text)], "AIRFLOW__CORE__FERNET_KEY", &["set by Astro itself", "`key` · text"]);
}

#[test]
fn nothing_is_said_between_tokens_or_of_strangers() {
    let between = "deployment:\n  ‸  configuration:\n    name: p\n    executor: CELERY\n";
    assert_eq!(hovered(&[("prod.yaml", between)]).0, "");
    let stranger = "deployment:
  configuration:
    name: prod
    executor: CELERY
    exe‸cutors: 5
";
    says(&[("prod.yaml", stranger)], "executors", &["`unknown-key`", "What to do"]);
}

const DAG: &str = "from datetime import datetime, timedelta
from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(\"sales\", start_date=datetime(2024, 1, 1), schedule=\"@daily\", default_args={\"retries\": 2}):
    BashOperator(task_id=\"train\", bash_command=\"x\", queue=\"ml\", execution_timeout=timedelta(hours=2))
    BashOperator(task_id=\"load\", bash_command=\"x\")
";
