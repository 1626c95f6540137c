//! From the arguments of a DAG to the DAG.

use super::words::{known, unknown};
use super::{Arguments, boolean, duration, integer};
use crate::model::{Dag, DagSource, Place, Setting, Value, ValueKind};

/// A DAG as a reader has gathered it.
#[derive(Debug, Clone)]
pub struct DagDraft {
    /// Where it is defined, short.
    pub place: Place,
    /// The format.
    pub source: DagSource,
    /// Its id.
    pub id: Setting<Box<str>>,
    /// Its arguments.
    pub arguments: Arguments,
}

/// The arguments of DAGs that matter here. Others need not be gathered.
pub const DAG_ARGUMENTS: &[&str] = &[
    "catchup",
    "concurrency",
    "dagrun_timeout",
    "max_active_runs",
    "max_active_tasks",
    "schedule",
    "schedule_interval",
    "timetable",
];

/// The DAG that a draft describes.
pub fn dag(draft: DagDraft) -> Dag {
    let arguments = &draft.arguments;
    let one_of =
        |names: [&'static str; 2]| arguments.setting(names[0], integer).or(arguments.setting(names[1], integer));
    let schedules = ["schedule", "schedule_interval", "timetable"].map(|name| arguments.setting(name, schedule));
    Dag {
        place: draft.place,
        source: draft.source,
        schedule: schedules.into_iter().fold(Setting::Absent, Setting::or),
        max_active_tasks: one_of(["max_active_tasks", "concurrency"]),
        max_active_runs: arguments.setting("max_active_runs", integer),
        catchup: arguments.setting("catchup", boolean),
        dagrun_timeout: arguments.setting("dagrun_timeout", duration),
        id: draft.id,
    }
}

/// A cron text or preset, a number of seconds for a duration, or `None` as written.
fn schedule(value: &Value) -> Setting<Box<Value>> {
    match &value.kind {
        ValueKind::Null => known(value, Box::new(value.clone())),
        ValueKind::Text(_) => super::text(value).map(|_| Box::new(value.clone())),
        ValueKind::Object(_) => {
            duration(value).map(|seconds| Box::new(Value { kind: ValueKind::Float(seconds), ..value.clone() }))
        }
        _ => unknown(value, "a cron text or a duration"),
    }
}
