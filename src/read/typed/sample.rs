//! Values for tests.

use crate::model::{Entry, FileId, Object, Operation, Place, Value, ValueKind};
use crate::syntax::Span;

pub(crate) fn at(start: usize) -> Place {
    Place::new(FileId(0), Span::at(start))
}

fn value(kind: ValueKind) -> Value {
    Value::new(at(0), kind)
}

pub(crate) fn int(number: i64) -> Value {
    value(ValueKind::Int(number))
}

pub(crate) fn text(text: &str) -> Value {
    value(ValueKind::Text(text.into()))
}

pub(crate) fn null() -> Value {
    value(ValueKind::Null)
}

pub(crate) fn unknowable() -> Value {
    Value::opaque(at(7), "a call of Variable.get")
}

pub(crate) fn list(items: &[Value]) -> Value {
    value(ValueKind::List(items.to_vec()))
}

fn pairs(entries: &[(&str, Value)]) -> impl Iterator<Item = Entry> {
    entries.iter().map(|(key, value)| Entry::Pair { key: text(key), value: value.clone() })
}

pub(crate) fn map(entries: &[(&str, Value)]) -> Value {
    value(ValueKind::Map(pairs(entries).collect()))
}

/// `{**base, key: value, …}`
pub(crate) fn spread(base: Value, entries: &[(&str, Value)]) -> Value {
    value(ValueKind::Map(std::iter::once(Entry::Spread(base)).chain(pairs(entries)).collect()))
}

pub(crate) fn object(class: &str, keywords: &[(&str, Value)]) -> Value {
    called(class, &[], keywords)
}

pub(crate) fn called(class: &str, positional: &[Value], keywords: &[(&str, Value)]) -> Value {
    value(ValueKind::Object(Box::new(Object {
        class: class.into(),
        callee: at(3),
        positional: positional.to_vec(),
        keywords: keywords.iter().map(|(name, value)| ((*name).into(), at(5), value.clone())).collect(),
        expanded: false,
    })))
}

pub(crate) fn operation(operator: Operation, left: Value, right: Value) -> Value {
    value(ValueKind::Operation(Box::new((operator, left, right))))
}
