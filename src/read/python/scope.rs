//! Scopes: what names mean at a point of the text.

use super::module::{ArgumentFacts, Hidden};
use super::names::Path;
use crate::model::{Place, Value};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What an expression means.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    /// A value that no name holds.
    Fresh(Value),
    /// The value that one or more names hold, as an index into the cells.
    Cell(u32),
    /// Something of another module.
    Path(Rc<Path>),
    /// A DAG.
    Dag(u32),
    /// A `@dag` function.
    DagFunction(u32),
    /// A task group.
    Group(u32),
    /// A task.
    Task(u32),
    /// A function decorated as a task, with what `.override` and `.partial` have added.
    Definition(Rc<Reference>),
    /// `task(…)` that waits for its function.
    Decorator(Rc<DecoratorFacts>),
    /// A function.
    Function(u32),
    /// A class of this file.
    Class(u32),
}

/// A reference to a decorated function.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub target: Target,
    pub overrides: Vec<ArgumentFacts>,
    pub hidden: Hidden,
    /// Where `.override(…)` stands.
    pub place: Option<(Place, Place)>,
    pub mapped: bool,
}

/// The decorated function of a reference.
#[derive(Debug, Clone)]
pub(super) enum Target {
    /// One of this file.
    Definition(u32),
    /// A function of another module, which may be decorated.
    Path(Rc<Path>),
}

/// A decorator that makes tasks, with its arguments.
#[derive(Debug, Clone)]
pub(super) struct DecoratorFacts {
    pub place: Place,
    pub extent: Place,
    pub path: Box<str>,
    pub arguments: Vec<ArgumentFacts>,
    pub default_args: Option<Value>,
    pub hidden: Hidden,
}

/// A value that names hold.
#[derive(Debug)]
pub(super) struct Cell {
    pub value: Value,
    /// Its number of parts.
    pub size: usize,
    /// How deeply they nest.
    pub depth: usize,
    /// Cells that this value holds as parts.
    pub parts: Vec<u32>,
    /// Cells that hold this value as a part.
    pub parts_of: Vec<u32>,
    /// Arguments of tasks that hold it: task and index of the argument.
    pub held_by: Vec<(u32, u32)>,
}

/// What opened a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Function,
    Class,
    Comprehension,
}

/// A name's meaning.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub meaning: Meaning,
    /// Whether the name is bound to different things in the course of its scope.
    pub rebound: bool,
}

/// Names bound in a frame.
pub(super) type Frame<'a> = BTreeMap<&'a str, Slot>;

/// A scope. Its first frame holds what is bound in straight-line code, further ones what the open branches bind.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub kind: ScopeKind,
    pub parent: Option<usize>,
    pub frames: Vec<Frame<'a>>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(kind: ScopeKind, parent: Option<usize>) -> Self {
        Self { kind, parent, frames: vec![Frame::new()] }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Slot> {
        self.frames.iter().rev().find_map(|frame| frame.get(name))
    }

    pub(super) fn bind(&mut self, name: &'a str, meaning: Meaning) {
        let rebound = self.get(name).is_some_and(|slot| slot.rebound || !same(&slot.meaning, &meaning));
        if let Some(frame) = self.frames.last_mut() {
            frame.insert(name, Slot { meaning, rebound });
        }
    }
}

/// Whether two meanings are the same for every use.
pub(super) fn same(left: &Meaning, right: &Meaning) -> bool {
    match (left, right) {
        (Meaning::Cell(left), Meaning::Cell(right)) => left == right,
        (Meaning::Path(left), Meaning::Path(right)) => left.last() == right.last(),
        (Meaning::Dag(left), Meaning::Dag(right)) => left == right,
        (Meaning::Class(left), Meaning::Class(right)) => left == right,
        (Meaning::Function(left), Meaning::Function(right)) => left == right,
        _ => false,
    }
}

/// Whether a meaning is a thing that is imported or defined rather than a value.
pub(super) fn is_symbol(meaning: &Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Path(_) | Meaning::Class(_) | Meaning::Function(_) | Meaning::Definition(_) | Meaning::DagFunction(_)
    )
}
