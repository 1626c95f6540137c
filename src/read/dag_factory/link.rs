//! From files to DAGs and tasks, defaults of all levels included.

use super::defaults::{Defaults, overruled};
use super::durations::durations;
use super::file::File;
use super::keys::NOT_DAGS;
use super::references::references;
use super::tasks::{Named, groups, tasks};
use super::version::Line;
use crate::model::DagFile;
use crate::model::{Callable, DagSource, Operator, Origin, Place, Shape, ShapeKind, Value, ValueKind};
use crate::read::dag_yaml::{add_settings, entries, pairs, setting, timedelta};
use crate::read::typed::{
    Argument, Arguments, DAG_ARGUMENTS, DagDraft, Found, TASK_ARGUMENTS, TaskDraft, dag, entry, reason, task, text,
};
use std::collections::BTreeMap;

/// Groups inside groups are followed this far; beyond it they stand in a circle, which dag-factory refuses.
const DEEPEST_GROUP: usize = 32;

/// The DAGs and tasks of `file`, with the `defaults.yml` files that apply to it, nearest first, and the installed version
/// of dag-factory, where it is known. A defaults file itself gives its deviations only.
pub fn link(file: &File, defaults: &[&File], version: Option<&str>) -> DagFile {
    let line = version.and_then(Line::of_version).or(file.line);
    let mut linked = DagFile { objects: file.objects.clone(), shapes: file.shapes.clone(), ..DagFile::default() };
    durations(file, line, &mut linked);
    if file.has_dags {
        let reader = Reader { file, line, defaults: Defaults::new(file, defaults, line) };
        if line == Some(Line::New) {
            linked.shapes.extend(overruled(file, defaults));
        }
        for (name, key, value) in pairs(&file.root) {
            if !NOT_DAGS.contains(&name) && matches!(value.kind, ValueKind::Map(_)) {
                reader.dag(key, value, &mut linked);
            }
        }
    }
    linked
}

struct Reader<'f> {
    file: &'f File,
    line: Option<Line>,
    defaults: Defaults,
}

impl Reader<'_> {
    /// Who set what stands at `place`, where it is nobody's default: `own`.
    fn origin(&self, place: Place, own: Origin) -> Origin {
        if place.file != self.file.file {
            return Origin::DefaultsFile;
        }
        match self.defaults.block {
            Some(block) if block.span().contains(place.span()) => Origin::FileDefault,
            _ => own,
        }
    }

    fn dag(&self, key: &Value, value: &Value, linked: &mut DagFile) {
        let config = self.defaults.under(value.clone());
        references(key.text().unwrap_or_default(), &config, &mut linked.shapes);
        self.schedule_interval(&config, &mut linked.shapes);
        let mut arguments = Arguments::new();
        self.add_seconds(&mut arguments, &config, "dagrun_timeout_sec", "dagrun_timeout");
        self.add_settings(&mut arguments, &config, Origin::Own, DAG_ARGUMENTS);
        let index = u32::try_from(linked.dags.len()).ok();
        let draft = DagDraft { place: key.place, source: DagSource::DagFactory, id: text(key), arguments };
        linked.dags.push(dag(draft));

        let mut default_args = self.default_args(&config, Origin::DagDefaultArgs);
        if let Some(hidden) = &self.defaults.hidden {
            default_args.add_unknown(hidden.place, reason(hidden, "a mapping"), Origin::FileDefault);
        }
        let groups = setting(&config, "task_groups").map(groups).unwrap_or_default();
        let groups: BTreeMap<&str, Group<'_>> = groups
            .iter()
            .filter_map(|group| {
                let parent = setting(group.settings, "parent_group_name").and_then(Value::text);
                let default_args = self.default_args(group.settings, Origin::GroupDefaultArgs);
                Some((&**group.name.value()?, Group { parent, default_args }))
            })
            .collect();
        for named in setting(&config, "tasks").map(tasks).unwrap_or_default() {
            let Some(mut draft) = self.task(&named, index) else { continue };
            let mut group = setting(named.settings, "task_group_name").and_then(Value::text);
            let mut depth = 0;
            while let Some(around) = group.and_then(|name| groups.get(name)) {
                depth += 1;
                if depth > DEEPEST_GROUP {
                    draft.arguments.add_unknown(named.place, "groups in a circle", Origin::GroupDefaultArgs);
                    break;
                }
                draft.arguments.add_all(&around.default_args);
                group = around.parent;
            }
            draft.arguments.add_all(&default_args);
            linked.tasks.push(task(draft));
        }
    }

    /// dag-factory from 1.0 on raises for a `schedule_interval` that has a value.
    fn schedule_interval(&self, config: &Value, shapes: &mut Vec<Shape>) {
        let pairs = pairs(config);
        let Some((_, key, value)) = pairs.iter().find(|(name, _, _)| *name == "schedule_interval") else { return };
        let is_told = shapes.iter().any(|shape| shape.place == key.place);
        if self.line == Some(Line::Old) || value.kind == ValueKind::Null || is_told {
            return;
        }
        let taken = pairs.iter().any(|(name, _, _)| *name == "schedule");
        let kind = ShapeKind::ScheduleInterval { certain: self.line == Some(Line::New), taken };
        shapes.push(Shape { place: key.place, kind });
    }

    /// A task without the defaults around it; `None` for a mapping that names no operator, which is none yet.
    fn task(&self, named: &Named<'_>, dag: Option<u32>) -> Option<TaskDraft> {
        let settings = named.settings;
        let operator = operator(settings)?;
        let expand = setting(settings, "expand").filter(|value| !entries(value).is_empty());
        let mut arguments = Arguments::new();
        add_variables(&mut arguments, settings);
        if operator.callable == Callable::Class {
            for (name, key, value) in expand.map(pairs).unwrap_or_default() {
                let value = Value::opaque(value.place, "a different value for each mapped task");
                arguments.add(Argument { name: name.into(), key: key.place, value, origin: Origin::Own });
            }
        }
        self.add_seconds(&mut arguments, settings, "execution_timeout_secs", "execution_timeout");
        self.add_settings(&mut arguments, settings, Origin::Own, TASK_ARGUMENTS);
        if let Some(partial) = setting(settings, "partial").filter(|_| operator.callable == Callable::Class) {
            self.add_settings(&mut arguments, partial, Origin::Partial, TASK_ARGUMENTS);
        }
        arguments.add_all(&self.default_args(settings, Origin::TaskDefaultArgs));
        Some(TaskDraft {
            place: named.place,
            extent: named.place.cover(settings.place),
            dag,
            source: DagSource::DagFactory,
            id: named.name.clone(),
            operator,
            mapped: expand.is_some(),
            arguments,
        })
    }

    /// The `default_args` in a mapping of settings.
    fn default_args(&self, settings: &Value, origin: Origin) -> Arguments {
        let mut arguments = Arguments::new();
        match entry(entries(settings), "default_args") {
            Found::Given { value, .. } => self.add_settings(&mut arguments, value, origin, TASK_ARGUMENTS),
            Found::Absent => {}
            Found::Unknown { place, why } => arguments.add_unknown(place, why, origin),
        }
        arguments
    }

    /// Adds the `wanted` entries of a mapping, each with the origin that its place tells.
    fn add_settings(&self, arguments: &mut Arguments, value: &Value, own: Origin, wanted: &[&str]) {
        add_settings(arguments, value, own, wanted, |name, key, value| {
            (self.adapted(name, value), self.origin(key, own))
        });
    }

    /// A value as it reaches Airflow.
    fn adapted(&self, name: &str, value: &Value) -> Value {
        match (name, &value.kind) {
            // dag-factory reads the word "none" as no schedule.
            ("schedule" | "schedule_interval", ValueKind::Text(text)) if text.trim().eq_ignore_ascii_case("none") => {
                Value { kind: ValueKind::Null, ..value.clone() }
            }
            ("container_resources", ValueKind::Map(_)) if self.line == Some(Line::Old) => {
                Value::opaque(value.place, "a dict that dag-factory before 1.0 puts into the wrong field")
            }
            _ => value.clone(),
        }
    }

    /// A key in seconds that dag-factory before 1.0 turned into a duration, and let win over the duration itself.
    fn add_seconds(&self, arguments: &mut Arguments, settings: &Value, key: &str, argument: &str) {
        let Some((_, name, value)) = pairs(settings).into_iter().find(|(name, _, _)| *name == key) else { return };
        if value.kind == ValueKind::Null || self.line == Some(Line::New) {
            return;
        }
        let value = if self.line == Some(Line::Old) {
            timedelta(value, name.place, value.clone())
        } else {
            let kind = ValueKind::Opaque(format!("`{key}` counts only before dag-factory 1.0").into());
            Value { kind, ..value.clone() }
        };
        let origin = self.origin(name.place, Origin::Own);
        arguments.add(Argument { name: argument.into(), key: name.place, value, origin });
    }
}

/// A task group: what it gives to its tasks, and the group around it.
struct Group<'v> {
    parent: Option<&'v str>,
    default_args: Arguments,
}

/// What runs a task. A path that is put together from environment variables is empty.
fn operator(settings: &Value) -> Option<Operator> {
    let (value, callable) = match (setting(settings, "operator"), setting(settings, "decorator")) {
        (Some(operator), _) => (operator, Callable::Class),
        (None, Some(decorator)) => (decorator, Callable::Decorator),
        (None, None) => return None,
    };
    match &value.kind {
        ValueKind::Text(path) => Some(Operator { path: path.clone(), callable }),
        ValueKind::Opaque(_) => Some(Operator { path: "".into(), callable }),
        _ => None,
    }
}

/// `variables_as_arguments`: an Airflow variable that has a value takes the argument's place.
fn add_variables(arguments: &mut Arguments, settings: &Value) {
    let Some(list) = setting(settings, "variables_as_arguments") else { return };
    let items = match &list.kind {
        ValueKind::List(items) => items.as_slice(),
        ValueKind::Null => return,
        _ => return arguments.add_unknown(list.place, "arguments from Airflow variables", Origin::Own),
    };
    for item in items {
        match setting(item, "attribute").and_then(Value::text) {
            Some(name) => arguments.add(Argument {
                name: name.into(),
                key: item.place,
                value: Value::opaque(item.place, "an Airflow variable"),
                origin: Origin::Own,
            }),
            None => arguments.add_unknown(item.place, "an argument from an Airflow variable", Origin::Own),
        }
    }
}
