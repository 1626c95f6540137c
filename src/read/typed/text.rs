//! Texts.

use super::placeholder::placeholder;
use super::words::{known, unknown};
use crate::model::{Setting, Value, ValueKind};

/// A text; `None` is absent, a text with placeholders is opaque.
pub fn text(value: &Value) -> Setting<Box<str>> {
    match &value.kind {
        ValueKind::Null => Setting::Absent,
        ValueKind::Text(text) => match placeholder(text) {
            Some(why) => Setting::opaque(value.place, why),
            None => known(value, text.clone()),
        },
        _ => unknown(value, "a text"),
    }
}
