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
        /// Whether it is YAML, and the line is indented with a tab.
        tab: bool,
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
        /// Whether the value means the same under that other key.
        keeps_value: bool,
        /// Those of `allowed` that are written in this mapping.
        present: Vec<&'static str>,
        /// The mapping.
        within: Place,
    },
    /// A key or section that belongs elsewhere in the file and is dropped where it stands.
    Misplaced {
        /// The key.
        key: Box<str>,
        /// Where it stands, for users.
        section: Box<str>,
        /// Where it belongs, for users: `deployment`.
        belongs: Box<str>,
        /// The place it belongs to, where the file shows which one that is.
        destination: Option<Destination>,
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
        /// The item of a list that lacks it; `None` where it belongs to the deployment's configuration.
        item: Option<Place>,
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
        /// Whether the version of dag-factory is known to be one that takes `__type__` there.
        takes_objects: bool,
        /// Whether the key to write instead is written there as well.
        taken: bool,
    },
    /// A duration of a type that dag-factory refuses.
    DurationType {
        /// The key.
        key: Box<str>,
        /// What stands there.
        found: Box<str>,
        /// Seconds, where they can be read from it.
        seconds: Option<i64>,
        /// Whether it is a mapping that lacks nothing but its `__type__`.
        untyped: bool,
        /// Whether the version of dag-factory is known to be one that refuses it.
        certain: bool,
    },
    /// `schedule_interval` at DAG level, which dag-factory from 1.0 on refuses.
    ScheduleInterval {
        /// Whether the version of dag-factory is known to be one that refuses it.
        certain: bool,
        /// Whether `schedule` is written beside it.
        taken: bool,
    },
    /// A name in a DAG of dag-factory that should be that of a task or group.
    Reference {
        /// The DAG.
        dag: Box<str>,
        /// The key: `dependencies`, `task_group_name`, `parent_group_name`, `task_id`, `group_name`.
        key: &'static str,
        /// The name as written.
        name: Box<str>,
        /// What is wrong with it.
        fault: ReferenceFault,
    },
    /// A relative time that dag-factory reads only in part, or not at all.
    RelativeTime {
        /// The key.
        key: Box<str>,
        /// The text.
        text: Box<str>,
        /// The seconds that dag-factory reads; `None` where it refuses the text.
        read: Option<i64>,
        /// The seconds that the text means.
        meant: i64,
    },
    /// A key at DAG level that both a `default` block and a `defaults.yml` set: the latter wins.
    DefaultOverruled {
        /// The key.
        key: Box<str>,
        /// The value that counts, in words.
        wins: Box<str>,
        /// Where that is written.
        by: Place,
    },
    /// `sla` or `sla_miss_callback`, which Airflow 3 takes and does nothing with.
    Sla {
        /// The key.
        key: Box<str>,
    },
    /// A key of a file of gusty that neither gusty nor every operator, DAG or task group knows.
    GustyKey {
        /// The key.
        key: Box<str>,
        /// The class of the task, which may have an argument of that name; `None` in a `METADATA.yml`.
        operator: Option<Box<str>>,
        /// The keys that gusty reads there.
        own: &'static [&'static str],
        /// The arguments of every task, which work in a task file and in `default_args`.
        arguments: &'static [&'static str],
        /// The keys of the mapping.
        present: Vec<Box<str>>,
        /// The keys of its `default_args`.
        default_args: Vec<Box<str>>,
        /// The mapping.
        within: Place,
    },
    /// A key at DAG level that dag-factory does not read.
    DagKeyIgnored {
        /// The key.
        key: Box<str>,
        /// Whether it works in `default_args`.
        works_in_default_args: bool,
        /// The keys that dag-factory reads there.
        allowed: &'static [&'static str],
        /// The keys of the mapping.
        present: Vec<Box<str>>,
        /// The keys of its `default_args`.
        default_args: Vec<Box<str>>,
        /// The mapping.
        within: Place,
    },
    /// A key of Python's or YAML's `default_args` that no argument of Airflow's own operators and sensors has. An operator
    /// of a provider or of the user may have it.
    DefaultArgOfNoOperator {
        /// The key.
        key: Box<str>,
        /// The keys of the mapping.
        present: Vec<Box<str>>,
    },
}

/// What is wrong with a name that should be that of a task or group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceFault {
    /// Nothing has the name; these are the names that would do.
    Unknown(Vec<Box<str>>),
    /// It stands where a list of names belongs.
    NoList,
    /// Another item of the list has it too.
    Twice(Place),
}

/// Where in a file an entry can be moved to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Destination {
    /// The key of the mapping, or the item that is it; where `section` is given, the key of what holds it.
    pub into: Place,
    /// The section of `into` that the entry belongs to; it may not exist yet.
    pub section: Option<&'static str>,
    /// Whether there is no other mapping that it could be meant for.
    pub only: bool,
    /// Whether the key is written there already.
    pub taken: bool,
}
