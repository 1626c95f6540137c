//! Values in words for users, and the reasons why something cannot be known.

use crate::model::{Known, Setting, Value, ValueKind};

/// What a value is, in words that fit after "is": "a number", "a dict", "a V1PodSpec".
pub fn describe(value: &Value) -> Box<str> {
    match &value.kind {
        ValueKind::Null => "None".into(),
        ValueKind::Bool(_) => "a boolean".into(),
        ValueKind::Int(_) | ValueKind::Float(_) => "a number".into(),
        ValueKind::Text(_) => "a text".into(),
        ValueKind::List(_) => "a list".into(),
        ValueKind::Map(_) => "a dict".into(),
        ValueKind::Object(object) => {
            let name = object.class_name();
            let article = if name.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o']) { "an" } else { "a" };
            format!("{article} {name}").into()
        }
        ValueKind::Import { .. } => "an imported name".into(),
        ValueKind::Operation(_) => "a computed value".into(),
        ValueKind::Opaque(why) => why.clone(),
    }
}

/// Why a value is no `wanted` ("a text"): its own reason where it is opaque, else what it is instead.
pub fn reason(value: &Value, wanted: &str) -> Box<str> {
    match &value.kind {
        ValueKind::Opaque(why) => why.clone(),
        ValueKind::Import { module, name } => format!("`{name}` of module `{module}`, which is not read here").into(),
        ValueKind::Operation(_) => "a computed value".into(),
        _ => format!("{} where {wanted} belongs", describe(value)).into(),
    }
}

/// The setting that `value` gives as `it`.
pub(super) fn known<T>(value: &Value, it: T) -> Setting<T> {
    Setting::Known(Known { value: it, place: value.place, literal: value.literal, origin: Default::default() })
}

/// The setting of a value that is no `wanted`.
pub(super) fn unknown<T>(value: &Value, wanted: &str) -> Setting<T> {
    Setting::opaque(value.place, reason(value, wanted))
}
