//! Changes of values that names hold.

use super::names::Path;
use super::reader::Reader;
use super::scope::Meaning;
use crate::model::{Entry, Place, Value, ValueKind};
use ruff_python_ast::Expr;
use ruff_text_size::Ranged;
use std::collections::BTreeSet;
use std::rc::Rc;

impl<'a> Reader<'a> {
    /// An imported dict that this file changes: from here on the name holds what the other module says and the changes.
    pub(super) fn own(&mut self, name: &'a Expr, path: &Rc<Path>) -> Option<u32> {
        let Expr::Name(it) = name else { return None };
        if path.is_foreign() {
            return None;
        }
        let place = self.place(name.range());
        let base = self.as_value(Meaning::Path(path.clone()), place);
        let meaning = self.hold(Meaning::Fresh(Value::new(place, ValueKind::Map(vec![Entry::Spread(base)]))));
        let Meaning::Cell(cell) = meaning else { return None };
        self.bind(it.id.as_str(), meaning);
        Some(cell)
    }

    pub(super) fn set_key(&mut self, cell: u32, key: Value, value: Value) {
        self.add_entries(cell, vec![Entry::Pair { key, value }]);
    }

    /// Adds entries to the dict that a cell holds; anything else becomes unknown.
    pub(super) fn add_entries(&mut self, cell: u32, entries: Vec<Entry>) {
        self.forget_holders(cell);
        let Some(held) = self.cells.get_mut(cell as usize) else { return };
        let place = held.value.place;
        if let ValueKind::Import { .. } = held.value.kind {
            let base = std::mem::replace(&mut held.value.kind, ValueKind::Null);
            let base = Value { place, literal: held.value.literal, kind: base };
            held.value.kind = ValueKind::Map(vec![Entry::Spread(base)]);
        }
        let ValueKind::Map(map) = &mut held.value.kind else {
            // What is not known already keeps its reason.
            if !matches!(held.value.kind, ValueKind::Opaque(_)) {
                held.value = Value::opaque(place, "a value that is changed after it is made");
            }
            return;
        };
        if map.len() + entries.len() > super::expression::MOST_ENTRIES {
            held.value = Value::opaque(place, "a large dict");
            return;
        }
        let before = map.len();
        map.extend(entries);
        (held.size, held.depth) = match before % 16 {
            // Measuring after each of many single additions would cost more than it tells.
            0 => super::value::measure(&held.value),
            _ => (held.size + 8, held.depth + 1),
        };
        self.note_change(cell, before);
    }

    /// Remembers in the open branch that a cell has changed.
    fn note_change(&mut self, cell: u32, before: usize) {
        if let Some((start, changes)) = self.journal.last_mut()
            && (cell as usize) < *start
            && !changes.iter().any(|(changed, _)| *changed == cell)
        {
            changes.push((cell, before));
        }
    }

    /// After a branch: what it has added to older dicts may not be there.
    pub(super) fn weaken(&mut self, changes: &[(u32, usize)]) {
        for &(cell, before) in changes {
            let Some(held) = self.cells.get_mut(cell as usize) else { continue };
            let ValueKind::Map(entries) = &mut held.value.kind else { continue };
            for entry in entries.iter_mut().skip(before) {
                match entry {
                    Entry::Pair { value, .. } => *value = Value::opaque(value.place, "it is set in a branch"),
                    Entry::Spread(value) => *value = Value::opaque(value.place, "it is set in a branch"),
                }
            }
            self.note_change(cell, before);
        }
    }

    /// Whatever the expression leads into is changed: `pod.spec.containers[0].image = …`.
    pub(super) fn change_root(&mut self, expression: &'a Expr) {
        let Some(name) = root_name(expression) else { return };
        match self.lookup(name) {
            Some(Meaning::Cell(cell)) => self.change(cell),
            Some(Meaning::Path(path)) if !path.is_foreign() => {
                let meaning = self.opaque_cell(format!("`{name}` is changed after it is imported"));
                self.bind(name, meaning);
            }
            Some(Meaning::Dag(dag)) => {
                if let Some(dag) = self.module.dags.get_mut(dag as usize) {
                    dag.default_args = Some(Value::opaque(dag.place, "the DAG is changed after it is made"));
                }
            }
            _ => {}
        }
    }

    /// The value of a cell, whatever it holds and whatever holds it, is not known any more.
    pub(super) fn change(&mut self, cell: u32) {
        let mut work = vec![cell];
        while let Some(cell) = work.pop() {
            self.forget_holders(cell);
            let Some(held) = self.cells.get_mut(cell as usize) else { continue };
            work.append(&mut held.parts);
            if !matches!(held.value.kind, ValueKind::Opaque(_)) {
                objects_of(&held.value, &mut self.changed);
                held.value = Value::opaque(held.value.place, "a value that is changed after it is made");
                (held.size, held.depth) = (1, 1);
            }
        }
    }

    /// Arguments and values that hold this one see its changes: what they hold cannot be known any more.
    fn forget_holders(&mut self, cell: u32) {
        let mut work = vec![cell];
        while let Some(next) = work.pop() {
            let Some(held) = self.cells.get_mut(next as usize) else { continue };
            work.append(&mut held.parts_of);
            let arguments = std::mem::take(&mut held.held_by);
            if next != cell {
                objects_of(&held.value, &mut self.changed);
                held.value = Value::opaque(held.value.place, "it holds something that is changed later");
            }
            for (task, index) in arguments {
                let task = self.module.tasks.get_mut(task as usize);
                if let Some(argument) = task.and_then(|task| task.arguments.get_mut(index as usize)) {
                    objects_of(&argument.value, &mut self.changed);
                    argument.value = Value::opaque(argument.value.place, "it is changed after the task is made");
                }
            }
        }
    }
}

/// Adds where the objects in a value are made.
fn objects_of(value: &Value, places: &mut BTreeSet<Place>) {
    match &value.kind {
        ValueKind::List(items) => items.iter().for_each(|item| objects_of(item, places)),
        ValueKind::Map(entries) => entries.iter().for_each(|entry| match entry {
            Entry::Pair { value, .. } | Entry::Spread(value) => objects_of(value, places),
        }),
        ValueKind::Object(object) => {
            places.insert(value.literal);
            object.positional.iter().for_each(|value| objects_of(value, places));
            object.keywords.iter().for_each(|(_, _, value)| objects_of(value, places));
        }
        _ => {}
    }
}

/// The name that a chain of attributes, items and calls starts with.
pub(super) fn root_name(expression: &Expr) -> Option<&str> {
    let mut at = expression;
    loop {
        at = match at {
            Expr::Name(name) => return Some(name.id.as_str()),
            Expr::Attribute(it) => &it.value,
            Expr::Subscript(it) => &it.value,
            Expr::Call(it) => &it.func,
            _ => return None,
        };
    }
}
