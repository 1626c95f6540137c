//! Whole numbers and booleans.

use super::words::{known, unknown};
use crate::model::{Setting, Value, ValueKind};

/// A whole number; `None` is absent.
pub fn integer(value: &Value) -> Setting<i64> {
    match value.kind {
        ValueKind::Null => Setting::Absent,
        ValueKind::Int(number) => known(value, number),
        _ => unknown(value, "a whole number"),
    }
}

/// A boolean; `None` is absent.
pub fn boolean(value: &Value) -> Setting<bool> {
    match value.kind {
        ValueKind::Null => Setting::Absent,
        ValueKind::Bool(truth) => known(value, truth),
        _ => unknown(value, "True or False"),
    }
}
