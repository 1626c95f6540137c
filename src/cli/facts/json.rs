//! Facts as JSON: an array with one object for each task.

use super::lines::Lines;
use airlint::model::{Project, ResourceList, Resources, Setting, Task};
use airlint::workspace::Outcome;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

pub(super) fn write(outcome: &Outcome, lines: &mut Lines<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut tasks: Vec<(&Project, &Task)> =
        outcome.projects.iter().flat_map(|project| project.tasks().map(move |task| (project, task))).collect();
    tasks.sort_by_key(|(_, task)| (lines.path(task.place), task.place.span().start));
    let tasks: Vec<Value> = tasks.into_iter().map(|(project, it)| task(project, it, lines)).collect();
    serde_json::to_writer_pretty(&mut *out, &tasks)?;
    writeln!(out)
}

fn task(project: &Project, task: &Task, lines: &mut Lines<'_>) -> Value {
    let sensor = task.sensor.as_deref();
    let dag = project.dag_of(task).and_then(|dag| dag.id.value());
    json!({
        "dag_id": dag,
        "task_id": task.id.value(),
        "path": lines.path(task.place),
        "line": lines.line(task.place),
        "execution_timeout": setting(&task.execution_timeout, lines, |seconds| number(*seconds)),
        "queue": setting(&task.queue, lines, |text| json!(text)),
        "pool": setting(&task.pool, lines, |text| json!(text)),
        "executor": setting(&task.executor, lines, |executor| json!(executor.text)),
        "retries": setting(&task.retries, lines, |retries| json!(retries)),
        "deferrable": setting(&task.deferrable, lines, |deferrable| json!(deferrable)),
        "mode": sensor.map(|sensor| setting(&sensor.mode, lines, |mode| json!(mode.name()))),
        "timeout": sensor.map(|sensor| setting(&sensor.timeout, lines, |seconds| number(*seconds))),
        "resources": setting(&task.asked_resources(), lines, resources),
    })
}

/// `{"value", "path", "line", "from"}`, `{"opaque": why}`, or null where nothing is written.
fn setting<T>(setting: &Setting<T>, lines: &mut Lines<'_>, value: impl Fn(&T) -> Value) -> Value {
    match setting {
        Setting::Absent => Value::Null,
        Setting::Opaque(opaque) => json!({ "opaque": opaque.why }),
        Setting::Known(known) => json!({
            "value": value(&known.value),
            "path": lines.path(known.place),
            "line": lines.line(known.place),
            "from": known.origin.words(),
        }),
    }
}

fn resources(resources: &Resources) -> Value {
    let mut object = Map::new();
    for (name, list) in [("requests", &resources.requests), ("limits", &resources.limits)] {
        match list {
            Setting::Absent => {}
            Setting::Opaque(opaque) => drop(object.insert(name.into(), json!({ "opaque": opaque.why }))),
            Setting::Known(known) => drop(object.insert(name.into(), amounts(&known.value))),
        }
    }
    Value::Object(object)
}

fn amounts(list: &ResourceList) -> Value {
    if list.incomplete {
        return json!({ "opaque": "some of its entries cannot be seen from here" });
    }
    let amounts = list.amounts.iter().map(|amount| {
        let quantity = match &amount.quantity {
            Setting::Absent => Value::Null,
            Setting::Known(known) => json!(known.value),
            Setting::Opaque(opaque) => json!({ "opaque": opaque.why }),
        };
        (amount.resource.to_string(), quantity)
    });
    Value::Object(amounts.collect())
}

/// Seconds; whole ones without a fraction.
fn number(seconds: f64) -> Value {
    if seconds.fract() == 0.0 && seconds.abs() < 9e15 { json!(seconds as i64) } else { json!(seconds) }
}
