//! Setting airlint up: a first configuration, its schema, man pages; checking again when files change.

use crate::project::{Project, airlint, command};
use boon::{Compiler, Schemas};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

/// A copy of the example project.
fn example() -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/astro-project");
    let project = Project::new(&[]);
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).expect("below").to_str().expect("UTF-8");
                project.write(name, &fs::read(&path).expect("a file"));
            }
        }
    }
    project
}

#[test]
fn a_first_configuration_changes_no_finding() {
    let project = example();
    let places = || -> Vec<String> {
        let run = project.airlint("lint --format concise");
        run.stdout.lines().map(|line| line.split("] ").next().unwrap_or("").to_owned()).collect()
    };
    let before = places();
    let run = project.airlint("init");
    assert!(run.code == 0 && run.stderr.starts_with("Wrote ./airlint.toml: found 2 deployments, "), "{run}");
    let text = fs::read_to_string(project.path().join("airlint.toml")).expect("a configuration");
    assert!(text.contains("[[deployment]]\nname = \"prod\"\nfile = \"deployments/prod.yaml\"\n"), "{text}");
    assert_eq!(project.airlint("config").code, 0, "{text}");
    assert_eq!(places(), before, "{text}");

    let again = project.airlint("init");
    assert!(again.code == 2 && again.stderr.contains("is there already; nothing was written"), "{again}");
    assert_eq!(fs::read_to_string(project.path().join("airlint.toml")).expect("a configuration"), text);
}

#[test]
fn a_first_configuration_of_other_folders() {
    let pyproject = Project::new(&[("pyproject.toml", "[tool.airlint]\n")]).airlint("init");
    assert!(pyproject.code == 2 && pyproject.stderr.contains("pyproject.toml"), "{pyproject}");

    let empty = Project::new(&[]);
    assert_eq!(empty.airlint("init").code, 0);
    assert_eq!(empty.airlint("lint").code, 0);
    assert_eq!(empty.airlint("init nowhere").code, 2);

    // Two projects keep their DAGs to their own deployments.
    let file = |name: &str| {
        format!(
            "deployment:\n  configuration:\n    name: {name}\n    runtime_version: 3.1-4\n    deployment_type: STANDARD\n    executor: CELERY\n"
        )
    };
    let dag = "from airflow.sdk import DAG\nDAG(\"a\")\n";
    let both = Project::new(&[
        ("one/.astro/config.yaml", ""),
        ("one/prod.yaml", &file("one")),
        ("one/dags/a.py", dag),
        ("two/.astro/config.yaml", ""),
        ("two/prod.yaml", &file("two")),
        ("two/dags/a.py", dag),
    ]);
    let before = both.airlint("lint --format concise").stdout;
    assert_eq!(both.airlint("init").code, 0);
    let text = fs::read_to_string(both.path().join("airlint.toml")).expect("a configuration");
    for written in ["name = \"prod\"", "name = \"prod-2\"", "dags = [\"/one/**\"]", "dags = [\"/two/**\"]"] {
        assert!(text.contains(written), "{text}");
    }
    assert_eq!(both.airlint("lint --format concise").stdout.lines().count(), before.lines().count(), "{text}");
}

#[test]
fn the_schema_says_what_the_reader_says() {
    let schema: Value = serde_json::from_str(&airlint("schema").stdout).expect("JSON");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("schema.json", schema).expect("a name");
    let index = compiler.compile("schema.json", &mut schemas).expect("a schema");
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README");
    let (_, rest) = readme.split_once("```toml\n").expect("the configuration");
    let own = rest.split_once("```").expect("its end").0;
    let texts = [
        (true, own),
        (true, ""),
        (true, "always-report = [\"plaintext-secret\"]\n[severity]\nqueues = \"off\"\n"),
        (true, "[limits]\npod-cpu = 3\ngrace-hours = 0\n[target.packages]\ndag-factory = \"1.0\"\n"),
        (false, "selct = []\n"),
        (false, "select = [\"no-such-rule\"]\n"),
        (false, "fail-on = \"off\"\n"),
        (false, "[severity]\nqueues = \"loud\"\n"),
        (false, "[severity]\nqueue = \"off\"\n"),
        (false, "[limits]\nmax-workers = -1\n"),
        (false, "[target]\nairflow = \">=2\"\n"),
        (false, "[[deployment]]\nexecutor = \"CELERY\"\n"),
        (false, "[[deployment]]\nname = \"a\"\nplatform = \"gcp\"\n"),
        (false, "[[deployment]]\nname = \"a\"\nfile = \"b.yaml\"\nqueues = []\n"),
    ];
    for (right, text) in texts {
        let value: toml::Table = text.parse().expect("TOML");
        let value = serde_json::to_value(value).expect("JSON");
        assert_eq!(schemas.validate(&value, index).is_ok(), right, "the schema on:\n{text}");
        let files = [("airlint.toml", text), ("deployments/prod.yaml", ""), ("b.yaml", "")];
        assert_eq!(Project::new(&files).airlint("config").code == 0, right, "the reader on:\n{text}");
    }
}

#[test]
fn man_pages_are_of_every_command() {
    let page = airlint("man");
    assert!(
        page.code == 0 && page.stdout.contains(".TH airlint 1") && page.stdout.contains(".SH SUBCOMMANDS"),
        "{page}"
    );
    let page = airlint("man baseline update").stdout;
    assert!(page.contains("strict\\-baseline"), "{page}");
    let unknown = airlint("man lnt");
    assert!(unknown.code == 2 && unknown.stderr.contains("there is no command `lnt`"), "{unknown}");
}

#[test]
fn watching_checks_again_when_a_file_changes() {
    let project = Project::new(&[("deployments/prod.yaml", "deployment:\n  configuration:\n    executor: celery\n")]);
    let mut command = std::process::Command::new(command().get_program());
    command.args(["lint", "--watch", "--select", "executor-case", "--format", "concise"]).current_dir(project.path());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("airlint runs");
    let (sender, receiver) = mpsc::channel();
    let stderr = child.stderr.take().expect("a pipe");
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    let wait = |what: &str| loop {
        let line = receiver.recv_timeout(Duration::from_secs(30)).unwrap_or_else(|_| panic!("no line says {what}"));
        if line.contains(what) {
            break;
        }
    };
    wait("Found 1 warning");
    project.write("deployments/prod.yaml", b"deployment:\n  configuration:\n    executor: CELERY\n");
    wait("prod.yaml changed");
    wait("No faults found");
    project.write("airlint.toml", b"exclude = [\"deployments/\"]\n");
    wait("── airlint.toml and 1 more changed");
    wait("No faults found in 0 files");
    child.kill().expect("it can be stopped");
    child.wait().expect("it ends");
    reader.join().expect("the reader ends");
}
