//! A written value before it has a meaning: what Python expressions and DAG YAML have in common.
//!
//! Readers of DAG formats turn their syntax into values; `read::typed` turns values into durations, pods and the other
//! settings of a task. A value may still name things of other modules ([`ValueKind::Import`]); linking puts the other
//! module's value in its place.

use super::Place;

/// A written value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Where it is used: for a constant the name at its use, not its definition.
    pub place: Place,
    /// Where the literal stands: for a constant its definition, else the same as `place`.
    pub literal: Place,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueKind {
    /// `None`, `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number that fits 64 bits.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// A text.
    Text(Box<str>),
    /// A list, tuple or set.
    List(Vec<Value>),
    /// A dict or mapping.
    Map(Vec<Entry>),
    /// A constructor call with a known class: `timedelta(hours=2)`, `k8s.V1Pod(…)`, a YAML mapping with `__type__`.
    Object(Box<Object>),
    /// A name imported from another module of the project, not yet linked.
    Import {
        /// The module as written, relative ones with their leading dots.
        module: Box<str>,
        /// The name in that module, dotted where attributes are read from it.
        name: Box<str>,
    },
    /// Arithmetic or dict union on values that are not all known yet.
    Operation(Box<(Operation, Value, Value)>),
    /// Cannot be known from the text; the reason in words for users.
    Opaque(Box<str>),
}

/// A binary operation that is worked out once both sides are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `//`
    FloorDivide,
    /// `|` of two dicts.
    Union,
}

/// One entry of a map.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// `key: value`. A key that is not a literal text is an opaque value.
    Pair {
        /// The key.
        key: Value,
        /// The value.
        value: Value,
    },
    /// `**other`: everything of another map at this point.
    Spread(Value),
}

/// A constructor call.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The class by its full dotted path where the imports tell it (`kubernetes.client.models.V1Pod`,
    /// `datetime.timedelta`), else as written.
    pub class: Box<str>,
    /// The name of the class as written at the call: the place to point at.
    pub callee: Place,
    /// Positional arguments.
    pub positional: Vec<Value>,
    /// Keyword arguments: name, the name's place, value.
    pub keywords: Vec<(Box<str>, Place, Value)>,
    /// Whether `*x` or `**x` may add arguments that are not seen here.
    pub expanded: bool,
}

impl Object {
    /// The class's last name: `V1Pod`.
    pub fn class_name(&self) -> &str {
        self.class.rsplit('.').next().unwrap_or(&self.class)
    }

    /// A keyword's value.
    pub fn keyword(&self, name: &str) -> Option<&Value> {
        self.keywords.iter().find(|(keyword, _, _)| &**keyword == name).map(|(_, _, value)| value)
    }
}

impl Value {
    /// A value whose literal stands where it is used.
    pub fn new(place: Place, kind: ValueKind) -> Self {
        Self { place, literal: place, kind }
    }

    /// A value that cannot be known, and why.
    pub fn opaque(place: Place, why: impl Into<Box<str>>) -> Self {
        Self::new(place, ValueKind::Opaque(why.into()))
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The constructor call, if it is one.
    pub fn object(&self) -> Option<&Object> {
        match &self.kind {
            ValueKind::Object(object) => Some(object),
            _ => None,
        }
    }
}
