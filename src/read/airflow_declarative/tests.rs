//! DAGs as users write them, and what is read from them.

use super::{read, recognise};
use crate::model::{DagFile, FileId, Origin, SensorMode};
use crate::syntax::yaml::parse;

const DAGS: &str = "
version: 1
dags:
  exports:
    args:
      schedule_interval: 1h
      max_active_runs: 2
      dagrun_timeout: 1d
      default_args:
        owner: data
        queue: loads
        execution_timeout: 600
    defaults:
      operators:
        class: airflow.operators.bash_operator:BashOperator
        args:
          queue: shells
      sensors:
        args: {poke_interval: 1m}
    sensors:
      wait:
        callback: ours.checks:arrived
        args:
          timeout: 7200
    operators:
      export:
        args:
          execution_timeout: 10m
          bash_command: ./export.sh
      report:
        callback: ours.reports:send
        args: {queue: heavy}
    do:
      - with_items: [a, b]
        operators:
          copy_{{ item }}:
            args: {bash_command: 'copy {{ item }}', pool: '{{ item }}'}
    flow:
      wait: [export]
";

fn made(text: &str) -> DagFile {
    let tree = parse(text);
    assert!(recognise(&tree), "{text}");
    read(FileId(0), &tree)
}

#[test]
fn tasks_with_their_defaults() {
    let made = made(DAGS);
    let dag = &made.dags[0];
    assert_eq!((dag.id.value().map(|id| &**id), dag.dagrun_timeout.value()), (Some("exports"), Some(&86_400.0)));
    assert!(dag.schedule.value().is_some());
    let told: Vec<_> = made
        .tasks
        .iter()
        .map(|task| {
            let queue = task.queue.as_known().map(|known| (&*known.value, known.origin));
            (task.operator.name(), queue, task.execution_timeout.value().copied(), task.mapped)
        })
        .collect();
    let shells = Some(("shells", Origin::FileDefault));
    assert_eq!(
        told,
        [
            ("BashOperator", shells, Some(600.0), false),
            ("BashOperator", Some(("heavy", Origin::Own)), Some(600.0), false),
            ("BashOperator", shells, Some(600.0), true),
            ("GenericSensor", Some(("loads", Origin::DagDefaultArgs)), Some(600.0), false),
        ]
    );
    let [export, _, copy, wait] = made.tasks.as_slice() else { panic!("four tasks") };
    assert_eq!(export.place.span().of(DAGS), "export");
    assert!(copy.id.is_opaque() && copy.pool.is_opaque());
    assert_eq!(wait.sensor_mode(), Some(SensorMode::Poke));
    let sensor = wait.sensor.as_deref().expect("a sensor");
    assert_eq!((sensor.timeout.value(), sensor.poke_interval.value()), (Some(&7_200.0), Some(&60.0)));
}

#[test]
fn recognised_by_content() {
    for text in [
        "dags:\n  persistence: {enabled: true}\n  gitSync: {enabled: false}\n",
        "dags:\n  d:\n    operators:\n      o: {type: x}\n",
        "executor: CeleryExecutor\ndags:\n  d:\n    operators:\n      o: {class: 'a:B'}\n",
        "dags: [a]\n",
    ] {
        assert!(!recognise(&parse(text)), "{text}");
    }
}
