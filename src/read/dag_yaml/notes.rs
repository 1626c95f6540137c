//! What rules want to know of tasks in YAML by their text.

use super::{pairs, setting};
use crate::model::{Shape, ShapeKind, Value};

/// Notes keys of agreements that Airflow 3 does nothing with.
pub(in crate::read) fn note_sla(settings: &Value, shapes: &mut Vec<Shape>) {
    const KEYS: [&str; 2] = ["sla", "sla_miss_callback"];
    for (name, key, value) in pairs(settings) {
        let is_given = value.kind != crate::model::ValueKind::Null;
        if KEYS.contains(&name) && is_given {
            note(Shape { place: key.place, kind: ShapeKind::Sla { key: name.into() } }, shapes);
        }
    }
}

/// Notes the path of a task's operator.
pub(in crate::read) fn note_operator(settings: &Value, shapes: &mut Vec<Shape>) {
    if let Some(operator) = setting(settings, "operator")
        && let Some(path) = operator.text()
    {
        note(Shape { place: operator.literal, kind: ShapeKind::OperatorPath { path: path.into() } }, shapes);
    }
}

/// A mapping may be reached through many aliases.
fn note(shape: Shape, shapes: &mut Vec<Shape>) {
    if !shapes.contains(&shape) {
        shapes.push(shape);
    }
}
