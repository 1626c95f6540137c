use super::*;
use crate::fix::apply;
use crate::lsp::fixture::Fixture;
use crate::rules::Applicability;
use crate::workspace::{self, Request};
use std::collections::BTreeMap;

const PROD: &str = "deployment:
  configuration:
    name: prod
    runtime_version: 12.1.0
    deployment_type: STANDARD
    executor: CELERY
  worker_queues:
    - name: default
      worker_type: A5
      min_worker_count: 0
      max_worker_count: 10
";

const DAG: &str = "from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(\"d\", schedule=None):
    BashOperator(task_id=\"a\", bash_command=\"true\", queue=\"gp‸u\")
    BashOperator(task_id=\"b\", bash_command=\"true\", queue=\"defualt\")
";

fn asked<'a>(span: Span, only: Option<&'a [String]>) -> Asked<'a> {
    Asked { span, only, trigger: Trigger::Invoked, edits: Edits::Later }
}

fn at(offset: usize) -> Asked<'static> {
    asked(Span::at(offset), None)
}

fn titles(actions: &[CodeAction]) -> Vec<&str> {
    actions.iter().map(|action| action.title.as_str()).collect()
}

/// Rounds from the disk, as the command line does them.
fn rounds(view: &View<'_>, choice: &Choice) -> Result<Mended, MendError> {
    let paths = vec![view.files.absolute(view.file).to_owned()];
    workspace::mend(&Request { current: view.files.current().to_owned(), paths, ..Request::default() }, choice)
}

fn actions(view: &View<'_>, asked: &Asked<'_>) -> Vec<CodeAction> {
    super::actions(view, asked, &|choice| rounds(view, choice))
}

fn resolve(view: &View<'_>, what: &What) -> Result<Patch, ActionError> {
    super::resolve(view, what, &|choice| rounds(view, choice))
}

fn switch_executor(view: &View<'_>, to: &str) -> Result<Patch, ActionError> {
    super::switch_executor(view.files, view.project, view.deployment().unwrap(), to)
}

fn add_queue(view: &View<'_>, name: Option<&str>, worker_type: Option<&str>) -> Result<Patch, ActionError> {
    super::add_queue(view.files, view.deployment().unwrap(), name, worker_type)
}

#[track_caller]
fn titled<'l>(list: &'l [CodeAction], title: &str) -> &'l CodeAction {
    list.iter().find(|action| action.title.contains(title)).unwrap_or_else(|| panic!("{:?}", titles(list)))
}

/// What each file that a patch touches becomes, by its name.
fn applied(patch: &Patch) -> BTreeMap<&str, String> {
    let new = |file: &FileEdits| apply(&file.text, &file.edits).expect("edits that do not overlap");
    patch.files.iter().map(|file| (file.path.file_name().unwrap(), new(file))).collect()
}

fn of_kind(kind: &str) -> Vec<String> {
    vec![kind.to_owned()]
}

#[test]
fn every_fix_of_what_is_touched() {
    let fixture = Fixture::new(&[("deployments/prod.yaml", PROD), ("dags/a.py", DAG)]);
    let (view, offset) = fixture.at_cursor();
    let list = actions(&view, &at(offset));
    assert_eq!(
        titles(&list),
        [
            "Add worker queue `gpu` to prod.yaml",
            "Remove `queue`",
            "Fix all 2 of `unknown-queue` in this file",
            "Ignore `unknown-queue` on this line",
            "Ignore `unknown-queue` in this file",
        ]
    );
    assert!(list.iter().all(|action| action.kind == QUICK_FIX && !action.is_preferred && action.patch.is_none()));
    assert_eq!(list[0].findings, [0]);
    let patch = resolve(&view, &list[0].what).unwrap();
    assert_eq!(patch.applicability, Applicability::Suggested);
    assert_eq!(patch.title, list[0].title);
    let files = applied(&patch);
    assert_eq!(files.keys().collect::<Vec<_>>(), [&"prod.yaml"]);
    assert!(files["prod.yaml"].starts_with(PROD) && files["prod.yaml"].contains("- name: gpu\n"));
    assert!(actions(&view, &at(0)).is_empty(), "nothing is found at the top");
}

#[test]
fn only_safe_fixes_are_preferred() {
    let text = PROD.replace("CELERY", "cel‸ery");
    let fixture = Fixture::new(&[("prod.yaml", &text)]);
    let (view, offset) = fixture.at_cursor();
    let only = of_kind(QUICK_FIX);
    let list = actions(&view, &asked(Span::at(offset), Some(&only)));
    let preferred: Vec<_> = list.iter().filter(|it| it.is_preferred).collect();
    assert_eq!(preferred.len(), 1, "{list:?}");
    let patch = resolve(&view, &preferred[0].what).unwrap();
    assert_eq!(patch.applicability, Applicability::Safe);
    assert_eq!(applied(&patch)["prod.yaml"], PROD);
}

#[test]
fn kinds_are_those_asked_for() {
    let text = PROD.replace("CELERY", "cel‸ery");
    let fixture = Fixture::new(&[("prod.yaml", &text)]);
    let (view, offset) = fixture.at_cursor();
    for (asked_for, expected) in [
        ("quickfix", &[QUICK_FIX][..]),
        ("source", &[FIX_ALL]),
        ("source.fixAll", &[FIX_ALL]),
        ("source.fixAll.airlint", &[FIX_ALL]),
        ("source.organizeImports", &[]),
        ("refactor", &[EXECUTOR, QUEUE]),
        ("refactor.rewrite.airlint.queue", &[QUEUE]),
        ("refactor.inline", &[]),
    ] {
        let only = of_kind(asked_for);
        let mut kinds: Vec<&str> =
            actions(&view, &asked(Span::at(offset), Some(&only))).iter().map(|it| it.kind).collect();
        kinds.dedup();
        assert_eq!(kinds, expected, "{asked_for}");
    }
    let automatic = Asked { trigger: Trigger::Automatic, ..at(offset) };
    assert!(actions(&view, &automatic).iter().all(|action| action.kind == QUICK_FIX));
    let invoked = actions(&view, &at(offset));
    assert_eq!(invoked.last().map(|action| action.kind), Some(FIX_ALL));
}

#[test]
fn all_of_a_rule_and_all_of_a_file_are_fixed_in_rounds() {
    let fixture = Fixture::new(&[("deployments/prod.yaml", PROD), ("dags/a.py", DAG)]);
    let (view, offset) = fixture.at_cursor();
    let list = actions(&view, &at(offset));
    let patch = resolve(&view, &titled(&list, "Fix all").what).unwrap();
    let files = applied(&patch);
    assert_eq!(patch.applicability, Applicability::Suggested);
    assert_eq!(files.keys().collect::<Vec<_>>(), [&"a.py", &"prod.yaml"]);
    assert!(files["a.py"].contains("queue=\"default\"") && files["prod.yaml"].contains("- name: gpu\n"));
    let text = PROD.replace("CELERY", "celery").replace("min_worker_count: 0", "min_worker_count: \"0\"");
    let fixture = Fixture::new(&[("prod.yaml", &text)]);
    let view = fixture.view("prod.yaml");
    let only = of_kind("source.fixAll");
    let list = actions(&view, &asked(Span::at(0), Some(&only)));
    assert_eq!(titles(&list), ["Apply all safe fixes of airlint"]);
    let patch = resolve(&view, &list[0].what).unwrap();
    assert_eq!(patch.applicability, Applicability::Safe);
    assert_eq!(applied(&patch)["prod.yaml"], PROD);
    assert!(patch.files[0].edits.iter().all(|edit| edit.span.len() < 8), "{:?}", patch.files[0].edits);
    let fixture = Fixture::new(&[("prod.yaml", PROD)]);
    let only = of_kind("source.fixAll");
    assert!(actions(&fixture.view("prod.yaml"), &asked(Span::at(0), Some(&only))).is_empty());
}

#[test]
fn comments_silence() {
    let fixture = Fixture::new(&[("deployments/prod.yaml", PROD), ("dags/a.py", DAG)]);
    let (view, offset) = fixture.at_cursor();
    let list = actions(&view, &at(offset));
    let line = applied(&resolve(&view, &titled(&list, "on this line").what).unwrap()).remove("a.py").unwrap();
    assert!(line.contains("queue=\"gpu\")  # airlint: ignore[unknown-queue]\n"), "{line}");
    let file = applied(&resolve(&view, &titled(&list, "Ignore `unknown-queue` in this file").what).unwrap())
        .remove("a.py")
        .unwrap();
    assert!(file.starts_with("# airlint: ignore-file[unknown-queue]\nfrom"), "{file}");
    let json = "{\"deployment\": {\"configuration\": {\"name\": \"prod\", \"executer‸\": \"CELERY\"}}}";
    let fixture = Fixture::new(&[("prod.json", json)]);
    let (view, offset) = fixture.at_cursor();
    assert!(!view.findings.is_empty());
    assert!(actions(&view, &at(offset)).iter().all(|action| !action.title.starts_with("Ignore")));
}

#[test]
fn the_executor_and_the_queues_of_a_deployment_are_changed_from_anywhere() {
    let fixture = Fixture::new(&[("deployments/prod.yaml", PROD), ("dags/a.py", &DAG.replace("defualt", "default"))]);
    let view = fixture.view("deployments/prod.yaml");
    let list = actions(&view, &at(0));
    assert_eq!(titles(&list), ["Run prod.yaml on KubernetesExecutor", "Add worker queue `queue-2` to prod.yaml"]);
    let patch = resolve(&view, &list[0].what).unwrap();
    assert_eq!(patch.applicability, Applicability::Suggested);
    let files = applied(&patch);
    assert!(files["prod.yaml"].contains("executor: KUBERNETES\n") && !files["prod.yaml"].contains("worker_queues"));
    assert!(!files["a.py"].contains("\"default\""));
    assert!(applied(&resolve(&view, &list[1].what).unwrap())["prod.yaml"].contains("- name: queue-2\n"));
    let named = add_queue(&view, Some("gpu"), Some("A20")).unwrap();
    assert!(applied(&named)["prod.yaml"].contains("worker_type: A20\n"));
    assert!(matches!(add_queue(&view, Some("default"), None), Err(ActionError::Queue(_))));
    assert!(matches!(switch_executor(&view, "celery"), Err(ActionError::Switch(_))));
    assert!(matches!(switch_executor(&view, "dask"), Err(ActionError::Executor(_))));
    assert!(applied(&add_queue(&view, None, None).unwrap())["prod.yaml"].contains("- name: queue-2\n"));
    let view = fixture.view("dags/a.py");
    assert!(actions(&view, &at(0)).is_empty());
    let what = What::Executor { to: "celery".to_owned() };
    assert!(matches!(resolve(&view, &what), Err(ActionError::NoDeployment(_))));
}

#[test]
fn what_is_lost_is_told() {
    let dag = DAG.replace("‸", "").replace("\"gpu\"", "os.environ[\"QUEUE\"]");
    let fixture = Fixture::new(&[("prod.yaml", PROD), ("dags/a.py", &format!("import os\n{dag}"))]);
    let patch = switch_executor(&fixture.view("prod.yaml"), "Kubernetes").unwrap();
    assert!(patch.notes.iter().any(|note| note.starts_with("dags/a.py:6:")), "{:?}", patch.notes);
}

#[test]
fn what_has_changed_since_is_told() {
    let fixture = Fixture::new(&[("deployments/prod.yaml", PROD), ("dags/a.py", DAG)]);
    let (view, offset) = fixture.at_cursor();
    let gone = actions(&view, &at(offset));
    let better = Fixture::new(&[("prod.yaml", PROD), ("dags/a.py", &DAG.replace("gp‸u", "default"))]);
    let view = better.view("dags/a.py");
    for title in ["Add worker queue", "on this line"] {
        assert_eq!(resolve(&view, &titled(&gone, title).what), Err(ActionError::Gone));
    }
}

#[test]
fn edits_come_with_the_list_where_they_cannot_be_asked_for() {
    let fixture = Fixture::new(&[("deployments/prod.yaml", PROD), ("dags/a.py", DAG)]);
    let (view, offset) = fixture.at_cursor();
    let later = actions(&view, &at(offset));
    let at_once = actions(&view, &Asked { edits: Edits::AtOnce, ..at(offset) });
    assert_eq!(titles(&later), titles(&at_once));
    for (later, now) in later.iter().zip(&at_once) {
        assert_eq!(resolve(&view, &later.what).ok(), now.patch);
        let told = serde_json::to_string(&later.what).unwrap();
        assert_eq!(serde_json::from_str::<What>(&told).unwrap(), later.what);
    }
}

#[test]
fn fixes_are_those_of_the_command_line() {
    let fixture = Fixture::new(&[("deployments/prod.yaml", PROD), ("dags/a.py", DAG)]);
    let (view, offset) = fixture.at_cursor();
    let fixes = fixes(&view);
    assert_eq!(fixes.len(), view.findings.len());
    let list = actions(&view, &at(offset));
    assert_eq!(fixes[0].iter().map(|fix| &fix.title).collect::<Vec<_>>(), [&list[0].title, &list[1].title]);
}
