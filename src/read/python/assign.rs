//! Assignments.

use super::change::root_name;
use super::module::ArgumentFacts;
use super::names::{dag_argument, task_argument};
use super::reader::Reader;
use super::scope::Meaning;
use crate::model::{Value, ValueKind};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

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
}
