//! Keys and types of durations that dag-factory, or Airflow behind it, does not take, and what else is noted of every DAG,
//! `default_args` and task.

use super::file::File;
use super::keys::NOT_DAGS;
use super::relative::relative_times;
use super::tasks::{groups, tasks};
use super::version::Line;
use crate::model::{DagFile, Entry, Place, Shape, ShapeKind, Value, ValueKind};
use crate::read::dag_yaml::{entries, note_operator, note_sla, pairs, setting};
use crate::read::typed::{placeholder, stray_default_args};
use std::collections::HashSet;

/// A key in seconds that dag-factory before 1.0 turned into a duration, and the argument it stood for.
struct Seconds(&'static str, &'static str);

/// Read in a DAG's `default_args` before 1.0.
const OLD_DEFAULT_ARGS: [Seconds; 2] = [Seconds("retry_delay_sec", "retry_delay"), Seconds("sla_secs", "sla")];
/// Read in no `default_args` of any version.
const NEVER_DEFAULT_ARGS: [Seconds; 1] = [Seconds("execution_timeout_secs", "execution_timeout")];
/// Read at tasks before 1.0.
const OLD_TASK: [Seconds; 3] = [
    Seconds("execution_timeout_secs", "execution_timeout"),
    Seconds("sla_secs", "sla"),
    Seconds("execution_delta_secs", "execution_delta"),
];
/// Read at tasks in no version.
const NEVER_TASK: [Seconds; 1] = [Seconds("retry_delay_sec", "retry_delay")];
/// Read at DAGs before 1.0.
const OLD_DAG: [Seconds; 1] = [Seconds("dagrun_timeout_sec", "dagrun_timeout")];

/// Looks at every DAG, `default` block and task of a file.
pub(super) fn durations(file: &File, line: Option<Line>, linked: &mut DagFile) {
    let DagFile { shapes, operator_paths: paths, .. } = linked;
    let mut look = Look { line, shapes, paths, seen: HashSet::new() };
    if !file.has_dags {
        look.dag(&file.root);
        return;
    }
    for (name, _, dag) in pairs(&file.root) {
        if name != NOT_DAGS[1] {
            look.dag(dag);
        }
    }
}

struct Look<'s> {
    line: Option<Line>,
    shapes: &'s mut Vec<Shape>,
    paths: &'s mut Vec<(Place, Box<str>)>,
    /// Keys that were reported: a mapping may be reached through many aliases.
    seen: HashSet<Place>,
}

impl Look<'_> {
    fn dag(&mut self, dag: &Value) {
        self.notes(dag);
        if self.line != Some(Line::Old) {
            self.ignored(dag, &OLD_DAG, "the DAG", self.is_new());
            self.types(dag, &["dagrun_timeout"], true);
        }
        if let Some(default_args) = setting(dag, "default_args") {
            if self.line != Some(Line::Old) {
                self.ignored(default_args, &OLD_DEFAULT_ARGS, "default_args", self.is_new());
            }
            self.default_args(default_args);
        }
        for group in setting(dag, "task_groups").map(groups).unwrap_or_default() {
            if let Some(default_args) = setting(group.settings, "default_args") {
                self.ignored(default_args, &OLD_DEFAULT_ARGS, "default_args of a task group", true);
                self.default_args(default_args);
            }
        }
        for task in setting(dag, "tasks").map(tasks).unwrap_or_default() {
            self.task(task.settings);
        }
    }

    /// What counts wherever it is written.
    fn notes(&mut self, settings: &Value) {
        relative_times(settings, self.shapes);
        note_sla(settings, self.shapes);
    }

    fn default_args(&mut self, default_args: &Value) {
        self.notes(default_args);
        for shape in stray_default_args(default_args) {
            // Older keys of dag-factory itself are told of by themselves.
            let is_seconds =
                matches!(&shape.kind, ShapeKind::DefaultArgOfNoOperator { key, .. } if key.contains("_sec"));
            if !is_seconds && self.seen.insert(shape.place) {
                self.shapes.push(shape);
            }
        }
        self.ignored(default_args, &NEVER_DEFAULT_ARGS, "default_args", true);
        self.argument_types(default_args);
    }

    fn task(&mut self, task: &Value) {
        self.notes(task);
        note_operator(task, self.paths);
        // An operator of the user's own may take any key.
        let of_airflow = ["operator", "decorator"]
            .iter()
            .any(|key| setting(task, key).and_then(Value::text).is_some_and(|path| path.starts_with("airflow.")));
        if self.line != Some(Line::Old) {
            self.refused(task, &OLD_TASK, self.is_new() && of_airflow);
        }
        self.refused(task, &NEVER_TASK, of_airflow);
        self.argument_types(task);
        if let Some(default_args) = setting(task, "default_args") {
            self.default_args(default_args);
        }
    }

    /// Airflow takes a number of seconds for `retry_delay`, and only a `timedelta` for `execution_timeout`. Source:
    /// `BaseOperator` of Airflow 2.9 and 3.1.
    fn argument_types(&mut self, arguments: &Value) {
        if self.line != Some(Line::Old) {
            self.types(arguments, &["execution_timeout"], true);
            self.types(arguments, &["retry_delay", "max_retry_delay"], false);
        }
    }

    fn is_new(&self) -> bool {
        self.line == Some(Line::New)
    }

    fn ignored(&mut self, settings: &Value, keys: &[Seconds], section: &str, certain: bool) {
        let takes_objects = self.is_new();
        self.timeout_keys(settings, keys, |key, seconds, instead, taken| ShapeKind::TimeoutKeyIgnored {
            key,
            section: section.into(),
            seconds,
            instead,
            refused: false,
            certain,
            takes_objects,
            taken,
        });
    }

    fn refused(&mut self, settings: &Value, keys: &[Seconds], certain: bool) {
        let takes_objects = self.is_new();
        self.timeout_keys(settings, keys, |key, seconds, instead, taken| ShapeKind::TimeoutKeyIgnored {
            key,
            section: "the task".into(),
            seconds,
            instead,
            refused: true,
            certain,
            takes_objects,
            taken,
        });
    }

    fn timeout_keys(
        &mut self,
        settings: &Value,
        keys: &[Seconds],
        shape: impl Fn(Box<str>, Option<i64>, &'static str, bool) -> ShapeKind,
    ) {
        let pairs = sure_pairs(settings);
        for &(name, key, value) in &pairs {
            let Some(&Seconds(_, instead)) = keys.iter().find(|Seconds(old, _)| *old == name) else { continue };
            if value.kind != ValueKind::Null && self.seen.insert(key.place) {
                let taken = pairs.iter().any(|(other, _, _)| *other == instead);
                let kind = shape(name.into(), whole_seconds(value), instead, taken);
                self.shapes.push(Shape { place: key.place, kind });
            }
        }
    }

    /// Values of other types than a duration; numbers count among them only where Airflow does not take them.
    fn types(&mut self, settings: &Value, keys: &[&str], numbers: bool) {
        for (name, key, value) in sure_pairs(settings) {
            let is_number = matches!(value.kind, ValueKind::Int(_) | ValueKind::Float(_));
            if !keys.contains(&name) || (is_number && !numbers) {
                continue;
            }
            let Some(found) = no_duration(value) else { continue };
            if self.seen.insert(key.place) {
                let kind = ShapeKind::DurationType {
                    key: name.into(),
                    found,
                    seconds: whole_seconds(value),
                    untyped: lacks_only_its_type(value),
                    certain: self.is_new(),
                };
                self.shapes.push(Shape { place: value.place, kind });
            }
        }
    }
}

/// The pairs of a mapping; none where a line in it could not be read, since a key or value may then stand elsewhere than
/// it was meant to.
fn sure_pairs(settings: &Value) -> Vec<(&str, &Value, &Value)> {
    let broken = entries(settings).iter().any(|entry| matches!(entry, Entry::Spread(_)));
    if broken { Vec::new() } else { pairs(settings) }
}

/// What a value is that certainly is no duration.
fn no_duration(value: &Value) -> Option<Box<str>> {
    Some(match &value.kind {
        ValueKind::Int(number) => format!("the number {number}").into(),
        ValueKind::Float(number) => format!("the number {number}").into(),
        ValueKind::Text(text) if placeholder(text).is_none() => format!("the text \"{text}\"").into(),
        ValueKind::Map(entries) if entries.iter().all(|entry| matches!(entry, Entry::Pair { .. })) => {
            "a mapping without __type__".into()
        }
        ValueKind::List(_) => "a list".into(),
        _ => return None,
    })
}

/// Whether a mapping has no other keys than `datetime.timedelta` has arguments.
fn lacks_only_its_type(value: &Value) -> bool {
    const ARGUMENTS: [&str; 7] = ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"];
    let pairs = pairs(value);
    let is_argument = |(name, _, value): &(&str, &Value, &Value)| {
        ARGUMENTS.contains(name) && matches!(value.kind, ValueKind::Int(_) | ValueKind::Float(_))
    };
    !pairs.is_empty() && pairs.iter().all(is_argument)
}

/// The seconds that a number, `2 hours` or `{hours: 2}` means.
fn whole_seconds(value: &Value) -> Option<i64> {
    match &value.kind {
        ValueKind::Int(number) => Some(*number),
        ValueKind::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => Some(*number as i64),
        ValueKind::Text(text) => {
            let (count, unit) =
                text.trim().split_once(|c: char| !c.is_ascii_digit()).map_or((text.trim(), ""), |(count, _)| {
                    (count, text.trim().trim_start_matches(|c: char| c.is_ascii_digit()).trim())
                });
            let unit = if unit.is_empty() { 1 } else { unit_seconds(unit)? };
            count.parse::<i64>().ok()?.checked_mul(unit)
        }
        ValueKind::Map(_) => {
            let pairs = pairs(value);
            let parts = pairs.iter().map(|(unit, _, count)| match count.kind {
                ValueKind::Int(count) => count.checked_mul(unit_seconds(unit)?),
                _ => None,
            });
            (!pairs.is_empty()).then(|| parts.sum::<Option<i64>>()).flatten()
        }
        _ => None,
    }
}

fn unit_seconds(unit: &str) -> Option<i64> {
    Some(match unit.trim_end_matches('s') {
        "second" | "sec" | "" => 1,
        "minute" | "min" | "m" => 60,
        "hour" | "hr" | "h" => 3_600,
        "day" | "d" => 86_400,
        "week" | "w" => 604_800,
        _ => return None,
    })
}
