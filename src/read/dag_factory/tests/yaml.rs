use super::*;

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
fn typing_a_file_gives_no_wrong_deviation() {
    // Cut off anywhere, the file has nothing wrong but its syntax and the key that is just being typed.
    for (end, _) in SALES.char_indices().step_by(11) {
        let typed = &SALES[..end];
        for shape in linked(typed).shapes {
            let at_the_end = shape.place.span().end + 1 >= typed.trim_end().len();
            assert!(matches!(shape.kind, ShapeKind::Syntax { .. }) || at_the_end, "{shape:?} in {typed}");
        }
    }
}

#[test]
fn a_key_that_lost_its_colon_gives_no_wrong_deviation() {
    for (number, line) in SALES.lines().enumerate() {
        let cut = line.split(':').next().unwrap_or_default();
        let lines: Vec<&str> = SALES.lines().enumerate().map(|(at, it)| if at == number { cut } else { it }).collect();
        let text = lines.join("\n");
        for shape in linked(&text).shapes {
            assert!(matches!(shape.kind, ShapeKind::Syntax { .. }), "{shape:?} in {text}");
        }
    }
}

#[test]
fn a_template_is_read_as_far_as_it_goes_and_has_no_deviation() {
    let text = "{% for name in names %}
\"{{ name }}_dag\":
  schedule: {{ schedule }}
  retries_of_nothing: 3
  default_args:
    queue: {{ queue }}
    execution_timeout: {{ timeout }}
    pool: loads
  tasks:
    load:
      operator: airflow.providers.standard.operators.bash.BashOperator
      queue: heavy
      executor: ${EXECUTOR}
      dependencies: [{{ first }}, other]
    {% if big %}
    count:
      operator: airflow.providers.standard.operators.bash.BashOperator
    {% else %}
    count:
      operator: airflow.providers.standard.operators.python.PythonOperator
    {% endif %}
{% endfor %}
";
    let linked = linked(text);
    let load = task(&linked, "load");
    assert_eq!(load.queue.value().map(|it| &**it), Some("heavy"));
    assert!(load.executor.is_opaque() && load.execution_timeout.is_opaque());
    let serious = |kind: &ShapeKind| {
        matches!(
            kind,
            ShapeKind::Syntax { .. }
                | ShapeKind::DuplicateKey { .. }
                | ShapeKind::DurationType { .. }
                | ShapeKind::Reference { .. }
        )
    };
    assert!(!linked.shapes.iter().any(|shape| serious(&shape.kind)), "{:?}", linked.shapes);
}
