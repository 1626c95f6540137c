//! The facts of one Python file, before other files are looked at.

use super::names::Path;
use crate::model::{FileId, KubernetesObject, Place, Shape, Value};
use crate::syntax::Comment;

/// The facts of one Python file. They depend on its bytes alone; [`link`](super::link) works out what other modules say.
#[derive(Debug, Clone, Default)]
pub struct Module {
    pub(super) file: FileId,
    pub(super) exports: Vec<(Box<str>, Export)>,
    pub(super) stars: Vec<Box<str>>,
    pub(super) imports: Vec<Box<str>>,
    pub(super) dags: Vec<DagFacts>,
    pub(super) groups: Vec<GroupFacts>,
    pub(super) definitions: Vec<DefinitionFacts>,
    pub(super) tasks: Vec<TaskFacts>,
    pub(super) classes: Vec<ClassFacts>,
    pub(super) objects: Vec<KubernetesObject>,
    pub(super) shapes: Vec<Shape>,
    pub(super) remarks: Vec<Comment>,
}

impl Module {
    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The modules whose facts [`link`](super::link) may ask for, as written (relative ones with their dots).
    pub fn imports(&self) -> impl Iterator<Item = &str> {
        self.imports.iter().map(|module| &**module)
    }

    /// Where the text breaks Python's grammar.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// The comments that speak to airlint: those with the word `airlint`.
    pub fn remarks(&self) -> &[Comment] {
        &self.remarks
    }

    /// Whether the file makes nothing that rules judge; other modules may still import from it.
    pub fn is_empty(&self) -> bool {
        self.dags.is_empty() && self.tasks.is_empty() && self.objects.is_empty() && self.shapes.is_empty()
    }

    /// Whether other modules find the same in both: names, values with their places, classes and decorated functions.
    pub fn offers_the_same(&self, other: &Self) -> bool {
        self.exports == other.exports
            && self.stars == other.stars
            && self.classes == other.classes
            && self.definitions == other.definitions
    }

    pub(super) fn export(&self, name: &str) -> Option<&Export> {
        let at = self.exports.binary_search_by(|(export, _)| (**export).cmp(name)).ok()?;
        self.exports.get(at).map(|(_, export)| export)
    }
}

/// What a module-level name stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Export {
    /// A value; imported names stay imports until they are linked.
    Value(Value),
    /// A class defined here.
    Class(u32),
    /// A function decorated as a task.
    Definition(u32),
}

/// The DAG of a task or group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DagRef {
    /// Certainly none.
    Outside,
    /// One of the module's.
    Dag(u32),
    /// Perhaps one, which cannot be told; `default_args` may apply.
    Unknown,
}

/// The name under which an argument holds a whole dict: `**DEFAULTS`.
pub(super) const SPREAD: &str = "**";

/// A written argument.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ArgumentFacts {
    pub name: &'static str,
    pub key: Place,
    pub value: Value,
}

/// Something that may give any argument, and why it cannot be known.
pub(super) type Hidden = Option<(Place, Box<str>)>;

/// A DAG.
#[derive(Debug, Clone)]
pub(super) struct DagFacts {
    pub place: Place,
    /// The class, where it is not certainly Airflow's.
    pub class: Option<Box<Path>>,
    /// The name that is the id unless an argument says otherwise: that of a `@dag` function.
    pub name: Option<(Place, Box<str>)>,
    pub arguments: Vec<ArgumentFacts>,
    pub default_args: Option<Value>,
    pub hidden: Hidden,
}

/// A task group.
#[derive(Debug, Clone)]
pub(super) struct GroupFacts {
    pub parent: Option<u32>,
    pub default_args: Option<Value>,
    pub hidden: Hidden,
}

/// What runs a task.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Runs {
    /// A class of Airflow or a provider.
    Class(Box<str>),
    /// A class from elsewhere, perhaps of the project.
    Imported(Box<Path>),
    /// A class of this file.
    Local(u32),
    /// A decorator.
    Decorator(Box<str>),
    /// A function from elsewhere that may be decorated as a task.
    Called(Box<Path>),
}

/// A function decorated as a task, or the arguments of any other task.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DefinitionFacts {
    pub place: Place,
    pub extent: Place,
    pub name: Box<str>,
    pub name_place: Place,
    pub runs: Runs,
    pub arguments: Vec<ArgumentFacts>,
    pub default_args: Option<Value>,
    pub hidden: Hidden,
}

/// A task.
#[derive(Debug, Clone)]
pub(super) struct TaskFacts {
    /// Where it is made; for a call of a decorated function its definition, or its override.
    pub place: Place,
    pub extent: Place,
    pub dag: DagRef,
    pub group: Option<u32>,
    pub mapped: bool,
    /// The decorated function, where it is one of this file.
    pub definition: Option<u32>,
    /// What runs it, where it is no decorated function of this file.
    pub runs: Option<Runs>,
    /// Arguments of `.override(…)`.
    pub overrides: Vec<ArgumentFacts>,
    pub overrides_hidden: Hidden,
    /// Arguments of the call, or of `.partial(…)`.
    pub arguments: Vec<ArgumentFacts>,
    /// Arguments of `.expand(…)`, which differ between instances: name and place.
    pub expanded: Vec<(&'static str, Place)>,
    pub partial: bool,
    pub default_args: Option<Value>,
    pub hidden: Hidden,
}

/// A class that may be an operator.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ClassFacts {
    pub name: Box<str>,
    pub bases: Vec<BaseFacts>,
    /// Task arguments that its body mentions, a bit each, by their place in the table of task arguments.
    pub mentions: u32,
    /// Whether it passes arguments on in a way that cannot be followed.
    pub dynamic: bool,
}

/// A base of a class.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum BaseFacts {
    /// A class from elsewhere.
    Path(Path),
    /// A class of this file.
    Local(u32),
    /// Anything else.
    Unknown,
}
