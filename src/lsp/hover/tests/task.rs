use super::{hovered, says};

const PROD: &str = "deployment:
  configuration:
    name: prod
    deployment_type: STANDARD
    executor: CELERY
  worker_queues:
    - name: default
      worker_type: A5
    - name: ml
      worker_type: A40
      max_worker_count: 3
      worker_concurrency: 8
";
const DEV: &str = "deployment:
  configuration:
    name: dev
    deployment_type: STANDARD
    executor: KUBERNETES
    default_task_pod_cpu: \"0.5\"
    default_task_pod_memory: 1Gi
";

const DAG: &str = "from datetime import datetime, timedelta
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.sensors.filesystem import FileSensor

with DAG(\"sales\", start_date=datetime(2024, 1, 1), schedule=\"0 5 * * *\", default_args={\"retries\": 2}):
    BashOperator(task_id=\"train\", bash_command=\"x\", queue=\"ml\", execution_timeout=timedelta(hours=2))
    BashOperator(task_id=\"load\", bash_command=\"x\")
    FileSensor(task_id=\"wait\", filepath=\"/x\")
";

/// What is said before the first `at` of the DAG, on two deployments.
#[track_caller]
fn on(at: &str, token: &str, parts: &[&str]) -> String {
    assert!(DAG.contains(at), "{at}");
    let text = DAG.replacen(at, &format!("‸{at}"), 1);
    says(&[("prod.yaml", PROD), ("dev.yaml", DEV), ("dags/a.py", &text)], token, parts)
}

#[test]
fn a_task_has_its_effective_settings() {
    on(
        "BashOperator(",
        "BashOperator",
        &[
            "Task `train` · BashOperator · DAG `sales`",
            "`executor`: depends on the deployment",
            "dev.yaml: `KUBERNETES` (dev.yaml:5)",
            "prod.yaml: `ml` (argument, line 7)",
            "dev.yaml: `ml` (argument, line 7), ignored: the executor has no queues",
            "`execution_timeout`: 2 h (argument, line 7)",
            "`retries`: 2 (DAG default_args, line 6)",
            "`pool`: `default_pool` (Airflow's default)",
            "dev.yaml: default pod, `0.5` CPU and `1Gi` (dev.yaml:6)",
            "prod.yaml: A40 worker (8 vCPU and 16 GiB), with at most 7 other tasks",
        ],
    );
    on("train", "\"train\"", &["Task `train`"]);
}

#[test]
fn a_sensor_has_its_own() {
    on("FileSensor(", "FileSensor", &["`mode`: poke (Airflow's default)", "`timeout`: 7 days", "`deferrable`: false"]);
}

#[test]
fn settings_say_what_they_do_and_where_they_come_from() {
    on("2}", "2", &["`retries`", "Set for 3 tasks: `train`, `load` and `wait`."]);
    on("retries", "retries", &["Set for 3 tasks"]);
    on("execution_timeout=", "execution_timeout", &["stopped once one try", "2 h (argument, line 7)"]);
    on("timedelta(hours", "timedelta(hours=2)", &["For task `train` of `sales`"]);
}

#[test]
fn a_queue_is_told_for_each_deployment() {
    on(
        "ml\"",
        "\"ml\"",
        &[
            "Worker queue `ml`",
            "prod.yaml: A40 workers: 8 vCPU and 16 GiB, 0 to 3 workers × 8 tasks = 24 slots, 1 task",
            "dev.yaml: the Kubernetes executor starts a pod for each task",
            "`queue`: `ml` (argument, line 7)",
        ],
    );
    let dag = DAG.replace("\"ml\"", "\"m‸n\"");
    says(
        &[("prod.yaml", PROD), ("dags/a.py", &dag)],
        "\"mn\"",
        &["prod.yaml: no such queue, so tasks stay queued; there is `default` and `ml`", "`unknown-queue` · error"],
    );
}

#[test]
fn schedules_have_next_times() {
    on("0 5", "\"0 5 * * *\"", &["At 05:00", "Next, in UTC: Tue 2026-03-03 05:00", "`start_date`"]);
    on("schedule=", "schedule", &["At 05:00"]);
    let preset = DAG.replace("0 5 * * *", "@dai‸ly");
    says(&[("dags/a.py", &preset)], "\"@daily\"", &["(`0 0 * * *`)", "2026-03-03 00:00"]);
    let duration = DAG.replace("\"0 5 * * *\"", "timed‸elta(hours=6)");
    says(&[("dags/a.py", &duration)], "timedelta(hours=6)", &["Every 6 h"]);
}

#[test]
fn without_a_deployment_what_it_would_give_is_missing() {
    let dag = DAG.replacen("BashOperator(", "‸BashOperator(", 1);
    let text = says(&[("dags/a.py", &dag)], "BashOperator", &["No deployment is known", "`retries`: 2"]);
    assert!(!text.contains("`executor`"), "{text}");
}

#[test]
fn what_cannot_be_known_is_said_with_the_reason() {
    let dag = DAG.replace("queue=\"ml\"", "queue=os.environ[‸\"Q\"]");
    let text = says(&[("prod.yaml", PROD), ("dags/a.py", &dag)], "os.environ[\"Q\"]", &["unknown: "]);
    assert!(!text.contains("default`"), "{text}");
}

#[test]
fn variables_of_the_deployment_give_defaults() {
    let prod = format!(
        "{PROD}  environment_variables:
    - key: AIRFLOW__CORE__DEFAULT_TASK_RETRIES
      value: \"4\"
    - key: AIRFLOW__OPERATORS__DEFAULT_QUEUE
      value: ml
    - key: AIRFLOW__CORE__DEFAULT_TASK_EXECUTION_TIMEOUT
      value: soon
"
    );
    let dag = DAG.replace("{\"retries\": 2}", "{}").replace("id=\"load\"", "id=\"lo‸ad\"");
    says(
        &[("prod.yaml", &prod), ("dags/a.py", &dag)],
        "\"load\"",
        &[
            "`retries`: 4 (`AIRFLOW__CORE__DEFAULT_TASK_RETRIES`, prod.yaml:15)",
            "`queue`: `ml` (`AIRFLOW__OPERATORS__DEFAULT_QUEUE`, prod.yaml:17)",
            "`execution_timeout`: unknown: ",
            "A40 worker",
        ],
    );
}

#[test]
fn task_groups_partial_and_override_give_settings() {
    let dag = "from datetime import datetime
from airflow.decorators import dag, task
from airflow.operators.bash import BashOperator
from airflow.utils.task_group import TaskGroup
from common import DEFAULTS

@dag(start_date=datetime(2024, 1, 1), schedule=None, default_args=DEFAULTS)
def sales():
    with TaskGroup(\"g\", default_args={\"pool\": \"small\"}):
        inner = BashOperator(task_id=\"in‸ner\", bash_command=\"x\")
    BashOperator.partial(task_id=\"copies\", retries=3, bash_command=\"x\").expand(env=[{}, {}])

    @task(queue=\"ml\")
    def train(): ...

    train.override(queue=\"default\")()

sales()
";
    let common = "DEFAULTS = {\"retries\": 1}\n";
    let with = |dag: &str, common: &str, token: &str, parts: &[&str]| {
        says(&[("prod.yaml", PROD), ("dags/common.py", common), ("dags/a.py", dag)], token, parts)
    };
    let at = |from: &str, to: &str| dag.replace('‸', "").replacen(from, to, 1);
    let group =
        ["`pool`: `small` (task group default_args, line 9)", "`retries`: 1 (DAG default_args, dags/common.py:1)"];
    with(dag, common, "\"inner\"", &group);
    let partial = ["Task `copies` · BashOperator, mapped", "`retries`: 3 (partial, line 11)"];
    with(&at("BashOperator.partial", "Bash‸Operator.partial"), common, "BashOperator", &partial);
    let own = ["`queue`: `default` (override, line 16)"];
    with(&at("\"default\")()", "\"def‸ault\")()"), common, "\"default\"", &own);
    with(&at("‸", ""), &common.replace("1", "‸1"), "1", &["`retries`", "Set for "]);
}

#[test]
fn pods_have_their_resources() {
    let dag = "from datetime import datetime
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

BIG = {\"pod_override\": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(
    name=\"base\", resources=k8s.V1ResourceRequirements(requests={\"cpu\": \"2\", \"memory\": \"4Gi\"}))]))}

with DAG(\"sales\", start_date=datetime(2024, 1, 1), schedule=None):
    BashOperator(task_id=\"tr‸ain\", bash_command=\"x\", executor_config=BIG)
    KubernetesPodOperator(task_id=\"pod\", image=\"x\")
";
    let run = |dag: &str, token: &str, parts: &[&str]| {
        says(&[("prod.yaml", PROD), ("dev.yaml", DEV), ("dags/a.py", dag)], token, parts)
    };
    run(
        dag,
        "\"train\"",
        &[
            "dev.yaml: requests cpu=2 memory=4Gi (argument, line 8)",
            "prod.yaml: A5 worker (1 vCPU and 2 GiB), with at most 4 other tasks; its pod override is ignored",
        ],
    );
    let moved = dag.replace('‸', "");
    run(&moved.replace("executor_config=", "executor_‸config="), "executor_config", &["Only the Kubernetes executor"]);
    run(&moved.replace("\"4Gi", "\"4‸Gi"), "4Gi", &["resources", "requests cpu=2 memory=4Gi"]);
    run(
        &moved.replace("KubernetesPodOperator(", "Kubernetes‸PodOperator("),
        "KubernetesPodOperator",
        &[
            "`resources of its pod`: depends on the deployment",
            "dev.yaml: default pod, `0.5` CPU and `1Gi`",
            "prod.yaml: default pod, `0.25` CPU and `0.5Gi` (Astro's default)",
        ],
    );
}

#[test]
fn executors_say_what_they_mean() {
    let dag = DAG.replace("queue=\"ml\"", "executor=\"Kuber‸netesExecutor\"");
    says(
        &[("prod.yaml", PROD), ("dags/a.py", &dag)],
        "\"KubernetesExecutor\"",
        &[
            "Each task runs in a pod of its own",
            "Worker queues and `queue=` are ignored",
            "`executor`: `KubernetesExecutor` (argument, line 7)",
        ],
    );
    let local = DAG.replace("queue=\"ml\"", "executor=\"Local‸Executor\"");
    says(&[("dags/a.py", &local)], "\"LocalExecutor\"", &["beside the scheduler", "`executor_config` are ignored"]);
}

#[test]
fn dag_factory_files_are_the_same() {
    let dag = "default:
  default_args:
    owner: me
    retries: 4
sales:
  default_args:
    start_date: 2024-01-01
  schedule: \"0 5 * * *\"
  tasks:
    - task_id: tra‸in
      operator: airflow.operators.bash.BashOperator
      bash_command: x
      queue: ml
";
    let moved = dag.replace('‸', "");
    says(
        &[("prod.yaml", PROD), ("dags/a.yml", dag)],
        "train",
        &["`queue`: `ml` (task key, line 13)", "`retries`: 4 (default block, line 4)"],
    );
    let queue = moved.replace("queue: ml", "que‸ue: ml");
    says(&[("prod.yaml", PROD), ("dags/a.yml", &queue)], "queue", &["Worker queue `ml` of prod.yaml:9", "24 slots"]);
    let schedule = moved.replace("0 5 *", "0 ‸5 *");
    says(&[("dags/a.yml", &schedule)], "\"0 5 * * *\"", &["Next, in UTC"]);
}

#[test]
fn broken_python_keeps_what_can_be_read() {
    let dag = DAG.replace("queue=\"ml\",", "queue=\"m‸l\", pool=,");
    says(&[("prod.yaml", PROD), ("dags/a.py", &dag)], "\"ml\"", &["Worker queue `ml`"]);
    assert_eq!(hovered(&[("dags/a.py", "‸")]).0, "");
}

#[test]
fn decorated_and_mapped_tasks_are_told_at_their_names() {
    let dag = "from datetime import datetime
from airflow.decorators import dag, task
from acme.sensors import PartitionSensor

QUEUE = \"ml\"

@dag(start_date=datetime(2024, 1, 1), schedule=None)
def sales():
    @task(queue=QUEUE)
    def train(): ...

    train()
    PartitionSensor(task_id=\"wait\")

sales()
";
    let on = |from: &str, to: &str, token: &str, parts: &[&str]| {
        says(&[("prod.yaml", PROD), ("dags/a.py", &dag.replacen(from, to, 1))], token, parts)
    };
    on("@task(", "@ta‸sk(", "task", &["Task `train` · task", "`queue`: `ml` (argument, line 9)"]);
    on("def train", "def tra‸in", "train", &["Task `train`"]);
    on("\"ml\"", "\"m‸l\"", "\"ml\"", &["Worker queue `ml` of prod.yaml:9", "For task `train` of `sales`"]);
    on("=QUEUE", "=QU‸EUE", "QUEUE", &["Worker queue `ml`"]);
    let text = on("PartitionSensor(", "Partition‸Sensor(", "PartitionSensor", &["`mode`: unknown: "]);
    assert!(!text.contains("itself (argument"), "{text}");
    let mapping = "sales:
  default_args:
    start_date: 2024-01-01
  tasks:
    tra‸in:
      operator: airflow.operators.bash.BashOperator
      bash_command: x
";
    says(&[("prod.yaml", PROD), ("dags/a.yml", mapping)], "train", &["Task `train` · BashOperator · DAG `sales`"]);
}

#[test]
fn only_deployments_that_the_configuration_binds_count() {
    let bound = "[[deployment]]
name = \"live\"
file = \"prod.yaml\"
dags = [\"dags/**\"]

[[deployment]]
name = \"elsewhere\"
executor = \"CeleryExecutor\"
platform = \"airflow\"
queues = [\"ml\"]
dags = [\"other/**\"]
";
    let dag = DAG.replace("\"ml\"", "\"m‸l\"");
    let files = [("prod.yaml", PROD), ("dev.yaml", DEV), ("airlint.toml", bound), ("dags/a.py", &dag)];
    let text = says(&files, "\"ml\"", &["Worker queue `ml` of prod.yaml:9"]);
    assert!(!text.contains("dev.yaml") && !text.contains("elsewhere"), "{text}");
    let both = bound.replace("other/**", "dags/**");
    let files = [("prod.yaml", PROD), ("airlint.toml", &both), ("dags/a.py", &dag)];
    says(&files, "\"ml\"", &["live: A40 workers", "elsewhere: served; nothing says how large it is, 1 task"]);
}

#[test]
fn keys_of_dag_factory_have_their_meaning() {
    let dag = "sales:\n  default_args:\n    retr‸ies: 4\n  schedule: \"@daily\"\n  tasks:\n    - task_id: a\n      operator: x.Y\n";
    let moved = dag.replace('‸', "");
    let catchup = moved.replace("  schedule", "  catch‸up: false\n  schedule");
    says(&[("dags/a.yml", &catchup)], "catchup", &["true or false", "between `start_date` and now"]);
    let group = moved.replace("task_id: a\n", "task_id: a\n      task_group_na‸me: g\n");
    says(&[("dags/a.yml", &group)], "task_group_name", &["The task group that the task is in"]);
    let rule = moved.replace("retries: 4", "trigger_ru‸le: all_done");
    says(&[("dags/defaults.yml", "default_args:\n  own‸er: me\n")], "owner", &["in charge"]);
    says(&[("dags/a.yml", &rule)], "trigger_rule", &["One of: `all_success`", "Default: `all_success`"]);
}
