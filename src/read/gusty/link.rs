//! From files to DAGs and tasks, with the defaults of the folders around them.

use super::file::File;
use super::keys::OF_GROUPS;
use crate::model::{Callable, DagFile, DagSource, Operator, Origin, Place, Setting, Value, ValueKind};
use crate::read::dag_yaml::{add_settings, entries, merged, note_operator, pairs, setting};
use crate::read::typed::{
    Argument, Arguments, DAG_ARGUMENTS, DagDraft, Found, TASK_ARGUMENTS, TaskDraft, dag, entry, task, text,
};
use crate::syntax::Span;

/// What a folder's DAG may be given in Python for all its tasks, where its `METADATA.yml` does not have the defaults.
const IN_PYTHON: [&str; 7] = ["execution_timeout", "mode", "poke_interval", "pool", "queue", "retries", "timeout"];

/// A folder around a file.
#[derive(Debug, Clone, Copy)]
pub struct Folder<'f> {
    /// Its name.
    pub name: &'f str,
    /// What its `METADATA.yml` says.
    pub metadata: Option<&'f File>,
}

/// The task or DAG of a file. `stem` is its name without the ending; `folders` are those around it, nearest first, up to
/// the outermost with a `METADATA.yml`, which is the DAG's.
pub fn link(file: &File, stem: &str, folders: &[Folder<'_>]) -> DagFile {
    let mut linked = DagFile { shapes: file.shapes.clone(), ..DagFile::default() };
    let (home, groups) = match folders.split_last() {
        Some((last, groups)) if last.metadata.is_some_and(is_dag) => (Some(last), groups),
        _ => (None, folders),
    };
    if file.is_metadata {
        if let Some(home) = home.filter(|_| groups.is_empty()) {
            linked.dags.push(dag(dag_draft(file, home.name)));
        }
        return linked;
    }
    note_operator(&file.root, &mut linked.operator_paths);
    linked.dags_in = home.and_then(|home| home.metadata).map(|metadata| metadata.file);
    let mut defaults = Arguments::new();
    for metadata in groups.iter().filter_map(|group| group.metadata) {
        add_default_args(&mut defaults, metadata, Origin::GroupDefaultArgs);
    }
    if let Some(metadata) = home.and_then(|home| home.metadata) {
        add_default_args(&mut defaults, metadata, Origin::DagDefaultArgs);
    }
    let has_defaults =
        home.and_then(|home| home.metadata).is_some_and(|metadata| setting(&metadata.root, "default_args").is_some());
    for Draft { place, name, settings } in drafts(file) {
        let Some(operator) = operator(&settings) else { continue };
        let mut arguments = Arguments::new();
        add(&mut arguments, &settings, Origin::Own, TASK_ARGUMENTS);
        arguments.add_all(&defaults);
        if !has_defaults {
            let why = "`create_dag` may give it in its default_args";
            let opaque = |name: &&str| Argument {
                name: (*name).into(),
                key: place,
                value: Value::opaque(place, why),
                origin: Origin::DagDefaultArgs,
            };
            IN_PYTHON.iter().map(opaque).for_each(|argument| arguments.add(argument));
        }
        let id = match name {
            Some(key) => text(key),
            None => Setting::known(stem.trim().to_lowercase().into(), place),
        };
        linked.tasks.push(task(TaskDraft {
            place,
            extent: file.root.place,
            dag: linked.dags_in.map(|_| 0),
            source: DagSource::Gusty,
            id: named_in_group(id, groups.first()),
            operator,
            mapped: false,
            arguments,
        }));
    }
    linked
}

/// Whether a `METADATA.yml` is of a DAG: one with keys that only task groups have is of a group in a folder that needs none.
fn is_dag(metadata: &File) -> bool {
    !pairs(&metadata.root).iter().any(|(name, _, _)| OF_GROUPS.contains(name))
}

fn dag_draft(file: &File, name: &str) -> DagDraft {
    let start = Place::new(file.file, Span::new(0, 0));
    let place = pairs(&file.root).first().map_or(start, |(_, key, _)| key.place);
    let mut arguments = Arguments::new();
    add(&mut arguments, &file.root, Origin::Own, DAG_ARGUMENTS);
    arguments.add_unknown(place, "`create_dag` may give it", Origin::Own);
    DagDraft { place, source: DagSource::Gusty, id: Setting::known(name.into(), place), arguments }
}

/// A task of a file: the only one, or one of its `multi_task_spec`.
struct Draft<'f> {
    place: Place,
    /// The key that names it.
    name: Option<&'f Value>,
    settings: Value,
}

fn drafts(file: &File) -> Vec<Draft<'_>> {
    let root = &file.root;
    let place = setting(root, "operator").map_or(root.place, |operator| operator.place);
    let specs = setting(root, "multi_task_spec").map(pairs).unwrap_or_default();
    let partials = setting(root, "python_callable_partials").map(pairs).unwrap_or_default();
    let partials = partials.into_iter().filter(|(name, _, _)| !specs.iter().any(|(other, _, _)| other == name));
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for (_, key, spec) in &specs {
        let own = match &spec.kind {
            ValueKind::Null => Value { kind: ValueKind::Map(Vec::new()), ..Value::clone(spec) },
            _ => Value::clone(spec),
        };
        drafts.push(Draft { place: key.place, name: Some(key), settings: merged(own, entries(root)) });
    }
    // What stands there are arguments of the function; the task's own stand at the top.
    drafts.extend(partials.map(|(_, key, _)| Draft { place, name: Some(key), settings: root.clone() }));
    if drafts.is_empty() {
        drafts.push(Draft { place, name: None, settings: root.clone() });
    }
    drafts
}

fn operator(settings: &Value) -> Option<Operator> {
    let path = match &setting(settings, "operator")?.kind {
        ValueKind::Text(path) => path.clone(),
        ValueKind::Opaque(_) => "".into(),
        _ => return None,
    };
    Some(Operator { path, callable: Callable::Class })
}

fn add_default_args(arguments: &mut Arguments, metadata: &File, origin: Origin) {
    match entry(entries(&metadata.root), "default_args") {
        Found::Given { value, .. } => add(arguments, value, origin, TASK_ARGUMENTS),
        Found::Absent => {}
        Found::Unknown { place, why } => arguments.add_unknown(place, why, origin),
    }
}

fn add(arguments: &mut Arguments, settings: &Value, origin: Origin, wanted: &[&str]) {
    add_settings(arguments, settings, origin, wanted, |_, _, value| (value.clone(), origin));
}

/// The id of a task in a group, which may have the group's name in front or behind.
fn named_in_group(id: Setting<Box<str>>, group: Option<&Folder<'_>>) -> Setting<Box<str>> {
    let Some(group) = group else { return id };
    let says = |name| group.metadata.and_then(|metadata| setting(&metadata.root, name)).map(|value| &value.kind);
    match (says("suffix_group_id"), says("prefix_group_id")) {
        (Some(ValueKind::Bool(true)), _) => id.map(|id| format!("{id}_{}", group.name).into()),
        (_, Some(ValueKind::Bool(true))) => id.map(|id| format!("{}_{id}", group.name).into()),
        _ => id,
    }
}
