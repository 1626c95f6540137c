//! DAG files in YAML: keys of DAGs, tasks and defaults, and the names that they take.

use super::site::{Behind, Site};
use super::tasks::{ARGUMENTS, Argument, InForce, Value};
use super::{Choice, Item, ItemKind};
use crate::fix::yaml::written_in;
use crate::lsp::View;
use crate::model::{DagSource, Task};
use crate::read::dag_factory::{
    NOT_DAGS, dag_key, dag_keys, is_of_defaults, operator_arguments, recognise_defaults, task_key, task_keys,
};
use crate::read::{airflow_declarative, boundary_layer, dag_source, gusty};
use crate::rules::Written;
use crate::syntax::yaml::{Slot, Step, Tree};

/// What can be written at the cursor, where the file is one of DAGs.
pub(super) fn complete(site: &Site<'_>) -> Option<Vec<Item>> {
    let view = &site.view;
    let (source, whole) = format(view, view.document.yaml()?)?;
    let place = Place::of(source, whole, &site.cursor.path)?;
    let own = view.task_at(site.offset).and_then(|task| task.executor.value()).map(|own| own.text.clone());
    let own = own.filter(|_| place.in_task && place.key != Some("executor"));
    let in_force = InForce::new(view, own.as_deref());
    let takes_keys = site.takes_key() && !matches!(site.cursor.slot, Slot::Value | Slot::Dash);
    Some(match place.key {
        None if takes_keys => keys(site, &place, &in_force),
        Some(key) if matches!(site.cursor.slot, Slot::Value) => values(site, &place, key, &in_force),
        _ => Vec::new(),
    })
}

/// What a whole file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lsp) enum Whole {
    /// DAGs, or a task.
    Dags,
    /// Settings of a DAG and defaults for tasks in other files.
    Defaults,
}

/// The format of the file.
pub(in crate::lsp) fn format(view: &View<'_>, tree: &Tree) -> Option<(DagSource, Whole)> {
    let name = view.files.path(view.file).file_name().unwrap_or("");
    if name == gusty::METADATA_NAME && gusty::recognise_metadata(tree) {
        return Some((DagSource::Gusty, Whole::Defaults));
    }
    if is_of_defaults(name, tree) {
        return Some((DagSource::DagFactory, Whole::Defaults));
    }
    // What is being typed may hide what the file is.
    let made = view.tasks().map(|task| task.source).chain(view.dags().map(|dag| dag.source));
    let source = made.into_iter().find(|source| source.is_yaml()).or_else(|| dag_source(tree))?;
    // Defaults count only in a file of that name.
    (!recognise_defaults(tree)).then_some((source, Whole::Dags))
}

/// What a mapping of the file is.
#[derive(Debug, Clone, Copy)]
pub(in crate::lsp) struct Place<'t> {
    source: DagSource,
    /// The arguments of a task, or defaults for them; else the keys of a DAG.
    pub(in crate::lsp) arguments: bool,
    /// A task, and not defaults.
    in_task: bool,
    /// The key whose value the cursor is in.
    pub(in crate::lsp) key: Option<&'t str>,
}

impl<'t> Place<'t> {
    /// The mapping at a path from the root.
    pub(in crate::lsp) fn of(source: DagSource, whole: Whole, path: &[Step<'t>]) -> Option<Self> {
        let (arguments, in_task, rest) = match source {
            DagSource::Python => return None,
            DagSource::DagFactory => of_dag_factory(whole, path)?,
            DagSource::Gusty => of_gusty(whole, path),
            DagSource::BoundaryLayer => of_boundary_layer(path)?,
            DagSource::AirflowDeclarative => of_airflow_declarative(path)?,
        };
        match rest {
            [] => Some(Self { source, arguments, in_task, key: None }),
            [Step::Key(key)] => Some(Self { source, arguments, in_task, key: Some(key) }),
            _ => None,
        }
    }
}

/// Whether a place takes arguments, whether those of a task, and the path in it.
type Within<'p, 't> = (bool, bool, &'p [Step<'t>]);

fn of_dag_factory<'p, 't>(whole: Whole, path: &'p [Step<'t>]) -> Option<Within<'p, 't>> {
    // In a file of defaults, the top is like the inside of a DAG.
    let inside = match path {
        path if whole == Whole::Defaults => path,
        [Step::Key(dag), rest @ ..] if *dag != NOT_DAGS[1] => rest,
        _ => return None,
    };
    Some(match inside {
        [Step::Key("tasks"), Step::Item | Step::Key(_), rest @ ..] => (true, true, rest),
        // The first key of a task behind its dash.
        [Step::Key("tasks")] => (true, true, &[][..]),
        [Step::Key("default_args"), rest @ ..] => (true, false, rest),
        [Step::Key("task_groups"), Step::Key(_), Step::Key("default_args"), rest @ ..] => (true, false, rest),
        [Step::Key("task_groups"), ..] => return None,
        rest => (false, false, rest),
    })
}

fn of_gusty<'p, 't>(whole: Whole, path: &'p [Step<'t>]) -> Within<'p, 't> {
    match path {
        [Step::Key("default_args"), rest @ ..] if whole == Whole::Defaults => (true, false, rest),
        [Step::Key("multi_task_spec"), Step::Key(_), rest @ ..] if whole == Whole::Dags => (true, true, rest),
        rest => (whole == Whole::Dags, whole == Whole::Dags, rest),
    }
}

fn of_boundary_layer<'p, 't>(path: &'p [Step<'t>]) -> Option<Within<'p, 't>> {
    match path {
        [Step::Key("default_task_args"), rest @ ..] => Some((true, false, rest)),
        [Step::Key(section), Step::Item, Step::Key(boundary_layer::ARGUMENTS), rest @ ..]
            if boundary_layer::SECTIONS.contains(section) =>
        {
            Some((true, true, rest))
        }
        _ => None,
    }
}

fn of_airflow_declarative<'p, 't>(path: &'p [Step<'t>]) -> Option<Within<'p, 't>> {
    let [Step::Key("dags"), Step::Key(_), inside @ ..] = path else { return None };
    let inside = match inside {
        [Step::Key("do"), Step::Item, inside @ ..] => inside,
        inside => inside,
    };
    match inside {
        [Step::Key(airflow_declarative::ARGUMENTS), Step::Key("default_args"), rest @ ..]
        | [Step::Key("defaults"), Step::Key(_), Step::Key(airflow_declarative::ARGUMENTS), rest @ ..] => {
            Some((true, false, rest))
        }
        [Step::Key(section), Step::Key(_), Step::Key(airflow_declarative::ARGUMENTS), rest @ ..]
            if airflow_declarative::SECTIONS.contains(section) =>
        {
            Some((true, true, rest))
        }
        _ => None,
    }
}

/// The keys that say what a task does, of which it has one.
const MAKERS: [&str; 2] = ["operator", "decorator"];

/// The keys of a task that are offered before its arguments.
const FIRST: [&str; 3] = ["operator", "decorator", "dependencies"];

/// Keys of a DAG in the format, and keys of a task that the format itself reads.
fn own_keys(source: DagSource) -> (&'static [&'static str], &'static [&'static str], &'static str) {
    match source {
        DagSource::DagFactory => (dag_keys(), task_keys(), "key of dag-factory"),
        DagSource::Gusty => (gusty::METADATA_KEYS, gusty::TASK_KEYS, "key of gusty"),
        _ => (&[], &[], ""),
    }
}

fn keys(site: &Site<'_>, place: &Place<'_>, in_force: &InForce<'_>) -> Vec<Item> {
    let is_new = |name: &str| !site.cursor.siblings.contains(&name);
    let (dag_keys, task_keys, whose) = own_keys(place.source);
    let of_factory = place.source == DagSource::DagFactory;
    if !place.arguments {
        let names = dag_keys.iter().filter(|name| is_new(name));
        let behind = |name: &str| match name {
            "default_args" | "tasks" | "task_groups" => Behind::Mapping,
            _ => Behind::Text,
        };
        let meaning = |name: &str| dag_key(name).filter(|_| of_factory).map_or("", |(_, schema)| schema.description());
        return names.map(|name| site.key(name, behind(name)).documentation(meaning(name))).collect();
    }
    let meaning = |name: &str| task_key(name).filter(|_| of_factory).map_or("", |(_, schema)| schema.description());
    let is_made = |name: &str| MAKERS.contains(&name) && MAKERS.iter().any(|other| !is_new(other));
    let of_operators = |name: &str| operator_arguments().contains(&name);
    let is_own = |name: &str| place.in_task && is_new(name) && !is_made(name) && !of_operators(name);
    let own = |name: &&'static str| site.key(name, Behind::Text).detail(whose).documentation(meaning(name));
    let first = FIRST.iter().filter(|name| is_own(name) && task_keys.contains(name)).map(own);
    let arguments = ARGUMENTS.iter().filter(|it| is_new(it.name) && in_force.reads(it.name));
    let arguments = arguments.filter_map(|argument| {
        let behind = behind(place.source, argument, in_force)?;
        let meaning = if of_factory { meaning(argument.name) } else { argument.meaning };
        Some(site.key(argument.name, behind).documentation(meaning))
    });
    let more = task_keys.iter().filter(|name| is_own(name) && !FIRST.contains(name)).map(own);
    let named = |name: &str| ARGUMENTS.iter().any(|argument| argument.name == name);
    let others = operator_arguments().iter().filter(|name| !named(name) && is_new(name));
    let others = others
        .map(|name| site.key(name, Behind::Text).detail("argument of every operator").documentation(meaning(name)));
    let items = first.chain(arguments).chain(more).chain(others);
    items.map(|item| Item { kind: ItemKind::Argument, ..item }).collect()
}

/// What goes behind an argument; `None` where the format cannot say it.
fn behind(source: DagSource, argument: &Argument, in_force: &InForce<'_>) -> Option<Behind> {
    Some(match argument.value {
        Value::Text => Behind::Text,
        Value::Number(usual) => Behind::Bare(usual.to_string()),
        Value::Duration(seconds) => Behind::Written(written_in(source, &Written::duration(seconds))?),
        Value::PodOverride => Behind::Written(written_in(source, &in_force.pod_override().1)?),
    })
}

fn values(site: &Site<'_>, place: &Place<'_>, key: &str, in_force: &InForce<'_>) -> Vec<Item> {
    let choices = match key {
        _ if !place.arguments => Vec::new(),
        "operator" if place.in_task => operators(site, place.source),
        _ => in_force.values(key),
    };
    site.values(choices)
}

/// The operators that other tasks of the format name.
fn operators(site: &Site<'_>, source: DagSource) -> Vec<Choice> {
    let mut found: Vec<(&str, usize)> = Vec::new();
    let here = site.view.task_at(site.offset).map(|task| task.place);
    let others = |task: &&Task| task.source == source && Some(task.place) != here;
    for task in site.view.project.tasks().filter(others) {
        match found.iter_mut().find(|(path, _)| *path == &*task.operator.path) {
            Some((_, tasks)) => *tasks += 1,
            None if task.operator.path.contains('.') => found.push((&task.operator.path, 1)),
            None => {}
        }
    }
    let tasks = |tasks: usize| format!("{tasks} task{}", if tasks == 1 { "" } else { "s" });
    found.into_iter().map(|(path, count)| Choice::text(ItemKind::Choice, path, tasks(count))).collect()
}
