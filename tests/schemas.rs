//! The schemas of `schemas/`: each is one, agrees with its own examples and with real files, and refuses what its consumer
//! drops or refuses.

use airlint::syntax::yaml::{Kind, Node, Style, parse};
use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}

/// The names of all schemas.
fn names() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).expect("the folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a UTF-8 name"));
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".schema.json")).collect();
    names.sort();
    names
}

fn document(name: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(name)).expect("a schema");
    serde_json::from_str(&text).expect("JSON")
}

/// A schema that is held to the rules of a draft of JSON Schema.
struct Compiled {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Compiled {
    /// # Panics
    /// Where it breaks the draft's meta-schema.
    fn of(name: &str, draft: Option<Draft>) -> Self {
        let mut compiler = Compiler::new();
        for other in names() {
            let mut document = document(&other);
            if let (Some(draft), Some(object)) = (draft, document.as_object_mut()) {
                object.remove("$schema");
                compiler.set_default_draft(draft);
            }
            compiler.add_resource(&url(&other), document).expect("a resource");
        }
        let mut schemas = Schemas::new();
        let index = compiler.compile(&url(name), &mut schemas).unwrap_or_else(|error| panic!("{name}: {error:#}"));
        Self { schemas, index }
    }

    fn fault(&self, value: &Value) -> Option<String> {
        self.schemas.validate(value, self.index).err().map(|error| format!("{error:#}"))
    }
}

fn url(name: &str) -> String {
    format!("file:///schemas/{name}")
}

/// A YAML text as JSON, plain scalars by the core schema.
fn yaml(text: &str) -> Value {
    let tree = parse(text);
    assert!(tree.errors().is_empty(), "{:?} in\n{text}", tree.errors());
    tree.root().map_or(Value::Null, of_node)
}

fn of_node(node: Node<'_>) -> Value {
    let node = node.resolve();
    match node.kind() {
        Kind::Mapping { .. } => {
            let pairs = node.entries().map(|it| (it.key.scalar().expect("a plain key").to_owned(), of_node(it.value)));
            Value::Object(pairs.collect())
        }
        Kind::Sequence { .. } => node.items().map(of_node).collect(),
        _ => {
            let text = node.scalar().unwrap_or("");
            match node.style() {
                Some(Style::Plain) => match text {
                    "" | "null" | "~" => Value::Null,
                    "true" | "false" => json!(text == "true"),
                    // A date is a text in every schema.
                    _ => serde_json::from_str::<serde_json::Number>(text).map_or(json!(text), Value::Number),
                },
                _ => json!(text),
            }
        }
    }
}

#[test]
fn each_is_a_schema_of_draft_7_and_of_2020_12() {
    assert!(names().len() >= 6, "{:?}", names());
    for name in names() {
        Compiled::of(&name, None);
        Compiled::of(&name, Some(Draft::V2020_12));
        assert_eq!(document(&name)["$schema"], "http://json-schema.org/draft-07/schema#", "{name}");
    }
}

#[test]
fn each_takes_its_own_examples() {
    for name in names() {
        let schema = Compiled::of(&name, None);
        let document = document(&name);
        let examples = document["examples"].as_array().unwrap_or_else(|| panic!("{name} has no examples"));
        for example in examples {
            assert_eq!(schema.fault(example), None, "{name}: {example}");
        }
    }
}

#[test]
fn each_says_what_it_is_and_is_listed_in_the_readme() {
    let readme = std::fs::read_to_string(folder().join("README.md")).expect("the README");
    for name in names() {
        let document = document(&name);
        for keyword in ["title", "description"] {
            assert!(document[keyword].as_str().is_some_and(|text| !text.is_empty()), "{name} has no {keyword}");
        }
        assert!(readme.contains(&format!("`{name}`")), "schemas/README.md does not list {name}");
    }
}

#[test]
fn the_configuration_of_the_example_is_taken() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/astro-project/.astro/config.yaml");
    let text = std::fs::read_to_string(path).expect("a file of the example");
    assert_eq!(Compiled::of("astro-config.schema.json", None).fault(&yaml(&text)), None);
}

/// Texts that a schema takes, and texts that it refuses, each with a part of the reason.
fn verdicts(name: &str, takes: &[&str], refuses: &[(&str, &str)]) {
    let schema = Compiled::of(name, None);
    for text in takes {
        assert_eq!(schema.fault(&yaml(text)), None, "{name} of\n{text}");
    }
    for (text, part) in refuses {
        let fault = schema.fault(&yaml(text)).unwrap_or_else(|| panic!("{name} takes\n{text}"));
        assert!(fault.contains(part), "{name}: {fault}\nof\n{text}");
    }
}

#[test]
fn dag_factory() {
    let task =
        "  tasks:\n    - task_id: a\n      operator: airflow.operators.bash.BashOperator\n      bash_command: x\n";
    let map = "d:\n  tasks:\n    a:\n      decorator: airflow.decorators.task\n      python_callable: m.f\n";
    let timeout = "d:\n  default_args:\n    execution_timeout: {__type__: datetime.timedelta, hours: 2}\n";
    verdicts(
        "dag-factory.schema.json",
        &[
            &format!("d:\n  schedule: '@daily'\n{task}"),
            map,
            timeout,
            &format!("default:\n  catchup: false\nd:\n{task}"),
        ],
        &[
            (&format!("d:\n  queue: heavy\n{task}"), "queue"),
            (&format!("d:\n  schedule_interval: '@daily'\n{task}"), "schedule_interval"),
            ("d:\n  dagrun_timeout: 3600\n", "dagrun_timeout"),
            ("d:\n  tasks:\n    - task_id: a\n      bash_command: x\n", "tasks"),
            ("d:\n  default_args:\n    pool_slots: 0\n", "pool_slots"),
        ],
    );
    verdicts(
        "dag-factory-0.schema.json",
        &["d:\n  schedule_interval: '@daily'\n  dagrun_timeout_sec: 60\n", map],
        &[(&format!("d:\n{task}"), "tasks"), ("d:\n  shedule: '@daily'\n", "shedule")],
    );
}

#[test]
fn pod_templates() {
    let pod = |rest: &str| format!("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - {rest}\n");
    verdicts(
        "executor-pod-template.schema.json",
        &[
            &pod("name: base\n      resources:\n        limits: {memory: 1Gi, cpu: 2}"),
            &pod("name: base\n      env:\n        - {name: A, value: b}\n  restartPolicy: Never"),
        ],
        &[
            (&pod("name: airflow"), "containers"),
            (&pod("name: base\n      resources:\n        limits: {memory: 1GB}"), "memory"),
            (&pod("name: base\n      imagepullpolicy: Always"), "imagepullpolicy"),
            (&pod("name: base\n  restartPolicy: Sometimes"), "restartPolicy"),
            ("apiVersion: v1\nkind: Job\nspec:\n  containers:\n    - name: base\n", "kind"),
        ],
    );
}

#[test]
fn files_of_the_astro_cli() {
    verdicts(
        "airflow-settings.schema.json",
        &["airflow:\n  connections:\n  pools:\n    - {pool_name: a, pool_slot: 3}\n  variables: []\n"],
        &[
            ("airflow:\n  pools:\n    - {pool_name: a, slots: 3}\n", "slots"),
            ("airflow:\n  connections:\n    - {conn_id: a, conn_port: x}\n", "conn_port"),
        ],
    );
    verdicts(
        "astro-config.schema.json",
        &["project:\n  name: orders\ndev:\n  mode: standalone\n"],
        &[("dev:\n  mode: podman\n", "mode"), ("remote:\n  client_registry: acme\n", "client_registry")],
    );
    verdicts(
        "astro-deployment.schema.json",
        &[],
        &[
            ("deployment:\n  environment_variables:\n    - {key: A, secret: true}\n", "secret"),
            ("deployment:\n  worker_queues: []\n", "configuration"),
        ],
    );
}
