use super::*;

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
fn recognised_by_content() {
    let yes = |text: &str| recognise(&syntax::parse(text));
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
    let yes = |text: &str| recognise_defaults(&syntax::parse(text));
    assert!(yes("default_args: {retries: 2}\nschedule: '@daily'\n"));
    assert!(!yes("default_args: {retries: 2}\nimage: nginx\n"));
    assert!(!yes("schedule: '@daily'\n"));
    let linked = link(&file(0, "default_args: {execution_timeout_secs: 60}\nqueue: a\n"), &[], None);
    assert_eq!((linked.dags.len(), linked.tasks.len(), linked.shapes.len()), (0, 0, 2));
}
