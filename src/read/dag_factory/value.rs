//! From YAML nodes to values.

use super::scalar::scalar;
use crate::model::{Entry, FileId, Object, Place, Value, ValueKind};
use crate::read::typed::Found;
use crate::read::typed::entry;
use crate::syntax::yaml::{Kind, Node};

/// Nesting past this is not read: PyYAML itself gives up soon after.
const DEPTH: usize = 100;

/// Turns the nodes of one file into values. Aliases are followed, up to a number of values in all.
pub(super) struct Values {
    file: FileId,
    left: usize,
}

impl Values {
    /// For a file with a text of `length` bytes: no honest file has more values than bytes, or copies them through
    /// aliases more than some thousand times.
    pub(super) fn new(file: FileId, length: usize) -> Self {
        Self { file, left: length.saturating_add(100_000) }
    }

    /// The value of a node.
    pub(super) fn value(&mut self, node: Node<'_>) -> Value {
        self.value_at(node, DEPTH)
    }

    fn place(&self, node: Node<'_>) -> Place {
        Place::new(self.file, node.span())
    }

    fn value_at(&mut self, node: Node<'_>, depth: usize) -> Value {
        let target = node.resolve();
        let kind = match (depth.checked_sub(1), self.left.checked_sub(1)) {
            (Some(depth), Some(left)) => {
                self.left = left;
                self.kind(target, depth)
            }
            (None, _) => ValueKind::Opaque("nested too deeply".into()),
            (_, None) => ValueKind::Opaque("repeated too often through aliases".into()),
        };
        Value { place: self.place(node), literal: self.place(target), kind }
    }

    fn kind(&mut self, node: Node<'_>, depth: usize) -> ValueKind {
        match node.kind() {
            Kind::Scalar(_) => scalar(node),
            Kind::Alias => ValueKind::Opaque("an alias that names no anchor".into()),
            _ if node.tag().is_some_and(|tag| !matches!(tag, "!!map" | "!!seq")) => {
                ValueKind::Opaque(format!("the YAML tag {}", node.tag().unwrap_or_default()).into())
            }
            Kind::Sequence { .. } => {
                let mut items: Vec<Value> = node.items().map(|item| self.value_at(item, depth)).collect();
                if node.is_broken() {
                    items.push(Value::opaque(self.place(node), BROKEN));
                }
                ValueKind::List(items)
            }
            Kind::Mapping { .. } => self.mapping(node, depth),
        }
    }

    fn mapping(&mut self, node: Node<'_>, depth: usize) -> ValueKind {
        let entries = self.entries(node, depth);
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

    /// The entries of a mapping, merged ones (`<<`) first because its own win over them wherever they stand.
    fn entries(&mut self, node: Node<'_>, depth: usize) -> Vec<Entry> {
        let mut merged = Vec::new();
        let mut own = Vec::new();
        if node.is_broken() {
            merged.push(Entry::Spread(Value::opaque(self.place(node), BROKEN)));
        }
        for pair in node.entries() {
            if pair.key.is_merge_key() {
                self.merge(pair.value, depth, &mut merged);
            } else {
                let key = self.value_at(pair.key, depth);
                own.push(Entry::Pair { key, value: self.value_at(pair.value, depth) });
            }
        }
        merged.append(&mut own);
        merged
    }

    fn merge(&mut self, value: Node<'_>, depth: usize, merged: &mut Vec<Entry>) {
        let target = value.resolve();
        // A merge of merges of nothing makes no values, so it costs one itself.
        let (Some(depth), Some(left)) = (depth.checked_sub(1), self.left.checked_sub(1)) else {
            merged.push(Entry::Spread(Value::opaque(self.place(value), "repeated too often through aliases")));
            return;
        };
        self.left = left;
        match target.kind() {
            Kind::Mapping { .. } => merged.append(&mut self.entries(target, depth)),
            Kind::Sequence { .. } => {
                // The first mapping of the list wins.
                let mappings: Vec<_> = target.items().collect();
                for mapping in mappings.into_iter().rev() {
                    let target = mapping.resolve();
                    if target.is_mapping() {
                        merged.append(&mut self.entries(target, depth));
                    } else {
                        merged.push(Entry::Spread(Value::opaque(self.place(mapping), "a merge of what is no mapping")));
                    }
                }
            }
            _ => merged.push(Entry::Spread(Value::opaque(self.place(value), "a merge of what is no mapping"))),
        }
    }
}

const BROKEN: &str = "a line here could not be read";

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
