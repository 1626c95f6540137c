//! A fact with its place: absent, known, or written but not knowable.

use super::Place;

/// Who gave a setting its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Origin {
    /// Written right where it applies: an argument of the task, a key of the entry.
    #[default]
    Own,
    /// `task.override(…)`.
    Override,
    /// `Operator.partial(…)`.
    Partial,
    /// `default_args` of the task itself.
    TaskDefaultArgs,
    /// `default_args` of a task group around the task.
    GroupDefaultArgs,
    /// `default_args` of the DAG.
    DagDefaultArgs,
    /// The `default` block of a dag-factory file.
    FileDefault,
    /// A dag-factory `defaults.yml`.
    DefaultsFile,
    /// airlint's own configuration or command line.
    Configuration,
}

impl Origin {
    /// The words for users: "DAG default_args" and the like.
    pub fn words(self) -> &'static str {
        match self {
            Origin::Own => "argument",
            Origin::Override => "override",
            Origin::Partial => "partial",
            Origin::TaskDefaultArgs => "task default_args",
            Origin::GroupDefaultArgs => "task group default_args",
            Origin::DagDefaultArgs => "DAG default_args",
            Origin::FileDefault => "default block",
            Origin::DefaultsFile => "defaults.yml",
            Origin::Configuration => "airlint configuration",
        }
    }
}

/// A value that the text says for certain.
#[derive(Debug, Clone, PartialEq)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// Where it is set: the argument's or entry's value, also where that is the name of a constant.
    pub place: Place,
    /// Where the literal itself stands: the constant's definition, else the same as `place`.
    pub literal: Place,
    /// Who set it.
    pub origin: Origin,
}

impl<T> Known<T> {
    /// Whether the literal stands elsewhere than where it is used, so that others may use it as well.
    pub fn is_shared(&self) -> bool {
        self.place != self.literal
    }
}

/// A value that is written but cannot be known from the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opaque {
    /// Where it is set.
    pub place: Place,
    /// Why it cannot be known, in words for users: "a call of Variable.get".
    pub why: Box<str>,
    /// What its text begins with for certain, up to where something is filled in; empty where nothing is known.
    pub beginning: Box<str>,
    /// Who set it.
    pub origin: Origin,
}

/// A fact: absent, known with its place, or opaque. Rules say nothing about what is opaque.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Setting<T> {
    /// Not written anywhere.
    #[default]
    Absent,
    /// Written and understood.
    Known(Known<T>),
    /// Written (or possibly written, where a line is broken), but not knowable.
    Opaque(Box<Opaque>),
}

impl<T> Setting<T> {
    /// A value written at `place` itself.
    pub fn known(value: T, place: Place) -> Self {
        Setting::Known(Known { value, place, literal: place, origin: Origin::Own })
    }

    /// Something at `place` that cannot be known, and why.
    pub fn opaque(place: Place, why: impl Into<Box<str>>) -> Self {
        let beginning = Box::default();
        Setting::Opaque(Box::new(Opaque { place, why: why.into(), beginning, origin: Origin::Own }))
    }

    /// A text at `place` into which something is filled later, and why it cannot be known.
    pub fn opaque_text(place: Place, why: impl Into<Box<str>>, text: &str) -> Self {
        let end = text.find(['$', '{', '<', '%']).into_iter().chain(text.find("__")).min();
        let beginning = text.get(..end.unwrap_or(0)).unwrap_or_default().into();
        Setting::Opaque(Box::new(Opaque { place, why: why.into(), beginning, origin: Origin::Own }))
    }

    /// The value, if known.
    pub fn value(&self) -> Option<&T> {
        self.as_known().map(|known| &known.value)
    }

    /// The value with its places, if known.
    pub fn as_known(&self) -> Option<&Known<T>> {
        match self {
            Setting::Known(known) => Some(known),
            _ => None,
        }
    }

    /// Where it is set, if it is written at all.
    pub fn place(&self) -> Option<Place> {
        match self {
            Setting::Absent => None,
            Setting::Known(known) => Some(known.place),
            Setting::Opaque(opaque) => Some(opaque.place),
        }
    }

    /// Whether nothing is written: not known and not opaque.
    pub fn is_absent(&self) -> bool {
        matches!(self, Setting::Absent)
    }

    /// Whether something is written that cannot be known.
    pub fn is_opaque(&self) -> bool {
        matches!(self, Setting::Opaque(_))
    }

    /// The same setting seen from who set it.
    pub fn with_origin(mut self, origin: Origin) -> Self {
        match &mut self {
            Setting::Absent => {}
            Setting::Known(known) => known.origin = origin,
            Setting::Opaque(opaque) => opaque.origin = origin,
        }
        self
    }

    /// This setting, or `other` where it is absent.
    pub fn or(self, other: Self) -> Self {
        if self.is_absent() { other } else { self }
    }

    /// The same setting with its value changed; places and origin stay.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Setting<U> {
        match self {
            Setting::Absent => Setting::Absent,
            Setting::Known(known) => Setting::Known(Known {
                value: change(known.value),
                place: known.place,
                literal: known.literal,
                origin: known.origin,
            }),
            Setting::Opaque(opaque) => Setting::Opaque(opaque),
        }
    }
}

impl Setting<Box<str>> {
    /// The text as far as it is certain: all of it where it is known.
    pub fn beginning(&self) -> &str {
        match self {
            Setting::Absent => "",
            Setting::Known(known) => &known.value,
            Setting::Opaque(opaque) => &opaque.beginning,
        }
    }
}
