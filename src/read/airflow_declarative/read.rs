//! From a file to its DAGs and tasks.

use super::interval::seconds;
use super::{ARGUMENTS, SECTIONS};
use crate::model::{Callable, DagFile, DagSource, FileId, Operator, Origin, Place, Value, ValueKind};
use crate::read::dag_yaml::{add_settings, pairs, setting, timedelta};
use crate::read::typed::{Arguments, DAG_ARGUMENTS, DagDraft, TASK_ARGUMENTS, TaskDraft, dag, placeholder, task, text};
use crate::read::yaml_form_shapes;
use crate::read::yaml_value::{Plain, Values};
use crate::syntax::yaml::Tree;

/// Reads a file that [`recognise`](super::recognise) took.
pub fn read(file: FileId, tree: &Tree) -> DagFile {
    let mut made = DagFile { shapes: yaml_form_shapes(file, tree), ..DagFile::default() };
    let Some(root) = tree.root() else { return made };
    let root = Values::<Plain>::new(file, tree.text().len()).value(root);
    for (_, key, value) in setting(&root, "dags").map(pairs).unwrap_or_default() {
        let index = u32::try_from(made.dags.len()).ok();
        let own = setting(value, "args");
        let mut arguments = Arguments::new();
        if let Some(own) = own {
            add(&mut arguments, own, Origin::Own, DAG_ARGUMENTS);
        }
        made.dags.push(dag(DagDraft {
            place: key.place,
            source: DagSource::AirflowDeclarative,
            id: text(key),
            arguments,
        }));
        let mut default_args = Arguments::new();
        if let Some(given) = own.and_then(|own| setting(own, "default_args")) {
            add(&mut default_args, given, Origin::DagDefaultArgs, TASK_ARGUMENTS);
        }
        let templates = match setting(value, "do").map(|list| &list.kind) {
            Some(ValueKind::List(items)) => items.as_slice(),
            _ => &[],
        };
        for section in SECTIONS {
            let defaults = setting(value, "defaults").and_then(|defaults| setting(defaults, section));
            let holders = std::iter::once((value, false)).chain(templates.iter().map(|template| (template, true)));
            for (holder, mapped) in holders {
                for (_, key, settings) in setting(holder, section).map(pairs).unwrap_or_default() {
                    let Some(mut draft) = draft(key, settings, defaults, section) else { continue };
                    (draft.dag, draft.mapped) = (index, mapped);
                    draft.arguments.add_all(&default_args);
                    made.tasks.push(task(draft));
                }
            }
        }
    }
    made
}

/// A task over the defaults of its section; `None` for one that names nothing to run, which is none yet.
fn draft(key: &Value, settings: &Value, defaults: Option<&Value>, section: &str) -> Option<TaskDraft> {
    let of = |name| setting(settings, name).or_else(|| setting(defaults?, name));
    let path = match (of("class"), of("callback")) {
        (Some(class), _) => match class.text().filter(|text| placeholder(text).is_none()) {
            Some(text) => text.replacen(':', ".", 1).into(),
            None => "".into(),
        },
        (None, Some(_)) if section == "sensors" => "airflow_declarative.operators.GenericSensor".into(),
        (None, Some(_)) => "airflow_declarative.operators.GenericOperator".into(),
        (None, None) => return None,
    };
    let mut arguments = Arguments::new();
    if let Some(own) = setting(settings, ARGUMENTS) {
        add(&mut arguments, own, Origin::Own, TASK_ARGUMENTS);
    }
    if let Some(given) = defaults.and_then(|defaults| setting(defaults, ARGUMENTS)) {
        add(&mut arguments, given, Origin::FileDefault, TASK_ARGUMENTS);
    }
    Some(TaskDraft {
        place: key.place,
        extent: key.place.cover(settings.place),
        dag: None,
        source: DagSource::AirflowDeclarative,
        id: text(key),
        operator: Operator { path, callable: Callable::Class },
        mapped: false,
        arguments,
    })
}

fn add(arguments: &mut Arguments, given: &Value, origin: Origin, wanted: &[&str]) {
    add_settings(arguments, given, origin, wanted, |name, key, value| (adapted(name, key, value), origin));
}

/// A value as it reaches Airflow: intervals become durations.
fn adapted(name: &str, key: Place, value: &Value) -> Value {
    let in_seconds = match (name, &value.kind) {
        ("execution_timeout" | "dagrun_timeout" | "poke_interval", ValueKind::Int(_)) => value.clone(),
        ("execution_timeout" | "dagrun_timeout" | "poke_interval" | "schedule_interval", ValueKind::Text(text)) => {
            match seconds(text) {
                Some(seconds) => Value { kind: ValueKind::Int(seconds), ..value.clone() },
                None => return value.clone(),
            }
        }
        ("schedule_interval", ValueKind::Int(_)) => value.clone(),
        _ => return value.clone(),
    };
    timedelta(value, key, in_seconds)
}
