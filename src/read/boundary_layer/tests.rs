//! Workflows as users write them, and what is read from them.

use super::{read, recognise};
use crate::model::{DagFile, FileId, Origin, SensorMode};
use crate::syntax::yaml::parse;

const WORKFLOW: &str = "
name: nightly
dag_args:
  schedule_interval: '@daily'
  max_active_runs: 1
  dagrun_timeout: 90000
default_task_args:
  owner: data
  queue: loads
  execution_timeout: 3600
before:
  - name: wait
    type: gcs_object_sensor
    properties:
      mode: reschedule
      timeout: 600
      bucket: in
operators:
  - name: export
    type: bash
    properties:
      bash_command: ./export.sh
      queue: heavy
      execution_timeout: 100000
  - name: pod
    type: kubernetes
    properties:
      resources: {request_memory: 1Gi}
      pool: <<pool_of('x')>>
generators:
  - name: files
    type: list_generator
    target: per_file
    properties:
      items: [a, b]
---
name: per_file
operators:
  - name: copy
    type: our_copy
    properties: {}
";

fn made(text: &str) -> DagFile {
    let tree = parse(text);
    assert!(recognise(&tree), "{text}");
    read(FileId(0), &tree)
}

#[test]
fn tasks_with_their_defaults() {
    let made = made(WORKFLOW);
    let dag = &made.dags[0];
    assert_eq!((dag.id.value().map(|id| &**id), dag.dagrun_timeout.value()), (Some("nightly"), Some(&90_000.0)));
    let told: Vec<_> = made
        .tasks
        .iter()
        .map(|task| {
            let queue = task.queue.as_known().map(|known| (&*known.value, known.origin));
            (task.id.value().map(|id| &**id).unwrap(), queue, task.execution_timeout.value().copied(), task.mapped)
        })
        .collect();
    let default = Some(("loads", Origin::DagDefaultArgs));
    assert_eq!(
        told,
        [
            ("wait", default, Some(3_600.0), false),
            ("export", Some(("heavy", Origin::Own)), Some(100_000.0), false),
            ("pod", default, Some(3_600.0), false),
            ("copy", default, Some(3_600.0), true),
        ]
    );
    let [wait, _, pod, copy] = made.tasks.as_slice() else { panic!("four tasks") };
    assert_eq!(wait.sensor_mode(), Some(SensorMode::Reschedule));
    assert_eq!(wait.place.span().of(WORKFLOW), "wait");
    assert!(pod.pool.is_opaque());
    let resources = pod.kubernetes_pod.as_deref().expect("a pod");
    assert!(resources.container_resources.is_opaque() && resources.removed_resources.is_none());
    assert_eq!(copy.operator.name(), "our_copy");
    assert!(made.shapes.is_empty(), "{:?}", made.shapes);
}

#[test]
fn recognised_by_content() {
    for text in [
        "name: a\noperators: []\n",
        "name: a\noperators:\n  - name: b\n    type: c\n",
        "name: a\ndag_args: {}\njobs: []\noperators:\n  - name: b\n    type: c\n",
        "- name: a\n",
    ] {
        assert!(!recognise(&parse(text)), "{text}");
    }
}
