//! Tasks and task groups, written as mappings or (since 1.0) as lists.

use crate::model::{Place, Setting, Value, ValueKind};
use crate::read::dag_yaml::pairs;
use crate::read::typed::text;

/// A task or a task group with its name.
pub(super) struct Named<'v> {
    /// The name: its key, or its `task_id` or `group_name`.
    pub(super) name: Setting<Box<str>>,
    /// Where the name is written.
    pub(super) place: Place,
    /// Its settings.
    pub(super) settings: &'v Value,
}

/// The tasks under `tasks`.
pub(super) fn tasks(value: &Value) -> Vec<Named<'_>> {
    named(value, "task_id")
}

/// The groups under `task_groups`.
pub(super) fn groups(value: &Value) -> Vec<Named<'_>> {
    named(value, "group_name")
}

fn named<'v>(value: &'v Value, name_key: &str) -> Vec<Named<'v>> {
    match &value.kind {
        ValueKind::Map(_) => pairs(value)
            .into_iter()
            .map(|(_, key, settings)| Named { name: text(key), place: key.place, settings })
            .collect(),
        ValueKind::List(items) => items.iter().filter_map(|item| of_list(item, name_key)).collect(),
        _ => Vec::new(),
    }
}

fn of_list<'v>(item: &'v Value, name_key: &str) -> Option<Named<'v>> {
    let pairs = pairs(item);
    let (_, key, value) = pairs.iter().find(|(key, _, _)| *key == name_key).or_else(|| pairs.first())?;
    if key.text() == Some(name_key) {
        return Some(Named { name: text(value), place: value.place, settings: item });
    }
    let name = Setting::opaque(key.place, "a name that is not written out");
    Some(Named { name, place: key.place, settings: item })
}
