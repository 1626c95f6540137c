//! DAG files of dag-factory: keys of DAGs, tasks and defaults, and the names that they take.

use super::site::{Behind, Site};
use super::tasks::{ARGUMENTS, Argument, InForce, Value};
use super::{Choice, Item, ItemKind};
use crate::model::{DagSource, Task};
use crate::read::dag_factory::{DAG_KEYS, DEFAULTS_NAMES, NOT_DAGS, OPERATOR_ARGUMENTS, recognise, recognise_defaults};
use crate::syntax::yaml::{Slot, Step};

/// What can be written at the cursor, where the file is one of dag-factory.
pub(super) fn complete(site: &Site<'_>) -> Option<Vec<Item>> {
    let view = &site.view;
    let tree = view.document.yaml()?;
    let name = view.files.path(view.file).file_name().unwrap_or("");
    let is_defaults = DEFAULTS_NAMES.contains(&name) && recognise_defaults(tree);
    let makes_dags = view.dags().any(|dag| dag.source == DagSource::DagFactory);
    if !(is_defaults || makes_dags || recognise(tree)) {
        return None;
    }
    let place = Place::of(&site.cursor.path, is_defaults)?;
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

/// What a mapping of the file is.
struct Place<'t> {
    /// The arguments of a task, or defaults for them; else the keys of a DAG.
    arguments: bool,
    /// A task, and not defaults.
    in_task: bool,
    /// The key whose value the cursor is in.
    key: Option<&'t str>,
}

impl<'t> Place<'t> {
    fn of(path: &[Step<'t>], is_defaults: bool) -> Option<Self> {
        // In a file of defaults, the top is like the inside of a DAG.
        let inside = match path {
            path if is_defaults => path,
            [Step::Key(dag), rest @ ..] if *dag != NOT_DAGS[1] => rest,
            _ => return None,
        };
        let (arguments, in_task, rest) = match inside {
            [Step::Key("tasks"), Step::Item | Step::Key(_), rest @ ..] => (true, true, rest),
            // The first key of a task behind its dash.
            [Step::Key("tasks")] => (true, true, &[][..]),
            [Step::Key("default_args"), rest @ ..] => (true, false, rest),
            [Step::Key("task_groups"), Step::Key(_), Step::Key("default_args"), rest @ ..] => (true, false, rest),
            [Step::Key("task_groups"), ..] => return None,
            rest => (false, false, rest),
        };
        match rest {
            [] => Some(Self { arguments, in_task, key: None }),
            [Step::Key(key)] => Some(Self { arguments, in_task, key: Some(key) }),
            _ => None,
        }
    }
}

fn keys(site: &Site<'_>, place: &Place<'_>, in_force: &InForce<'_>) -> Vec<Item> {
    let is_new = |name: &str| !site.cursor.siblings.contains(&name);
    if !place.arguments {
        let names = DAG_KEYS.iter().filter(|name| is_new(name));
        let behind = |name: &str| match name {
            "default_args" | "tasks" | "task_groups" => Behind::Mapping,
            _ => Behind::Text,
        };
        return names.map(|name| site.key(name, behind(name))).collect();
    }
    let own = ["operator", "dependencies"].into_iter().filter(|name| place.in_task && is_new(name));
    let own = own.map(|name| site.key(name, Behind::Text).detail("key of dag-factory"));
    let arguments = ARGUMENTS.iter().filter(|it| is_new(it.name) && in_force.reads(it.name));
    let arguments =
        arguments.map(|argument| site.key(argument.name, behind(argument, in_force)).documentation(argument.meaning));
    let named = |name: &str| ARGUMENTS.iter().any(|argument| argument.name == name);
    let others = OPERATOR_ARGUMENTS.iter().filter(|name| !named(name) && is_new(name));
    let others = others.map(|name| site.key(name, Behind::Text).detail("argument of every operator"));
    let items = own.chain(arguments).chain(others);
    items.map(|item| Item { kind: ItemKind::Argument, ..item }).collect()
}

fn behind(argument: &Argument, in_force: &InForce<'_>) -> Behind {
    match argument.value {
        Value::Text => Behind::Text,
        Value::Number(usual) => Behind::Bare(usual.to_string()),
        Value::Duration(seconds) => Behind::Written(crate::rules::Written::duration(seconds)),
        Value::PodOverride => Behind::Written(in_force.pod_override().1),
    }
}

fn values(site: &Site<'_>, place: &Place<'_>, key: &str, in_force: &InForce<'_>) -> Vec<Item> {
    let choices = match key {
        _ if !place.arguments => Vec::new(),
        "operator" if place.in_task => operators(site),
        _ => in_force.values(key),
    };
    site.values(choices)
}

/// The operators that other tasks of dag-factory files name.
fn operators(site: &Site<'_>) -> Vec<Choice> {
    let mut found: Vec<(&str, usize)> = Vec::new();
    let here = site.view.task_at(site.offset).map(|task| task.place);
    let others = |task: &&Task| task.source == DagSource::DagFactory && Some(task.place) != here;
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
