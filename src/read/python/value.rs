//! Small questions about values.

use crate::model::{Entry, Object, Value, ValueKind};

/// Texts longer than this are not kept: no setting is so long.
pub(super) const LONGEST_TEXT: usize = 1_000;

/// The number of parts of a value, itself included, and how deeply they nest.
pub(super) fn measure(value: &Value) -> (usize, usize) {
    let (mut size, mut depth) = (1, 0);
    let mut add = |part: &Value| {
        let (more, deeper) = measure(part);
        size += more;
        depth = depth.max(deeper);
    };
    match &value.kind {
        ValueKind::List(items) => items.iter().for_each(add),
        ValueKind::Map(entries) => {
            for entry in entries {
                match entry {
                    Entry::Pair { key, value } => [key, value].into_iter().for_each(&mut add),
                    Entry::Spread(value) => add(value),
                }
            }
        }
        ValueKind::Object(object) => {
            object.positional.iter().chain(object.keywords.iter().map(|(_, _, value)| value)).for_each(add);
        }
        ValueKind::Operation(operation) => [&operation.1, &operation.2].into_iter().for_each(add),
        _ => {}
    }
    (size, depth + 1)
}

/// Whether a value can be changed where it stands.
pub(super) fn is_mutable(value: &Value) -> bool {
    matches!(value.kind, ValueKind::List(_) | ValueKind::Map(_) | ValueKind::Object(_) | ValueKind::Import { .. })
}

/// The value with nested constructor calls reduced to their classes: they are objects of their own.
pub(super) fn shallow(value: &Value) -> Value {
    let kind = match &value.kind {
        ValueKind::Object(object) => ValueKind::Object(Box::new(Object {
            class: object.class.clone(),
            callee: object.callee,
            positional: Vec::new(),
            keywords: Vec::new(),
            expanded: true,
        })),
        ValueKind::List(items) => ValueKind::List(items.iter().map(shallow).collect()),
        ValueKind::Map(entries) => ValueKind::Map(
            entries
                .iter()
                .map(|entry| match entry {
                    Entry::Pair { key, value } => Entry::Pair { key: key.clone(), value: shallow(value) },
                    Entry::Spread(value) => Entry::Spread(shallow(value)),
                })
                .collect(),
        ),
        other => other.clone(),
    };
    Value { place: value.place, literal: value.literal, kind }
}
