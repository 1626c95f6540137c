use super::*;

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
    assert_eq!(
        keys,
        ["dagrun_timeout_sec", "retry_delay_sec", "sla_secs", "execution_timeout_secs", "schedule_interval"]
    );
    for (key, kind) in shapes {
        match kind {
            ShapeKind::TimeoutKeyIgnored { refused, certain, .. } => {
                assert!(certain);
                assert_eq!(refused, key == "execution_timeout_secs");
            }
            ShapeKind::ScheduleInterval { certain, taken } => assert!(certain && !taken),
            kind => panic!("{kind:?}"),
        }
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
            ShapeKind::DurationType { key, found, seconds, certain, .. } => (&**key, &**found, *seconds, *certain),
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
