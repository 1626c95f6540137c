use super::*;
use crate::lsp::View;
use crate::lsp::fixture::Fixture;
use crate::syntax::Span;

const PROD: &str = "\
deployment:
  configuration:
    executor: CELERY
    deployment_type: STANDARD
  worker_queues:
    - name: default
      worker_type: A5 # 🚀
    - name: ml
      worker_type: a20
      min_worker_count: 1
      max_worker_count: 6
      worker_concurrency: 0
    - &idle
      name: idle
      worker_type: A10
      max_worker_count: 0
      worker_concurrency: 7
    - {name: odd, worker_type: m5.xlarge, max_worker_count: 2}
";

const DAG: &str = "\
from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator
from airflow.models import Variable

with DAG('train', default_args={'queue': 'ml'}):
    BashOperator(task_id='a', bash_command='x')
    BashOperator(task_id='b', bash_command='x', queue=None)
    BashOperator(task_id='c', bash_command='x', queue='default')
    BashOperator(task_id='d', bash_command='x', executor='KubernetesExecutor')
with DAG('other'):
    BashOperator(task_id='e', bash_command='x')
    BashOperator(task_id='f', bash_command='x', queue='ml')
";

/// The lenses as `line: title`.
fn drawn(view: &View<'_>, shown: Shown) -> Vec<String> {
    let line = |at: usize| view.text().get(..at).expect("an offset").matches('\n').count() + 1;
    lenses(view, shown).into_iter().map(|lens| format!("{}: {}", line(lens.span.start), lens.title)).collect()
}

/// The hints in a range, each in its line.
fn hinted(view: &View<'_>, range: Span, shown: Shown) -> Vec<String> {
    let text = view.text();
    let line = |at: usize| text.get(..at).expect("an offset").rsplit('\n').next().unwrap_or("").trim_start();
    hints(view, range, shown).into_iter().map(|hint| format!("{} <{}>", line(hint.offset), hint.label)).collect()
}

fn whole(view: &View<'_>) -> Span {
    Span::new(0, view.text().len())
}

#[test]
fn queues_and_executors_have_figures() {
    let fixture = Fixture::new(&[("prod.yaml", PROD), ("dags/a.py", DAG)]);
    let view = fixture.view("prod.yaml");
    let none = Shown { users: false, capacity: false, executor: false, defaults: false, inherited: false };
    assert_eq!(
        drawn(&view, Shown::default()),
        [
            "3: 2 DAGs, 6 tasks run here",
            "6: used by 3 tasks, perhaps by 1 more",
            "6: 50 slots, peak 10 vCPU / 20 GiB",
            "8: used by 2 tasks, perhaps by 1 more",
            "8: 120 slots, peak 24 vCPU / 48 GiB",
            "14: 70 slots, peak 20 vCPU / 40 GiB",
        ]
    );
    assert_eq!(drawn(&view, Shown { users: true, ..none }).len(), 2);
    assert_eq!(drawn(&view, Shown { capacity: true, ..none }).len(), 3);
    assert_eq!(drawn(&view, Shown { executor: true, ..none }).len(), 1);
    assert!(drawn(&view, none).is_empty() && hints(&view, whole(&view), none).is_empty());
    assert!(lenses(&fixture.view("dags/a.py"), Shown::default()).is_empty());
    let users = lenses(&view, Shown { users: true, ..none });
    assert_eq!(users.iter().map(|lens| lens.places.len()).collect::<Vec<_>>(), [3, 2]);
}

#[test]
fn all_queues_are_added_up_where_each_is_known() {
    let known = PROD.replace("m5.xlarge", "A40");
    let fixture = Fixture::new(&[("prod.yaml", &known), ("dev.yaml", &known), ("dags/a.py", DAG)]);
    let lenses = drawn(&fixture.view("prod.yaml"), Shown::default());
    assert!(lenses.contains(&"5: all queues: 320 slots, peak 70 vCPU / 140 GiB".to_string()), "{lenses:?}");
    assert!(lenses.contains(&"3: 2 DAGs, 6 tasks may run here".to_string()));
}

#[test]
fn what_cannot_be_known_is_left_out() {
    let broken = format!("{DAG}    BashOperator(task_id='g', queue=\n");
    let fixture = Fixture::new(&[("prod.yaml", PROD), ("dags/a.py", &broken)]);
    let lenses = drawn(&fixture.view("prod.yaml"), Shown::default());
    assert!(!lenses.iter().any(|lens| lens.contains("used by no task")), "{lenses:?}");

    let kubernetes = PROD.replace("CELERY", "KUBERNETES").replace(
        "STANDARD",
        "STANDARD\n    default_task_pod_cpu: \"0.5\"\n    default_task_pod_memory: 1Gi\n    resource_quota_cpu: \"10\"\n    resource_quota_memory: 15Gi",
    );
    let fixture = Fixture::new(&[("prod.yaml", &kubernetes), ("dags/a.py", DAG)]);
    let view = fixture.view("prod.yaml");
    assert_eq!(drawn(&view, Shown::default()), ["3: 2 DAGs, 6 tasks run here", "7: room for 15 default pods"]);
    assert!(hints(&view, whole(&view), Shown::default()).is_empty());

    let alone = Fixture::new(&[("prod.yaml", PROD)]);
    let titles = drawn(&alone.view("prod.yaml"), Shown::default());
    assert!(titles.iter().all(|title| title.contains("slots")), "{titles:?}");
}

#[test]
fn hints_say_what_is_not_written() {
    let fixture = Fixture::new(&[("prod.yaml", PROD), ("dags/a.py", DAG)]);
    let view = fixture.view("prod.yaml");
    let all = [
        "worker_type: A5 <concurrency 5, 0 to 10 workers>",
        "worker_concurrency: 0 <= 20>",
        "max_worker_count: 0 <= 10>",
    ];
    assert_eq!(hinted(&view, whole(&view), Shown::default()), all);
    let end = PROD.find("ml").expect("a queue");
    assert_eq!(hinted(&view, Span::new(0, end), Shown::default()), all[..1]);

    let view = fixture.view("dags/a.py");
    assert_eq!(hinted(&view, whole(&view), Shown::default()), ["BashOperator <queue ml>", "BashOperator <queue ml>"]);
    let pods = Fixture::new(&[("prod.yaml", &PROD.replace("CELERY", "KUBERNETES")), ("dags/a.py", DAG)]);
    let view = pods.view("dags/a.py");
    assert!(hints(&view, whole(&view), Shown::default()).is_empty());
}

#[test]
fn queues_that_share_their_machine_share_its_hint() {
    let shared = "deployment:\n  configuration: {executor: CELERY, deployment_type: STANDARD}\n  worker_queues:\n    \
                  - &base\n      name: default\n      worker_type: A5\n    - <<: *base\n      name: ml\n";
    let fixture = Fixture::new(&[("prod.yaml", shared)]);
    let view = fixture.view("prod.yaml");
    assert_eq!(
        hinted(&view, whole(&view), Shown::default()),
        ["worker_type: A5 <concurrency 5, 0 to 10 workers>", "name: ml <concurrency 5, 0 to 10 workers>"]
    );
}
