use super::Offered;

const CELERY: (&str, &str) = (
    "prod.yaml",
    "deployment:\n  configuration:\n    name: prod\n    deployment_type: STANDARD\n    executor: CELERY\n  worker_queues:\n    - name: \
     default\n      worker_type: A5\n      max_worker_count: 10\n      worker_concurrency: 5\n    - name: ml\n      \
     worker_type: A20\n      max_worker_count: 8\n      worker_concurrency: 20\n",
);
const KUBERNETES: (&str, &str) = (
    "dev.yaml",
    "deployment:\n  configuration:\n    name: dev\n    deployment_type: STANDARD\n    executor: KUBERNETES\n    \
     default_task_pod_cpu: \"0.5\"\n    default_task_pod_memory: 1Gi\n",
);
const HEAD: &str =
    "from airflow.sdk import DAG, task\nfrom airflow.operators.bash import BashOperator\n\nwith DAG('d'):\n";

fn dag(deployments: &[(&str, &str)], body: &str) -> Offered {
    let text = format!("{HEAD}    {body}\n");
    let mut files = vec![("dags/d.py", text.as_str())];
    files.extend(deployments);
    Offered::new(&files)
}

#[test]
fn queues_of_the_deployments_in_force() {
    let offered = dag(&[CELERY], "BashOperator(task_id='a', bash_command='', queue='‸')");
    assert_eq!(offered.labels(), ["default", "ml"]);
    assert_eq!(offered.item("ml").detail, "A20 · 160 slots · prod.yaml");
    assert!(offered.after("ml").contains("queue='ml')"));
    let other = ("stage.yaml", CELERY.1.replace("ml", "big"));
    let offered = dag(&[CELERY, (other.0, &other.1)], "BashOperator(task_id='a', bash_command='', queue='‸')");
    assert_eq!(offered.labels(), ["default", "ml", "big"]);
    assert!(offered.item("big").documentation.contains("`prod.yaml`: **no such queue**"));
    let offered = dag(&[CELERY, KUBERNETES], "BashOperator(task_id='a', bash_command='', queue='‸')");
    assert_eq!(offered.labels(), ["default", "ml"]);
    assert_eq!(dag(&[KUBERNETES], "BashOperator(task_id='a', bash_command='', queue='‸')").labels(), [""; 0]);
}

#[test]
fn in_calls_decorators_overrides_and_defaults() {
    for (body, after) in [
        ("BashOperator(task_id='a', bash_command='', queue=‸)", "queue='ml')"),
        ("BashOperator(task_id='a', bash_command='', queue='‸", "queue='ml'\n"),
        ("BashOperator(task_id='a', bash_command='', queue='m‸)", "queue='ml')"),
        ("BashOperator(queue='‸, task_id='a', bash_command='')", "queue='ml', task_id='a'"),
        ("BashOperator.partial(task_id='a', queue=\"‸\").expand(bash_command=[])", "queue=\"ml\")"),
        ("@task(queue='‸')\n    def f(): ...\n    f()", "@task(queue='ml')"),
        ("@task.bash(queue='‸')\n    def f(): ...\n    f()", "@task.bash(queue='ml')"),
        ("@task\n    def f(): ...\n    f.override(queue='‸')()", "f.override(queue='ml')()"),
        ("default_args = {'queue': '‸'}", "{'queue': 'ml'}"),
        ("default_args = {'queue': ‸}", "{'queue': 'ml'}"),
        ("DAG('e', default_args={'owner': 'é🎉', 'queue': '‸'})", "'queue': 'ml'}"),
    ] {
        let offered = dag(&[CELERY], body);
        assert!(offered.after("ml").contains(after), "{}", offered.after("ml"));
    }
    for body in [
        "print(queue='‸')",
        "x = {'queue': '‸'}",
        "BashOperator(task_id='a', bash_command='‸')",
        "BashOperator(task_id='a', bash_command='') # queue='‸",
        "DAG('e', queue='‸')",
        "default_args = {'owner': {'queue': '‸'}}",
    ] {
        assert_eq!(dag(&[CELERY], body).labels(), [""; 0], "{body}");
    }
}

#[test]
fn arguments_that_count_and_are_not_there() {
    let offered = dag(&[CELERY], "BashOperator(task_id='a', bash_command='', retries=1, ‸)");
    let labels = offered.labels();
    assert_eq!(labels[..2], ["queue", "execution_timeout"]);
    assert!(!labels.contains(&"executor_config") && !labels.contains(&"retries") && !labels.contains(&"executor"));
    assert!(offered.after("queue").contains("retries=1, queue='')"));
    assert_eq!(offered.item("queue").template.snippet(), "queue='$1'");
    let after = offered.after("execution_timeout");
    assert!(after.contains("execution_timeout=timedelta(hours=1))"), "{after}");
    assert!(after.contains("\nfrom datetime import timedelta\n"), "{after}");

    let offered = dag(&[KUBERNETES], "BashOperator(task_id='a', bash_command='', exec‸)");
    assert!(!offered.labels().contains(&"queue"));
    let after = offered.after("executor_config");
    assert!(after.contains("from kubernetes.client import models as k8s"), "{after}");
    assert!(after.contains("k8s.V1ResourceRequirements") && after.contains("'cpu': '0.5'"), "{after}");
    let both = dag(&[CELERY, KUBERNETES], "BashOperator(task_id='a', ‸)");
    assert!(both.labels().contains(&"queue") && both.labels().contains(&"executor_config"));
    let unknown = dag(&[], "BashOperator(task_id='a', ‸)");
    assert_eq!(unknown.labels()[..3], ["queue", "executor", "executor_config"]);
}

#[test]
fn arguments_in_several_lines_and_in_defaults() {
    let offered = dag(&[CELERY], "BashOperator(\n        que‸\n        task_id='a',\n    )");
    assert!(
        offered.after("queue").contains("(\n        queue='',\n        task_id='a',"),
        "{}",
        offered.after("queue")
    );
    let offered = dag(&[CELERY], "BashOperator(qu‸eue='x', task_id='a')");
    assert!(offered.after("queue").contains("(queue='x', task_id"));
    let offered = dag(&[CELERY], "default_args = {'owner': 'me', ‸}");
    assert!(offered.after("queue").contains("'owner': 'me', 'queue': ''}"));
    let offered = dag(&[CELERY], "default_args = {'owner': 'me', 'qu‸'}");
    assert!(offered.after("queue").contains("'owner': 'me', 'queue': ''}"), "{}", offered.after("queue"));
    let offered = dag(&[KUBERNETES], "BashOperator(task_id='a', executor_config={‸})");
    assert_eq!(offered.labels(), ["pod_override"]);
    let after = offered.after("pod_override");
    assert!(after.contains("executor_config={'pod_override': k8s.V1Pod("), "{after}");
    assert_eq!(dag(&[CELERY], "BashOperator(task_id='a', executor_config={‸})").labels(), [""; 0]);
}

#[test]
fn executors_and_pools() {
    let toml = "[[deployment]]\nname = \"oss\"\nplatform = \"airflow\"\nexecutor = \"CeleryExecutor,Pods:acme.KubernetesExecutor\"\n";
    let text = format!("{HEAD}    BashOperator(task_id='a', bash_command='', executor='‸')\n");
    let offered = Offered::new(&[("airlint.toml", toml), ("dags/d.py", &text)]);
    assert_eq!(offered.labels(), ["CeleryExecutor", "Pods"]);
    let text = format!(
        "{HEAD}    BashOperator(task_id='a', bash_command='', pool='db')\n    BashOperator(task_id='b', bash_command='', pool='‸')\n"
    );
    let offered = Offered::new(&[CELERY, ("dags/d.py", &text)]);
    assert_eq!(offered.labels()[..2], ["default_pool", "db"]);
    // The task's own executor decides.
    let text = format!("{HEAD}    BashOperator(task_id='a', executor='Pods', ‸)\n");
    let offered = Offered::new(&[("airlint.toml", toml), ("dags/d.py", &text)]);
    assert!(!offered.labels().contains(&"queue") && offered.labels().contains(&"executor_config"));
}

const FACTORY: &str = "orders:\n  default_args:\n    owner: me\n  schedule: \"@daily\"\n  tasks:\n    - task_id: a\n      operator: \
                       airflow.operators.bash.BashOperator\n      bash_command: echo\n";

fn factory(deployment: (&str, &str), text: &str) -> Offered {
    Offered::new(&[deployment, ("dags/orders.yml", text)])
}

#[test]
fn dag_factory() {
    let offered = factory(CELERY, &format!("{FACTORY}      queue: ‸\n"));
    assert_eq!(offered.labels(), ["default", "ml"]);
    assert!(offered.after("ml").ends_with("      queue: ml\n"));
    assert_eq!(factory(KUBERNETES, &format!("{FACTORY}      queue: ‸\n")).labels(), [""; 0]);
    let offered = factory(CELERY, &format!("{FACTORY}      ‸\n"));
    assert_eq!(offered.labels()[..2], ["dependencies", "queue"]);
    assert!(!offered.labels().contains(&"executor_config"));
    let offered = factory(KUBERNETES, &format!("{FACTORY}      exec‸\n"));
    let after = offered.after("executor_config");
    assert!(after.contains("__type__: kubernetes.client.models.V1Pod"), "{after}");
    let offered = factory(CELERY, &FACTORY.replace("    owner: me\n", "    owner: me\n    ‸\n"));
    assert_eq!(offered.labels()[0], "queue");
    let offered = factory(CELERY, &FACTORY.replace("    owner: me\n", "    queue: \"‸\n"));
    assert!(offered.after("ml").contains("    queue: \"ml\"\n"), "{}", offered.after("ml"));
    let offered = factory(CELERY, &FACTORY.replace("  schedule:", "  ‸\n  schedule:"));
    assert!(offered.labels().contains(&"max_active_tasks") && !offered.labels().contains(&"tasks"));
    let offered = factory(CELERY, &format!("{FACTORY}    - task_id: b\n      operator: ‸\n"));
    assert_eq!(offered.labels(), ["airflow.operators.bash.BashOperator"]);
    let other = Offered::new(&[CELERY, ("compose.yml", "services:\n  web:\n    ‸\n")]);
    assert_eq!(other.labels(), [""; 0]);
}

#[test]
fn other_dags_in_yaml() {
    let offered = |path: &str, text: &str| Offered::new(&[CELERY, (path, text)]);
    let task = "operator: airflow.operators.bash.BashOperator\nbash_command: echo\n";
    let gusty = offered("dags/orders/load.yml", &format!("{task}queue: ‸\n"));
    assert_eq!(gusty.labels(), ["default", "ml"]);
    assert!(gusty.after("ml").ends_with("queue: ml\n"));
    let timeout = offered("dags/orders/load.yml", &format!("{task}execution‸\n"));
    assert!(timeout.after("execution_timeout").ends_with("execution_timeout: !timedelta 'hours: 1'\n"));
    let metadata = offered("dags/orders/METADATA.yml", "latest_only: false\ndefault_args:\n  owner: me\n  queue: ‸\n");
    assert_eq!(metadata.labels(), ["default", "ml"]);
    let metadata = offered("dags/orders/METADATA.yml", "latest_only: false\nmax_‸\ndefault_args:\n  owner: me\n");
    assert!(metadata.labels().contains(&"max_active_runs"));

    let workflow = "name: w\ndefault_task_args:\n  owner: me\noperators:\n  - name: a\n    type: bash\n    properties:\n      bash_command: x\n";
    let layer = offered("dags/w.yaml", &format!("{workflow}      queue: ‸\n"));
    assert_eq!(layer.labels(), ["default", "ml"]);
    let layer = offered("dags/w.yaml", &format!("{workflow}      execution‸\n"));
    assert!(layer.after("execution_timeout").ends_with("execution_timeout: 3600\n"));
    let layer = offered("dags/w.yaml", &workflow.replace("  owner: me\n", "  owner: me\n  queue: ‸\n"));
    assert_eq!(layer.labels(), ["default", "ml"]);

    let dags = "dags:\n  d:\n    args:\n      default_args:\n        owner: me\n    operators:\n      o:\n        class: a.b:C\n        args:\n          x: 1\n";
    let declared = offered("dags/d.yaml", &format!("{dags}          queue: ‸\n"));
    assert_eq!(declared.labels(), ["default", "ml"]);
    let declared =
        offered("dags/d.yaml", &dags.replace("        owner: me\n", "        owner: me\n        queue: ‸\n"));
    assert_eq!(declared.labels(), ["default", "ml"]);
}
