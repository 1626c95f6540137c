//! How a file deviates from its format: facts of form, which rules turn into findings.

use super::Place;

/// One deviation, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The place to point at: the key, or the value where the value is at fault.
    pub place: Place,
    /// What deviates.
    pub kind: ShapeKind,
}

/// When a key is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Whatever the file is used for.
    Always,
    /// Only in a file that is used as it stands: a template is filled in first.
    ExceptInTemplate,
    /// Only to create something, not to update it.
    ToCreate,
    /// Only to create something, and an update is what files without it are mostly written for.
    ToCreateRarely,
}

/// The kinds of deviation. Texts are as written in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShapeKind {
    /// The text does not parse here.
    Syntax {
        /// What is wrong, readable.
        message: Box<str>,
    },
    /// A key that the format does not have at this point, which its reader drops without a word.
    UnknownKey {
        /// The key.
        key: Box<str>,
        /// The section, for users: `deployment.configuration`.
        section: Box<str>,
        /// The keys that belong there.
        allowed: Vec<&'static str>,
        /// The key that says the same in this format, for keys of older versions and of sister formats.
        instead: Option<&'static str>,
        /// The whole entry.
        entry: Place,
    },
    /// A key or section that belongs elsewhere in the file and is dropped where it stands.
    Misplaced {
        /// The key.
        key: Box<str>,
        /// Where it stands, for users.
        section: Box<str>,
        /// Where it belongs, for users: `deployment`.
        belongs: Box<str>,
        /// The whole entry.
        entry: Place,
    },
    /// The same key twice in one mapping. Of equal spellings the later one wins; where only the case differs, the reader
    /// of the file keeps one by rules of its own.
    DuplicateKey {
        /// The key.
        key: Box<str>,
        /// The earlier key as it is spelt.
        first_key: Box<str>,
        /// The earlier key.
        first: Place,
        /// The earlier entry.
        first_entry: Place,
    },
    /// A value of a type that the reader of the file refuses.
    WrongType {
        /// The key, dotted for users: `worker_queues[].min_worker_count`.
        key: Box<str>,
        /// What must stand there: "a whole number", "true or false", "a text", "a list", "a mapping".
        expected: &'static str,
        /// What stands there: "the text \"5\"", "a list".
        found: Box<str>,
        /// The same value in the right type, where taking the quotes away gives it.
        plain: Option<Box<str>>,
    },
    /// An unquoted scalar that the reader rewrites before it reaches a text field.
    Retyped {
        /// The key, dotted for users.
        key: Box<str>,
        /// The text as written.
        written: Box<str>,
        /// The text that arrives.
        becomes: Box<str>,
    },
    /// A key that the reader of the file demands and that is not there, or is empty.
    MissingKey {
        /// The key, dotted for users.
        key: Box<str>,
        /// What the reader does without it, in words for users.
        consequence: Box<str>,
        /// When it is demanded.
        demand: Demand,
    },
    /// A key of an older dag-factory that today's does not read.
    TimeoutKeyIgnored {
        /// The key.
        key: Box<str>,
        /// Where it stands, for users.
        section: Box<str>,
        /// Seconds, where they are a literal.
        seconds: Option<i64>,
        /// The key to write instead.
        instead: &'static str,
        /// Whether it is not only ignored: it reaches the operator, which refuses it, and the DAG does not load.
        refused: bool,
        /// Whether the version of dag-factory is known to be one that ignores it.
        certain: bool,
    },
    /// A duration of a type that dag-factory refuses.
    DurationType {
        /// The key.
        key: Box<str>,
        /// What stands there.
        found: Box<str>,
        /// Seconds, where they can be read from it.
        seconds: Option<i64>,
        /// Whether the version of dag-factory is known to be one that refuses it.
        certain: bool,
    },
    /// A key at DAG level that dag-factory does not read.
    DagKeyIgnored {
        /// The key.
        key: Box<str>,
        /// Whether it works in `default_args`.
        works_in_default_args: bool,
        /// The keys that dag-factory reads there.
        allowed: &'static [&'static str],
        /// The whole entry.
        entry: Place,
    },
}
