//! Loops: what their bodies bind or change is not what it was before, from the second round on.

use super::change::root_name;
use super::method::is_changing;
use super::reader::Reader;
use super::scope::{Meaning, is_symbol};
use crate::model::Value;
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

impl<'a> Reader<'a> {
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
