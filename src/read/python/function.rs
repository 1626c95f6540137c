//! Functions: what their decorators make of them, and when their bodies are read.

use super::arguments::Gathered;
use super::module::{DagFacts, DagRef, DefinitionFacts, GroupFacts, Hidden, Runs};
use super::names::{Role, dag_argument};
use super::reader::{Context, Reader};
use super::scope::{DecoratorFacts, Meaning, Reference, Scope, ScopeKind, Target};
use crate::model::Value;
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;
use std::rc::Rc;

/// Contexts in which one function is read at most.
const MOST_CONTEXTS: usize = 8;

/// A function whose body is read once it is known where it is called.
#[derive(Debug)]
pub(super) struct Function<'a> {
    pub definition: &'a ast::StmtFunctionDef,
    /// The scope it stands in.
    pub scope: usize,
    pub kind: FunctionKind,
    /// Where it is called.
    pub contexts: Vec<Context>,
    /// How many of the contexts its body was read in.
    pub read: usize,
    /// Whether it is named at all, and whether it is called.
    pub referenced: bool,
    pub called: bool,
}

/// What a function's body is.
#[derive(Debug)]
pub(super) enum FunctionKind {
    /// Ordinary code.
    Plain,
    /// The body of a DAG or a task, with its own context.
    Fixed(Context),
    /// The body of a task group.
    Group { default_args: Option<Value>, hidden: Hidden },
    /// A method of a class that may be an operator: it runs on the worker, or makes the operator.
    Method,
}

/// What the decorators of a function make of it.
enum Made {
    Dag(u32),
    Task(Rc<DecoratorFacts>),
    Group { default_args: Option<Value>, hidden: Hidden },
}

impl<'a> Reader<'a> {
    pub(super) fn function(&mut self, definition: &'a ast::StmtFunctionDef) {
        let name = definition.name.as_str();
        let mut made = None;
        for decorator in &definition.decorator_list {
            if let Some(new) = self.decorator(&decorator.expression, definition) {
                made = match (made, new) {
                    // `@setup` and `@teardown` around `@task` add nothing.
                    (Some(Made::Task(outer)), Made::Task(inner))
                        if outer.path.ends_with("down") || outer.path.ends_with("setup") =>
                    {
                        Some(Made::Task(inner))
                    }
                    (Some(first), _) => Some(first),
                    (None, new) => Some(new),
                };
            }
        }
        for parameter in &*definition.parameters {
            if let Some(default) = parameter.default() {
                self.visit(default);
            }
        }
        let (kind, meaning) = match made {
            Some(Made::Dag(dag)) => {
                let context = Context { dag: DagRef::Dag(dag), group: None, tasks: self.context.tasks };
                (FunctionKind::Fixed(context), Some(Meaning::DagFunction(dag)))
            }
            Some(Made::Task(facts)) => {
                let id = self.define(&facts, name, definition.name.range());
                (FunctionKind::Fixed(Context::NO_TASKS), Some(reference(Target::Definition(id))))
            }
            Some(Made::Group { default_args, hidden }) => (FunctionKind::Group { default_args, hidden }, None),
            None if self.in_operator_class => (FunctionKind::Method, None),
            None => (FunctionKind::Plain, None),
        };
        let id = self.functions.len() as u32;
        self.functions.push(Function {
            definition,
            scope: self.scope,
            kind,
            contexts: Vec::new(),
            read: 0,
            referenced: false,
            called: false,
        });
        self.bind(name, meaning.unwrap_or(Meaning::Function(id)));
    }

    fn decorator(&mut self, expression: &'a Expr, function: &'a ast::StmtFunctionDef) -> Option<Made> {
        let (callee, call) = match expression {
            Expr::Call(call) => (&*call.func, Some(call)),
            other => (other, None),
        };
        let place = self.place(callee.range());
        let extent = self.place(function.range).cover(place);
        let path = match self.meaning(callee) {
            Meaning::Path(path) => path,
            Meaning::Decorator(facts) if call.is_none() => {
                let facts = DecoratorFacts { place, extent, ..DecoratorFacts::clone(&facts) };
                return Some(Made::Task(Rc::new(facts)));
            }
            _ => {
                call.into_iter().for_each(|call| self.visit_arguments(&call.arguments));
                return None;
            }
        };
        match path.role() {
            Role::DagDecorator => {
                let facts = DagFacts {
                    place,
                    class: None,
                    name: Some((self.place(function.name.range()), function.name.as_str().into())),
                    arguments: Vec::new(),
                    default_args: None,
                    hidden: None,
                };
                Some(Made::Dag(self.dag_with(facts, call.map(|call| (&call.arguments, call.range())))))
            }
            Role::TaskDecorator | Role::SetupDecorator => {
                let gathered = match call {
                    Some(call) if path.role() == Role::TaskDecorator => self.gather_task(&call.arguments, call.range()),
                    Some(call) => {
                        self.visit_arguments(&call.arguments);
                        Gathered::default()
                    }
                    None => Gathered::default(),
                };
                Some(Made::Task(Rc::new(gathered.decorator(place, extent, path.dotted()))))
            }
            Role::GroupDecorator => {
                let gathered = match call {
                    Some(call) => self.gather_changes(&call.arguments, call.range()),
                    None => Gathered::default(),
                };
                Some(Made::Group { default_args: gathered.default_args, hidden: gathered.hidden })
            }
            _ => {
                call.into_iter().for_each(|call| self.visit_arguments(&call.arguments));
                None
            }
        }
    }

    /// Records a decorated function.
    pub(super) fn define(&mut self, facts: &DecoratorFacts, name: &str, name_range: ruff_text_size::TextRange) -> u32 {
        let at = facts.place.span().start;
        if let Some(&known) = self.definitions.get(&at)
            && self.module.definitions.get(known as usize).is_some_and(|known| &*known.name == name)
        {
            return known;
        }
        let id = self.module.definitions.len() as u32;
        self.module.definitions.push(DefinitionFacts {
            place: facts.place,
            extent: facts.extent,
            name: name.into(),
            name_place: self.place(name_range),
            runs: Runs::Decorator(facts.path.clone()),
            arguments: facts.arguments.clone(),
            default_args: facts.default_args.clone(),
            hidden: facts.hidden.clone(),
        });
        self.definitions.insert(at, id);
        id
    }

    /// Notes that a function is called here.
    pub(super) fn called(&mut self, function: u32) {
        let context = self.context;
        let Some(function) = self.functions.get_mut(function as usize) else { return };
        function.called = true;
        if !function.contexts.contains(&context) && function.contexts.len() < MOST_CONTEXTS {
            function.contexts.push(context);
        }
    }

    /// Reads the bodies of functions: first those with a context of their own or a known caller, then those that nobody
    /// here calls.
    pub(super) fn bodies(&mut self) {
        // The bodies read together are at most so many times as long as the text.
        let mut left = self.text.len().saturating_mul(8);
        let mut start = 0;
        loop {
            let mut progress = false;
            let mut index = start;
            while index < self.functions.len() {
                if let Some(context) = self.next_context(index) {
                    self.body(index, context, &mut left);
                    progress = true;
                }
                index += 1;
            }
            if progress {
                continue;
            }
            while self.functions.get(start).is_some_and(|function| function.read > 0) {
                start += 1;
            }
            let Some(index) = (start..self.functions.len()).find(|&index| {
                self.functions.get(index).is_some_and(|function| function.read == 0 && !function.referenced)
            }) else {
                break;
            };
            let context = Context { dag: DagRef::Unknown, group: None, tasks: true };
            self.body(index, context, &mut left);
        }
        // What is left is named but never called here: callables that run on the worker.
        let mut index = start;
        while index < self.functions.len() {
            if self.functions.get(index).is_some_and(|function| function.read == 0) {
                self.body(index, Context::NO_TASKS, &mut left);
            }
            index += 1;
        }
    }

    fn next_context(&self, index: usize) -> Option<Context> {
        let function = self.functions.get(index)?;
        match function.kind {
            FunctionKind::Fixed(context) => (function.read == 0).then_some(context),
            FunctionKind::Method => (function.read == 0).then_some(Context::NO_TASKS),
            _ => function.contexts.get(function.read).copied(),
        }
    }

    fn body(&mut self, index: usize, context: Context, left: &mut usize) {
        let Some(function) = self.functions.get_mut(index) else { return };
        function.read += 1;
        let (definition, again) = (function.definition, function.read > 1);
        let length = crate::syntax::python::span(definition.range).len();
        let Some(rest) = left.checked_sub(length) else { return };
        *left = rest;
        let group = match &function.kind {
            FunctionKind::Group { default_args, hidden } => Some((default_args.clone(), hidden.clone())),
            _ => None,
        };
        let parent = function.scope;
        let mut context = context;
        if let Some((default_args, hidden)) = group {
            context.group = Some(self.add_group(GroupFacts { parent: context.group, default_args, hidden }));
        }
        self.scopes.push(Scope::new(ScopeKind::Function, Some(parent)));
        let before = (self.scope, self.context, self.again);
        self.scope = self.scopes.len() - 1;
        self.context = context;
        self.again |= again;
        let why = format!("a parameter of `{}`", definition.name.as_str());
        for parameter in &*definition.parameters {
            let meaning = self.opaque_cell(why.clone());
            self.bind(parameter.name().as_str(), meaning);
        }
        self.statements(&definition.body);
        (self.scope, self.context, self.again) = before;
    }

    pub(super) fn add_group(&mut self, facts: GroupFacts) -> u32 {
        self.module.groups.push(facts);
        self.module.groups.len() as u32 - 1
    }

    /// Adds a DAG with the arguments of a call.
    pub(super) fn dag_with(
        &mut self,
        mut facts: DagFacts,
        call: Option<(&'a ast::Arguments, ruff_text_size::TextRange)>,
    ) -> u32 {
        if let Some((arguments, range)) = call {
            let gathered = self.gather(arguments, range, dag_argument, &[Some("dag_id"), None, Some("schedule")]);
            facts.arguments = gathered.arguments;
            facts.default_args = gathered.default_args;
            facts.hidden = gathered.hidden;
        }
        self.module.dags.push(facts);
        self.module.dags.len() as u32 - 1
    }
}

/// A plain reference to a decorated function.
pub(super) fn reference(target: Target) -> Meaning {
    Meaning::Definition(Rc::new(Reference { target, overrides: Vec::new(), hidden: None, place: None, mapped: false }))
}
