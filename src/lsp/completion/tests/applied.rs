//! Every item that is offered in these files, taken: the file parses no worse than before, and what had no error has none.

use super::{Offered, applied};
use crate::read::Language;
use crate::rules::Severity;
use crate::syntax::{SyntaxError, python, yaml};
use crate::workspace::{self, Request};
use camino::Utf8PathBuf;

const DEPLOYMENT: &str = "deployment:\n  configuration:\n    name: prod\n    workspace_name: data\n    deployment_type: STANDARD\n    \
                          cloud_provider: AWS\n    region: us-east-1\n    runtime_version: 3.1-1\n    executor: CELERY\n  \
                          worker_queues:\n    - name: default\n      worker_type: A20\n";
const DAG: &str = "from airflow.sdk import DAG, task\nfrom airflow.operators.bash import BashOperator\n\nwith DAG('d'):\n    \
                   BashOperator(task_id='a', bash_command='true'‸)\n";

fn errors(language: Language, text: &str) -> Vec<SyntaxError> {
    match language {
        Language::Python => python::Tree::parse(text).errors().to_vec(),
        _ => yaml::parse(text).errors().to_vec(),
    }
}

/// The error-level findings of a project.
fn faults(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let root = Utf8PathBuf::from_path_buf(folder.path().canonicalize().unwrap()).unwrap();
    for (path, text) in files {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), text).unwrap();
    }
    let found = workspace::run(&Request { current: root, ..Request::default() }).findings;
    // How a text is broken may change; that it is no more so is seen by itself.
    let is_counted = |rule: &str| rule != "syntax-error";
    let errors = found.into_iter().filter(|it| it.severity == Severity::Error && is_counted(it.rule));
    errors.map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
}

/// Takes every item at the cursor of `files`; `within` are findings that an item may bring because it is not filled in yet.
fn take_all(files: &[(&str, &str)], at_least: usize, within: &[&str]) {
    let offered = Offered::new(files);
    assert!(offered.items.len() >= at_least, "{:?}", offered.labels());
    let (view, _) = offered.fixture.at_cursor();
    let language = view.document.language();
    let (path, _) = files.iter().find(|(_, text)| text.contains('‸')).unwrap();
    let before = errors(language, view.text()).len();
    let with = |text: &str| -> Vec<String> {
        let texts: Vec<(&str, &str)> = files.iter().map(|it| if it.0 == *path { (*path, text) } else { *it }).collect();
        faults(&texts)
    };
    let known = with(view.text());
    for item in &offered.items {
        let after = applied(view.text(), item);
        let broken = errors(language, &after);
        assert!(broken.len() <= before, "{}: {broken:?}\n{after}", item.label);
        for fault in with(&after) {
            let is_new = !known.contains(&fault) && !within.iter().any(|rule| fault.starts_with(rule));
            assert!(!is_new, "{}: {fault}\n{after}", item.label);
        }
    }
}

#[test]
fn in_deployment_files() {
    let deployment = |text: &str, at_least: usize, within: &[&str]| {
        take_all(&[("prod.yaml", text), ("dags/d.py", &DAG.replace('‸', ""))], at_least, within);
    };
    let configuration =
        |line: &str| DEPLOYMENT.replace("    executor: CELERY\n", &format!("    executor: CELERY\n{line}"));
    deployment(&configuration("    ‸\n"), 9, &[]);
    deployment(&DEPLOYMENT.replace("executor: CELERY", "executor: ‸"), 3, &["worker-queues-under-kubernetes"]);
    deployment(
        &DEPLOYMENT.replace("deployment_type: STANDARD", "deployment_type: ‸"),
        3,
        &["missing-required-key", "worker-type-unknown", "astro-executor"],
    );
    deployment(&DEPLOYMENT.replace("region: us-east-1", "region: ‸"), 4, &[]);
    deployment(&configuration("    scheduler_size: \"‸\n"), 4, &[]);
    deployment(&configuration("    is_development_mode: ‸\n"), 2, &[]);
    deployment(&DEPLOYMENT.replace("worker_type: A20", "worker_type: ‸"), 7, &[]);
    deployment(&format!("{DEPLOYMENT}      ‸\n"), 4, &[]);
    deployment(&format!("{DEPLOYMENT}    - ‸\n"), 4, &["worker-type-missing", "missing-required-key"]);
    deployment(&format!("{DEPLOYMENT}    ‸\n"), 1, &["missing-required-key"]);
    deployment(&format!("{DEPLOYMENT}  ‸\n"), 2, &[]);
    deployment(
        &format!("{DEPLOYMENT}  environment_variables:\n    - key: ‸\n      value: x\n"),
        40,
        &["unknown-queue", "config-value-type"],
    );
    deployment(
        &DEPLOYMENT.replace('\n', "\r\n").replace("      worker_type: A20", "      worker_type: A20\r\n      ‸"),
        4,
        &[],
    );
    deployment("‸", 2, &["missing-required-key"]);
    deployment("dep‸\n", 2, &["missing-required-key"]);
}

#[test]
fn in_json() {
    let json = |text: &str| take_all(&[("prod.json", text)], 1, &["missing-required-key", "worker-type-missing"]);
    let whole = "{\"deployment\": {\"configuration\": {\"name\": \"prod\", \"executor\": \"CELERY\", CONF\"deployment_type\": \"DEDICATED\", \
                 \"cluster_name\": \"c\"}, SECTION\"worker_queues\": [{\"name\": \"default\", QUEUE\"worker_type\": \"A5\"}]}}";
    let at = |mark: &str, text: &str| {
        let others = ["CONF", "SECTION", "QUEUE"].into_iter().filter(|other| *other != mark);
        others.fold(whole.replace(mark, text), |whole, other| whole.replace(other, ""))
    };
    for typed in ["‸", "‸,", "\"‸\"", "\"‸"] {
        json(&at("CONF", typed));
        json(&at("SECTION", typed));
        json(&at("QUEUE", typed));
    }
    json("‸");
}

#[test]
fn in_dags() {
    let celery = ("prod.yaml", DEPLOYMENT);
    let kubernetes = DEPLOYMENT.split("  worker_queues").next().unwrap().replace("CELERY", "KUBERNETES");
    for deployment in [celery, ("prod.yaml", kubernetes.as_str())] {
        for typed in [", ‸", ",\n        ‸", ", q‸", ", executor_config={‸}", ", executor_config={'‸"] {
            take_all(&[deployment, ("dags/d.py", &DAG.replace('‸', typed))], 0, &["unknown-queue"]);
        }
        let defaults = DAG.replace("DAG('d')", "DAG('d', default_args={‸})").replace("'true'‸", "'true'");
        take_all(&[deployment, ("dags/d.py", &defaults)], 5, &["unknown-queue"]);
        let decorator = format!("{}    @task(‸)\n    def f(): ...\n    f()\n", DAG.replace('‸', ""));
        take_all(&[deployment, ("dags/d.py", &decorator)], 5, &["unknown-queue"]);
    }
    take_all(&[celery, ("dags/d.py", &DAG.replace('‸', ", queue='‸"))], 1, &[]);
}

#[test]
fn in_dag_factory_files() {
    let factory = "orders:\n  default_args:\n    owner: me\n  schedule: \"@daily\"\n  tasks:\n    - task_id: a\n      operator: \
                   airflow.operators.bash.BashOperator\n      bash_command: echo\n";
    let kubernetes = DEPLOYMENT.split("  worker_queues").next().unwrap().replace("CELERY", "KUBERNETES");
    for deployment in [DEPLOYMENT, kubernetes.as_str()] {
        for text in [
            format!("{factory}      ‸\n"),
            factory.replace("    owner: me\n", "    owner: me\n    ‸\n"),
            factory.replace("  schedule", "  ‸\n  schedule"),
        ] {
            take_all(
                &[("prod.yaml", deployment), ("dags/o.yml", &text)],
                5,
                &["unknown-queue", "dagfactory-duration-type"],
            );
        }
    }
}

#[test]
fn at_every_place_of_texts_whole_and_cut_off() {
    let factory = "orders:\r\n  default_args: {owner: 'é🎉'}\r\n  tasks:\r\n    - task_id: a\r\n\t  operator: a.b.C\r\n      queue: |\r\n        x\r\n";
    let hostile = "# airlint: ignore[\ndeployment: {\"configuration\": [&a !b {name: \"x\n  - *c\n? |\n 'é\t🎉: [\n";
    let python = format!(
        "{}    f = task(queue=f'é🎉{{x}}', **{{'a': [\"\"\"(\\\n",
        DAG.replace('‸', ", executor_config={'pod_override': k8s.V1Pod(spec=")
    );
    let files = [
        ("prod.yaml", DEPLOYMENT),
        ("dags/o.yml", factory),
        ("dev.yaml", hostile),
        ("dags/d.py", python.as_str()),
        ("Dockerfile", "FROM a\nENV A=é \\\n  B=1\n"),
    ];
    let fixture = crate::lsp::fixture::Fixture::new(&files);
    for (path, text) in files {
        let view = fixture.view(path);
        for (end, _) in text.char_indices().chain([(text.len(), ' ')]) {
            super::complete(&view, end);
            let document = crate::lsp::Document::new(path.into(), text[..end].into());
            let cut = crate::lsp::View { document: &document, ..view };
            for item in super::complete(&cut, end) {
                applied(&text[..end], &item);
            }
        }
    }
}
