//! Whole changes of executor on small projects, and the way there and back.

use super::*;
use crate::model::Platform;
use crate::workspace::{self, Outcome, Request};
use camino::Utf8PathBuf;
use std::fs;

const CELERY: &str = "deployment:
  configuration:
    name: orders # prod
    deployment_type: STANDARD
    cloud_provider: AWS
    region: us-east-1
    runtime_version: 3.1-4
    executor: CELERY
    scheduler_size: SMALL
  worker_queues:
    - name: default
      worker_type: A5
      min_worker_count: 1
      max_worker_count: 10
    # models
    - name: heavy
      worker_type: A40
      max_worker_count: 3
      worker_concurrency: 8
  alert_emails: []
";

const DAG: &str = "from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator

with DAG(\"orders\"):
    BashOperator(task_id=\"small\", bash_command=\"true\", queue=\"default\")
    BashOperator(
        task_id=\"large\",
        bash_command=\"true\",
        queue=\"heavy\",  # needs 2 GiB
    )
";

struct Project {
    root: Utf8PathBuf,
    _guard: tempfile::TempDir,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(guard.path().canonicalize().unwrap()).unwrap();
        for (path, text) in files {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        }
        Self { root, _guard: guard }
    }

    fn outcome(&self) -> Outcome {
        workspace::run(&Request { current: self.root.clone(), ..Request::default() })
    }

    /// Changes the executor of the only deployment, writes the files and gives what was lost.
    fn change(&self, to: Executor) -> Result<Vec<String>, SwitchError> {
        let outcome = self.outcome();
        let project = &outcome.projects[0];
        let change = switch(project, &project.deployments[0], to)?;
        let changes = workspace::changes(&[change.proposal], &outcome.files).expect("changes that can be carried out");
        crate::fix::write_all(&changes).unwrap();
        Ok(change.lost.into_iter().map(|lost| lost.message).collect())
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }
}

#[test]
fn celery_becomes_kubernetes_in_file_and_dags() {
    let project = Project::new(&[("deployments/prod.yaml", CELERY), ("dags/orders.py", DAG)]);
    assert_eq!(project.change(Executor::Kubernetes), Ok(vec![]));
    assert_eq!(
        project.text("deployments/prod.yaml"),
        "deployment:
  configuration:
    name: orders # prod
    deployment_type: STANDARD
    cloud_provider: AWS
    region: us-east-1
    runtime_version: 3.1-4
    executor: KUBERNETES
    scheduler_size: SMALL
    default_task_pod_cpu: \"0.25\"
    default_task_pod_memory: 0.5Gi
    resource_quota_cpu: \"34\"
    resource_quota_memory: 68Gi
  alert_emails: []
"
    );
    let dag = project.text("dags/orders.py");
    assert!(dag.contains("    BashOperator(task_id=\"small\", bash_command=\"true\")\n"), "{dag}");
    assert!(dag.contains("from kubernetes.client import models as k8s\n"), "{dag}");
    assert!(dag.contains("        executor_config={\n            \"pod_override\": k8s.V1Pod(\n"), "{dag}");
    assert!(dag.contains("requests={\"cpu\": \"1\", \"memory\": \"2Gi\"}"), "{dag}");
    assert!(dag.contains("),  # needs 2 GiB\n") || dag.contains("},  # needs 2 GiB\n"), "{dag}");
    let errors = project.outcome().findings.into_iter().filter(|it| it.severity == crate::rules::Severity::Error);
    assert_eq!(errors.map(|it| it.message).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn there_and_back_keeps_what_a_task_may_use() {
    let project = Project::new(&[("deployments/prod.yaml", CELERY), ("dags/orders.py", DAG)]);
    assert_eq!(project.change(Executor::Kubernetes), Ok(vec![]));
    assert_eq!(project.change(Executor::Celery), Ok(vec![]));
    let outcome = project.outcome();
    let deployment = &outcome.projects[0].deployments[0];
    let queues = deployment.queues.value().expect("queues");
    let slot = |name: &str| {
        let queue = queues.iter().find(|queue| queue.name.value().is_some_and(|own| &**own == name)).expect(name);
        crate::model::TaskSize::slot(queue).expect("a size")
    };
    assert_eq!((slot("default").millicores, slot("default").mebibytes), (250, 512));
    let large = outcome.projects[0].tasks().find(|task| task.label() == "large").unwrap();
    let queue = large.queue.value().expect("the large task has a queue again");
    assert_eq!((slot(queue).millicores, slot(queue).mebibytes), (1_000, 2_048));
    assert!(large.executor_config.is_absent());
    let unknown = outcome.findings.iter().filter(|finding| finding.severity == crate::rules::Severity::Error);
    assert_eq!(unknown.map(|finding| finding.message.clone()).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn dag_factory_files_change_as_well() {
    let yaml = "reports:
  schedule: \"@daily\"
  tasks:
    - task_id: build
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: \"true\"
      queue: heavy # big
";
    let project = Project::new(&[("deployments/prod.yaml", CELERY), ("dags/reports.yml", yaml)]);
    assert_eq!(project.change(Executor::Kubernetes), Ok(vec![]));
    let text = project.text("dags/reports.yml");
    assert!(
        text.contains(
            "      executor_config:\n        pod_override:\n          __type__: kubernetes.client.models.V1Pod\n"
        ),
        "{text}"
    );
    let outcome = project.outcome();
    let task = outcome.projects[0].tasks().next().unwrap();
    assert!(task.executor_config.value().is_some_and(|config| config.pod_override.value().is_some()), "{text}");
    assert_eq!(project.change(Executor::Astro), Ok(vec![]));
    assert!(
        project.text("dags/reports.yml").contains("      queue: cpu-1-mem-2gi # big\n"),
        "{}",
        project.text("dags/reports.yml")
    );
}

#[test]
fn a_dag_that_also_runs_on_workers_keeps_its_queue() {
    let dev = CELERY.replace("orders # prod", "orders-dev");
    let project =
        Project::new(&[("deployments/prod.yaml", CELERY), ("deployments/dev.yaml", &dev), ("dags/orders.py", DAG)]);
    let outcome = project.outcome();
    let prod = outcome.projects[0].deployments.iter().find(|it| &*it.label == "prod.yaml").unwrap();
    let change = switch(&outcome.projects[0], prod, Executor::Kubernetes).unwrap();
    let changes = workspace::changes(&[change.proposal], &outcome.files).unwrap();
    let dag = &changes.iter().find(|it| it.path.ends_with("orders.py")).unwrap().new;
    assert!(dag.contains("queue=\"heavy\",") && dag.contains("executor_config={"), "{dag}");
    assert!(changes.iter().all(|it| !it.path.ends_with("dev.yaml")));
}

#[test]
fn refuses_what_cannot_be() {
    let old = CELERY.replace("3.1-4", "12.5.0");
    let project = Project::new(&[("deployments/prod.yaml", &old)]);
    assert!(matches!(project.change(Executor::Astro), Err(SwitchError::NeedsAirflow3(..))));
    assert!(matches!(project.change(Executor::Celery), Err(SwitchError::Same(..))));
    assert!(matches!(project.change(Executor::Local), Err(SwitchError::NotOnAstro(_))));
    let hybrid = CELERY.replace("STANDARD", "HYBRID");
    let project = Project::new(&[("deployments/prod.yaml", &hybrid)]);
    assert!(matches!(project.change(Executor::Astro), Err(SwitchError::Hybrid(_))));
    assert_eq!(project.outcome().projects[0].deployments[0].platform, Platform::Astro);
}

#[test]
fn says_what_cannot_be_carried_over() {
    let dag = DAG.replace("queue=\"heavy\"", "queue=choose()").replace("with DAG", "def choose(): ...\n\nwith DAG");
    let file = CELERY.replace(
        "  alert_emails: []\n",
        "  environment_variables:\n    - key: AIRFLOW__CELERY__POOL\n      value: solo\n",
    );
    let project = Project::new(&[("deployments/prod.yaml", &file), ("dags/orders.py", &dag)]);
    let lost = project.change(Executor::Kubernetes).unwrap();
    assert_eq!(lost.len(), 2, "{lost:?}");
    assert!(lost[0].starts_with("the queue of `large` is not known from the text"), "{lost:?}");
    assert!(lost[1].starts_with("AIRFLOW__CELERY__POOL has no effect"), "{lost:?}");
}

#[test]
fn hybrid_deployments_have_keys_of_their_own() {
    let hybrid = "deployment:
  configuration:
    name: orders
    deployment_type: HYBRID
    cluster_name: acme
    runtime_version: 12.5.0
    executor: CeleryExecutor
  worker_queues:
    - name: default
      worker_type: m5.xlarge
    - name: heavy
      worker_type: m5.4xlarge
";
    let project = Project::new(&[("deployments/prod.yaml", hybrid), ("dags/orders.py", DAG)]);
    let lost = project.change(Executor::Kubernetes).unwrap();
    assert!(lost.iter().any(|it| it.starts_with("how much queue `heavy` gave to `large` is not known")), "{lost:?}");
    let changed = project.text("deployments/prod.yaml");
    assert!(changed.contains("executor: KubernetesExecutor\n    default_worker_type: m5.xlarge\n"), "{changed}");
    assert!(!changed.contains("worker_queues") && !changed.contains("default_task_pod"), "{changed}");
    assert!(project.change(Executor::Celery).is_ok());
    let back = project.text("deployments/prod.yaml");
    assert!(back.contains("    - name: default\n      worker_type: m5.xlarge\n"), "{back}");
    assert!(!back.contains("default_worker_type") && !back.contains("cpu-"), "{back}");
}

#[test]
fn queues_that_are_listed_already_stay() {
    let stale = CELERY.replace("executor: CELERY", "executor: KUBERNETES");
    let dag = DAG.replace(
        "queue=\"heavy\",  # needs 2 GiB",
        "executor_config={\"pod_override\": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name=\"base\", \
         resources=k8s.V1ResourceRequirements(limits={\"cpu\": \"2\", \"memory\": \"4Gi\"}))]))},",
    );
    let dag = format!("from kubernetes.client import models as k8s\n{dag}");
    let project = Project::new(&[("deployments/prod.yaml", &stale), ("dags/orders.py", &dag)]);
    assert_eq!(project.change(Executor::Celery), Ok(vec![]));
    let changed = project.text("deployments/prod.yaml");
    assert!(changed.contains("    # models\n    - name: heavy\n"), "{changed}");
    assert!(changed.contains("    - name: cpu-2-mem-4gi\n      worker_type: A10\n"), "{changed}");
    assert!(project.text("dags/orders.py").contains("queue=\"cpu-2-mem-4gi\","));
}
