use super::*;
use crate::lsp::View;
use crate::lsp::fixture::Fixture;
use crate::syntax::Span;

const DEPLOYMENT: &str = "\
# the first
# of two lines
deployment:
  environment_variables:
    - {key: TOKEN, value: \"s3cret\", is_secret: true}
    - key: MODE
      value: fast
  configuration:
    name: prod 🚀
    executor: CELERY
    deployment_type: STANDARD
    description: >-
      Long
      words
  worker_queues:
    - name: default
      worker_type: A5
    # region heavy
    - name: ml
      worker_type: A20
      max_worker_count: 4
    - worker_type: A5
    # endregion
  hibernation_schedules:
    - hibernate_at: 0 22 * * *
      wake_at: 0 6 * * *
      enabled: true
  alert_emails: [
    a@example.com,
  ]
";

const DAG: &str = "\
\"\"\"What
it does.
\"\"\"
import os
from airflow.decorators import dag, task
from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator

# one
# two

with DAG('first', schedule='@daily', default_args={'queue': 'ml'}):
    BashOperator(
        task_id='a',
        bash_command='x',
    )
    for number in range(3):
        BashOperator(task_id=f't{number}', bash_command='x', queue='heavy')

second = DAG('second')


@dag(schedule=None)
def third():
    @task(executor='KubernetesExecutor')
    def load():
        try:
            pass
        finally:
            print('😀'
                  'b')

    load()


BashOperator(task_id='late', dag=second, bash_command='x')
third()
";

const FACTORY: &str = "\
default:
  default_args:
    queue: ml
report:
  schedule: '@hourly'
  tasks:
    - task_id: one
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: x
";

fn fixture() -> Fixture {
    Fixture::new(&[("prod.yaml", DEPLOYMENT), ("dags/a.py", DAG), ("dags/report.yml", FACTORY)])
}

/// The symbols as indented lines; checks that selections and children lie in their symbols.
fn drawn(view: &View<'_>) -> Vec<String> {
    fn draw(symbols: &[Symbol], depth: usize, text: &str, within: Span, lines: &mut Vec<String>) {
        for symbol in symbols {
            assert!(within.contains(symbol.range) && symbol.range.contains(symbol.selection), "{symbol:?}");
            assert!(!symbol.name.is_empty());
            let detail = symbol.detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
            let selected = symbol.selection.of(text).lines().next().unwrap_or("");
            lines.push(format!("{}{:?} {}{detail} @ {selected}", "  ".repeat(depth), symbol.kind, symbol.name));
            draw(&symbol.children, depth + 1, text, symbol.range, lines);
        }
    }
    let mut lines = Vec::new();
    draw(&document_symbols(view), 0, view.text(), Span::new(0, view.text().len()), &mut lines);
    lines
}

#[test]
fn a_deployment_shows_its_sections() {
    let fixture = fixture();
    assert_eq!(
        drawn(&fixture.view("prod.yaml")),
        [
            "Deployment prod 🚀 (CELERY, STANDARD) @ deployment",
            "  Section environment_variables @ environment_variables",
            "    Variable TOKEN (secret) @ TOKEN",
            "    Variable MODE @ MODE",
            "  Section configuration @ configuration",
            "    Setting name (prod 🚀) @ name",
            "    Setting executor (CELERY) @ executor",
            "    Setting deployment_type (STANDARD) @ deployment_type",
            "    Setting description (Long words) @ description",
            "  Section worker_queues @ worker_queues",
            "    Queue default (A5) @ default",
            "    Queue ml (A20, up to 4 workers) @ ml",
            "    Queue (unknown name) (A5) @ worker_type: A5",
            "  Section hibernation_schedules @ hibernation_schedules",
            "    Schedule sleeps 0 22 * * *, wakes 0 6 * * * @ hibernate_at: 0 22 * * *",
            "  Section alert_emails @ alert_emails",
            "    Setting a@example.com @ a@example.com",
        ]
    );
}

#[test]
fn dags_show_their_tasks() {
    let fixture = fixture();
    assert_eq!(
        drawn(&fixture.view("dags/a.py")),
        [
            "Dag first (@daily) @ DAG",
            "  Task a (BashOperator, queue ml) @ BashOperator",
            "  Task BashOperator (BashOperator, queue heavy) @ BashOperator",
            "Dag second @ DAG",
            "  Task late (BashOperator) @ BashOperator",
            "Dag third @ dag",
            "  Task load (task, KubernetesExecutor) @ task",
        ]
    );
    assert_eq!(
        drawn(&fixture.view("dags/report.yml")),
        ["Section default @ default", "Dag report (@hourly) @ report", "  Task one (BashOperator, queue ml) @ one",]
    );
}

#[test]
fn broken_texts_have_symbols_selections_and_folds() {
    let deployment = DEPLOYMENT.replace("worker_type: A20", "worker_type: [").replace("name: prod", "name prod");
    let dag = DAG.replace("task_id='a',", "task_id=").replace("@dag(schedule=None)", "@dag(");
    let crlf = DEPLOYMENT.replace('\n', "\r\n");
    let fixture = Fixture::new(&[("a.yaml", &deployment), ("b.yaml", &crlf), ("dags/a.py", &dag)]);
    for (path, queue) in [("a.yaml", "Queue default"), ("b.yaml", "Queue ml"), ("dags/a.py", "Dag second")] {
        let view = fixture.view(path);
        assert!(drawn(&view).iter().any(|line| line.contains(queue)), "{path}: {:?}", drawn(&view));
        assert!(!folding(&view).is_empty());
        for (offset, _) in view.text().char_indices() {
            assert!(selection(&view, offset).iter().all(|span| view.text().get(span.start..span.end).is_some()));
        }
    }
    // The same folds, whatever breaks the lines.
    let lf = Fixture::new(&[("b.yaml", DEPLOYMENT)]);
    assert_eq!(folded(&fixture.view("b.yaml")), folded(&lf.view("b.yaml")));
}

/// The first and the last line of each fold.
fn folded(view: &View<'_>) -> Vec<(usize, usize, FoldKind)> {
    let line = |offset: usize| view.text().get(..offset).expect("an offset").matches('\n').count() + 1;
    folding(view).into_iter().map(|fold| (line(fold.span.start), line(fold.span.end), fold.kind)).collect()
}

#[test]
fn folds_of_yaml() {
    let fixture = fixture();
    let view = fixture.view("prod.yaml");
    use FoldKind::{Code, Comment, Region};
    let expected = [
        (1, 2, Comment),
        (3, 29, Code),
        (4, 7, Code),
        (6, 7, Code),
        (8, 14, Code),
        (12, 14, Code),
        (15, 22, Code),
        (16, 17, Code),
        (18, 23, Region),
        (19, 21, Code),
        (24, 27, Code),
        (25, 27, Code),
        (28, 29, Code),
    ];
    let folds = folded(&view);
    for fold in expected.iter().filter(|(first, ..)| *first != 3) {
        assert!(folds.contains(fold), "{fold:?} in {folds:?}");
    }
    assert_eq!(folds.len(), expected.len());
}

#[test]
fn folds_of_python() {
    let fixture = fixture();
    let view = fixture.view("dags/a.py");
    use FoldKind::{Code, Comment, Imports};
    assert_eq!(
        folded(&view),
        [
            (1, 3, Code),
            (4, 7, Imports),
            (9, 10, Comment),
            (12, 18, Code),
            (13, 15, Code),
            (17, 18, Code),
            (24, 33, Code),
            (26, 31, Code),
            (27, 28, Code),
            (29, 31, Code),
            (30, 31, Code),
        ]
    );
}

#[test]
fn selections_grow_outwards() {
    let fixture = Fixture::new(&[(
        "prod.yaml",
        "deployment:\n  configuration:\n    executor: CELERY\n  worker_queues:\n    - {name: \"m‸l\", worker_type: A5}\n",
    )]);
    let (view, offset) = fixture.at_cursor();
    let texts: Vec<_> = selection(&view, offset).into_iter().map(|span| span.of(view.text())).collect();
    assert_eq!(texts.first(), Some(&"ml"));
    assert_eq!(texts.get(1), Some(&"\"ml\""));
    assert_eq!(texts.get(2), Some(&"name: \"ml\""));
    assert_eq!(texts.get(3), Some(&"{name: \"ml\", worker_type: A5}"));
    assert_eq!(texts.last(), Some(&view.text()));

    let fixture = Fixture::new(&[(
        "dags/a.py",
        "from airflow import DAG\nwith DAG(\n    'a‸b',\n    tags=['x'],\n) as d:\n    pass\n",
    )]);
    let (view, offset) = fixture.at_cursor();
    let texts: Vec<_> = selection(&view, offset).into_iter().map(|span| span.of(view.text())).collect();
    assert_eq!(texts.first(), Some(&"ab"));
    assert_eq!(texts.get(1), Some(&"'ab'"));
    assert!(texts.get(2).is_some_and(|text| text.starts_with("(\n") && text.ends_with(')')), "{texts:?}");
    assert!(texts.iter().any(|text| text.starts_with("with DAG(") && text.ends_with("pass")));
}

#[test]
fn symbols_of_all_projects_are_found_by_parts_of_their_names() {
    let fixture = fixture();
    let view = fixture.view("prod.yaml");
    let names = |query: &str| {
        let found = workspace_symbols([view.project], query, 50).into_iter();
        found.map(|it| format!("{:?} {} in {}", it.kind, it.name, it.container)).collect::<Vec<_>>()
    };
    assert_eq!(names("ML"), ["Queue ml in prod.yaml"]);
    assert_eq!(names("first"), ["Dag first in dags/a.py"]);
    assert_eq!(names("ltd"), Vec::<String>::new());
    assert_eq!(names("lt"), ["Queue default in prod.yaml", "Task late in second"]);
    assert_eq!(names("prd"), ["Deployment prod 🚀 in prod.yaml"]);
    assert!(names("").len() > 8);
    assert_eq!(workspace_symbols([view.project], "", 3).len(), 3);
    assert_eq!(workspace_symbols([view.project, view.project], "ml", 50).len(), 1);
}
