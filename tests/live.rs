//! A live workspace against fresh runs: whatever is opened, typed, closed, created and deleted, both find the same.

use airlint::rules::Finding;
use airlint::workspace::{
    DeploymentSource, FileTable, Judgement, Live, Overrides, Problem, Request, Scope, Snapshot, Workspace, fill_fixes,
    put_in_order,
};
use camino::{Utf8Path, Utf8PathBuf};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const PROD: &str = "deployment:\n  configuration:\n    name: prod\n    runtime_version: 12.5.0\n    executor: CELERY\n    \
                    scheduler_size: SMALL\n    deployment_type: STANDARD\n  worker_queues:\n    - name: default\n      \
                    worker_type: A5\n      max_worker_count: 10\n      min_worker_count: 1\n      \
                    worker_concurrency: 5\n    - name: heavy\n      worker_type: A40\n      max_worker_count: 3\n      \
                    min_worker_count: 0\n      worker_concurrency: 5\n";
const IMPORTER: &str = "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n\
                        from include.common import ARGS, QUEUE\n\nwith DAG(\"copy\", schedule=None, default_args=ARGS):\n    \
                        BashOperator(task_id=\"a\", bash_command=\"x\", queue=QUEUE)\n    \
                        BashOperator(task_id=\"b\", bash_command=\"x\", queue=\"heavy\")\n";
const FACTORY: &str = "report:\n  schedule: \"@daily\"\n  tasks:\n    load:\n      operator: airflow.operators.bash.BashOperator\n      \
                       bash_command: x\n";
const DEFAULTS: &str = "default_args:\n  owner: data\n  queue: light\n";
const COMMON: &str = "from include.names import QUEUE\n\nARGS = {\"queue\": \"nowhere\", \"retries\": 2}\n";

/// Files that come and go, and texts that each of them may have; the last few are not there in the beginning.
struct Files {
    all: &'static [(&'static str, &'static [&'static str])],
    late: usize,
}

const ASTRO: Files = Files { all: &ON_ASTRO, late: 4 };
const ELSEWHERE: Files = Files { all: &OUTSIDE_ASTRO, late: 3 };

const ON_ASTRO: [(&str, &[&str]); 14] = [
    (
        "deployments/prod.yaml",
        &[PROD, "deployment:\n  configuration:\n    executor: KUBERNETES\n", "deployment:\n  worker"],
    ),
    (
        "deployments/dev.yaml",
        &[
            "deployment:\n  configuration:\n    name: dev\n    executor: celery\n  worker_queues:\n    - name: default\n    - name: light\n",
        ],
    ),
    ("dags/copy.py", &[IMPORTER, "from airflow import DAG\nDAG(", "# airlint: ignore-file\nfrom airflow import DAG\n"]),
    (
        "dags/silent.py",
        &[
            "from airflow.operators.bash import BashOperator\nBashOperator(task_id=\"s\", queue=\"gone\")  # airlint: ignore[unknown-queue]\n",
            "from airflow.operators.bash import BashOperator\nBashOperator(task_id=\"s\", queue=\"default\")  # airlint: ignore[unknown-queue]\n",
        ],
    ),
    (
        "include/common.py",
        &[
            COMMON,
            "ARGS = {}\nQUEUE = \"light\"\n",
            "\n\nARGS = {\"queue\": \"heavy\"}\nfrom include.names import *\n",
            "ARGS = {",
        ],
    ),
    ("include/common/__init__.py", &["ARGS = {\"queue\": \"package\"}\nQUEUE = \"package\"\n"]),
    (
        "include/names.py",
        &[
            "QUEUE = \"missing\"\n",
            "QUEUE = \"default\"\n",
            "from airflow.models import Variable\nQUEUE = Variable.get(\"q\")\n",
        ],
    ),
    ("dags/report.yml", &[FACTORY, "report:\n  tasks:\n    load:\n      operator: a.B\n      queue: nope\n"]),
    ("dags/defaults.yml", &[DEFAULTS, "default_args:\n  queue: heavy\n"]),
    ("defaults.yaml", &["default_args:\n  queue: outer\n  owner: us\n"]),
    ("requirements.txt", &["dag-factory==0.19.0\n", "dag-factory==1.0.0\n", "apache-airflow==2.10.5\n"]),
    (
        "Dockerfile",
        &[
            "FROM quay.io/astronomer/astro-runtime:12.5.0\n",
            "FROM astrocrpublic.azurecr.io/runtime:3.0-4\nENV AIRFLOW__CORE__PARALLELISM=1\n",
            "FROM python:3.12\n",
        ],
    ),
    (
        "airlint.toml",
        &[
            "ignore = [\"formatting\"]\n",
            "exclude = [\"dags/silent.py\"]\n[severity]\nunknown-queue = \"info\"\n",
            "[[deployment]]\nname = \"prod\"\nfile = \"deployments/prod.yaml\"\ndags = [\"dags/copy.py\"]\n[[deployment]]\nname = \"other\"\nexecutor = \"KUBERNETES\"\n",
            "[target.packages]\ndag-factory = \"0.19.0\"\n",
        ],
    ),
    (".gitignore", &["dags/silent.py\n", "include/\n"]),
];

const COMPOSE: &str = "x-common: &common\n  image: apache/airflow:2.10.5\n  environment: &env\n    \
                       AIRFLOW__CORE__EXECUTOR: CeleryExecutor\n    AIRFLOW__CELERY__BROKER_URL: redis://redis:6379/0\n\
                       services:\n  scheduler:\n    <<: *common\n    command: scheduler\n  worker:\n    <<: *common\n    \
                       command: celery worker -q default,heavy\n    stop_grace_period: 10m\n";
const STANDALONE: &str = "services:\n  all:\n    image: apache/airflow:3.0.6\n    command: standalone\n    \
                          environment:\n      - AIRFLOW__CORE__EXECUTOR=LocalExecutor,KubernetesExecutor\n      \
                          - AIRFLOW__CELERY__WORKER_CONCURENCY=x\n";
const LONG: &str = "from datetime import timedelta\nfrom airflow import DAG\n\
                    from airflow.operators.bash import BashOperator\nfrom airflow.sensors.python import PythonSensor\n\
                    with DAG(\"long\", schedule=None, default_args={\"retry\": 1}, max_active_tasks=2, max_active_runs=2):\n    \
                    BashOperator(task_id=\"a\", bash_command=\"x\", execution_timeout=timedelta(hours=30))\n    \
                    BashOperator(task_id=\"b\", bash_command=\"x\", queue=\"gpu\", execution_timeout=60)\n    \
                    BashOperator(task_id=\"k\", bash_command=\"x\", queue=\"kubernetes\")\n    \
                    PythonSensor(task_id=\"s\", python_callable=print, timeout=90000)\n";
const SLIPS: &str = "report:\n  default_args:\n    retry_dely: 5\n    queue: gpu\n  tasks:\n    load:\n      \
                     operator: airflow.operators.bash.BashOperator\n      bash_command: x\n";

const OUTSIDE_ASTRO: [(&str, &[&str]); 8] = [
    (
        "docker-compose.yaml",
        &[
            COMPOSE,
            STANDALONE,
            "services:\n  worker:\n    command: celery worker\n    environment:\n      AIRFLOW__CORE__EXECUTOR: ${EXECUTOR}\n",
            "services:\n  worker:\n    image: [",
        ],
    ),
    (
        "airflow.cfg",
        &[
            "[core]\nexecutor = CeleryKubernetesExecutor\nparallelism = 0\n[celery]\nbroker_url = amqp://mq\nworker_prefetch_multiplier = 4\n",
            "[core]\nexecutor = LocalExecutor\n[operators]\ndefault_queue = heavy\ndefault_deferrable = True\n",
            "[core]\nexecutor = celeryexecutor,\n[kubernetes]\nnamespace = a\n[celery_broker_transport_options]\nvisibility_timeout = 24h\n",
            "[core\nexecutor",
        ],
    ),
    (
        ".env",
        &[
            "AIRFLOW__CORE__EXECUTOR=CeleryExecutor\nAIRFLOW__CELERY__BROKER_URL=redis://redis\n",
            "export AIRFLOW_CORE__EXECUTOR='LocalExecutor'\nAIRFLOW__OPERATORS__DEFAULT_QUEUE=gone\n",
            "AIRFLOW__CORE__EXECUTOR=\"",
        ],
    ),
    ("dags/long.py", &[LONG, "from airflow import DAG\nDAG(", IMPORTER]),
    ("dags/report.yml", &[FACTORY, SLIPS]),
    (
        "Dockerfile",
        &["FROM apache/airflow:3.1.0\n", "FROM apache/airflow:2.6.3\nENV AIRFLOW__CORE__EXECUTOR=SequentialExecutor\n"],
    ),
    (
        "requirements.txt",
        &[
            "apache-airflow-providers-celery==3.12.0\n",
            "apache-airflow==2.9.3\napache-airflow-providers-celery==3.7.2\n",
        ],
    ),
    (
        "airlint.toml",
        &[
            "[limits]\ngrace-hours = 1\n",
            "[[deployment]]\nname = \"prod\"\nexecutor = \"CELERY\"\nqueues = [\"default\"]\n",
        ],
    ),
];

#[derive(Debug, Clone)]
enum Step {
    /// Writes a file to disk.
    Write(usize, usize),
    /// Deletes a file from disk.
    Delete(usize),
    /// Opens a file in the editor, or types into it.
    Open(usize, usize),
    /// Types one character into an open file, at a part of its length in 256ths.
    Type(usize, u8, char),
    /// Takes one character away.
    Erase(usize, u8),
    Close(usize),
}

fn steps(files: &Files) -> impl Strategy<Value = Vec<Step>> + use<> {
    let file = 0..files.all.len();
    let step = prop_oneof![
        3 => (file.clone(), 0..4usize).prop_map(|(file, text)| Step::Write(file, text)),
        1 => file.clone().prop_map(Step::Delete),
        3 => (file.clone(), 0..4usize).prop_map(|(file, text)| Step::Open(file, text)),
        2 => (file.clone(), any::<u8>(), prop_oneof![Just('x'), Just('"'), Just(' '), Just('\n'), Just(':'), Just('é')])
            .prop_map(|(file, at, char)| Step::Type(file, at, char)),
        2 => (file.clone(), any::<u8>()).prop_map(|(file, at)| Step::Erase(file, at)),
        2 => file.prop_map(Step::Close),
    ];
    proptest::collection::vec(step, 1..12)
}

struct World {
    files: &'static Files,
    root: Utf8PathBuf,
    live: Live,
    /// What the rules found, by the number of the project.
    judged: BTreeMap<usize, Judgement>,
    open: BTreeMap<Utf8PathBuf, Arc<str>>,
    _kept: tempfile::TempDir,
}

impl World {
    fn new(files: &'static Files) -> Self {
        let kept = tempfile::tempdir().expect("a temporary folder");
        let root = Utf8PathBuf::from_path_buf(kept.path().canonicalize().expect("its path")).expect("a UTF-8 path");
        let scope = Scope { folder: Some(root.clone()), ..Scope::default() };
        let mut world = Self {
            files,
            live: Live::new(scope, &root),
            judged: BTreeMap::new(),
            root,
            open: BTreeMap::new(),
            _kept: kept,
        };
        for file in 0..files.all.len() - files.late {
            world.take(&Step::Write(file, 0));
        }
        world
    }

    fn path(&self, file: usize) -> Utf8PathBuf {
        self.root.join(self.files.all[file].0)
    }

    fn hold(&mut self, path: Utf8PathBuf, text: &str) {
        let text: Arc<str> = text.into();
        self.live.open(&path, Arc::clone(&text));
        self.open.insert(path, text);
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Write(file, text) => {
                let (path, texts) = (self.path(file), self.files.all[file].1);
                fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
                fs::write(&path, texts[text % texts.len()]).expect("a file");
                self.live.changed(&path);
            }
            Step::Delete(file) => {
                let path = self.path(file);
                let _ = fs::remove_file(&path);
                self.live.changed(&path);
            }
            Step::Open(file, text) => {
                let texts = self.files.all[file].1;
                self.hold(self.path(file), texts[text % texts.len()]);
            }
            Step::Type(file, at, char) => {
                let Some(text) = self.open.get(&self.path(file)) else { return };
                let mut text = text.to_string();
                text.insert(boundary(&text, at), char);
                self.hold(self.path(file), &text);
            }
            Step::Erase(file, at) => {
                let Some(text) = self.open.get(&self.path(file)) else { return };
                let mut text = text.to_string();
                let at = boundary(&text, at);
                if at < text.len() {
                    text.remove(at);
                }
                self.hold(self.path(file), &text);
            }
            Step::Close(file) => {
                let path = self.path(file);
                self.open.remove(&path);
                self.live.close(&path);
            }
        }
    }

    /// What a fresh run finds in the same texts.
    fn fresh(&self) -> Vec<String> {
        let mut workspace = Workspace::new(&self.root);
        for (path, text) in &self.open {
            workspace.open(path, Arc::clone(text));
        }
        let request = Request { current: self.root.clone(), fixes: true, ..Request::default() };
        let outcome = workspace.run(&request, &AtomicBool::new(false));
        let mut lines: Vec<String> = outcome.findings.iter().map(|finding| line(finding, &outcome.files)).collect();
        lines.extend(outcome.problems.iter().map(ToString::to_string));
        lines
    }

    /// The first thing that only one of the two says.
    fn differs(&mut self) -> Option<(Option<String>, Option<String>)> {
        let (mut lived, mut fresh) = (self.lived().into_iter(), self.fresh().into_iter());
        loop {
            match (lived.next(), fresh.next()) {
                (None, None) => return None,
                (one, other) if one == other => {}
                different => return Some(different),
            }
        }
    }

    fn lived(&mut self) -> Vec<String> {
        let snapshot = self.live.refresh();
        // A fresh run knows no configuration that was right before.
        let mut findings = Vec::new();
        if !snapshot.is_misconfigured() {
            for project in snapshot.projects() {
                let judged = self.judged.entry(project.number).or_default();
                judged.update(&snapshot, project, &AtomicBool::new(false)).expect("nobody cancels");
                assert!(judged.problems().is_empty(), "{:?}", judged.problems());
                findings.extend(judged.findings().flat_map(|(_, findings)| findings.iter().cloned()));
            }
            put_in_order(&mut findings, snapshot.files());
        }
        fill_fixes(&mut findings, snapshot.files());
        let mut lines: Vec<String> = findings.iter().map(|finding| line(finding, snapshot.files())).collect();
        lines.extend(snapshot.problems().iter().map(ToString::to_string));
        if !snapshot.is_misconfigured() {
            lines.extend(snapshot.projects().iter().flat_map(|it| &it.problems).map(ToString::to_string));
        }
        lines
    }
}

fn boundary(text: &str, at: u8) -> usize {
    let mut at = text.len() * usize::from(at) / 256;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn findings(snapshot: &Snapshot) -> Vec<Finding> {
    let mut findings = Vec::new();
    for project in snapshot.projects() {
        let checked = snapshot.check(project, &AtomicBool::new(false));
        assert!(!checked.cancelled && checked.problems.is_empty(), "{:?}", checked.problems);
        findings.extend(checked.findings);
    }
    put_in_order(&mut findings, snapshot.files());
    findings
}

/// Everything about a finding, with paths in place of the numbers of files.
fn line(finding: &Finding, files: &FileTable) -> String {
    let text = format!("{finding:?}");
    let mut parts = text.split("FileId(");
    let mut line = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (number, rest) = part.split_once(')').expect("a number");
        line.push_str(files.path(airlint::model::FileId(number.trim().parse().expect("a number"))).as_str());
        line.push_str(rest);
    }
    line
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_live_workspace_finds_what_a_fresh_run_finds(steps in steps(&ASTRO)) {
        let mut world = World::new(&ASTRO);
        prop_assert_eq!(world.differs(), None);
        for step in &steps {
            world.take(step);
            prop_assert_eq!(world.differs(), None, "after {:?}", step);
        }
    }

    #[test]
    fn so_it_does_of_compose_files_and_configurations(steps in steps(&ELSEWHERE)) {
        let mut world = World::new(&ELSEWHERE);
        prop_assert_eq!(world.differs(), None);
        for step in &steps {
            world.take(step);
            prop_assert_eq!(world.differs(), None, "after {:?}", step);
        }
    }
}

/// A folder with files.
fn folder(files: &[(&str, &str)]) -> (Utf8PathBuf, tempfile::TempDir) {
    let kept = tempfile::tempdir().expect("a temporary folder");
    let root = Utf8PathBuf::from_path_buf(kept.path().canonicalize().expect("its path")).expect("a UTF-8 path");
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, text).expect("a file");
    }
    (root, kept)
}

fn live(folder: &Utf8Path) -> Live {
    Live::new(Scope { folder: Some(folder.to_owned()), ..Scope::default() }, folder)
}

/// `path rule` of each finding.
fn found(live: &mut Live) -> Vec<String> {
    let snapshot = live.refresh();
    let findings = findings(&snapshot).into_iter();
    findings.map(|finding| format!("{} {}", snapshot.files().path(finding.place.file), finding.rule)).collect()
}

fn task(queue: &str) -> String {
    format!(
        "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nwith DAG(\"d\"):\n    \
         BashOperator(task_id=\"a\", queue=\"{queue}\")\n"
    )
}

const SMALL: &str = "deployment:\n  configuration:\n    name: prod\n    executor: CELERY\n    deployment_type: HYBRID\n  \
                     worker_queues:\n    - name: default\n      min_worker_count: 0\n      worker_type: A5\n";
const ONLY: &str = "select = [\"unknown-queue\"]\n";

#[test]
fn folders_have_settings_of_their_own_and_report_each_file_once() {
    let (root, _kept) = folder(&[
        ("a/dags/one.py", &task("gone")),
        ("a/prod.yaml", SMALL),
        ("a/inner/dags/two.py", &task("gone")),
        ("a/inner/prod.yaml", SMALL),
        ("airlint.toml", ONLY),
    ]);
    let (a, inner) = (root.join("a"), root.join("a/inner"));
    let overrides = Overrides { ignore: vec!["unknown-queue".to_owned()], ..Overrides::default() };
    let scope = |folder: Option<&Utf8PathBuf>| Scope {
        folder: folder.cloned(),
        apart: [&a, &inner].into_iter().filter(|it| Some(*it) != folder).cloned().collect(),
        ..Scope::default()
    };
    let mut outer = Live::new(scope(Some(&a)), &a);
    let mut nested = Live::new(scope(Some(&inner)), &inner);
    let mut loose = Live::new(scope(None), &root);
    assert_eq!(found(&mut outer), ["dags/one.py unknown-queue"]);
    assert_eq!(found(&mut nested), ["dags/two.py unknown-queue"]);
    assert!(found(&mut loose).is_empty());
    let owners = |path: &str| [&outer, &nested, &loose].map(|live| live.owns(&root.join(path)));
    assert_eq!(owners("a/dags/one.py"), [true, false, false]);
    assert_eq!(owners("a/inner/dags/two.py"), [false, true, false]);
    assert_eq!(owners("b/three.py"), [false, false, true]);

    nested.set_scope(Scope { overrides, ..nested.scope().clone() });
    assert!(found(&mut nested).is_empty());
    assert_eq!(found(&mut outer), ["dags/one.py unknown-queue"]);
}

#[test]
fn open_files_outside_all_folders_get_their_project_or_stand_alone() {
    let (root, _kept) = folder(&[
        ("folder/keep.txt", ""),
        ("project/dags/one.py", &task("gone")),
        ("project/dags/other.py", &task("lost")),
        ("project/prod.yaml", SMALL),
        ("airlint.toml", "select = [\"unknown-queue\", \"executor-case\"]\n"),
    ]);
    let scope = Scope { apart: vec![root.join("folder")], ..Scope::default() };
    let mut live = Live::new(scope, &root);
    assert!(found(&mut live).is_empty());
    live.open(&root.join("project/dags/one.py"), task("gone").into());
    assert_eq!(found(&mut live), ["project/dags/one.py unknown-queue"]);
    // A deployment that exists only in the editor, and one inside a folder, which reports on it itself.
    let lower = SMALL.replace("CELERY", "celery");
    live.open(&root.join("alone/new.yaml"), lower.as_str().into());
    live.open(&root.join("folder/new.yaml"), lower.as_str().into());
    live.open(&root.join("notes.txt"), "deployment: 1".into());
    assert_eq!(found(&mut live), ["alone/new.yaml executor-case", "project/dags/one.py unknown-queue"]);
    live.close(&root.join("project/dags/one.py"));
    assert_eq!(found(&mut live), ["alone/new.yaml executor-case"]);
}

#[test]
fn files_that_only_the_editor_has_count_unless_they_are_excluded() {
    let (root, _kept) = folder(&[
        ("prod.yaml", SMALL),
        ("dags/one.py", &task("default")),
        (".gitignore", "generated/\n"),
        ("airlint.toml", "select = [\"unknown-queue\"]\nexclude = [\"old\"]\n"),
    ]);
    let mut live = live(&root);
    for path in ["dags/new.py", "dags/old/a.py", "dags/generated/b.py", "venv/c.py", ".hidden/d.py", "dags/new.txt"] {
        live.open(&root.join(path), task("gone").into());
    }
    assert_eq!(found(&mut live), ["dags/new.py unknown-queue"]);
    // The configuration and the deployment count as the editor holds them, too.
    live.open(&root.join("airlint.toml"), ONLY.into());
    assert_eq!(found(&mut live), ["dags/new.py unknown-queue", "dags/old/a.py unknown-queue"]);
    live.open(&root.join("prod.yaml"), SMALL.replace("- name: default", "- name: gone").into());
    assert_eq!(found(&mut live), Vec::<String>::new());
    live.close(&root.join("prod.yaml"));
    live.close(&root.join("dags/new.py"));
    assert_eq!(found(&mut live), ["dags/old/a.py unknown-queue"]);
}

#[test]
fn a_wrong_configuration_is_told_with_its_place_and_the_one_that_was_right_last_holds() {
    let (root, _kept) = folder(&[("prod.yaml", SMALL), ("dags/one.py", &task("gone")), ("airlint.toml", ONLY)]);
    let mut live = live(&root);
    assert_eq!(found(&mut live), ["dags/one.py unknown-queue"]);
    let wrong = "select = [\"unknown-queue\"]\nselct = []\n";
    live.open(&root.join("airlint.toml"), wrong.into());
    assert_eq!(found(&mut live), ["dags/one.py unknown-queue"]);
    let snapshot = live.refresh();
    assert!(snapshot.is_misconfigured());
    let [Problem::Configuration(fault)] = snapshot.problems() else { panic!("{:?}", snapshot.problems()) };
    let place = fault.place.expect("a place");
    assert_eq!(snapshot.files().path(place.file), "airlint.toml");
    assert_eq!(place.span().of(wrong), "selct");
    let file = snapshot.files().id(&root.join("dags/one.py")).expect("a file");
    assert!(snapshot.project_of(file).is_some_and(|it| it.project.tasks().count() == 1));
    live.close(&root.join("airlint.toml"));
    assert_eq!(found(&mut live), ["dags/one.py unknown-queue"]);
    assert!(!live.refresh().is_misconfigured());
}

#[test]
fn a_configuration_that_was_never_right_leaves_everything_unchecked() {
    let (root, _kept) =
        folder(&[("prod.yaml", SMALL), ("dags/one.py", &task("gone")), ("airlint.toml", "selct = []\n")]);
    let mut live = live(&root);
    assert!(found(&mut live).is_empty());
    assert!(live.refresh().is_misconfigured());
    live.open(&root.join("airlint.toml"), ONLY.into());
    assert_eq!(found(&mut live), ["dags/one.py unknown-queue"]);
}

#[test]
fn a_given_deployment_counts_as_it_is_typed() {
    let (root, _kept) =
        folder(&[("project/dags/one.py", &task("gone")), ("there/prod.yaml", SMALL), ("airlint.toml", ONLY)]);
    let project = root.join("project");
    let deployment = Some(DeploymentSource::File(root.join("there/prod.yaml")));
    let mut live = Live::new(Scope { folder: Some(project.clone()), deployment, ..Scope::default() }, &project);
    assert_eq!(found(&mut live), ["dags/one.py unknown-queue"]);
    live.open(&root.join("there/prod.yaml"), SMALL.replace("- name: default", "- name: gone").into());
    assert!(found(&mut live).is_empty());
    live.open(&root.join("there/prod.yaml"), "nothing".into());
    assert!(found(&mut live).is_empty());
    assert!(matches!(live.refresh().problems(), [Problem::NoDeployment { .. }]));
    live.close(&root.join("there/prod.yaml"));
    assert_eq!(found(&mut live), ["dags/one.py unknown-queue"]);
    assert!(live.refresh().problems().is_empty());
}

#[test]
fn a_change_touches_its_own_project_only_and_a_cancelled_check_says_so() {
    let (root, _kept) = folder(&[
        ("a/dags/one.py", &task("gone")),
        ("a/prod.yaml", SMALL),
        ("b/dags/two.py", &task("gone")),
        ("b/prod.yaml", SMALL),
    ]);
    let mut live = live(&root);
    let before = live.refresh();
    live.open(&root.join("a/dags/one.py"), task("default").into());
    let after = live.refresh();
    let same: Vec<bool> =
        before.projects().iter().zip(after.projects()).map(|(one, other)| Arc::ptr_eq(one, other)).collect();
    assert_eq!(same, [false, true]);
    // The snapshot of before is as it was.
    assert_eq!(
        before.projects()[0].project.tasks().filter_map(|it| it.queue.value()).collect::<Vec<_>>(),
        [&"gone".into()]
    );
    let cancelled = after.check(&after.projects()[0], &AtomicBool::new(true));
    assert!(cancelled.cancelled && cancelled.findings.is_empty());
}

#[test]
fn folders_that_go_and_come_are_noticed() {
    let (root, _kept) = folder(&[("dags/v1.2/one.py", &task("gone")), ("prod.yaml", SMALL), ("airlint.toml", ONLY)]);
    let mut live = live(&root);
    assert_eq!(found(&mut live), ["dags/v1.2/one.py unknown-queue"]);
    fs::rename(root.join("dags/v1.2"), root.join("kept")).expect("a rename");
    live.changed(&root.join("dags/v1.2"));
    live.changed(&root.join("kept"));
    assert_eq!(found(&mut live), ["kept/one.py unknown-queue"]);
    // Without word from a watcher.
    fs::write(root.join("kept/one.py"), task("default")).expect("a file");
    live.rescan();
    assert!(found(&mut live).is_empty());
}

#[test]
fn an_unsaved_airflow_cfg_makes_a_home() {
    let (root, _kept) = folder(&[("a/b/dags/one.py", &task("gone")), ("a/dags/two.py", &task("gone"))]);
    let mut live = live(&root);
    let roots = |live: &mut Live| {
        let snapshot = live.refresh();
        snapshot.projects().iter().map(|it| it.project.root.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(roots(&mut live), ["a"]);
    live.open(&root.join("a/b/airflow.cfg"), "[core]\nexecutor = LocalExecutor\n".into());
    assert_eq!(roots(&mut live), ["a", "a/b"]);
    live.close(&root.join("a/b/airflow.cfg"));
    assert_eq!(roots(&mut live), ["a"]);
}

#[test]
fn nothing_new_gives_the_same_snapshot() {
    let mut world = World::new(&ASTRO);
    let first = world.live.refresh();
    assert!(Arc::ptr_eq(&first, &world.live.refresh()));
    world.hold(world.path(2), IMPORTER);
    let second = world.live.refresh();
    assert!(second.revision() > first.revision());
    world.hold(Utf8Path::new("/elsewhere/notes.md").to_owned(), "nothing");
    let third = world.live.refresh();
    assert!(Arc::ptr_eq(&second.projects()[0], &third.projects()[0]));
}

#[test]
fn an_env_file_that_comes_later_counts() {
    let (root, _kept) = folder(&[
        ("airflow.cfg", "[core]\nexecutor = LocalExecutor\nparallelism = 0\n"),
        ("requirements.txt", "apache-airflow==3.0.6\n"),
    ]);
    let mut live = live(&root);
    assert_eq!(found(&mut live), ["airflow.cfg parallelism-zero"]);
    let path = root.join(".env");
    fs::write(&path, "AIRFLOW__CORE__EXECUTOR=SequentialExecutor\n").expect("a file");
    live.changed(&path);
    assert_eq!(found(&mut live), [".env executor-removed", "airflow.cfg parallelism-zero"]);
    fs::remove_file(&path).expect("a file");
    live.changed(&path);
    assert_eq!(found(&mut live), ["airflow.cfg parallelism-zero"]);
}
