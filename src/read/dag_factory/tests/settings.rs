use super::*;

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
    assert!(matches!(config.pod_override.value(), Some(PodOverride::NotAPod { what, .. }) if **what == *"a dict"));
    assert_eq!(
        config.other_keys.first().map(|key| (&*key.name, key.place.span().of(text))),
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
fn no_schedule() {
    let linked = linked("a: {schedule: 'None', tasks: {t: {operator: airflow.operators.bash.BashOperator}}}");
    let schedule = linked.dags[0].schedule.value().expect("a schedule");
    assert_eq!(schedule.kind, ValueKind::Null);
}
