//! From files to DAGs and tasks, defaults of all levels included.

use super::durations::durations;
use super::file::File;
use super::keys::NOT_DAGS;
use super::layers::{entries, merged, over, pairs};
use super::tasks::{Named, groups, setting, tasks};
use super::version::Line;
use crate::model::{Callable, DagSource, Entry, Object, Operator, Origin, Place, Value, ValueKind};
use crate::read::Linked;
use crate::read::typed::{Argument, Arguments, DagDraft, Found, TaskDraft, dag, entry, reason, task, text};
use std::collections::BTreeMap;

/// Keys of a task that dag-factory keeps for itself, or that are read elsewhere here.
const NOT_ARGUMENTS: [&str; 10] = [
    "operator",
    "decorator",
    "dependencies",
    "task_group_name",
    "parent_group_name",
    "expand",
    "partial",
    "task_id",
    "default_args",
    "variables_as_arguments",
];

/// The DAGs and tasks of `file`, with the `defaults.yml` files that apply to it, nearest first, and the installed version
/// of dag-factory, where it is known. A defaults file itself gives its deviations only.
pub fn link(file: &File, defaults: &[&File], version: Option<&str>) -> Linked {
    let line = version.and_then(Line::of_version).or(file.line);
    let mut linked = Linked { objects: file.objects.clone(), shapes: file.shapes.clone(), ..Linked::default() };
    durations(file, line, &mut linked.shapes);
    if file.has_dags {
        let reader = Reader::new(file, defaults, line);
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
    /// What the `defaults.yml` files say about DAGs, without `default_args`.
    dag_defaults: Vec<Entry>,
    /// The `default` block over the `default_args` of the `defaults.yml` files.
    default: Vec<Entry>,
    /// Where the `default` block stands.
    default_place: Option<Place>,
    /// What may hide `default_args` of the `default` block or of a `defaults.yml`: a line that could not be read.
    hidden: Option<Value>,
}

impl<'f> Reader<'f> {
    fn new(file: &'f File, defaults: &[&File], line: Option<Line>) -> Self {
        let (default_place, block) = match entry(entries(&file.root), NOT_DAGS[0]) {
            Found::Given { value, .. } => (Some(value.place), value.clone()),
            Found::Absent => (None, Value::new(file.root.place, ValueKind::Map(Vec::new()))),
            Found::Unknown { place, why } => {
                let spread = Entry::Spread(Value::opaque(place, why));
                (None, Value::new(place, ValueKind::Map(vec![spread])))
            }
        };
        // Before 1.0 only `default_args` of one defaults.yml counted.
        let defaults = if line == Some(Line::Old) { defaults.get(..1).unwrap_or_default() } else { defaults };
        let mut dag_defaults = Value::new(file.root.place, ValueKind::Map(Vec::new()));
        let mut default_args = setting(&block, "default_args").cloned();
        for defaults in defaults {
            let (own, rest): (Vec<Entry>, Vec<Entry>) =
                entries(&defaults.root).iter().cloned().partition(|entry| is_named(entry, "default_args"));
            if line != Some(Line::Old) {
                dag_defaults = over(dag_defaults, &rest);
            }
            for entry in own {
                let Entry::Pair { value, .. } = entry else { continue };
                default_args = Some(match default_args {
                    None | Some(Value { kind: ValueKind::Null, .. }) => value,
                    Some(higher) => over(higher, entries(&value)),
                });
            }
        }
        let mut default = entries(&block).to_vec();
        if let Some(default_args) = default_args {
            default.retain(|entry| !is_named(entry, "default_args"));
            let key = Value::new(default_args.place, ValueKind::Text("default_args".into()));
            default.push(Entry::Pair { key, value: default_args });
        }
        let dag_defaults = entries(&dag_defaults).to_vec();
        let hidden = default.iter().chain(&dag_defaults).find_map(|entry| match entry {
            Entry::Spread(value) => Some(value.clone()),
            Entry::Pair { .. } => None,
        });
        Self { file, line, dag_defaults, default, default_place, hidden }
    }

    /// Who set what stands at `place`, where it is nobody's default: `own`.
    fn origin(&self, place: Place, own: Origin) -> Origin {
        if place.file != self.file.file {
            return Origin::DefaultsFile;
        }
        match self.default_place {
            Some(block) if block.span().contains(place.span()) => Origin::FileDefault,
            _ => own,
        }
    }

    fn dag(&self, key: &Value, value: &Value, linked: &mut Linked) {
        let config = merged(over(value.clone(), &self.dag_defaults), &self.default);
        let mut arguments = Arguments::new();
        self.add_layers(&mut arguments, &config, Origin::Own, |key| {
            !matches!(key, "tasks" | "task_groups" | "default_args" | "dagrun_timeout_sec")
        });
        self.add_seconds(&mut arguments, &config, "dagrun_timeout_sec", "dagrun_timeout");
        let index = u32::try_from(linked.dags.len()).ok();
        let draft = DagDraft { place: key.place, source: DagSource::DagFactory, id: text(key), arguments };
        linked.dags.push(dag(draft));

        let groups = setting(&config, "task_groups").map(groups).unwrap_or_default();
        let groups: BTreeMap<&str, &Value> =
            groups.iter().filter_map(|group| Some((&**group.name.value()?, group.settings))).collect();
        for named in setting(&config, "tasks").map(tasks).unwrap_or_default() {
            if let Some(draft) = self.task(&named, index, &groups, &config) {
                linked.tasks.push(task(draft));
            }
        }
    }

    /// A task; `None` for a mapping that names no operator, which is none yet.
    fn task(
        &self,
        named: &Named<'_>,
        dag: Option<u32>,
        groups: &BTreeMap<&str, &Value>,
        config: &Value,
    ) -> Option<TaskDraft> {
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
        self.add_layers(&mut arguments, settings, Origin::Own, |key| {
            !NOT_ARGUMENTS.contains(&key) && key != "execution_timeout_secs"
        });
        if let Some(partial) = setting(settings, "partial").filter(|_| operator.callable == Callable::Class) {
            self.add_layers(&mut arguments, partial, Origin::Partial, |_| true);
        }
        self.add_default_args(&mut arguments, settings, Origin::TaskDefaultArgs);
        let mut group = setting(settings, "task_group_name").and_then(Value::text);
        // A circle of groups ends after as many steps as there are groups.
        for _ in 0..groups.len() {
            let Some(settings) = group.and_then(|name| groups.get(name)) else { break };
            self.add_default_args(&mut arguments, settings, Origin::GroupDefaultArgs);
            group = setting(settings, "parent_group_name").and_then(Value::text);
        }
        self.add_default_args(&mut arguments, config, Origin::DagDefaultArgs);
        if let Some(hidden) = &self.hidden {
            arguments.add_unknown(hidden.place, reason(hidden, "a mapping"), Origin::FileDefault);
        }
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

    fn add_default_args(&self, arguments: &mut Arguments, settings: &Value, origin: Origin) {
        match entry(entries(settings), "default_args") {
            Found::Given { value, .. } => self.add_layers(arguments, value, origin, |_| true),
            Found::Absent => {}
            Found::Unknown { place, why } => arguments.add_unknown(place, why, origin),
        }
    }

    /// Adds the entries of a mapping, each with the origin that its place tells.
    fn add_layers(&self, arguments: &mut Arguments, value: &Value, own: Origin, wanted: impl Fn(&str) -> bool) {
        let entries = match &value.kind {
            ValueKind::Map(entries) => entries,
            ValueKind::Null => return,
            _ => return arguments.add_dict(value.clone(), own),
        };
        for entry in entries.iter().rev() {
            match entry {
                Entry::Pair { key: Value { kind: ValueKind::Text(name), place, .. }, value } if wanted(name) => {
                    let origin = self.origin(*place, own);
                    arguments.add(Argument {
                        name: name.clone(),
                        key: *place,
                        value: self.adapted(name, value),
                        origin,
                    });
                }
                Entry::Pair { key: Value { kind: ValueKind::Text(_), .. }, .. } => {}
                Entry::Pair { key, .. } => {
                    arguments.add_unknown(key.place, reason(key, "a text"), own);
                }
                Entry::Spread(value) => {
                    arguments.add_unknown(value.place, reason(value, "a mapping"), own);
                }
            }
        }
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
        let kind = if self.line == Some(Line::Old) {
            ValueKind::Object(Box::new(Object {
                class: "datetime.timedelta".into(),
                callee: name.place,
                positional: Vec::new(),
                keywords: vec![("seconds".into(), name.place, value.clone())],
                expanded: false,
            }))
        } else {
            ValueKind::Opaque(format!("`{key}` counts only before dag-factory 1.0").into())
        };
        let origin = self.origin(name.place, Origin::Own);
        arguments.add(Argument {
            name: argument.into(),
            key: name.place,
            value: Value { kind, ..value.clone() },
            origin,
        });
    }
}

fn is_named(entry: &Entry, name: &str) -> bool {
    matches!(entry, Entry::Pair { key, .. } if key.text() == Some(name))
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
