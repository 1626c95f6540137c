//! The arguments of calls.

use super::module::{ArgumentFacts, DagRef, Hidden, SPREAD};
use super::names::task_argument;
use super::part::dag_in;
use super::reader::Reader;
use super::scope::{DecoratorFacts, Meaning};
use crate::model::{Entry, Place, Value, ValueKind};
use crate::read::typed::stray_default_args;
use ruff_python_ast as ast;
use ruff_text_size::{Ranged, TextRange};

/// The arguments of a call that airlint reads.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub arguments: Vec<ArgumentFacts>,
    pub default_args: Option<Value>,
    /// `dag=`, where it is given.
    pub dag: Option<DagRef>,
    /// `task_group=`, where it is given.
    pub group: Option<u32>,
    pub hidden: Hidden,
    /// `**NAME` of a dict of another module, whose entries linking fills in.
    pub spread: Option<Value>,
    /// Cells that arguments hold: index of the argument and cell.
    pub holds: Vec<(u32, u32)>,
}

impl Gathered {
    pub(super) fn decorator(self, place: Place, extent: Place, path: Box<str>) -> DecoratorFacts {
        DecoratorFacts {
            place,
            extent,
            path,
            arguments: self.arguments,
            default_args: self.default_args,
            hidden: self.hidden,
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.arguments.iter().any(|argument| argument.name == name)
    }
}

impl<'a> Reader<'a> {
    /// The arguments of a task; those of an imported dict are left to linking.
    pub(super) fn gather_task(&mut self, arguments: &'a ast::Arguments, range: TextRange) -> Gathered {
        let mut gathered = self.gather_parts(arguments, range, task_argument, &[]);
        if let Some(value) = gathered.spread.take() {
            gathered.arguments.push(ArgumentFacts { name: SPREAD, key: value.place, value });
        }
        gathered
    }

    /// The arguments of what changes a task or holds tasks.
    pub(super) fn gather_changes(&mut self, arguments: &'a ast::Arguments, range: TextRange) -> Gathered {
        self.gather(arguments, range, task_argument, &[])
    }

    /// Reads a call's arguments: those that `known` names, and whatever else makes tasks and objects. `positional` names
    /// the arguments that may be given by position.
    pub(super) fn gather(
        &mut self,
        arguments: &'a ast::Arguments,
        range: TextRange,
        known: fn(&str) -> Option<&'static str>,
        positional: &[Option<&'static str>],
    ) -> Gathered {
        let mut gathered = self.gather_parts(arguments, range, known, positional);
        if let Some(value) = gathered.spread.take() {
            gathered.hidden.get_or_insert((value.place, "arguments that are not written out".into()));
        }
        gathered
    }

    fn gather_parts(
        &mut self,
        arguments: &'a ast::Arguments,
        range: TextRange,
        known: fn(&str) -> Option<&'static str>,
        positional: &[Option<&'static str>],
    ) -> Gathered {
        let mut gathered = Gathered::default();
        let context = self.context;
        if let Some(error) = self.error_in_brackets(range) {
            gathered.hidden = Some((error, "this call could not be read in full because of a syntax error".into()));
            // What the parser took for arguments may be the statements that follow.
            self.context.dag = DagRef::Unknown;
        }
        for (index, argument) in arguments.args.iter().enumerate() {
            match positional.get(index).copied().flatten() {
                Some(name) if !argument.is_starred_expr() => {
                    let key = self.place(argument.range());
                    let value = self.argument(argument);
                    gathered.arguments.push(ArgumentFacts { name, key, value });
                }
                _ => {
                    if argument.is_starred_expr() && !positional.is_empty() {
                        let place = self.place(argument.range());
                        gathered.hidden.get_or_insert((place, "arguments that are not written out".into()));
                    }
                    self.visit(argument);
                }
            }
        }
        for keyword in &arguments.keywords {
            let Some(name) = &keyword.arg else {
                self.gather_spread(&mut gathered, &keyword.value, known);
                continue;
            };
            let key = self.place(name.range());
            match name.as_str() {
                "default_args" => {
                    let parts = self.parts.len();
                    let value = self.argument(&keyword.value);
                    gathered.default_args = Some(self.relevant(value));
                    self.parts.truncate(parts);
                }
                "dag" => gathered.dag = self.dag_argument(&keyword.value),
                "task_group" => {
                    if let Meaning::Group(group) = self.meaning(&keyword.value) {
                        gathered.group = Some(group);
                    }
                }
                other => match known(other) {
                    Some(name) => {
                        let parts = self.parts.len();
                        let value = self.argument(&keyword.value);
                        let index = gathered.arguments.len() as u32;
                        let held = self.parts.drain(parts.min(self.parts.len())..).map(|cell| (index, cell));
                        gathered.holds.extend(held);
                        gathered.arguments.push(ArgumentFacts { name, key, value });
                    }
                    None => self.visit(&keyword.value),
                },
            }
        }
        self.context = context;
        gathered
    }

    /// `**other`: the entries of a dict that is known, else anything.
    fn gather_spread(
        &mut self,
        gathered: &mut Gathered,
        expression: &'a ast::Expr,
        known: fn(&str) -> Option<&'static str>,
    ) {
        let place = self.place(expression.range());
        let value = self.value(expression);
        if matches!(value.kind, ValueKind::Import { .. }) && gathered.hidden.is_none() && gathered.spread.is_none() {
            gathered.spread = Some(value);
            return;
        }
        let ValueKind::Map(entries) = value.kind else {
            let why = match value.kind {
                ValueKind::Opaque(why) => format!("`**` of {why}").into(),
                _ => "arguments that are not written out".into(),
            };
            gathered.hidden.get_or_insert((place, why));
            return;
        };
        for entry in entries.into_iter().rev() {
            match entry {
                Entry::Pair { key: Value { kind: ValueKind::Text(name), place: key, .. }, value } => {
                    if gathered.hidden.is_some() {
                        continue;
                    }
                    match (&*name, known(&name)) {
                        ("default_args", _) => gathered.default_args = Some(self.relevant(value)),
                        ("dag", _) => gathered.dag = Some(dag_in(&value).map_or(DagRef::Unknown, DagRef::Dag)),
                        (_, Some(name)) => gathered.arguments.push(ArgumentFacts { name, key, value }),
                        _ => {}
                    }
                }
                Entry::Pair { .. } | Entry::Spread(_) => {
                    gathered.hidden.get_or_insert((place, "arguments that are not written out".into()));
                }
            }
        }
    }

    fn dag_argument(&mut self, expression: &'a ast::Expr) -> Option<DagRef> {
        match self.meaning(expression) {
            Meaning::Dag(dag) => Some(DagRef::Dag(dag)),
            Meaning::Fresh(Value { kind: ValueKind::Null, .. }) => None,
            Meaning::Fresh(value) => Some(dag_in(&value).map_or(DagRef::Unknown, DagRef::Dag)),
            _ => Some(DagRef::Unknown),
        }
    }

    pub(super) fn visit_arguments(&mut self, arguments: &'a ast::Arguments) {
        arguments.args.iter().for_each(|argument| self.visit(argument));
        arguments.keywords.iter().for_each(|keyword| self.visit(&keyword.value));
    }

    /// `default_args` without the entries that airlint does not read.
    fn relevant(&mut self, mut value: Value) -> Value {
        for shape in stray_default_args(&value) {
            // Many DAGs may share a dict.
            if !self.module.shapes.contains(&shape) {
                self.module.shapes.push(shape);
            }
        }
        if let ValueKind::Map(entries) = &mut value.kind {
            entries.retain(|entry| match entry {
                Entry::Pair { key: Value { kind: ValueKind::Text(name), .. }, .. } => task_argument(name).is_some(),
                _ => true,
            });
            entries.shrink_to_fit();
        }
        value
    }
}
