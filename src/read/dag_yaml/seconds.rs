//! Durations that a format writes as a number.

use crate::model::{Object, Place, Value, ValueKind};

/// What a format makes a `timedelta` of, from the number of seconds that stands at `value`.
pub(in crate::read) fn timedelta(value: &Value, key: Place, seconds: Value) -> Value {
    let object = Object {
        class: "datetime.timedelta".into(),
        callee: key,
        positional: Vec::new(),
        keywords: vec![("seconds".into(), key, seconds)],
        expanded: false,
    };
    Value { kind: ValueKind::Object(Box::new(object)), ..value.clone() }
}
