//! Calls: the ones that make DAGs, tasks, groups and objects.

use super::arguments::Gathered;
use super::change::is_changing;
use super::function::reference;
use super::module::{DagFacts, DagRef, GroupFacts, Runs, SPREAD, TaskFacts};
use super::names::{Path, Role, is_operator_name};
use super::reader::{Context, Reader};
use super::scope::{Meaning, Reference, Target};
use super::value::shallow;
use crate::model::{Entry, KubernetesObject, Object, Operation, Place, Value, ValueKind};
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

    /// `duration.total_seconds()`: the duration divided by a second.
    fn total_seconds(&self, duration: Value, call: &ast::ExprCall) -> Value {
        let place = self.place(call.range());
        let second = Object {
            class: "datetime.timedelta".into(),
            callee: place,
            positional: Vec::new(),
            keywords: vec![("seconds".into(), place, Value::new(place, ValueKind::Int(1)))],
            expanded: false,
        };
        let second = Value::new(place, ValueKind::Object(Box::new(second)));
        Value::new(place, ValueKind::Operation(Box::new((Operation::Divide, duration, second))))
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

    fn other(&mut self, call: &'a ast::ExprCall) -> Meaning {
        self.visit_arguments(&call.arguments);
        self.result(call)
    }

    /// The result of a call that cannot be known.
    fn result(&mut self, call: &'a ast::ExprCall) -> Meaning {
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

    /// A task made by calling a class, or by its `.partial`.
    fn operator(&mut self, runs: Runs, class: &'a Expr, call: &'a ast::ExprCall, partial: bool) -> Meaning {
        if !self.context.tasks {
            return self.other(call);
        }
        let gathered = self.gather_task(&call.arguments, call.range());
        let certain = matches!(runs, Runs::Class(_));
        if !certain && !gathered.has("task_id") && !gathered.has(SPREAD) && gathered.hidden.is_none() {
            return self.result(call);
        }
        let (dag, group) = self.home(&gathered);
        let (place, extent) = (self.place(class.range()), self.place(call.range()));
        let key = (extent.span().start, dag_number(dag), group, extent.span().end);
        if let Some(&task) = self.tasks.get(&key) {
            return Meaning::Task(task);
        }
        let task = self.module.tasks.len() as u32;
        for (index, cell) in &gathered.holds {
            if let Some(cell) = self.cells.get_mut(*cell as usize) {
                cell.held_by.push((task, *index));
            }
        }
        self.module.tasks.push(TaskFacts {
            place,
            extent,
            dag,
            group,
            mapped: partial,
            definition: None,
            runs: Some(runs),
            overrides: Vec::new(),
            overrides_hidden: None,
            arguments: gathered.arguments,
            expanded: Vec::new(),
            partial,
            default_args: gathered.default_args,
            hidden: gathered.hidden,
        });
        self.tasks.insert(key, task);
        Meaning::Task(task)
    }

    /// The DAG and group of a task with these arguments.
    fn home(&self, gathered: &Gathered) -> (DagRef, Option<u32>) {
        let dag = gathered.dag.unwrap_or(self.here());
        (dag, gathered.group.or(self.context.group))
    }

    /// The DAG that the context gives. In a broken file a `with DAG(…)` may have been lost.
    fn here(&self) -> DagRef {
        match self.context.dag {
            DagRef::Outside if !self.errors.is_empty() => DagRef::Unknown,
            dag => dag,
        }
    }

    /// `.expand(…)` on a task: what it gives differs from instance to instance.
    fn expand(&mut self, task: u32, call: &'a ast::ExprCall) {
        let expand_kwargs = matches!(&*call.func, Expr::Attribute(method) if method.attr.as_str() == "expand_kwargs");
        let gathered = self.gather_changes(&call.arguments, call.range());
        let extent = self.place(call.range());
        let Some(task) = self.module.tasks.get_mut(task as usize) else { return };
        task.mapped = true;
        task.extent = extent;
        task.expanded.extend(gathered.arguments.iter().map(|argument| (argument.name, argument.key)));
        if expand_kwargs {
            task.hidden.get_or_insert((extent, "`expand_kwargs` may give it".into()));
        }
    }

    /// A method of a decorated function.
    fn reference(&mut self, reference: &Rc<Reference>, call: &'a ast::ExprCall, method: &str) -> Option<Meaning> {
        match method {
            "override" => {
                let gathered = self.gather_changes(&call.arguments, call.range());
                let mut next = Reference::clone(reference);
                next.overrides.splice(0..0, gathered.arguments);
                next.hidden = gathered.hidden.or(next.hidden);
                next.place = Some((self.place(call.func.range()), self.place(call.range())));
                Some(Meaning::Definition(Rc::new(next)))
            }
            "partial" => {
                self.visit_arguments(&call.arguments);
                Some(Meaning::Definition(Rc::new(Reference { mapped: true, ..Reference::clone(reference) })))
            }
            "expand" | "expand_kwargs" => {
                self.visit_arguments(&call.arguments);
                Some(self.instantiate(&Reference { mapped: true, ..Reference::clone(reference) }, call))
            }
            _ => None,
        }
    }

    /// A call of a decorated function: one task for each DAG, group and override.
    fn instantiate(&mut self, reference: &Reference, call: &'a ast::ExprCall) -> Meaning {
        if !self.context.tasks {
            return self.result(call);
        }
        let Context { group, .. } = self.context;
        let dag = self.here();
        let (at, definition, runs, places) = match &reference.target {
            Target::Definition(id) => match self.module.definitions.get(*id as usize) {
                Some(facts) => (facts.place.span().start, Some(*id), None, (facts.place, facts.extent)),
                None => return self.result(call),
            },
            Target::Path(path) => {
                let places = (self.place(call.func.range()), self.place(call.range()));
                (places.0.span().start, None, Some(Runs::Called(Box::new((**path).clone()))), places)
            }
        };
        let own = reference.place.map_or(0, |(place, _)| place.span().start + 1);
        let key = (at, dag_number(dag), group, own);
        if let Some(&task) = self.tasks.get(&key) {
            if let Some(task) = self.module.tasks.get_mut(task as usize) {
                task.mapped |= reference.mapped;
            }
            return Meaning::Task(task);
        }
        let (place, extent) = match reference.place {
            Some((place, _)) => (place, self.place(call.range())),
            None => places,
        };
        let task = self.module.tasks.len() as u32;
        self.module.tasks.push(TaskFacts {
            place,
            extent,
            dag,
            group,
            mapped: reference.mapped,
            definition,
            runs,
            overrides: reference.overrides.clone(),
            overrides_hidden: reference.hidden.clone(),
            arguments: Vec::new(),
            expanded: Vec::new(),
            partial: false,
            default_args: None,
            hidden: None,
        });
        self.tasks.insert(key, task);
        Meaning::Task(task)
    }

    /// `task(…)` used as a function: `task(queue="x")`, `task(f)`, `task(f, queue="x")`.
    fn decorator_call(&mut self, path: &Path, call: &'a ast::ExprCall) -> Meaning {
        let gathered = self.gather_changes(&call.arguments, call.range());
        let (place, extent) = (self.place(call.func.range()), self.place(call.range()));
        let facts = gathered.decorator(place, extent, path.dotted());
        match &*call.arguments.args {
            [function] => {
                let name = self.short(function.range()).unwrap_or("");
                let id = self.define(&facts, name, function.range());
                reference(Target::Definition(id))
            }
            _ => Meaning::Decorator(Rc::new(facts)),
        }
    }

    /// A constructor call whose class is known.
    fn object(&mut self, path: &Path, call: &'a ast::ExprCall) -> Value {
        let place = self.place(call.range());
        let mut expanded = self.error_in(call.range()).is_some();
        let mut positional = Vec::with_capacity(call.arguments.args.len());
        for argument in &call.arguments.args {
            if argument.is_starred_expr() {
                self.visit(argument);
                expanded = true;
            } else {
                positional.push(self.argument(argument));
            }
        }
        let mut keywords = Vec::with_capacity(call.arguments.keywords.len());
        for keyword in &call.arguments.keywords {
            match &keyword.arg {
                Some(name) => {
                    let key = self.place(name.range());
                    keywords.push((name.as_str().into(), key, self.argument(&keyword.value)));
                }
                None => {
                    let value = self.value(&keyword.value);
                    expanded |= !add_keywords(&mut keywords, value);
                }
            }
        }
        let callee = self.callee(&call.func);
        let object = Object { class: path.dotted(), callee, positional, keywords, expanded };
        Value::new(place, ValueKind::Object(Box::new(object)))
    }

    /// The last name of a callee: `V1Pod` of `k8s.V1Pod`.
    fn callee(&self, function: &'a Expr) -> Place {
        match function {
            Expr::Attribute(attribute) => self.place(attribute.attr.range()),
            other => self.place(other.range()),
        }
    }

    fn record(&mut self, value: &Value) {
        let Some(object) = value.object() else { return };
        if self.again {
            return;
        }
        self.module.objects.push(KubernetesObject {
            place: value.place,
            callee: object.callee,
            class: object.class_name().into(),
            keywords: object.keywords.iter().map(|(name, place, _)| (name.clone(), *place)).collect(),
            values: object.keywords.iter().map(|(_, _, value)| shallow(value)).collect(),
            positional: object.positional.len(),
            expanded: object.expanded,
            changed: false,
        });
    }

    fn dict_call(&mut self, call: &'a ast::ExprCall) -> Meaning {
        let place = self.place(call.range());
        let mut entries = Vec::new();
        if let Some(error) = self.error_in(call.range()) {
            entries
                .push(Entry::Spread(Value::opaque(error, "a dict that could not be read because of a syntax error")));
        }
        for argument in &call.arguments.args {
            self.spread_into(&mut entries, argument);
        }
        for keyword in &call.arguments.keywords {
            match &keyword.arg {
                Some(name) => {
                    let key = Value::new(self.place(name.range()), ValueKind::Text(name.as_str().into()));
                    entries.push(Entry::Pair { key, value: self.argument(&keyword.value) });
                }
                None => self.spread_into(&mut entries, &keyword.value),
            }
        }
        Meaning::Fresh(Value::new(place, ValueKind::Map(entries)))
    }
}

/// Adds the entries of `**value` to keyword arguments; false where it may hold more than is seen.
fn add_keywords(keywords: &mut Vec<(Box<str>, Place, Value)>, value: Value) -> bool {
    let ValueKind::Map(entries) = value.kind else { return false };
    let mut complete = true;
    for entry in entries {
        match entry {
            Entry::Pair { key: Value { kind: ValueKind::Text(name), place, .. }, value } => {
                keywords.retain(|(keyword, _, _)| *keyword != name);
                keywords.push((name, place, value));
            }
            _ => complete = false,
        }
    }
    complete
}

fn dag_number(dag: DagRef) -> Option<u32> {
    match dag {
        DagRef::Dag(dag) => Some(dag),
        DagRef::Outside => None,
        DagRef::Unknown => Some(u32::MAX),
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
