//! What rules want to know of tasks in YAML by their text.

use super::{pairs, setting};
use crate::model::{Place, Shape, ShapeKind, Value, ValueKind};

/// Notes keys of agreements that Airflow 3 does nothing with.
pub(in crate::read) fn note_sla(settings: &Value, shapes: &mut Vec<Shape>) {
    const KEYS: [&str; 2] = ["sla", "sla_miss_callback"];
    for (name, key, value) in pairs(settings) {
        let is_given = value.kind != ValueKind::Null;
        if KEYS.contains(&name) && is_given {
            // A mapping may be reached through many aliases.
            let shape = Shape { place: key.place, kind: ShapeKind::Sla { key: name.into() } };
            if !shapes.contains(&shape) {
                shapes.push(shape);
            }
        }
    }
}

/// Notes the path of a task's operator.
pub(in crate::read) fn note_operator(settings: &Value, paths: &mut Vec<(Place, Box<str>)>) {
    if let Some(operator) = setting(settings, "operator")
        && let Some(path) = operator.text()
        && !paths.iter().any(|(place, _)| *place == operator.literal)
    {
        paths.push((operator.literal, path.into()));
    }
}
