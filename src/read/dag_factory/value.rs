//! From YAML nodes to values, with the objects of dag-factory.

use super::scalar::scalar;
use crate::model::{Entry, Object, Place, Value, ValueKind};
use crate::read::typed::Found;
use crate::read::typed::entry;
use crate::read::yaml_value::Dialect;
use crate::syntax::yaml::Node;

/// The YAML of dag-factory.
pub(super) struct DagFactory;

impl Dialect for DagFactory {
    fn scalar(node: Node<'_>) -> ValueKind {
        scalar(node)
    }

    fn mapping(entries: Vec<Entry>) -> ValueKind {
        if let Found::Given { value, .. } = entry(&entries, "__type__") {
            return match &value.kind {
                ValueKind::Text(class) => object(class.clone(), value.place, entries),
                _ => ValueKind::Opaque("an object of a class that is not written out".into()),
            };
        }
        if let Found::Given { value, .. } = entry(&entries, "__join__") {
            return join(value);
        }
        if ["__and__", "__or__"].iter().any(|key| matches!(entry(&entries, key), Found::Given { .. })) {
            return ValueKind::Opaque("a condition on assets".into());
        }
        ValueKind::Map(entries)
    }
}

/// A mapping with `__type__`.
fn object(class: Box<str>, callee: Place, entries: Vec<Entry>) -> ValueKind {
    if &*class == "builtins.list"
        && let Found::Given { value, .. } = entry(&entries, "items")
    {
        return match &value.kind {
            ValueKind::List(items) => ValueKind::List(items.clone()),
            _ => ValueKind::Opaque("a list that is not written out".into()),
        };
    }
    let mut object = Object { class, callee, positional: Vec::new(), keywords: Vec::new(), expanded: false };
    for entry in entries {
        match entry {
            Entry::Pair { key: Value { kind: ValueKind::Text(name), place, .. }, value } => match &*name {
                "__type__" => {}
                "__args__" => match value.kind {
                    ValueKind::List(items) => object.positional = items,
                    ValueKind::Null => object.positional.clear(),
                    _ => object.expanded = true,
                },
                _ => {
                    object.keywords.retain(|(earlier, _, _)| *earlier != name);
                    object.keywords.push((name, place, value));
                }
            },
            Entry::Pair { .. } | Entry::Spread(_) => object.expanded = true,
        }
    }
    ValueKind::Object(Box::new(object))
}

/// `__join__`: the items as texts, one behind the other.
fn join(value: &Value) -> ValueKind {
    let ValueKind::List(items) = &value.kind else { return ValueKind::Opaque("a text that is put together".into()) };
    let parts: Option<Vec<&str>> = items.iter().map(Value::text).collect();
    match parts {
        Some(parts) => ValueKind::Text(parts.concat().into()),
        None => ValueKind::Opaque("a text that is put together".into()),
    }
}
