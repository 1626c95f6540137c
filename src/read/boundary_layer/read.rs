//! From a file to its DAG and tasks.

use super::types::{class_of, prepares_resources};
use super::{ARGUMENTS, SECTIONS};
use crate::model::{Callable, DagFile, DagSource, FileId, Operator, Origin, Place, Setting, Value, ValueKind};
use crate::read::dag_yaml::{add_settings, setting, timedelta};
use crate::read::typed::{Argument, Arguments, DAG_ARGUMENTS, DagDraft, TASK_ARGUMENTS, TaskDraft, dag, task, text};
use crate::read::yaml_form_shapes;
use crate::read::yaml_value::{Plain, Values};
use crate::syntax::yaml::Tree;

/// Reads a file that [`recognise`](super::recognise) took.
pub fn read(file: FileId, tree: &Tree) -> DagFile {
    let mut made = DagFile { shapes: yaml_form_shapes(file, tree), ..DagFile::default() };
    let mut values = Values::<Plain>::new(file, tree.text().len());
    let workflows: Vec<Value> = tree.documents().map(|document| values.value(document)).collect();
    let Some(primary) = workflows.first() else { return made };
    made.dags.push(dag(dag_draft(primary)));
    let mut defaults = Arguments::new();
    if let Some(given) = setting(primary, "default_task_args") {
        add(&mut defaults, given, Origin::DagDefaultArgs, TASK_ARGUMENTS);
    }
    for workflow in &workflows {
        let name = setting(workflow, "name").and_then(Value::text);
        let repeated = workflows.iter().any(|other| targets(other).any(|target| Some(target) == name));
        for item in SECTIONS.iter().filter_map(|section| setting(workflow, section)).flat_map(items) {
            if let Some(mut draft) = draft(item, repeated) {
                draft.arguments.add_all(&defaults);
                made.tasks.push(task(draft));
            }
        }
    }
    made
}

fn items(list: &Value) -> &[Value] {
    match &list.kind {
        ValueKind::List(items) => items,
        _ => &[],
    }
}

/// The workflows that the generators of a workflow repeat.
fn targets(workflow: &Value) -> impl Iterator<Item = &str> {
    let generators = setting(workflow, "generators").map(items).unwrap_or_default();
    generators.iter().filter_map(|generator| setting(generator, "target")?.text())
}

fn dag_draft(workflow: &Value) -> DagDraft {
    let name = setting(workflow, "name");
    let mut arguments = Arguments::new();
    if let Some(given) = setting(workflow, "dag_args") {
        add(&mut arguments, given, Origin::Own, DAG_ARGUMENTS);
    }
    DagDraft {
        place: name.map_or(workflow.place, |name| name.place),
        source: DagSource::BoundaryLayer,
        id: name.map_or(Setting::Absent, text),
        arguments,
    }
}

/// A task without the defaults of its DAG; `None` for an item without a type, which is none yet.
fn draft(item: &Value, mapped: bool) -> Option<TaskDraft> {
    let kind = setting(item, "type")?;
    let path: Box<str> = match &kind.kind {
        ValueKind::Text(name) => class_of(name).into(),
        _ => "".into(),
    };
    let name = setting(item, "name");
    let place = name.unwrap_or(kind).place;
    let mut arguments = Arguments::new();
    if prepares_resources(&path) {
        // The class of Airflow 1.10 takes a `Resources` object of its own.
        let why = "resources as Airflow 1.10 takes them";
        for name in ["container_resources", "resources"] {
            let value = Value::opaque(place, why);
            arguments.add(Argument { name: name.into(), key: place, value, origin: Origin::Own });
        }
    }
    if let Some(given) = setting(item, ARGUMENTS) {
        add(&mut arguments, given, Origin::Own, TASK_ARGUMENTS);
    }
    Some(TaskDraft {
        place,
        extent: item.place,
        dag: Some(0),
        source: DagSource::BoundaryLayer,
        id: name.map_or(Setting::Absent, text),
        operator: Operator { path, callable: Callable::Class },
        mapped,
        arguments,
    })
}

fn add(arguments: &mut Arguments, given: &Value, origin: Origin, wanted: &[&str]) {
    add_settings(arguments, given, origin, wanted, |name, key, value| (adapted(name, key, value), origin));
}

/// A value as it reaches Airflow: seconds become durations.
fn adapted(name: &str, key: Place, value: &Value) -> Value {
    match (name, &value.kind) {
        ("execution_timeout" | "dagrun_timeout", ValueKind::Int(_)) => timedelta(value, key, value.clone()),
        _ => value.clone(),
    }
}
