use super::{File, link, read, recognise, recognise_defaults};
use crate::model::{FileId, Origin, PodOverride, SensorMode, Setting, ShapeKind, Task, ValueKind};
use crate::read::Linked;
use crate::syntax::yaml;

fn file(number: u32, text: &str) -> File {
    read(FileId(number), &yaml::parse(text))
}

fn linked(text: &str) -> Linked {
    link(&file(0, text), &[], None)
}

fn of_version(text: &str, version: &str) -> Linked {
    link(&file(0, text), &[], Some(version))
}

fn task<'l>(linked: &'l Linked, id: &str) -> &'l Task {
    let found = linked.tasks.iter().find(|task| task.id.value().is_some_and(|it| **it == *id));
    found.unwrap_or_else(|| panic!("no task {id} in {:?}", linked.tasks))
}

fn known<T: Clone>(setting: &Setting<T>) -> Option<(T, Origin)> {
    setting.as_known().map(|known| (known.value.clone(), known.origin))
}

fn queue(linked: &Linked, id: &str) -> Option<(String, Origin)> {
    known(&task(linked, id).queue).map(|(queue, origin)| (queue.to_string(), origin))
}

fn what<'l>(text: &'l str, linked: &Linked) -> Vec<(&'l str, ShapeKind)> {
    linked.shapes.iter().map(|shape| (shape.place.span().of(text), shape.kind.clone())).collect()
}

const SALES: &str = "
default:
  default_args:
    owner: sales
    queue: default
    retries: 2
    execution_timeout: {__type__: datetime.timedelta, hours: 1}
  max_active_runs: 1
  tasks:
    notify:
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: ./notify.sh

sales_daily:
  schedule: '0 3 * * *'
  catchup: no
  max_active_tasks: 8
  dagrun_timeout:
    __type__: datetime.timedelta
    __args__: [0, 7200]
  default_args:
    pool: sales
    queue: sales
  task_groups:
    outer:
      default_args: {queue: outer, executor: KubernetesExecutor}
    inner:
      parent_group_name: outer
      default_args: {retries: 5}
  tasks:
    extract:
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: ./extract.sh
      queue: heavy
    wait:
      operator: airflow.providers.standard.sensors.filesystem.FileSensor
      filepath: /data/sales.csv
      mode: reschedule
      timeout: 3600
      poke_interval: {__type__: datetime.timedelta, minutes: 2}
    transform:
      operator: airflow.providers.standard.operators.bash.BashOperator
      task_group_name: inner
      execution_timeout: {__type__: datetime.timedelta, hours: 30}

sales_weekly:
  schedule: '@weekly'
";

#[test]
fn precedence_of_defaults() {
    let linked = linked(SALES);
    assert_eq!(linked.shapes, []);
    assert_eq!(linked.dags.len(), 2);
    let daily = &linked.dags[0];
    assert_eq!(known(&daily.catchup), Some((false, Origin::Own)));
    assert_eq!(known(&daily.max_active_runs), Some((1, Origin::FileDefault)));
    assert_eq!(known(&daily.max_active_tasks), Some((8, Origin::Own)));
    assert_eq!(known(&daily.dagrun_timeout), Some((7200.0, Origin::Own)));
    assert_eq!(linked.tasks.len(), 5, "the task of the default block belongs to both DAGs");

    assert_eq!(queue(&linked, "extract"), Some(("heavy".into(), Origin::Own)));
    assert_eq!(queue(&linked, "wait"), Some(("sales".into(), Origin::DagDefaultArgs)));
    assert_eq!(queue(&linked, "transform"), Some(("outer".into(), Origin::GroupDefaultArgs)));
    let transform = task(&linked, "transform");
    assert_eq!(known(&transform.retries), Some((5, Origin::GroupDefaultArgs)));
    assert_eq!(known(&transform.execution_timeout), Some((108_000.0, Origin::Own)));
    assert_eq!(known(&task(&linked, "wait").execution_timeout), Some((3600.0, Origin::FileDefault)));
    let weekly = linked.tasks.iter().find(|task| task.dag == Some(1)).expect("a task");
    assert_eq!(known(&weekly.queue).map(|it| it.1), Some(Origin::FileDefault));
    assert!(weekly.pool.is_absent());
    let sensor = task(&linked, "wait").sensor.as_ref().expect("a sensor");
    assert_eq!(sensor.mode.value(), Some(&SensorMode::Reschedule));
    assert_eq!(sensor.timeout.value(), Some(&3600.0));
    assert_eq!(sensor.poke_interval.value(), Some(&120.0));
}

#[test]
fn defaults_files_yield_to_the_file_for_arguments_and_win_for_dag_keys() {
    let near = file(1, "default_args: {queue: near, pool: near}\nmax_active_runs: 3\n");
    let far = file(2, "default_args: {queue: far, executor: CeleryExecutor}\nmax_active_runs: 9\ncatchup: true\n");
    let linked = link(&file(0, SALES), &[&near, &far], None);
    let weekly = linked.tasks.iter().find(|task| task.dag == Some(1)).expect("a task");
    assert_eq!(known(&weekly.queue).map(|it| it.1), Some(Origin::FileDefault));
    assert_eq!(
        known(&weekly.pool).map(|(pool, origin)| (pool.to_string(), origin)),
        Some(("near".into(), Origin::DefaultsFile))
    );
    assert_eq!(known(&weekly.executor).map(|it| it.1), Some(Origin::DefaultsFile));
    assert_eq!(known(&linked.dags[1].max_active_runs), Some((3, Origin::DefaultsFile)));
    assert_eq!(known(&linked.dags[1].catchup), Some((true, Origin::DefaultsFile)));
    assert_eq!(known(&linked.dags[0].catchup), Some((false, Origin::Own)));
}

#[test]
fn lists_of_tasks_and_groups() {
    let linked = linked(
        "
etl:
  task_groups:
    - group_name: load
      default_args: {queue: load}
  tasks:
    - task_id: extract
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: ./extract.sh
    - task_id: load
      operator: airflow.providers.standard.operators.python.PythonOperator
      python_callable: etl.load
      task_group_name: load
      partial: {pool: small}
      expand:
        op_args: [[1], [2]]
        queue: [a, b]
    - task_id: report
      decorator: airflow.sdk.definitions.decorators.task.kubernetes
      python_callable: etl.report
      namespace: jobs
      container_resources: {requests: {cpu: 1, memory: 512Mi}}
",
    );
    assert_eq!(linked.tasks.len(), 3);
    let load = task(&linked, "load");
    assert!(load.mapped && load.queue.is_opaque());
    assert_eq!(known(&load.pool).map(|it| it.1), Some(Origin::Partial));
    let pod = task(&linked, "report").kubernetes_pod.as_ref().expect("a pod");
    let requests = pod.container_resources.value().and_then(|it| it.requests.value()).expect("requests");
    assert_eq!(requests.get("cpu").and_then(|it| it.quantity.value()).map(|it| &**it), Some("1"));
    assert!(task(&linked, "extract").kubernetes_pod.is_none());
}

#[test]
fn objects_of_the_kubernetes_client() {
    let text = "
pods:
  tasks:
    train:
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: ./train.sh
      executor_config:
        pod_override:
          __type__: kubernetes.client.models.V1Pod
          spec:
            __type__: kubernetes.client.models.V1PodSpec
            containers:
              __type__: builtins.list
              items:
                - __type__: kubernetes.client.models.V1Container
                  name: base
                  resources:
                    __type__: kubernetes.client.models.V1ResourceRequirements
                    requests: {cpu: 500m}
    plain:
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: 'true'
      executor_config:
        pod_override: {spec: {containers: [{name: base}]}}
        podOverride: {}
";
    let linked = linked(text);
    let classes: Vec<&str> = linked.objects.iter().map(|object| &*object.class).collect();
    assert_eq!(classes, ["V1Pod", "V1PodSpec", "V1Container", "V1ResourceRequirements"]);
    let config = task(&linked, "train").executor_config.value().expect("a config");
    let Some(PodOverride::Pod(pod)) = config.pod_override.value() else { panic!("{config:?}") };
    let containers = pod.containers.value().expect("containers");
    assert_eq!(containers[0].name.value().map(|it| &**it), Some("base"));
    let config = task(&linked, "plain").executor_config.value().expect("a config");
    assert_eq!(config.pod_override.value(), Some(&PodOverride::NotAPod("a dict".into())));
    assert_eq!(
        config.other_keys.first().map(|(key, place)| (&**key, place.span().of(text))),
        Some(("podOverride", "podOverride"))
    );
}

#[test]
fn what_is_filled_in_later_is_opaque() {
    let linked = linked(
        "
etl:
  default_args:
    queue: $TEAM_QUEUE
    pool: '{{ var.value.pool }}'
    executor: \"${EXECUTOR}\"
  tasks:
    run:
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: 'true'
      retries: !!python/name:etl.retries
      variables_as_arguments:
        - {variable: wait, attribute: execution_timeout}
",
    );
    let run = task(&linked, "run");
    assert!(run.queue.is_opaque() && run.pool.is_opaque() && run.executor.is_opaque());
    assert!(run.retries.is_opaque() && run.execution_timeout.is_opaque());
}

#[test]
fn anchors_aliases_and_merge_keys() {
    let text = "
x-common: &common
  operator: airflow.providers.standard.operators.bash.BashOperator
  queue: common
  retries: 3
etl:
  default_args: &args {pool: etl}
  tasks:
    first:
      queue: own
      <<: *common
      bash_command: a
    second:
      <<: [{queue: listed}, *common]
      bash_command: b
other:
  default_args: *args
  tasks:
    third: {<<: *common, bash_command: c}
looped: &looped
  tasks: *looped
";
    let linked = linked(text);
    assert_eq!(queue(&linked, "first").map(|it| it.0).as_deref(), Some("own"));
    assert_eq!(queue(&linked, "second").map(|it| it.0).as_deref(), Some("listed"));
    assert_eq!(known(&task(&linked, "second").retries).map(|it| it.0), Some(3));
    assert_eq!(known(&task(&linked, "third").pool).map(|it| it.0.to_string()).as_deref(), Some("etl"));
    let pool = task(&linked, "third").pool.as_known().expect("a pool");
    assert_eq!(pool.literal.span().of(text), "etl");
}

#[test]
fn alias_bombs_end_and_leave_what_stands_before_them() {
    let dag = "dag:\n  tasks:\n    t: {operator: airflow.operators.bash.BashOperator, queue: io}\n";
    for (first, left, right) in [("[x]", "[", "]"), ("{}", "{<<: [", "]}")] {
        let mut text = format!("{dag}a0: &a0 {first}\n");
        for level in 1..30 {
            let below = format!("*a{}", level - 1);
            text.push_str(&format!("a{level}: &a{level} {left}{}{right}\n", [&*below; 9].join(", ")));
        }
        assert_eq!(queue(&linked(&text), "t").map(|it| it.0).as_deref(), Some("io"));
    }
}

#[test]
fn a_half_typed_line_makes_the_rest_unknown_and_nothing_wrong() {
    let linked = linked(
        "
etl:
  schedule: '@daily'
  tasks:
    run:
      operator: airflow.providers.standard.operators.bash.BashOperator
      queue
      bash_command: 'true'
    next:
      operator: airflow.providers.standard.operators.bash.BashOperator
      queue: io
",
    );
    assert!(linked.shapes.iter().all(|shape| matches!(shape.kind, ShapeKind::Syntax { .. })), "{:?}", linked.shapes);
    if let Some(run) = linked.tasks.iter().find(|task| task.id.value().is_some_and(|id| &**id == "run")) {
        assert!(!run.queue.is_absent());
    }
}

#[test]
fn seconds_of_the_old_line() {
    let text = "
etl:
  schedule_interval: '@daily'
  dagrun_timeout_sec: 600
  default_args: {retry_delay_sec: 60, sla_secs: 5}
  tasks:
    run:
      operator: airflow.operators.bash_operator.BashOperator
      bash_command: 'true'
      execution_timeout_secs: 90
";
    let old = linked(text);
    assert_eq!(old.shapes, [], "schedule_interval says that it is before 1.0");
    assert_eq!(task(&old, "run").execution_timeout.value(), Some(&90.0));
    assert_eq!(old.dags[0].dagrun_timeout.value(), Some(&600.0));

    let new = of_version(text, "1.1.0");
    assert!(task(&new, "run").execution_timeout.is_absent());
    let shapes = what(text, &new);
    let keys: Vec<&str> = shapes.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, ["dagrun_timeout_sec", "retry_delay_sec", "sla_secs", "execution_timeout_secs"]);
    for (key, kind) in shapes {
        let ShapeKind::TimeoutKeyIgnored { refused, certain, .. } = kind else { panic!("{kind:?}") };
        assert!(certain);
        assert_eq!(refused, key == "execution_timeout_secs");
    }

    let unknown = linked(&text.replace("schedule_interval", "schedule"));
    assert!(task(&unknown, "run").execution_timeout.is_opaque());
    assert_eq!(unknown.shapes.len(), 4);
    let certain =
        |shape: &crate::model::Shape| matches!(shape.kind, ShapeKind::TimeoutKeyIgnored { certain: true, .. });
    assert!(!unknown.shapes.iter().any(certain));
}

#[test]
fn a_timeout_in_seconds_in_default_args_is_ignored_by_every_version() {
    let text = "
etl:
  default_args: {execution_timeout_secs: 3600}
  tasks:
    run: {operator: airflow.operators.bash.BashOperator, bash_command: 'true'}
";
    for version in ["0.19.0", "0.23.0", "1.1.0"] {
        let linked = of_version(text, version);
        assert!(task(&linked, "run").execution_timeout.is_absent());
        let [(key, ShapeKind::TimeoutKeyIgnored { certain: true, seconds: Some(3600), .. })] = &*what(text, &linked)
        else {
            panic!("{:?}", linked.shapes)
        };
        assert_eq!(*key, "execution_timeout_secs");
    }
}

#[test]
fn durations_of_a_wrong_type() {
    let text = "
etl:
  dagrun_timeout: 2 hours
  default_args:
    execution_timeout: 3600
    retry_delay: 30
  tasks:
    - task_id: run
      operator: airflow.operators.bash.BashOperator
      bash_command: 'true'
      execution_timeout: {hours: 2, minutes: 30}
    - task_id: rendered
      operator: airflow.operators.bash.BashOperator
      bash_command: 'true'
      execution_timeout: $TIMEOUT
";
    let linked = linked(text);
    let shapes: Vec<_> = linked
        .shapes
        .iter()
        .map(|shape| match &shape.kind {
            ShapeKind::DurationType { key, found, seconds, certain } => (&**key, &**found, *seconds, *certain),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        shapes,
        [
            ("dagrun_timeout", "the text \"2 hours\"", Some(7200), true),
            ("execution_timeout", "the number 3600", Some(3600), true),
            ("execution_timeout", "a mapping without __type__", Some(9000), true),
        ]
    );
    assert!(task(&linked, "run").execution_timeout.is_opaque());
}

#[test]
fn keys_that_no_dag_has() {
    let text = "
default:
  queue: fast
_anchors: {anything: 1}
etl:
  retries: 3
  max_active_run: 1
  x-args: {a: 1}
  vars: {greeting: &greeting hello}
  tasks:
    run: {operator: airflow.operators.bash.BashOperator, bash_command: 'true'}
";
    let keys: Vec<(String, bool)> = linked(text)
        .shapes
        .iter()
        .map(|shape| match &shape.kind {
            ShapeKind::DagKeyIgnored { key, works_in_default_args, .. } => (key.to_string(), *works_in_default_args),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(keys, [("queue".into(), true), ("retries".into(), true), ("max_active_run".into(), false)]);
}

#[test]
fn a_task_written_twice() {
    let text = "
etl:
  tasks:
    run: {operator: airflow.operators.bash.BashOperator, queue: a}
    run: {operator: airflow.operators.bash.BashOperator, queue: b}
";
    let linked = linked(text);
    assert_eq!(linked.tasks.len(), 1);
    assert_eq!(queue(&linked, "run").map(|it| it.0).as_deref(), Some("b"));
    assert!(
        matches!(&*linked.shapes, [shape] if matches!(&shape.kind, ShapeKind::DuplicateKey { key, .. } if &**key == "run"))
    );
}

#[test]
fn no_schedule() {
    let linked = linked("a: {schedule: 'None', tasks: {t: {operator: airflow.operators.bash.BashOperator}}}");
    let schedule = linked.dags[0].schedule.value().expect("a schedule");
    assert_eq!(schedule.kind, ValueKind::Null);
}

#[test]
fn recognised_by_content() {
    let yes = |text: &str| recognise(&yaml::parse(text));
    assert!(yes(SALES));
    assert!(yes("d: {tasks: [{task_id: a, decorator: airflow.decorators.task, python_callable: x.y}]}"));
    assert!(yes("default: {default_args: {owner: me}}\nnew_dag:\n  schedule: '@daily'\n"));
    for other in [
        "apiVersion: v1\nkind: Pod\nspec: {tasks: {a: {operator: a.b.C}}}\n",
        "affinity: {tasks: [{key: a, operator: In}, {key: b, operator: Exists}]}",
        "operator: airflow.operators.bash.BashOperator\nbash_command: 'true'\n",
        "dag: {tasks: [{operator: BashOperator, id: a, args: {}}]}",
        "dag: {repository: x, tasks: {a: {compute_profile: general-on-demand-1vcpu-4gb}}}",
        "name: d\ndag_args: {}\noperators: [{name: a, type: bash}]\n",
        "dags: {d: {operators: {a: {class: 'airflow.operators.bash:BashOperator'}}}}",
        "default: {image: x}\nservice: {tasks: 3}\n",
        "- a\n- b\n",
        "d: {tasks: {a: {operator: a.b.C}}}\n---\ne: {}\n",
        "",
    ] {
        assert!(!yes(other), "{other}");
    }
}

#[test]
fn defaults_files_by_content() {
    let yes = |text: &str| recognise_defaults(&yaml::parse(text));
    assert!(yes("default_args: {retries: 2}\nschedule: '@daily'\n"));
    assert!(!yes("default_args: {retries: 2}\nimage: nginx\n"));
    assert!(!yes("schedule: '@daily'\n"));
    let linked = link(&file(0, "default_args: {execution_timeout_secs: 60}\nqueue: a\n"), &[], None);
    assert_eq!((linked.dags.len(), linked.tasks.len(), linked.shapes.len()), (0, 0, 2));
}
