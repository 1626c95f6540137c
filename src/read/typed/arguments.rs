//! The arguments of a task or DAG, gathered by precedence.

use super::fold;
use crate::model::{Entry, Origin, Place, Setting, Value, ValueKind};

/// One argument.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Its name: `queue`.
    pub name: Box<str>,
    /// Where the name is written.
    pub key: Place,
    /// Its value.
    pub value: Value,
    /// Who gives it.
    pub origin: Origin,
}

/// Something that may give any argument: `**kwargs`, a `default_args` that cannot be known, a broken line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Where it is written.
    pub place: Place,
    /// Why it cannot be known.
    pub why: Box<str>,
    /// Who would give the arguments.
    pub origin: Origin,
}

/// Arguments, highest precedence first: the first of a name wins.
///
/// Add what wins first. After [`Arguments::add_unknown`] nothing that is added counts: whether it applies cannot be
/// known, so whatever was not found before is opaque.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arguments {
    given: Vec<Argument>,
    unknown: Option<Unknown>,
}

/// What a look-up by name gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'v> {
    /// Certainly not there.
    Absent,
    /// There.
    Given {
        /// Where the name is written.
        key: Place,
        /// Its value.
        value: &'v Value,
    },
    /// Possibly there.
    Unknown {
        /// Where it would be written.
        place: Place,
        /// Why it cannot be known.
        why: Box<str>,
    },
}

impl Found<'_> {
    /// The setting that the value gives.
    pub fn setting<T>(&self, read: impl FnOnce(&Value) -> Setting<T>) -> Setting<T> {
        match self {
            Found::Absent => Setting::Absent,
            Found::Given { value, .. } => read(value),
            Found::Unknown { place, why } => Setting::opaque(*place, why.clone()),
        }
    }
}

impl Arguments {
    /// No arguments.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an argument that yields to all that were added before.
    pub fn add(&mut self, argument: Argument) {
        if self.unknown.is_none() {
            self.given.push(Argument { value: fold(argument.value), ..argument });
        }
    }

    /// Adds the entries of a dict such as `default_args`. A value that is no dict, a spread and a computed key may give
    /// any argument; `None` gives none.
    pub fn add_dict(&mut self, dict: Value, origin: Origin) {
        let dict = fold(dict);
        match dict.kind {
            ValueKind::Null => {}
            ValueKind::Map(entries) => {
                for entry in entries.into_iter().rev() {
                    match entry {
                        Entry::Pair { key: Value { kind: ValueKind::Text(name), place, .. }, value } => {
                            self.add(Argument { name, key: place, value, origin });
                        }
                        Entry::Pair { key, .. } => self.add_unknown(key.place, super::reason(&key, "a text"), origin),
                        Entry::Spread(value) => {
                            self.add_unknown(value.place, super::reason(&value, "a dict"), origin);
                        }
                    }
                }
            }
            _ => self.add_unknown(dict.place, super::reason(&dict, "a dict"), origin),
        }
    }

    /// Adds all arguments of `others`, in their order.
    pub fn add_all(&mut self, others: &Arguments) {
        if self.unknown.is_none() {
            self.given.extend_from_slice(&others.given);
            self.unknown.clone_from(&others.unknown);
        }
    }

    /// Says that something here may give any argument that was not given before.
    pub fn add_unknown(&mut self, place: Place, why: impl Into<Box<str>>, origin: Origin) {
        self.unknown.get_or_insert(Unknown { place, why: why.into(), origin });
    }

    /// All arguments, highest precedence first; shadowed ones included.
    pub fn given(&self) -> &[Argument] {
        &self.given
    }

    /// What may give any argument that is not among [`Arguments::given`].
    pub fn unknown(&self) -> Option<&Unknown> {
        self.unknown.as_ref()
    }

    /// The argument of that name with the highest precedence.
    pub fn named(&self, name: &str) -> Option<&Argument> {
        self.given.iter().find(|argument| &*argument.name == name)
    }

    /// The setting that the argument `name` gives, read by `read`, with its origin.
    pub fn setting<T>(&self, name: &str, read: impl FnOnce(&Value) -> Setting<T>) -> Setting<T> {
        match (self.named(name), &self.unknown) {
            (Some(argument), _) => read(&argument.value).with_origin(argument.origin),
            (None, Some(unknown)) => Setting::opaque(unknown.place, unknown.why.clone()).with_origin(unknown.origin),
            (None, None) => Setting::Absent,
        }
    }

    /// Whether an argument of that name is given, or may be, and is not `None`.
    pub(super) fn may_give(&self, name: &str) -> bool {
        match self.named(name) {
            Some(argument) => argument.value.kind != ValueKind::Null,
            None => self.unknown.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, map, spread, text, unknowable};
    use super::*;

    fn queue(arguments: &Arguments) -> Setting<Box<str>> {
        arguments.setting("queue", super::super::text)
    }

    #[test]
    fn the_first_of_a_name_wins_and_keeps_its_origin() {
        let mut arguments = Arguments::new();
        arguments.add(Argument { name: "queue".into(), key: at(1), value: text("own"), origin: Origin::Own });
        arguments.add_dict(map(&[("queue", text("dag")), ("pool", text("dag"))]), Origin::DagDefaultArgs);
        assert_eq!(queue(&arguments).value().map(|it| &**it), Some("own"));
        let pool = arguments.setting("pool", super::super::text);
        assert_eq!(pool.as_known().map(|it| it.origin), Some(Origin::DagDefaultArgs));
        assert!(arguments.setting("executor", super::super::text).is_absent());
    }

    #[test]
    fn what_is_unknown_hides_all_that_yields_to_it() {
        let mut arguments = Arguments::new();
        arguments.add(Argument { name: "pool".into(), key: at(1), value: text("own"), origin: Origin::Own });
        arguments.add_unknown(at(9), "**kwargs", Origin::Own);
        arguments.add_dict(map(&[("queue", text("dag"))]), Origin::DagDefaultArgs);
        assert!(queue(&arguments).is_opaque());
        assert!(arguments.setting("pool", super::super::text).as_known().is_some());
    }

    #[test]
    fn default_args_with_a_spread_and_none() {
        let mut arguments = Arguments::new();
        arguments.add_dict(spread(unknowable(), &[("queue", text("own"))]), Origin::DagDefaultArgs);
        assert_eq!(queue(&arguments).value().map(|it| &**it), Some("own"));
        assert!(arguments.setting("pool", super::super::text).is_opaque());
        let mut arguments = Arguments::new();
        arguments.add_dict(super::super::sample::null(), Origin::DagDefaultArgs);
        assert!(queue(&arguments).is_absent());
    }
}
