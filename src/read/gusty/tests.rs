//! Folders as users write them, and what is read from them.

use super::{Folder, link, read, recognise_metadata, recognise_task};
use crate::model::{DagFile, FileId, Origin, SensorMode, Setting, ShapeKind};
use crate::read::gusty::File;
use crate::syntax::yaml::parse;

fn file(number: u32, text: &str) -> File {
    let tree = parse(text);
    assert!(recognise_task(&tree) || recognise_metadata(&tree), "{text}");
    read(FileId(number), &tree)
}

fn known<T: Clone>(setting: &Setting<T>) -> Option<(T, Origin)> {
    setting.as_known().map(|known| (known.value.clone(), known.origin))
}

fn queue(linked: &DagFile) -> Option<(String, Origin)> {
    known(&linked.tasks[0].queue).map(|(queue, origin)| (queue.to_string(), origin))
}

const DAG: &str = "
schedule_interval: 0 6 * * *
max_active_runs: 1
dagrun_timeout: !timedelta 'hours: 30'
default_args:
  owner: data
  queue: loads
  retries: 3
  execution_timeout: !timedelta {hours: 1, minutes: 30}
";

const GROUP: &str = "
prefix_group_id: true
default_args:
  queue: heavy
";

const SENSOR: &str = "
operator: airflow.providers.standard.sensors.filesystem.FileSensor
filepath: /data/in.csv
mode: poke
timeout: 7200
";

#[test]
fn a_task_takes_the_defaults_of_its_folders() {
    let (metadata, group) = (file(1, DAG), file(2, GROUP));
    let home = Folder { name: "sales", metadata: Some(&metadata) };
    let within = Folder { name: "loads", metadata: Some(&group) };

    let linked = link(&file(0, SENSOR), " Wait_For_File", &[home]);
    let task = &linked.tasks[0];
    assert_eq!(task.id.value().map(|id| &**id), Some("wait_for_file"));
    assert_eq!(queue(&linked), Some(("loads".into(), Origin::DagDefaultArgs)));
    assert_eq!(known(&task.execution_timeout), Some((5_400.0, Origin::DagDefaultArgs)));
    assert_eq!(task.sensor_mode(), Some(SensorMode::Poke));
    assert_eq!((linked.dags_in, task.dag), (Some(FileId(1)), Some(0)));
    assert!(task.pool.is_absent() && task.executor.is_absent());

    let linked = link(&file(0, SENSOR), "wait", &[within, home]);
    assert_eq!(queue(&linked), Some(("heavy".into(), Origin::GroupDefaultArgs)));
    assert_eq!(linked.tasks[0].id.value().map(|id| &**id), Some("loads_wait"));
    let own = link(&file(0, &format!("{SENSOR}queue: mine\n")), "wait", &[within, home]);
    assert_eq!(queue(&own), Some(("mine".into(), Origin::Own)));

    let alone = link(&file(0, SENSOR), "wait", &[]);
    // Python may say more.
    assert!(alone.tasks[0].queue.is_opaque() && alone.tasks[0].dag.is_none());
}

#[test]
fn a_folder_is_a_dag() {
    let (metadata, group) = (file(1, DAG), file(2, GROUP));
    let home = Folder { name: "sales", metadata: Some(&metadata) };
    let linked = link(&metadata, "METADATA", &[home]);
    let dag = &linked.dags[0];
    assert_eq!(dag.id.value().map(|id| &**id), Some("sales"));
    assert_eq!((dag.max_active_runs.value(), dag.dagrun_timeout.value()), (Some(&1), Some(&108_000.0)));
    assert!(linked.tasks.is_empty());
    let within = Folder { name: "loads", metadata: Some(&group) };
    assert!(link(&group, "METADATA", &[within, home]).dags.is_empty());
    assert!(link(&group, "METADATA", &[within]).dags.is_empty());
}

#[test]
fn one_file_makes_many_tasks() {
    let text = "
operator: airflow.providers.standard.operators.python.PythonOperator
queue: small
executor_config: {a: 1}
python_callable: run
multi_task_spec:
  eu: {queue: big}
  us:
python_callable_partials:
  eu: {region: eu}
  asia: {region: asia}
";
    let linked = link(&file(0, text), "regions", &[]);
    let tasks: Vec<_> = linked.tasks.iter().map(|it| (it.id.value().unwrap(), it.queue.value().unwrap())).collect();
    let told: Vec<(&str, &str)> = tasks.iter().map(|(id, queue)| (&***id, &***queue)).collect();
    assert_eq!(told, [("eu", "big"), ("us", "small"), ("asia", "small")]);
}

#[test]
fn constructions() {
    let timeout = |written: &str| {
        let text = format!("operator: a.b.Run\nexecution_timeout: {written}\n");
        let linked = link(&file(0, &text), "t", &[]);
        let place = linked.tasks[0].execution_timeout.place().expect("a place");
        (linked.tasks[0].execution_timeout.value().copied(), place.span().of(&text).to_string())
    };
    assert_eq!(timeout("!timedelta 'hours: 2'"), (Some(7_200.0), "'hours: 2'".into()));
    assert_eq!(timeout("!timedelta 2"), (Some(172_800.0), "2".into()));
    assert_eq!(timeout("!timedelta [0, 60]"), (Some(60.0), "[0, 60]".into()));
    assert_eq!(timeout("!timedelta\n  minutes: 5").0, Some(300.0));
    assert_eq!(timeout("!my_delta 5").0, None);
    assert_eq!(timeout("!timedelta '{{ hours }}'").0, None);
    assert_eq!(timeout("!timedelta").0, Some(0.0));
}

#[test]
fn keys_that_gusty_does_not_know() {
    let keys = |text: &str| {
        let named = |kind: ShapeKind| match kind {
            ShapeKind::GustyKey { key, .. } => Some(key.to_string()),
            _ => None,
        };
        file(0, text).shapes.into_iter().filter_map(|shape| named(shape.kind)).collect::<Vec<_>>()
    };
    assert_eq!(keys("operator: a.b.Run\nqueue: a\ndependencies: [x]\nquueue: b\nbucket: c\n"), ["quueue", "bucket"]);
    assert_eq!(keys("default_args: {owner: me}\nqueue: a\ncatchup: false\n"), ["queue"]);
}

#[test]
fn recognised_by_content() {
    for text in ["operator: In\n", "operator: quay.io/a/b:1\n", "- operator: a.b.C\n", "operator: a.b.c\n", "a: 1\n"] {
        assert!(!recognise_task(&parse(text)), "{text}");
    }
    assert!(recognise_task(&parse("operator: local.MyOperator\n")));
    assert!(!recognise_metadata(&parse("tags: [a]\ndescription: x\nschedule: y\n")));
}
