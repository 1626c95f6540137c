use super::*;
use crate::model::{Executor, WorkerKind};
use crate::syntax::yaml;

fn read_text(text: &str) -> Deployment {
    let tree = yaml::parse(text);
    assert!(recognise(&tree), "{text}");
    read(FileId(0), "docker-compose.yaml", &tree).0
}

const FILE: &str = "\
x-common: &common
  image: apache/airflow:2.10.5
  environment: &env
    AIRFLOW__CORE__EXECUTOR: CeleryExecutor
    AIRFLOW__CELERY__BROKER_URL: redis://:@redis:6379/0
services:
  redis:
    image: redis:7
  scheduler:
    <<: *common
    command: scheduler
  worker:
    <<: *common
    command: celery worker -q default,ml -c 8
    stop_grace_period: 1m30s
    environment:
      <<: *env
      DUMB_INIT_SETSID: \"0\"
";

#[test]
fn anchors_are_resolved_and_places_are_those_of_the_words() {
    let deployment = read_text(FILE);
    let executor = deployment.executor.as_known().unwrap();
    assert_eq!((executor.value.executor, executor.place.span().of(FILE)), (Some(Executor::Celery), "CeleryExecutor"));
    assert_eq!(deployment.versions.airflow.value().map(|it| &**it), Some("2.10.5"));
    let queues = deployment.queues.value().unwrap();
    let named: Vec<_> = queues.iter().map(|queue| queue.place.span().of(FILE)).collect();
    assert_eq!(named, ["default", "ml"]);
    let [worker] = deployment.workers.value().unwrap().as_slice() else { panic!("one group") };
    assert_eq!((&*worker.label, worker.grace(), worker.concurrency.value()), ("worker", Some(90), Some(&8)));
}

#[test]
fn lists_of_variables_and_commands() {
    let text = "services:\n  worker:\n    image: apache/airflow:3.0.2\n    environment:\n      - 'AIRFLOW__CORE__EXECUTOR=CeleryExecutor'\n      - AIRFLOW__CELERY__BROKER_URL=${BROKER}\n      - HOME\n    command: [celery, worker, --queues=ml]\n";
    let deployment = read_text(text);
    let executor = deployment.executor.as_known().unwrap();
    assert_eq!(executor.place.span().of(text), "CeleryExecutor");
    let variables = deployment.environment.value().unwrap();
    assert!(variables[1].value.is_opaque() && variables[2].value.is_opaque());
    assert_eq!(deployment.queues.value().unwrap()[0].place.span().of(text), "ml");
    let [worker] = deployment.workers.value().unwrap().as_slice() else { panic!("one group") };
    assert_eq!(worker.grace(), Some(10));
}

#[test]
fn what_cannot_be_known_is_opaque() {
    let file = FILE.replace("command: celery worker -q default,ml -c 8", "command: celery worker -q ${QUEUES}");
    assert!(read_text(&file).queues.is_opaque());
    let overlay = "services:\n  worker:\n    command: celery worker\n    environment:\n      AIRFLOW__CORE__EXECUTOR: CeleryExecutor\n";
    assert!(read_text(overlay).queues.is_opaque());
    let elsewhere = FILE
        .replace("    AIRFLOW__CORE__EXECUTOR: CeleryExecutor\n", "")
        .replace("    command: scheduler\n", "    command: scheduler\n    env_file: prod.env\n");
    assert!(read_text(&elsewhere).executor.is_opaque());
    let two = FILE.replace(
        "    command: scheduler\n",
        "    command: scheduler\n    environment:\n      AIRFLOW__CORE__EXECUTOR: LocalExecutor\n",
    );
    assert_eq!(read_text(&two).executor_family(), Some(Executor::Local));
}

#[test]
fn other_services_are_none_of_ours() {
    for text in [
        "services:\n  web:\n    image: nginx\n",
        "services: []\n",
        "services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_DB: airflow\n",
    ] {
        assert!(!recognise(&yaml::parse(text)), "{text}");
    }
}

#[test]
fn workers_at_the_edge_serve_every_queue_unless_they_are_told_otherwise() {
    let file = FILE.replace("command: celery worker -q default,ml -c 8", "command: edge worker --concurrency 4");
    let deployment = read_text(&file);
    let [worker] = deployment.workers.value().unwrap().as_slice() else { panic!("one group") };
    assert_eq!((worker.kind, worker.serves("anything"), worker.cold_stop), (WorkerKind::Edge, Some(true), None));
    assert!(deployment.queues.is_opaque());
    let told = FILE.replace("celery worker -q", "edge worker -q");
    assert_eq!(read_text(&told).queue_names(), Some(vec!["default", "ml"]));
}

#[test]
fn a_stop_signal_reaches_tasks_of_official_images_unless_a_variable_keeps_it_from_them() {
    let stops = |text: &str| read_text(text).workers.value().and_then(|groups| groups[0].cold_stop);
    assert!(stops(FILE).is_none());
    let without = FILE.replace("      DUMB_INIT_SETSID: \"0\"\n", "      OTHER: a\n");
    let variables = stops(&without).and_then(|stop| stop.variables).unwrap();
    assert!(variables.span().of(&without).ends_with("OTHER: a"));
    assert!(stops(&without.replace("image: apache/airflow:2.10.5", "image: example/airflow:2.10.5")).is_none());
}
