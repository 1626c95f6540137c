//! Looking into dicts.

use super::Found;
use crate::model::{Entry, Value, ValueKind};

/// What a dict says under `name`: the last entry wins, and a spread or computed key after it may win over it.
pub fn entry<'v>(entries: &'v [Entry], name: &str) -> Found<'v> {
    for entry in entries.iter().rev() {
        match entry {
            Entry::Pair { key, value } => match &key.kind {
                ValueKind::Text(text) if **text == *name => return Found::Given { key: key.place, value },
                ValueKind::Text(_) | ValueKind::Null | ValueKind::Bool(_) | ValueKind::Int(_) | ValueKind::Float(_) => {
                }
                _ => return Found::Unknown { place: key.place, why: super::reason(key, "a text") },
            },
            Entry::Spread(value) => return Found::Unknown { place: value.place, why: super::reason(value, "a dict") },
        }
    }
    Found::Absent
}

/// What an object or dict says under a field: a keyword of a Kubernetes client object, or the same field of the
/// Kubernetes API in a dict.
pub(super) fn field<'v>(value: &'v Value, keyword: &str, api_name: &str) -> Found<'v> {
    match &value.kind {
        ValueKind::Object(object) => match object.keywords.iter().find(|(name, _, _)| &**name == keyword) {
            Some((_, key, value)) => Found::Given { key: *key, value },
            None if object.expanded || !object.positional.is_empty() => {
                Found::Unknown { place: value.place, why: "arguments that are not written by name".into() }
            }
            None => Found::Absent,
        },
        ValueKind::Map(entries) => entry(entries, api_name),
        _ => Found::Unknown { place: value.place, why: super::reason(value, "an object") },
    }
}
