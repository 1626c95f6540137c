//! Assignments, and changes of values that names hold.

use super::module::ArgumentFacts;
use super::names::{Path, dag_argument, task_argument};
use super::reader::Reader;
use super::scope::{Meaning, is_symbol};
use crate::model::{Entry, Place, Value, ValueKind};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Methods that change what they are called on.
const CHANGING: [&str; 13] = [
    "update",
    "append",
    "extend",
    "insert",
    "pop",
    "popitem",
    "setdefault",
    "clear",
    "remove",
    "sort",
    "reverse",
    "add",
    "discard",
];

/// Whether a method of that name changes what it is called on.
pub(super) fn is_changing(method: &str) -> bool {
    CHANGING.contains(&method)
}

/// Functions that certainly change none of their arguments.
const HARMLESS: [&str; 8] = ["print", "len", "logging", "log", "logger", "LOG", "pprint", "isinstance"];

impl<'a> Reader<'a> {
    /// `a, b = x, y`, where both sides are written out.
    pub(super) fn assign_pairwise(&mut self, target: &'a Expr, value: &'a Expr) -> bool {
        let (Expr::Tuple(targets), Expr::Tuple(values)) = (target, value) else { return false };
        let starred = targets.elts.iter().chain(&values.elts).any(Expr::is_starred_expr);
        if starred || targets.elts.len() != values.elts.len() {
            return false;
        }
        let meanings: Vec<Meaning> = values
            .elts
            .iter()
            .map(|value| {
                let meaning = self.meaning(value);
                self.hold(meaning)
            })
            .collect();
        for (target, meaning) in targets.elts.iter().zip(meanings) {
            self.assign(target, meaning);
        }
        true
    }

    /// Gives a target its meaning.
    pub(super) fn assign(&mut self, target: &'a Expr, meaning: Meaning) {
        match target {
            Expr::Name(name) => self.bind(name.id.as_str(), meaning),
            Expr::Subscript(it) => {
                let holder = self.meaning(&it.value);
                let key = self.value(&it.slice);
                match (&*it.value, holder) {
                    (Expr::Name(_), Meaning::Cell(cell)) => {
                        let place = self.place(it.range);
                        let value = self.as_value(meaning, place);
                        self.set_key(cell, key, value);
                    }
                    (Expr::Name(_), Meaning::Path(path)) => {
                        let place = self.place(it.range);
                        let value = self.as_value(meaning, place);
                        if let Some(cell) = self.own(&it.value, &path) {
                            self.set_key(cell, key, value);
                        }
                    }
                    (Expr::Name(_), _) => {}
                    _ => self.change_root(target),
                }
            }
            Expr::Attribute(it) => self.assign_attribute(it, meaning),
            Expr::Tuple(it) => it.elts.iter().for_each(|part| self.assign_opaque(part, "a part of another value")),
            Expr::List(it) => it.elts.iter().for_each(|part| self.assign_opaque(part, "a part of another value")),
            Expr::Starred(it) => self.assign_opaque(&it.value, "a part of another value"),
            _ => {}
        }
    }

    /// Gives every name of a target a value that cannot be known.
    pub(super) fn assign_opaque(&mut self, target: &'a Expr, why: &str) {
        match target {
            Expr::Name(name) => {
                let meaning = self.opaque_cell(why.to_string());
                self.bind(name.id.as_str(), meaning);
            }
            Expr::Tuple(it) => it.elts.iter().for_each(|part| self.assign_opaque(part, why)),
            Expr::List(it) => it.elts.iter().for_each(|part| self.assign_opaque(part, why)),
            Expr::Starred(it) => self.assign_opaque(&it.value, why),
            Expr::Subscript(_) | Expr::Attribute(_) => self.change_root(target),
            _ => {}
        }
    }

    fn assign_attribute(&mut self, target: &'a ast::ExprAttribute, meaning: Meaning) {
        let name = target.attr.as_str();
        let key = self.place(target.attr.range());
        match self.meaning(&target.value) {
            Meaning::Task(task) => {
                let Some(name) = task_argument(name) else { return };
                let place = self.place(target.range);
                let mut value = self.as_value(meaning, place);
                if !self.journal.is_empty() {
                    value = Value::opaque(key, "it is changed in a branch after the task is made");
                }
                if let Some(task) = self.module.tasks.get_mut(task as usize) {
                    task.overrides.insert(0, ArgumentFacts { name, key, value });
                }
            }
            Meaning::Dag(dag) => {
                let Some(dag) = self.module.dags.get_mut(dag as usize) else { return };
                if name == "default_args" {
                    dag.default_args = Some(Value::opaque(key, "`default_args` is changed after the DAG is made"));
                } else if let Some(name) = dag_argument(name) {
                    let value = Value::opaque(key, "it is changed after the DAG is made");
                    dag.arguments.insert(0, ArgumentFacts { name, key, value });
                }
            }
            // `self.queue = …` says nothing about the object; `pod.metadata = …` changes it.
            meaning @ (Meaning::Cell(_) | Meaning::Fresh(_)) => {
                self.change_root(&target.value);
                // `for task in dag.tasks: task.queue = …` changes tasks that are not named.
                let own = root_name(&target.value).is_some_and(|root| matches!(root, "self" | "cls"));
                if let Some(name) = task_argument(name)
                    && self.context.tasks
                    && !own
                    && matches!(self.as_value(meaning, key).kind, ValueKind::Opaque(_))
                {
                    self.shaken.push((name, key));
                }
            }
            _ => {}
        }
    }

    pub(super) fn assign_in_place(&mut self, it: &'a ast::StmtAugAssign) {
        let Expr::Name(name) = &*it.target else {
            self.visit(&it.value);
            self.change_root(&it.target);
            return;
        };
        let before = self.lookup(name.id.as_str());
        if let Some(Meaning::Cell(cell)) = before
            && let Some(ValueKind::Map(_)) = self.cells.get(cell as usize).map(|cell| &cell.value.kind)
            && it.op == ast::Operator::BitOr
        {
            self.update(cell, &it.value);
            return;
        }
        self.visit(&it.value);
        if let Some(Meaning::Cell(cell)) = before {
            self.change(cell);
        }
        self.assign_opaque(&it.target, "a computed value");
    }

    pub(super) fn delete(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(_) => self.assign_opaque(target, "it is deleted before"),
            Expr::Tuple(it) => it.elts.iter().for_each(|part| self.delete(part)),
            _ => self.change_root(target),
        }
    }

    /// A call whose result nobody uses is made for what it does: perhaps it changes what it is given.
    pub(super) fn expression_statement(&mut self, expression: &'a Expr) {
        let Expr::Call(call) = expression else { return self.visit(expression) };
        drop(self.meaning(expression));
        let root = root_name(&call.func);
        if root.is_some_and(|root| HARMLESS.contains(&root)) {
            return;
        }
        let known = match root.and_then(|root| self.lookup(root)) {
            Some(Meaning::Path(path)) => path.is_foreign(),
            Some(Meaning::Class(_) | Meaning::Definition(_) | Meaning::DagFunction(_) | Meaning::Dag(_)) => true,
            _ => false,
        };
        if known {
            return;
        }
        for argument in &call.arguments.args {
            if let Expr::Name(name) = argument
                && let Some(Meaning::Cell(cell)) = self.lookup(name.id.as_str())
                && self.cells.get(cell as usize).is_some_and(|cell| super::value::is_mutable(&cell.value))
            {
                self.change(cell);
            }
        }
    }

    /// A method call on something that a name holds. Gives the result, where the method is one of dicts.
    pub(super) fn method(
        &mut self,
        cell: u32,
        call: &'a ast::ExprCall,
        method: &'a ast::ExprAttribute,
    ) -> Option<Meaning> {
        let name = method.attr.as_str();
        let direct = matches!(&*method.value, Expr::Name(_));
        let is_map = matches!(self.cells.get(cell as usize)?.value.kind, ValueKind::Map(_));
        match name {
            "copy" if call.arguments.args.is_empty() => {
                let place = self.place(call.range());
                let parts = self.parts.len();
                let value = self.as_value(Meaning::Cell(cell), place);
                self.parts.truncate(parts);
                Some(Meaning::Fresh(value))
            }
            "get" if (1..=2).contains(&call.arguments.args.len()) => {
                let place = self.place(call.range());
                let key = self.value(call.arguments.args.first()?);
                let default = call.arguments.args.get(1).map(|default| self.value(default));
                match self.item(Meaning::Cell(cell), key, place) {
                    // A key that is certainly not there gives the default, but `get` is written for keys that may be.
                    Meaning::Fresh(Value { kind: ValueKind::Opaque(_), .. }) => {
                        drop(default);
                        Some(Meaning::Fresh(Value::opaque(place, "a look-up in a dict")))
                    }
                    found => Some(found),
                }
            }
            "update" if is_map && direct => {
                self.update_with(cell, &call.arguments);
                Some(Meaning::Fresh(Value::new(self.place(call.range()), ValueKind::Null)))
            }
            "setdefault" if is_map && direct && call.arguments.args.len() == 2 => {
                let place = self.place(call.range());
                let key = self.value(call.arguments.args.first()?);
                self.visit(call.arguments.args.get(1)?);
                self.set_key(cell, key, Value::opaque(place, "a default that may apply"));
                Some(Meaning::Fresh(Value::opaque(place, "a look-up in a dict")))
            }
            _ if is_changing(name) => {
                self.visit_arguments(&call.arguments);
                self.change_root(&method.value);
                let place = self.place(call.range());
                Some(Meaning::Fresh(Value::opaque(place, "a part of a value")))
            }
            _ => None,
        }
    }

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

    fn update(&mut self, cell: u32, other: &'a Expr) {
        let mut entries = Vec::new();
        self.spread_into(&mut entries, other);
        self.add_entries(cell, entries);
    }

    fn update_with(&mut self, cell: u32, arguments: &'a ast::Arguments) {
        let mut entries = Vec::new();
        for argument in &arguments.args {
            self.spread_into(&mut entries, argument);
        }
        for keyword in &arguments.keywords {
            match &keyword.arg {
                Some(name) => {
                    let key = Value::new(self.place(name.range()), ValueKind::Text(name.as_str().into()));
                    let value = self.argument(&keyword.value);
                    entries.push(Entry::Pair { key, value });
                }
                None => self.spread_into(&mut entries, &keyword.value),
            }
        }
        self.add_entries(cell, entries);
    }

    fn set_key(&mut self, cell: u32, key: Value, value: Value) {
        self.add_entries(cell, vec![Entry::Pair { key, value }]);
    }

    /// Adds entries to the dict that a cell holds; anything else becomes unknown.
    fn add_entries(&mut self, cell: u32, entries: Vec<Entry>) {
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
    fn change(&mut self, cell: u32) {
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

    /// At the start of a loop: what its body binds or changes is not what it was before, from the second round on.
    pub(super) fn forget_changes_of(&mut self, body: &'a [Stmt]) {
        let mut names = Vec::new();
        changed_names(body, &mut names, 0);
        for (name, change) in names {
            let Some(slot) = self.scopes[self.scope].get(name).map(|slot| slot.meaning.clone()) else { continue };
            if is_symbol(&slot) {
                continue;
            }
            match (change, slot) {
                (Change::Key(key), Meaning::Cell(cell)) => {
                    let place = self.place(key.range());
                    let key = match key {
                        Expr::StringLiteral(_) => self.value(key),
                        _ => Value::opaque(place, "a computed key"),
                    };
                    self.set_key(cell, key, Value::opaque(place, "it is set in a loop"));
                }
                (Change::Inside, Meaning::Cell(cell)) => self.change(cell),
                (Change::Bound, _) => {
                    let meaning = self.opaque_cell(format!("`{name}` changes from one round of a loop to the next"));
                    self.scopes[self.scope].bind(name, meaning);
                }
                _ => {}
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

/// How a loop changes a name.
enum Change<'a> {
    Bound,
    Key(&'a Expr),
    Inside,
}

/// The names that statements bind or change.
fn changed_names<'a>(body: &'a [Stmt], names: &mut Vec<(&'a str, Change<'a>)>, depth: u32) {
    if depth > 64 {
        return;
    }
    for statement in body {
        match statement {
            Stmt::Assign(it) => it.targets.iter().for_each(|target| changed_by(target, names)),
            Stmt::AnnAssign(it) => changed_by(&it.target, names),
            Stmt::AugAssign(it) => changed_by(&it.target, names),
            Stmt::Expr(it) => {
                if let Expr::Call(call) = &*it.value
                    && let Expr::Attribute(method) = &*call.func
                    && is_changing(method.attr.as_str())
                    && let Some(name) = root_name(&method.value)
                {
                    names.push((name, Change::Inside));
                }
            }
            Stmt::Delete(it) => it.targets.iter().for_each(|target| changed_by(target, names)),
            Stmt::If(it) => {
                changed_names(&it.body, names, depth + 1);
                it.elif_else_clauses.iter().for_each(|clause| changed_names(&clause.body, names, depth + 1));
            }
            Stmt::For(it) => {
                changed_by(&it.target, names);
                changed_names(&it.body, names, depth + 1);
                changed_names(&it.orelse, names, depth + 1);
            }
            Stmt::While(it) => changed_names(&it.body, names, depth + 1),
            Stmt::With(it) => {
                it.items.iter().filter_map(|item| item.optional_vars.as_deref()).for_each(|it| changed_by(it, names));
                changed_names(&it.body, names, depth + 1);
            }
            Stmt::Try(it) => {
                changed_names(&it.body, names, depth + 1);
                for ast::ExceptHandler::ExceptHandler(handler) in &it.handlers {
                    changed_names(&handler.body, names, depth + 1);
                }
                changed_names(&it.orelse, names, depth + 1);
                changed_names(&it.finalbody, names, depth + 1);
            }
            Stmt::Match(it) => it.cases.iter().for_each(|case| changed_names(&case.body, names, depth + 1)),
            _ => {}
        }
    }
}

fn changed_by<'a>(target: &'a Expr, names: &mut Vec<(&'a str, Change<'a>)>) {
    match target {
        Expr::Name(name) => names.push((name.id.as_str(), Change::Bound)),
        Expr::Tuple(it) => it.elts.iter().for_each(|part| changed_by(part, names)),
        Expr::List(it) => it.elts.iter().for_each(|part| changed_by(part, names)),
        Expr::Starred(it) => changed_by(&it.value, names),
        Expr::Subscript(it) if let Expr::Name(name) = &*it.value => {
            names.push((name.id.as_str(), Change::Key(&it.slice)))
        }
        Expr::Subscript(_) | Expr::Attribute(_) => {
            names.extend(root_name(target).map(|name| (name, Change::Inside)));
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
