//! Whole runs on small folders: grouping, configuration, suppression, and what bad input gets.

use airlint::rules::Severity;
use airlint::workspace::{ConfigurationSource, DeploymentSource, Outcome, Overrides, Request, run};
use camino::{Utf8Path, Utf8PathBuf};
use std::fs;

/// A folder with files, gone at the end of the test.
struct Folder {
    root: Utf8PathBuf,
    _kept: tempfile::TempDir,
}

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let kept = tempfile::tempdir().expect("a temporary folder");
        let root = kept.path().canonicalize().expect("its path");
        let folder = Self { root: Utf8PathBuf::from_path_buf(root).expect("a UTF-8 path"), _kept: kept };
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn request(&self, paths: &[&str]) -> Request {
        let paths = paths.iter().map(Utf8PathBuf::from).collect();
        Request { current: self.root.clone(), paths, ..Request::default() }
    }

    fn lint(&self, paths: &[&str]) -> Outcome {
        run(&self.request(paths))
    }
}

/// `path:line rule` of each finding.
fn found(outcome: &Outcome) -> Vec<String> {
    let line = |finding: &airlint::rules::Finding| {
        let text = outcome.files.text(finding.place.file).unwrap_or_default();
        let start = finding.place.span().start.min(text.len());
        format!("{}:{} {}", outcome.files.path(finding.place.file), text[..start].lines().count().max(1), finding.rule)
    };
    outcome.findings.iter().map(line).collect()
}

/// The findings of one rule, without its name.
fn found_by(outcome: &Outcome, rule: &str) -> Vec<String> {
    let found = found(outcome);
    found.iter().filter_map(|line| line.strip_suffix(rule)).map(|line| line.trim_end().to_owned()).collect()
}

fn problems(outcome: &Outcome) -> Vec<String> {
    outcome.problems.iter().map(ToString::to_string).collect()
}

fn deployment(name: &str, queues: &[&str]) -> String {
    let mut text = format!(
        "deployment:\n  configuration:\n    name: {name}\n    description: \"\"\n    runtime_version: 12.5.0\n    \
         dag_deploy_enabled: true\n    ci_cd_enforcement: false\n    scheduler_size: SMALL\n    \
         is_high_availability: false\n    executor: CELERY\n    workspace_name: data\n    \
         deployment_type: STANDARD\n    cloud_provider: AWS\n    region: us-east-1\n  worker_queues:\n"
    );
    for queue in queues {
        text.push_str(&format!(
            "    - name: {queue}\n      worker_type: A5\n      min_worker_count: 1\n      max_worker_count: 10\n      \
             worker_concurrency: 5\n"
        ));
    }
    text
}

fn dag(id: &str, queue: &str) -> String {
    format!(
        "from datetime import datetime\n\nfrom airflow import DAG\nfrom airflow.operators.bash import BashOperator\n\n\
         with DAG(\"{id}\", schedule=\"@daily\", start_date=datetime(2025, 1, 1), catchup=False):\n    \
         BashOperator(task_id=\"run\", bash_command=\"run.sh\", queue=\"{queue}\")\n"
    )
}

const QUEUE_LINE: usize = 7;

#[test]
fn dags_are_held_against_the_deployments_of_their_own_project() {
    let folder = Folder::new(&[
        ("a/dags/one.py", &dag("one", "heavy")),
        ("a/deployments/prod.yaml", &deployment("prod", &["default", "heavy"])),
        ("b/dags/two.py", &dag("two", "heavy")),
        ("b/deployments/prod.yaml", &deployment("prod", &["default"])),
    ]);
    let outcome = folder.lint(&[]);
    assert_eq!(found_by(&outcome, "unknown-queue"), [format!("b/dags/two.py:{QUEUE_LINE}")]);
    let roots: Vec<&Utf8Path> = outcome.projects.iter().map(|project| &*project.root).collect();
    assert_eq!(roots, ["a", "b"]);
    assert!(outcome.problems.is_empty() && outcome.unchecked.is_empty());
    assert_eq!(outcome.checked, 4);
}

#[test]
fn a_named_file_is_checked_as_a_part_of_its_project() {
    let folder = Folder::new(&[
        (".astro/config.yaml", "project:\n  name: x\n"),
        ("dags/one.py", &dag("one", "heavy")),
        ("dags/two.py", &dag("two", "heavy")),
        ("deployments/prod.yaml", &deployment("prod", &["default"])),
    ]);
    let outcome = folder.lint(&["dags/one.py"]);
    assert_eq!(found(&outcome), [format!("dags/one.py:{QUEUE_LINE} unknown-queue")]);
    assert_eq!(outcome.checked, 1);
    let inside = Request { current: folder.root.join("dags"), ..Request::default() };
    assert_eq!(found_by(&run(&inside), "unknown-queue"), ["one.py:7", "two.py:7"]);
}

#[test]
fn tests_of_an_astro_project_are_no_project_of_their_own() {
    let folder = Folder::new(&[
        ("dags/one.py", &dag("one", "default")),
        ("tests/dags/fixture.py", &dag("two", "heavy")),
        ("deployments/prod.yaml", &deployment("prod", &["default"])),
    ]);
    let outcome = folder.lint(&[]);
    assert_eq!(outcome.projects.len(), 1);
    assert_eq!(found_by(&outcome, "unknown-queue"), ["tests/dags/fixture.py:7"]);
}

#[test]
fn a_file_outside_any_project_stands_alone() {
    let folder = Folder::new(&[("one.py", &dag("one", "heavy")), ("prod.yaml", &deployment("prod", &["default"]))]);
    assert!(found_by(&folder.lint(&["one.py"]), "unknown-queue").is_empty());
    // A folder that the user names is taken for a project.
    assert_eq!(found_by(&folder.lint(&["."]), "unknown-queue"), ["one.py:7"]);
}

#[test]
fn without_a_deployment_one_line_says_what_was_not_checked() {
    let folder = Folder::new(&[("dags/one.py", &dag("one", "heavy"))]);
    let outcome = folder.lint(&[]);
    let [line] = outcome.unchecked.as_slice() else { panic!("{:?}", outcome.unchecked) };
    for part in ["unknown-queue", "[[deployment]]", "airlint.toml", "--deployment"] {
        assert!(line.contains(part), "{line}");
    }
    let empty = Folder::new(&[("README.md", "nothing")]);
    assert!(empty.lint(&[]).unchecked.is_empty());
}

#[test]
fn a_deployment_can_be_given_for_one_run() {
    let folder = Folder::new(&[
        ("project/dags/one.py", &dag("one", "heavy")),
        ("project/deployments/dev.yaml", &deployment("dev", &["default", "heavy"])),
        ("elsewhere.yaml", &deployment("prod", &["default"])),
    ]);
    let mut request = folder.request(&["project"]);
    assert!(found_by(&run(&request), "unknown-queue").is_empty());
    request.deployment = Some(DeploymentSource::File("elsewhere.yaml".into()));
    let outcome = run(&request);
    assert_eq!(found_by(&outcome, "unknown-queue"), ["project/dags/one.py:7"]);
    assert_eq!(outcome.findings[0].severity, Severity::Error, "it is the only deployment that counts");
    request.deployment = Some(DeploymentSource::Text(deployment("prod", &["default"])));
    assert_eq!(found_by(&run(&request), "unknown-queue"), ["project/dags/one.py:7"]);
    request.deployment = Some(DeploymentSource::Text("a: 1\n".into()));
    assert!(problems(&run(&request))[0].contains("<stdin>: this file describes no deployment"));
}

#[test]
fn tables_say_which_dags_run_where() {
    let folder = Folder::new(&[
        ("dags/prod/one.py", &dag("one", "heavy")),
        ("dags/dev/two.py", &dag("two", "heavy")),
        ("dags/both.py", &dag("both", "heavy")),
        ("deployments/prod.yaml", &deployment("prod", &["default"])),
        (
            "airlint.toml",
            "[[deployment]]\nname = \"production\"\nfile = \"deployments/prod.yaml\"\ndags = [\"dags/prod/**\"]\n\n\
             [[deployment]]\nname = \"development\"\nexecutor = \"CELERY\"\nqueues = [\"default\", \"heavy\"]\n",
        ),
    ]);
    let outcome = folder.lint(&[]);
    assert_eq!(found_by(&outcome, "unknown-queue"), ["dags/prod/one.py:7"]);
    assert!(outcome.findings.iter().any(|finding| finding.message.contains("production")));
    assert!(problems(&outcome).is_empty());
}

#[test]
fn configuration_faults_are_shown_with_their_place() {
    let faults = |text: &str| {
        let folder = Folder::new(&[("airlint.toml", text), ("dags/one.py", &dag("one", "heavy"))]);
        let outcome = folder.lint(&[]);
        assert!(outcome.findings.is_empty(), "nothing is checked under a wrong configuration");
        problems(&outcome)
    };
    assert_eq!(
        faults("selct = [\"queues\"]\n"),
        ["airlint.toml:1:1: unknown key `selct` in airlint's configuration: did you mean `select`?"]
    );
    assert_eq!(
        faults("ignore = [\"queues\", \"unknown-qeue\"]\n"),
        ["airlint.toml:1:21: no rule or category is called `unknown-qeue`: did you mean `unknown-queue`?"]
    );
    assert_eq!(
        faults("[limits]\nmax_workers = 3\n"),
        ["airlint.toml:2:1: unknown key `max_workers` in `limits`: did you mean `max-workers`?"]
    );
    assert_eq!(
        faults("[severity]\nunknown-queue = \"eror\"\n"),
        ["airlint.toml:2:17: `severity.unknown-queue` must be error, warning, info, hint or off, not \"eror\""]
    );
    assert_eq!(
        faults("[[deployment]]\nname = \"prod\"\nfile = \"prod.yaml\"\n"),
        ["airlint.toml:3:8: deployment `prod`: there is no file prod.yaml"]
    );
    assert_eq!(
        faults("[[deployment]]\nname = \"prod\"\nexecutor = \"CELRY\"\n"),
        ["airlint.toml:3:12: `deployment.executor` must be CELERY, KUBERNETES, ASTRO, or a class such as \
             LocalExecutor, not \"CELRY\""]
    );
    assert_eq!(faults("select = 3\n"), ["airlint.toml:1:10: `select` must be a list of strings, not integer"]);
    assert_eq!(faults("x = = 1\n").len(), 1);
    assert_eq!(faults("exclude = [1]\nwhat = 1\n").len(), 2, "every fault is told at once");
}

#[test]
fn options_are_checked_like_the_configuration() {
    let folder = Folder::new(&[("dags/one.py", &dag("one", "heavy"))]);
    let mut request = folder.request(&[]);
    request.overrides = Overrides { select: vec!["queue".into()], ..Overrides::default() };
    assert_eq!(problems(&run(&request)), ["--select: no rule or category is called `queue`: did you mean `queues`?"]);
    request.overrides = Overrides::default();
    request.configuration = ConfigurationSource::File("none.toml".into());
    assert_eq!(problems(&run(&request)), ["none.toml: there is no such configuration file"]);
}

#[test]
fn rules_are_selected_graded_and_kept_out_of_files() {
    let folder = Folder::new(&[
        ("dags/one.py", &dag("one", "heavy")),
        ("dags/legacy/two.py", &dag("two", "heavy")),
        ("deployments/prod.yaml", &deployment("prod", &["default"])),
    ]);
    let with = |text: &str| {
        folder.write("airlint.toml", text);
        folder.lint(&[])
    };
    let all = with("");
    assert_eq!(found_by(&all, "unknown-queue").len(), 2);
    assert_eq!(all.findings[0].severity, Severity::Error);
    assert!(with("ignore = [\"queues\"]\n").findings.is_empty());
    assert!(with("select = [\"format\"]\n").findings.is_empty());
    assert!(with("[severity]\nunknown-queue = \"off\"\n").findings.is_empty());
    assert_eq!(with("[severity]\nqueues = \"info\"\n").findings[0].severity, Severity::Info);
    let graded = with("[severity]\nqueues = \"off\"\nunknown-queue = \"warning\"\n");
    assert_eq!(graded.findings[0].severity, Severity::Warning, "a rule's own name counts more");
    let some = with("[per-file-ignores]\n\"dags/legacy/**\" = [\"unknown-queue\"]\n");
    assert_eq!(found_by(&some, "unknown-queue"), ["dags/one.py:7"]);
    let levels = with("fail-on = \"error\"\nmin-severity = \"warning\"\n");
    assert_eq!(levels.settings.fail_on(), Some(Severity::Error));
    assert_eq!(levels.settings.min_severity(), Some(Severity::Warning));
}

#[test]
fn rules_about_style_run_only_where_they_are_named() {
    let rule = "no-execution-timeout";
    let with = |configuration: &str| {
        let folder = Folder::new(&[("dags/a.py", &dag("a", "default")), ("airlint.toml", configuration)]);
        found_by(&folder.lint(&[]), rule).len()
    };
    assert_eq!(with(""), 0);
    assert_eq!(with("select = [\"tasks\"]\n"), 0);
    assert_eq!(with("[severity]\ntasks = \"error\"\n"), 0);
    assert_eq!(with("select = [\"no-execution-timeout\"]\n"), 1);
    assert_eq!(with("[severity]\nno-execution-timeout = \"warning\"\n"), 1);
    let folder = Folder::new(&[("dags/a.py", &dag("a", "default"))]);
    let select = |name: &str| {
        let overrides = Overrides { select: vec![name.to_owned()], ..Overrides::default() };
        found_by(&run(&Request { overrides, ..folder.request(&[]) }), rule).len()
    };
    assert_eq!((select("tasks"), select(rule)), (0, 1));
}

#[test]
fn pyproject_holds_configuration_too() {
    let folder = Folder::new(&[
        ("pyproject.toml", "[project]\nname = \"x\"\n\n[tool.airlint]\nexclude = [\"dags/legacy\"]\n"),
        ("dags/legacy/one.py", &dag("one", "heavy")),
        ("deployments/prod.yaml", &deployment("prod", &["default"])),
    ]);
    assert!(folder.lint(&[]).findings.is_empty());
    folder.write("pyproject.toml", "[tool.airlint]\nexcludes = []\n");
    assert_eq!(
        problems(&folder.lint(&[])),
        ["pyproject.toml:2:1: unknown key `excludes` in airlint's configuration: did you mean `exclude`?"]
    );
    folder.write("pyproject.toml", "[tool.other]\nx = 1\n");
    assert_eq!(folder.lint(&[]).findings.len(), 1);
}

#[test]
fn what_is_excluded_or_ignored_is_not_looked_at() {
    let folder = Folder::new(&[
        ("airlint.toml", "exclude = [\"legacy/\", \"*_old.py\"]\n"),
        (".gitignore", "generated/\n"),
        ("dags/one_old.py", &dag("one", "heavy")),
        ("dags/legacy/two.py", &dag("two", "heavy")),
        ("dags/generated/three.py", &dag("three", "heavy")),
        ("dags/.hidden/four.py", &dag("four", "heavy")),
        ("env/pyvenv.cfg", ""),
        ("env/dags/five.py", &dag("five", "heavy")),
        ("node_modules/x/six.py", &dag("six", "heavy")),
        ("deployments/prod.yaml", &deployment("prod", &["default"])),
    ]);
    assert!(folder.lint(&[]).findings.is_empty());
    assert!(
        folder.lint(&["dags/legacy/two.py"]).findings.is_empty(),
        "exclude holds for named files, as in pre-commit"
    );
    assert_eq!(folder.lint(&["dags/generated/three.py"]).findings.len(), 1, ".gitignore does not");
    assert_eq!(folder.lint(&["dags/generated"]).findings.len(), 1);
    let mut request = folder.request(&["dags/generated"]);
    request.overrides.exclude = vec!["dags/generated/*".into()];
    assert!(run(&request).findings.is_empty());
}

#[test]
fn a_text_can_stand_in_for_a_file() {
    let folder = Folder::new(&[
        ("dags/one.py", &dag("one", "default")),
        ("deployments/prod.yaml", &deployment("prod", &["default"])),
    ]);
    let stdin = |path: &str, text: String| {
        run(&Request { current: folder.root.clone(), stdin: Some((path.into(), text)), ..Request::default() })
    };
    assert_eq!(found(&stdin("dags/one.py", dag("one", "heavy"))), ["dags/one.py:7 unknown-queue"]);
    assert_eq!(found(&stdin("dags/new.py", dag("new", "heavy"))), ["dags/new.py:7 unknown-queue"]);
}

#[test]
fn comments_silence_findings_in_python_and_yaml() {
    let silenced =
        dag("one", "heavy").replace("queue=\"heavy\")", "queue=\"heavy\")  # airlint: ignore[unknown-queue] soon");
    let above = dag("two", "heavy").replace("    Bash", "    # airlint: ignore[queues]\n    Bash");
    let file = format!("# airlint: ignore-file[unknown-queue] moved to the new cluster\n{}", dag("three", "heavy"));
    let text = dag("four", "heavy").replace("run.sh", "echo '# airlint: ignore[unknown-queue]'");
    let yaml = deployment("prod", &["default"]).replace("executor: CELERY", "executor: celery  # airlint: ignore");
    let folder = Folder::new(&[
        ("dags/one.py", &silenced),
        ("dags/two.py", &above),
        ("dags/three.py", &file),
        ("dags/four.py", &text),
        ("deployments/prod.yaml", &yaml),
    ]);
    assert_eq!(found(&folder.lint(&[])), ["dags/four.py:7 unknown-queue"], "a text in quotes is no comment");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_checked() {
    let folder = Folder::new(&[
        ("dags/one.py", &dag("one", "heavy")),
        ("deployments/prod.yaml", &deployment("prod", &["default"])),
    ]);
    folder.write("dags/latin.py", b"# caf\xe9\nfrom airflow import DAG\n");
    folder.write("dags/data.json", b"\xff\xfe\x00");
    let outcome = folder.lint(&[".", "missing.py"]);
    assert_eq!(found(&outcome), ["dags/one.py:7 unknown-queue"]);
    let mut problems = problems(&outcome);
    problems.sort();
    assert_eq!(
        problems,
        [
            "dags/latin.py: is not UTF-8 (byte 5); save it as UTF-8 so that it can be checked",
            "missing.py: no such file or folder",
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_back_are_named() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new(&[("dags/one.py", &dag("one", "heavy"))]);
    symlink("..", folder.root.join("dags/loop")).expect("a link");
    symlink("gone.py", folder.root.join("dags/dangling.py")).expect("a link");
    symlink("/nowhere", folder.root.join("dags/latest")).expect("a link");
    let mut problems = problems(&folder.lint(&[]));
    problems.sort();
    assert_eq!(
        problems,
        [
            "dags/dangling.py: cannot be read: it is a link to nothing",
            "dags/loop: this link leads back to a folder above it and was not followed",
        ]
    );
}

#[cfg(unix)]
#[test]
fn sockets_and_pipes_are_no_files_to_read() {
    let folder = Folder::new(&[("dags/one.py", &dag("one", "heavy"))]);
    let socket = std::os::unix::net::UnixListener::bind(folder.root.join("dags/two.py")).expect("a socket");
    let outcome = folder.lint(&[]);
    drop(socket);
    assert_eq!(problems(&outcome), Vec::<String>::new());
    assert_eq!(outcome.checked, 1);
}

#[cfg(unix)]
#[test]
fn folders_and_files_without_permission_are_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new(&[
        ("dags/one.py", &dag("one", "heavy")),
        ("dags/closed/two.py", &dag("two", "heavy")),
        ("dags/three.py", &dag("three", "heavy")),
    ]);
    let mode = |path: &str, mode: u32| {
        fs::set_permissions(folder.root.join(path), fs::Permissions::from_mode(mode)).expect("permissions");
    };
    mode("dags/closed", 0);
    mode("dags/three.py", 0);
    let outcome = folder.lint(&[]);
    // The superuser may read everything.
    let is_superuser = fs::read(folder.root.join("dags/three.py")).is_ok();
    mode("dags/closed", 0o755);
    if is_superuser {
        assert!(outcome.problems.is_empty());
        return;
    }
    let mut problems = problems(&outcome);
    problems.sort();
    assert_eq!(
        problems,
        ["dags/closed: cannot be read: Permission denied", "dags/three.py: cannot be read: Permission denied"]
    );
}

#[test]
fn two_runs_are_the_same() {
    let mut files = Vec::new();
    for number in 0..40 {
        files.push((format!("p{}/dags/d{number}.py", number % 4), dag(&format!("d{number}"), "heavy")));
    }
    for number in 0..4 {
        files.push((format!("p{number}/deployments/prod.yaml"), deployment("prod", &["default", "default"])));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = Folder::new(&files);
    let first = folder.lint(&[]);
    assert!(first.findings.len() > 40);
    for _ in 0..3 {
        let again = folder.lint(&[]);
        assert_eq!(again.findings, first.findings);
        assert_eq!(again.unchecked, first.unchecked);
    }
}

#[test]
fn modules_of_the_project_are_read_when_they_are_imported() {
    let uses = "from datetime import datetime\n\nfrom airflow import DAG\nfrom airflow.operators.bash import BashOperator\n\n\
        from include.shared.queues import QUEUE\n\n\
        with DAG(\"one\", schedule=\"@daily\", start_date=datetime(2025, 1, 1), catchup=False):\n    \
        BashOperator(task_id=\"run\", bash_command=\"run.sh\", queue=QUEUE)\n";
    let relative = uses.replace("from include.shared.queues", "from .common.queues");
    let folder = Folder::new(&[
        ("dags/one.py", uses),
        ("dags/team/two.py", &relative),
        ("dags/team/common/queues.py", "from include.shared.queues import QUEUE\n"),
        ("include/shared/__init__.py", ""),
        ("include/shared/queues.py", "QUEUE = \"heavy\"\n"),
        ("deployments/prod.yaml", &deployment("prod", &["default"])),
    ]);
    let outcome = folder.lint(&[]);
    let messages: Vec<&str> = outcome.findings.iter().map(|finding| &*finding.message).collect();
    assert!(messages.iter().all(|message| message.contains("`heavy`")), "{messages:?}");
    assert_eq!(outcome.findings.len(), 2, "{messages:?}");
}

#[test]
fn a_deployment_that_several_projects_run_on_is_reported_once() {
    let shared = deployment("prod", &["default"]).replace("executor: CELERY", "executor: celery");
    let table = "[[deployment]]\nname = \"prod\"\nfile = \"deployments/prod.yaml\"\n";
    let folder = Folder::new(&[
        ("airlint.toml", table),
        ("deployments/prod.yaml", &shared),
        ("a/dags/one.py", &dag("one", "heavy")),
        ("b/dags/two.py", &dag("two", "default")),
    ]);
    let outcome = folder.lint(&[]);
    assert_eq!(found_by(&outcome, "executor-case"), ["deployments/prod.yaml:10"]);
    assert_eq!(found_by(&outcome, "unknown-queue"), ["a/dags/one.py:7"]);
    assert!(outcome.problems.is_empty() && outcome.unchecked.is_empty());
}

#[test]
fn levels_of_the_configuration_reach_unused_comments_too() {
    let text =
        dag("one", "default").replace("queue=\"default\")", "queue=\"default\")  # airlint: ignore[unknown-queue]");
    let folder = Folder::new(&[
        ("dags/one.py", &text),
        ("deployments/prod.yaml", &deployment("prod", &["default"])),
        ("airlint.toml", "[severity]\nunused-suppression = \"error\"\n"),
    ]);
    let outcome = folder.lint(&[]);
    assert_eq!(found(&outcome), ["dags/one.py:7 unused-suppression"]);
    assert_eq!(outcome.findings[0].severity, Severity::Error);
}

#[test]
fn a_configured_repository_keeps_its_projects_apart() {
    let folder = Folder::new(&[
        ("airlint.toml", "ignore = [\"resources\"]\n"),
        ("teams/a/dags/one.py", &dag("one", "heavy")),
        ("teams/a/prod.yaml", &deployment("a", &["default", "heavy"])),
        ("teams/b/dags/two.py", &dag("two", "heavy")),
        ("teams/b/prod.yaml", &deployment("b", &["default"])),
        ("scripts/three.py", &dag("three", "heavy")),
    ]);
    let outcome = folder.lint(&[]);
    let roots: Vec<&Utf8Path> = outcome.projects.iter().map(|project| &*project.root).collect();
    assert_eq!(roots, [".", "teams/a", "teams/b"]);
    assert_eq!(found_by(&outcome, "unknown-queue"), ["teams/b/dags/two.py:7"]);
}

#[test]
fn an_airflow_image_makes_one_project_of_all_below() {
    let folder = Folder::new(&[
        ("Dockerfile", "FROM quay.io/astronomer/astro-runtime:12.5.0\n"),
        ("pipelines/dags/one.py", &dag("one", "heavy")),
        ("deploy/prod.yaml", &deployment("prod", &["default"])),
        ("other/Dockerfile", "FROM python:3.12\n"),
        ("other/dags/two.py", &dag("two", "heavy")),
    ]);
    let outcome = folder.lint(&[]);
    assert_eq!(outcome.projects.len(), 1);
    assert_eq!(found_by(&outcome, "unknown-queue").len(), 2);
    let versions = &outcome.projects[0].versions;
    assert_eq!(versions.runtime.value().map(|version| &*version.text), Some("12.5.0"));
}

#[test]
fn stated_versions_win_over_written_ones() {
    let folder = Folder::new(&[
        ("Dockerfile", "FROM quay.io/astronomer/astro-runtime:12.5.0\n"),
        ("requirements.txt", "dag-factory==0.22.0\napache-airflow-providers-cncf-kubernetes==8.4.2\n"),
        ("dags/one.py", &dag("one", "default")),
        ("airlint.toml", "[target]\nairflow = \"3.0.2\"\n[target.packages]\nDag_Factory = \"1.1.0\"\n"),
    ]);
    let outcome = folder.lint(&[]);
    let versions = &outcome.projects[0].versions;
    assert_eq!(versions.airflow_line(), Some(airlint::model::AirflowLine::Three));
    let package = |name: &str| versions.package(name).and_then(|version| version.value()).map(|version| &**version);
    assert_eq!(package("dag-factory"), Some("1.1.0"));
    assert_eq!(package("apache-airflow-providers-cncf-kubernetes"), Some("8.4.2"));
}

#[test]
fn hostile_files_cost_their_own_findings_only() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(50_000), close.repeat(50_000));
    let python = format!("from airflow import DAG\nx = {}\n", deep("(", ")"));
    let chain = format!("from airflow import DAG\nx = a{}\n", "+ b".repeat(50_000));
    let yaml = format!("deployment:\n  configuration:\n    name: {}\n", deep("[", "]"));
    let folder = Folder::new(&[
        ("dags/deep.py", &python),
        ("dags/chain.py", &chain),
        ("deployments/deep.yaml", &yaml),
        ("deployments/prod.yaml", &deployment("prod", &["default"])),
        ("dags/one.py", &dag("one", "heavy")),
    ]);
    folder.write("dags/zero.py", b"from airflow import DAG\n\0\0");
    let outcome = folder.lint(&[]);
    assert!(outcome.problems.is_empty(), "{:?}", problems(&outcome));
    assert_eq!(found_by(&outcome, "unknown-queue"), ["dags/one.py:7"]);
    let broken = found_by(&outcome, "syntax-error");
    assert!(broken.iter().any(|place| place.starts_with("dags/deep.py")), "{broken:?}");
    assert!(broken.iter().any(|place| place.starts_with("deployments/deep.yaml")), "{broken:?}");
}
