//! Names of tasks and groups that a DAG refers to.

use super::tasks::{Named, groups, tasks};
use crate::model::{Entry, Place, ReferenceFault, Shape, ShapeKind, Value, ValueKind};
use crate::read::dag_yaml::{entries, setting};
use crate::read::typed::placeholder;
use std::collections::HashSet;

/// Looks at the references of a DAG, its defaults merged. Silent where a task, a group or a name cannot be known. Source:
/// `set_dependencies`, `make_nested_task_groups` and `get_dag` of dag-factory 0.19 to 1.1.
pub(super) fn references(dag: &str, config: &Value, shapes: &mut Vec<Shape>) {
    let Some(all_tasks) = setting(config, "tasks").and_then(|list| known(list, tasks)) else { return };
    let all_groups = match setting(config, "task_groups") {
        None => Vec::new(),
        Some(list) => match known(list, groups) {
            Some(groups) => groups,
            None => return,
        },
    };
    // What else makes tasks may give them any name.
    let is_task = |task: &Named<'_>| ["operator", "decorator"].iter().any(|key| setting(task.settings, key).is_some());
    if hides(config) || !all_tasks.iter().all(is_task) {
        return;
    }
    let mut look = Look { dag, tasks: names(&all_tasks), groups: names(&all_groups), shapes };
    look.twice(&all_tasks, "task_id");
    look.twice(&all_groups, "group_name");
    for task in &all_tasks {
        look.dependencies(task.settings);
        // Without any group the name is passed over.
        if !look.groups.is_empty() {
            look.group(task.settings, "task_group_name");
        }
    }
    for group in &all_groups {
        look.dependencies(group.settings);
        look.group(group.settings, "parent_group_name");
    }
}

/// The tasks or groups of a DAG; `None` where one of them cannot be known.
fn known<'v>(list: &'v Value, read: fn(&'v Value) -> Vec<Named<'v>>) -> Option<Vec<Named<'v>>> {
    let all = match &list.kind {
        ValueKind::Map(entries) => entries.len(),
        ValueKind::List(items) => items.len(),
        ValueKind::Null => 0,
        _ => return None,
    };
    let named = read(list);
    let is_known = |it: &Named<'_>| {
        it.name.value().is_some() && matches!(it.settings.kind, ValueKind::Map(_)) && !hides(it.settings)
    };
    // A key that stands twice makes one task.
    let is_whole = !hides(list) && (named.len() == all || matches!(list.kind, ValueKind::Map(_)));
    (is_whole && named.iter().all(is_known)).then_some(named)
}

/// Whether a mapping may hold more than is seen.
fn hides(mapping: &Value) -> bool {
    entries(mapping).iter().any(|entry| match entry {
        Entry::Spread(_) => true,
        Entry::Pair { key, .. } => matches!(key.kind, ValueKind::Opaque(_) | ValueKind::Map(_)),
    })
}

fn names<'n>(named: &[Named<'n>]) -> Vec<Box<str>> {
    named.iter().filter_map(|it| it.name.value().cloned()).collect()
}

struct Look<'s> {
    dag: &'s str,
    tasks: Vec<Box<str>>,
    groups: Vec<Box<str>>,
    shapes: &'s mut Vec<Shape>,
}

impl Look<'_> {
    fn tell(&mut self, place: Place, key: &'static str, name: &str, fault: ReferenceFault) {
        let kind = ShapeKind::Reference { dag: self.dag.into(), key, name: name.into(), fault };
        if !self.shapes.iter().any(|shape| shape.place == place && matches!(shape.kind, ShapeKind::Reference { .. })) {
            self.shapes.push(Shape { place, kind });
        }
    }

    fn dependencies(&mut self, settings: &Value) {
        let Some(list) = setting(settings, "dependencies") else { return };
        match &list.kind {
            ValueKind::List(items) => {
                for item in items {
                    let Some(name) = item.text().filter(|name| placeholder(name).is_none()) else { continue };
                    if !self.tasks.iter().chain(&self.groups).any(|known| **known == *name) {
                        let known = self.tasks.iter().chain(&self.groups).cloned().collect();
                        self.tell(item.place, "dependencies", name, ReferenceFault::Unknown(known));
                    }
                }
            }
            ValueKind::Text(name) if placeholder(name).is_none() && name.chars().count() > 1 => {
                self.tell(list.place, "dependencies", name, ReferenceFault::NoList);
            }
            _ => {}
        }
    }

    fn group(&mut self, settings: &Value, key: &'static str) {
        let Some(value) = setting(settings, key) else { return };
        let Some(name) = value.text().filter(|name| !name.is_empty() && placeholder(name).is_none()) else { return };
        if !self.groups.iter().any(|known| **known == *name) {
            self.tell(value.place, key, name, ReferenceFault::Unknown(self.groups.clone()));
        }
    }

    /// Names that two items of a list have; in a mapping, the later key wins.
    fn twice(&mut self, all: &[Named<'_>], key: &'static str) {
        let mut seen: HashSet<&str> = HashSet::new();
        for named in all {
            let Some(name) = named.name.value() else { continue };
            let first = all.iter().find(|other| other.name.value() == Some(name)).map(|first| first.place);
            if !seen.insert(name)
                && let Some(first) = first.filter(|first| *first != named.place)
            {
                self.tell(named.place, key, name, ReferenceFault::Twice(first));
            }
        }
    }
}
