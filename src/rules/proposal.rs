//! What a rule proposes to change, before it becomes bytes.
//!
//! A rule knows no format, so it names the change by its meaning: this value, that entry. `fix` turns a proposal into
//! the edits of a [`Fix`](super::Fix), laid out as the file around them is.

use super::Applicability;
use crate::model::{FileId, Known, Place};

/// One way to mend a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What it does, in the imperative: "Quote the value".
    pub title: String,
    /// Whether it may be applied unasked.
    pub applicability: Applicability,
    /// The changes; all of them or none.
    pub actions: Vec<Action>,
}

/// A change, named by its meaning. Places are those of facts: a key's, a value's, an item's.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Another value in the place of one.
    Set {
        /// The value's place: a scalar or collection in YAML, an expression in Python.
        value: Place,
        /// What it becomes.
        to: Written,
    },
    /// Another name for a key of a mapping or dict, or for a keyword argument.
    Rename {
        /// The key's place.
        key: Place,
        /// The new name.
        to: String,
    },
    /// One more entry in a mapping or dict, or one more keyword argument of a call.
    Insert {
        /// The place of the mapping or call, or of any key in it.
        into: Place,
        /// The key.
        key: String,
        /// The value.
        value: Written,
        /// The order of keys in the format's reference: the new one goes behind the last sibling named before it.
        order: Vec<&'static str>,
    },
    /// One more entry in the mapping that holds a key.
    InsertBeside {
        /// The place of a key in the mapping.
        beside: Place,
        /// The key.
        key: String,
        /// The value.
        value: Written,
        /// The order of keys, as for [`Action::Insert`].
        order: Vec<&'static str>,
    },
    /// Another key and value where an entry or argument stands.
    Substitute {
        /// The place of its key, its value, or of the whole.
        entry: Place,
        /// The new key.
        key: String,
        /// The new value.
        value: Written,
    },
    /// One more item in a list.
    Append {
        /// The list's place.
        list: Place,
        /// The item.
        item: Written,
    },
    /// Takes out an entry, item or argument with the comments that belong to it.
    Remove {
        /// The place of its key, its value, or of the whole.
        entry: Place,
    },
    /// Moves an entry, with its comments, behind the last entry of another mapping.
    Move {
        /// The place of the entry's key.
        entry: Place,
        /// The place of the mapping, or of any key in it.
        into: Place,
    },
    /// Moves an entry, with its comments, into a section that is made where it is not there yet.
    MoveInto {
        /// The place of the entry's key.
        entry: Place,
        /// The key of the mapping that holds the section; `None` where the section stands beside the entry.
        parent: Option<Place>,
        /// The section's key.
        section: &'static str,
        /// The order of keys around a new section, as for [`Action::Insert`].
        order: Vec<&'static str>,
    },
    /// Moves an item to the front of its list.
    ToFront {
        /// The item's place.
        item: Place,
    },
    /// Takes a comment out, up to the next one on its line; its line goes with it where nothing else stands there.
    RemoveComment {
        /// The comment, from its `#` on.
        comment: Place,
    },
    /// Writes indentation in blanks instead of tabs: on the line of a place, and wherever else the file has the same
    /// fault.
    Untab {
        /// A place on the line.
        at: Place,
    },
    /// Other bytes, where a change has no better name.
    Replace {
        /// The bytes; empty to insert.
        place: Place,
        /// The new text.
        content: String,
    },
}

/// A new value, in any format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A text; quoted where the format needs it.
    Text(String),
    /// A number, or another scalar that is written as it is.
    Number(String),
    /// A boolean.
    Boolean(bool),
    /// A mapping or dict.
    Map(Vec<(String, Written)>),
    /// A list.
    List(Vec<Written>),
    /// A construction: `timedelta(hours=24)` in Python, with the import it needs; a mapping with `__type__` in YAML.
    Object {
        /// The class by its full path: `kubernetes.client.models.V1Pod`.
        path: String,
        /// Keyword arguments.
        arguments: Vec<(String, Written)>,
    },
    /// What is written at a place of the same file, as it is: a name, an expression, a section of YAML.
    Kept(Place),
    /// A value of Airflow's configuration, looked up when the DAG file is read: `conf.get("kubernetes", "NAMESPACE")`
    /// in Python, a template in YAML.
    Configured {
        /// The section.
        section: &'static str,
        /// The key in it.
        key: &'static str,
    },
}

impl Written {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Written::Text(text.into())
    }

    /// A whole number.
    pub fn number(number: i64) -> Self {
        Written::Number(number.to_string())
    }

    /// A mapping.
    pub fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Written)>) -> Self {
        Written::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// A Kubernetes client object: `k8s.V1Pod(…)`.
    pub fn kubernetes<K: Into<String>>(class: &str, arguments: impl IntoIterator<Item = (K, Written)>) -> Self {
        Written::Object {
            path: format!("kubernetes.client.models.{class}"),
            arguments: arguments.into_iter().map(|(key, value)| (key.into(), value)).collect(),
        }
    }

    /// The places that it keeps the text of.
    pub fn kept(&self) -> Vec<Place> {
        match self {
            Written::Kept(place) => vec![*place],
            Written::List(items) => items.iter().flat_map(Written::kept).collect(),
            Written::Map(entries) | Written::Object { arguments: entries, .. } => {
                entries.iter().flat_map(|(_, value)| value.kept()).collect()
            }
            Written::Text(_) | Written::Number(_) | Written::Boolean(_) | Written::Configured { .. } => Vec::new(),
        }
    }

    /// A duration in whole seconds.
    pub fn duration(seconds: i64) -> Self {
        let (unit, amount) = match seconds {
            _ if seconds % 3600 == 0 => ("hours", seconds / 3600),
            _ if seconds % 60 == 0 => ("minutes", seconds / 60),
            _ => ("seconds", seconds),
        };
        Written::Object {
            path: "datetime.timedelta".to_string(),
            arguments: vec![(unit.to_string(), Written::number(amount))],
        }
    }
}

impl Action {
    /// Another text where the literal of a setting stands.
    pub fn write<T>(setting: &Known<T>, text: impl Into<String>) -> Self {
        Action::Set { value: setting.literal, to: Written::text(text) }
    }

    /// The new value, where it brings one.
    pub fn written(&self) -> Option<&Written> {
        match self {
            Action::Set { to: value, .. }
            | Action::Insert { value, .. }
            | Action::InsertBeside { value, .. }
            | Action::Substitute { value, .. }
            | Action::Append { item: value, .. } => Some(value),
            _ => None,
        }
    }

    /// The file that it changes.
    pub fn file(&self) -> FileId {
        self.place().file
    }

    /// The place that it names first.
    pub fn place(&self) -> Place {
        match self {
            Action::Set { value: place, .. }
            | Action::Rename { key: place, .. }
            | Action::Insert { into: place, .. }
            | Action::InsertBeside { beside: place, .. }
            | Action::Substitute { entry: place, .. }
            | Action::Append { list: place, .. }
            | Action::Remove { entry: place }
            | Action::Move { entry: place, .. }
            | Action::MoveInto { entry: place, .. }
            | Action::ToFront { item: place }
            | Action::RemoveComment { comment: place }
            | Action::Untab { at: place }
            | Action::Replace { place, .. } => *place,
        }
    }
}

impl Proposal {
    /// A proposal that may be applied unasked.
    pub fn safe(title: impl Into<String>, actions: impl IntoIterator<Item = Action>) -> Self {
        Self { title: title.into(), applicability: Applicability::Safe, actions: actions.into_iter().collect() }
    }

    /// A proposal that needs a choice.
    pub fn suggested(title: impl Into<String>, actions: impl IntoIterator<Item = Action>) -> Self {
        Self { title: title.into(), applicability: Applicability::Suggested, actions: actions.into_iter().collect() }
    }

    /// The same, but a suggestion where the literal of a setting stands elsewhere than where it is used: others may use
    /// it too, and get the change with it.
    #[must_use]
    pub fn unless_shared<'k, T: 'k>(self, settings: impl IntoIterator<Item = &'k Known<T>>) -> Self {
        if settings.into_iter().any(Known::is_shared) {
            return Self { applicability: Applicability::Suggested, ..self };
        }
        self
    }
}
