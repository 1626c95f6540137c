use super::*;
use crate::model::{Deployment, Executor};
use crate::syntax::yaml::parse;
use camino::Utf8Path;

fn linked(files: &[(&str, &str)]) -> Vec<Deployment> {
    let read: Vec<(&Utf8Path, File)> = files
        .iter()
        .enumerate()
        .filter_map(|(id, (path, text))| Some((Utf8Path::new(*path), read(FileId(id as u32), &parse(text))?.0)))
        .collect();
    link(&read.iter().map(|(path, file)| (*path, file)).collect::<Vec<_>>())
}

const SCHEDULER: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: scheduler, namespace: etl}
spec:
  template:
    spec:
      containers:
        - name: scheduler
          image: apache/airflow:2.10.5
          args: [scheduler]
          envFrom:
            - configMapRef: {name: airflow-env}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: airflow-env
data:
  AIRFLOW__CORE__EXECUTOR: CeleryExecutor
  DEFAULT: ml
";

const WORKER: &str = "apiVersion: apps/v1
kind: StatefulSet
metadata: {name: worker}
spec:
  replicas: 3
  template:
    spec:
      terminationGracePeriodSeconds: 90
      containers:
        - name: sync
          image: git-sync
        - name: worker
          image: apache/airflow:2.10.5
          command: [bash, -c]
          args: [\"exec airflow celery worker -c 4\"]
          env:
            - name: AIRFLOW__OPERATORS__DEFAULT_QUEUE
              valueFrom: {configMapKeyRef: {name: airflow-env, key: DEFAULT}}
            - {name: AIRFLOW__CELERY__BROKER_URL, valueFrom: {secretKeyRef: {name: s, key: k}}}
          resources:
            requests: {cpu: \"1\", memory: 2Gi}
";

#[test]
fn the_workloads_of_a_folder_are_one_deployment() {
    let deployments = linked(&[("k8s/scheduler.yaml", SCHEDULER), ("k8s/worker.yaml", WORKER)]);
    let [it] = deployments.as_slice() else { panic!("one deployment") };
    assert_eq!(&*it.label, "k8s");
    let executor = it.executor.as_known().unwrap();
    assert_eq!(
        (executor.value.executor, executor.place.span().of(SCHEDULER)),
        (Some(Executor::Celery), "CeleryExecutor")
    );
    assert_eq!(it.queue_names(), Some(vec!["ml"]));
    let [worker] = it.workers.value().unwrap().as_slice() else { panic!("one group") };
    assert_eq!((&*worker.label, worker.grace(), worker.concurrency.value()), ("worker", Some(90), Some(&4)));
    assert_eq!((worker.replicas.value(), worker.place.span().of(WORKER)), (Some(&3), "worker"));
    assert!(worker.resources.value().is_some());
    assert_eq!(it.versions.airflow.value().map(|it| &**it), Some("2.10.5"));
}

#[test]
fn what_comes_from_elsewhere_is_opaque() {
    let alone = linked(&[("k8s/worker.yaml", WORKER)]);
    assert!(alone[0].queues.is_opaque(), "the scheduler is elsewhere, and so may be other workers");
    let secret = SCHEDULER.replace("{name: airflow-env}", "{name: airflow-env}\n            - secretRef: {name: x}");
    assert!(linked(&[("a.yaml", &secret)])[0].executor.is_opaque());
    let unknown = SCHEDULER.replace("name: airflow-env}", "name: other}");
    let deployments = linked(&[("a.yaml", &unknown)]);
    assert!(deployments[0].executor.is_opaque());
    assert_eq!((deployments.len(), &*deployments[1].label), (2, "ConfigMap airflow-env"));
    let patch = SCHEDULER
        .replace("          image: apache/airflow:2.10.5\n", "")
        .replace("envFrom", "env")
        .replace("configMapRef: {name: airflow-env}", "{name: AIRFLOW__CORE__PARALLELISM, value: \"8\"}");
    assert!(linked(&[("a.yaml", &patch)])[0].executor.is_absent());
    let own = SCHEDULER.replace(
        "          envFrom",
        "          env: [{name: AIRFLOW__CORE__EXECUTOR, value: LocalExecutor}]\n          envFrom",
    );
    let own = linked(&[("a.yaml", &own)]);
    assert_eq!((own[0].executor_family(), own[0].scheduler_grace_seconds.value()), (Some(Executor::Local), Some(&30)));
}

#[test]
fn airflow_cfg_in_a_config_map() {
    let text = "kind: ConfigMap
metadata: {name: cfg}
data:
  airflow.cfg: |
    [core]
    executor = LocalExecutor
    parallelism = 8
---
kind: Deployment
metadata: {name: s}
spec:
  template:
    spec:
      volumes: [{name: c, configMap: {name: cfg}}]
      containers:
        - name: s
          image: apache/airflow:2.9.3
          args: [airflow, scheduler]
          volumeMounts: [{name: c, mountPath: /opt/airflow/airflow.cfg, subPath: airflow.cfg}]
";
    let deployments = linked(&[("a.yaml", text)]);
    let [it] = deployments.as_slice() else { panic!("one deployment") };
    let executor = it.executor.as_known().unwrap();
    assert_eq!((executor.value.executor, executor.place.span().of(text)), (Some(Executor::Local), "LocalExecutor"));
    let options = it.options.value().unwrap();
    assert_eq!(options[1].key_place.span().of(text), "parallelism");
    let missing = text.replace("name: cfg}\ndata", "name: other}\ndata");
    assert!(linked(&[("a.yaml", &missing)])[0].options.is_opaque());
}

#[test]
fn other_manifests_are_none_of_ours() {
    for text in [
        "kind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, image: nginx, args: [scheduler]}]}}}\n",
        "kind: ConfigMap\nmetadata: {name: x}\ndata: {A: airflow}\n",
        "kind: Service\nmetadata: {name: airflow}\n",
        "kind: Deployment\nspec: []\n",
        "[]",
        "",
    ] {
        assert!(read(FileId(0), &parse(text)).is_none(), "{text}");
    }
}
