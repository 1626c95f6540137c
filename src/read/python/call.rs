//! Calls: the ones that make DAGs, tasks, groups and objects.

use super::function::reference;
use super::method::is_changing;
use super::module::{DagFacts, DagRef, GroupFacts, Runs};
use super::names::{Path, Role, is_operator_name};
use super::reader::Reader;
use super::scope::{Meaning, Target};
use crate::model::Value;
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;
use std::rc::Rc;

impl<'a> Reader<'a> {
    pub(super) fn call(&mut self, call: &'a ast::ExprCall) -> Meaning {
        let Expr::Attribute(method) = &*call.func else {
            let callee = self.meaning(&call.func);
            return self.invoke(callee, call);
        };
        let base = self.meaning(&method.value);
        let name = method.attr.as_str();
        if name == "total_seconds" && call.arguments.is_empty() && may_be_duration(&base) {
            let value = self.as_value(base, self.place(call.range()));
            return Meaning::Fresh(self.total_seconds(value, call));
        }
        match (&base, name) {
            (Meaning::Cell(cell), _) => {
                if let Some(result) = self.method(*cell, call, method) {
                    return result;
                }
            }
            (Meaning::Fresh(value), "copy") if call.arguments.is_empty() => return Meaning::Fresh(value.clone()),
            (Meaning::Fresh(_), _) if is_changing(name) => {
                self.visit_arguments(&call.arguments);
                self.change_root(&method.value);
                return self.result(call);
            }
            (Meaning::Path(path), "copy") if call.arguments.is_empty() && path.role() == Role::Unknown => {
                let place = self.place(call.range());
                return Meaning::Fresh(self.as_value(base, place));
            }
            (Meaning::Path(path), "update" | "setdefault") if path.role() == Role::Unknown && !path.name.is_empty() => {
                if let Some(cell) = self.own(&method.value, path)
                    && let Some(result) = self.method(cell, call, method)
                {
                    return result;
                }
            }
            (Meaning::Path(path), "partial") if is_class(path) => {
                let runs = self.runs(path);
                if let Some(runs) = runs {
                    return self.operator(runs, &method.value, call, true);
                }
            }
            (Meaning::Class(class), "partial") => {
                return self.operator(Runs::Local(*class), &method.value, call, true);
            }
            (Meaning::Task(task), "expand" | "expand_kwargs") => {
                self.expand(*task, call);
                return base;
            }
            (Meaning::Task(task), "execute") => {
                self.dropped.push(*task);
                self.visit_arguments(&call.arguments);
                return self.result(call);
            }
            (Meaning::Definition(reference), _) => {
                let reference = reference.clone();
                if let Some(result) = self.reference(&reference, call, name) {
                    return result;
                }
            }
            (Meaning::Path(path), "override" | "partial" | "expand" | "expand_kwargs") if may_be_function(path) => {
                if let Meaning::Definition(reference) = reference(Target::Path(path.clone()))
                    && let Some(result) = self.reference(&reference, call, name)
                {
                    return result;
                }
            }
            (Meaning::Function(function), "override" | "partial" | "expand" | "expand_kwargs") => {
                // A task group; its own name and arguments carry no settings.
                self.visit_arguments(&call.arguments);
                if name.starts_with("expand") {
                    self.called(*function);
                    return self.result(call);
                }
                return base;
            }
            _ => {}
        }
        let place = self.place(call.func.range());
        let callee = self.attribute_of(base, name, place);
        self.invoke(callee, call)
    }

    /// A call of something by its meaning.
    fn invoke(&mut self, callee: Meaning, call: &'a ast::ExprCall) -> Meaning {
        match callee {
            Meaning::Path(path) => self.invoke_path(&path, call),
            Meaning::Class(class) => self.operator(Runs::Local(class), &call.func, call, false),
            Meaning::Definition(reference) => {
                self.visit_arguments(&call.arguments);
                self.instantiate(&reference, call)
            }
            Meaning::Decorator(facts) => match &*call.arguments.args {
                [function] => {
                    self.visit(function);
                    let name = self.short(function.range()).unwrap_or("");
                    let id = self.define(&facts, name, function.range());
                    reference(Target::Definition(id))
                }
                _ => self.result(call),
            },
            Meaning::Function(function) => {
                self.visit_arguments(&call.arguments);
                self.called(function);
                self.result(call)
            }
            Meaning::DagFunction(dag) => {
                self.visit_arguments(&call.arguments);
                Meaning::Dag(dag)
            }
            _ => {
                self.visit_arguments(&call.arguments);
                self.result(call)
            }
        }
    }

    fn invoke_path(&mut self, path: &Rc<Path>, call: &'a ast::ExprCall) -> Meaning {
        match path.role() {
            Role::Dag => self.dag(call, None),
            Role::TaskGroup => {
                let gathered = self.gather_changes(&call.arguments, call.range());
                let parent = gathered.group.or(self.context.group);
                let facts = GroupFacts { parent, default_args: gathered.default_args, hidden: gathered.hidden };
                Meaning::Group(self.add_group(facts))
            }
            Role::Operator => self.operator(Runs::Class(path.dotted()), &call.func, call, false),
            Role::Duration => Meaning::Fresh(self.object(path, call)),
            Role::Kubernetes => {
                let value = self.object(path, call);
                self.record(&value);
                Meaning::Fresh(value)
            }
            Role::Copy => match &*call.arguments.args {
                [only] if call.arguments.keywords.is_empty() => {
                    let (place, parts) = (self.place(call.range()), self.parts.len());
                    let value = self.value(only);
                    self.parts.truncate(parts);
                    Meaning::Fresh(Value { place, ..value })
                }
                _ => self.other(call),
            },
            Role::Dict => self.dict_call(call),
            Role::TaskDecorator => self.decorator_call(path, call),
            Role::Unknown => self.invoke_unknown(path, call),
            Role::DagDecorator | Role::GroupDecorator | Role::SetupDecorator | Role::Foreign => self.other(call),
        }
    }

    /// Something of another module, perhaps of the project: a class of operators, a DAG under another roof, or a
    /// decorated function.
    fn invoke_unknown(&mut self, path: &Rc<Path>, call: &'a ast::ExprCall) -> Meaning {
        let last = path.last();
        let keyword =
            |name: &str| call.arguments.keywords.iter().any(|it| it.arg.as_ref().is_some_and(|it| it.as_str() == name));
        if last == "DAG" {
            return self.dag(call, Some(path));
        }
        let is_class = last.starts_with(|first: char| first.is_ascii_uppercase());
        if is_class && (is_operator_name(last) || keyword("task_id")) {
            return self.operator(Runs::Imported(Box::new((**path).clone())), &call.func, call, false);
        }
        if !is_class && self.context.tasks && matches!(self.context.dag, DagRef::Dag(_)) && may_be_function(path) {
            self.visit_arguments(&call.arguments);
            if let Meaning::Definition(reference) = reference(Target::Path(path.clone())) {
                return self.instantiate(&reference, call);
            }
        }
        self.other(call)
    }

    pub(super) fn other(&mut self, call: &'a ast::ExprCall) -> Meaning {
        self.visit_arguments(&call.arguments);
        self.result(call)
    }

    /// The result of a call that cannot be known.
    pub(super) fn result(&mut self, call: &'a ast::ExprCall) -> Meaning {
        let why = match self.short(call.func.range()) {
            Some(callee) => format!("a call of {callee}"),
            None => "a call".to_string(),
        };
        Meaning::Fresh(Value::opaque(self.place(call.range()), why))
    }

    fn dag(&mut self, call: &'a ast::ExprCall, class: Option<&Path>) -> Meaning {
        let facts = DagFacts {
            place: self.place(call.func.range()),
            class: class.map(|class| Box::new(class.clone())),
            name: None,
            arguments: Vec::new(),
            default_args: None,
            hidden: None,
        };
        Meaning::Dag(self.dag_with(facts, Some((&call.arguments, call.range()))))
    }

    fn runs(&self, path: &Path) -> Option<Runs> {
        match path.role() {
            Role::Operator => Some(Runs::Class(path.dotted())),
            Role::Unknown => Some(Runs::Imported(Box::new(path.clone()))),
            _ => None,
        }
    }
}

fn is_class(path: &Path) -> bool {
    path.last().starts_with(|first: char| first.is_ascii_uppercase())
}

/// Whether the meaning is a value, which may turn out to be a duration.
fn may_be_duration(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Fresh(_) | Meaning::Cell(_) => true,
        Meaning::Path(path) => path.role() == Role::Unknown,
        _ => false,
    }
}

/// Whether a function of this path may be a decorated one of the project.
fn may_be_function(path: &Path) -> bool {
    path.role() == Role::Unknown && !path.name.is_empty() && !is_class(path)
}
