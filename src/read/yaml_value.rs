//! From YAML nodes to values, which `read::typed` gives a meaning.

use crate::model::{Entry, FileId, Place, Value, ValueKind};
use crate::syntax::yaml::{Kind, Node, Yaml11, pyyaml_scalar};
use std::marker::PhantomData;

/// Nesting past this is not read: PyYAML itself gives up soon after.
const DEPTH: usize = 100;

/// A line of a collection that could not be read.
const BROKEN: &str = "a line here could not be read";

/// What a format makes of scalars and mappings.
pub trait Dialect {
    /// A scalar that is no alias.
    fn scalar(node: Node<'_>) -> ValueKind {
        scalar(node)
    }

    /// A mapping, its merges resolved.
    fn mapping(entries: Vec<Entry>) -> ValueKind {
        ValueKind::Map(entries)
    }

    /// What a node with a tag constructs; `None` for a tag that the format does not have. `inner` reads a list or mapping
    /// without its tag.
    fn construction(_node: Node<'_>, _place: Place, _inner: impl FnOnce() -> ValueKind) -> Option<ValueKind> {
        None
    }
}

/// YAML as PyYAML's `safe_load` reads it, without more.
#[derive(Debug, Clone, Copy)]
pub struct Plain;

impl Dialect for Plain {}

/// The value of a node of plain YAML. Places are those of the node's tree.
pub fn plain(file: FileId, node: Node<'_>) -> Value {
    Values::<Plain>::new(file, node.tree().text().len()).value(node)
}

/// Turns the nodes of one file into values. Aliases are followed, up to a number of values in all.
#[derive(Debug)]
pub struct Values<D> {
    file: FileId,
    left: usize,
    dialect: PhantomData<D>,
}

impl<D: Dialect> Values<D> {
    /// For a file with a text of `length` bytes: no honest file has more values than bytes, or copies them through
    /// aliases more than some thousand times.
    pub fn new(file: FileId, length: usize) -> Self {
        Self { file, left: length.saturating_add(100_000), dialect: PhantomData }
    }

    /// The value of a node.
    pub fn value(&mut self, node: Node<'_>) -> Value {
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
        let place = self.place(node);
        if node.tag().is_some()
            && let Some(constructed) = D::construction(node, place, || self.untagged(node, depth))
        {
            return constructed;
        }
        match node.kind() {
            Kind::Sequence { .. } | Kind::Mapping { .. }
                if node.tag().is_some_and(|tag| !matches!(tag, "!!map" | "!!seq")) =>
            {
                ValueKind::Opaque(format!("the YAML tag {}", node.tag().unwrap_or_default()).into())
            }
            // What YAML takes `{{ name }}` for.
            Kind::Mapping { flow: true } if node.raw().starts_with("{{") => {
                ValueKind::Opaque("a template that is filled in later".into())
            }
            _ => self.untagged(node, depth),
        }
    }

    /// What a node is whatever its tag says.
    fn untagged(&mut self, node: Node<'_>, depth: usize) -> ValueKind {
        match node.kind() {
            Kind::Scalar(_) => D::scalar(node),
            Kind::Alias => ValueKind::Opaque("an alias that names no anchor".into()),
            Kind::Sequence { .. } => {
                let mut items: Vec<Value> = node.items().map(|item| self.value_at(item, depth)).collect();
                if node.is_broken() {
                    items.push(Value::opaque(self.place(node), BROKEN));
                }
                ValueKind::List(items)
            }
            Kind::Mapping { .. } => D::mapping(self.entries(node, depth)),
        }
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

/// A scalar as PyYAML reads it. What a broken line may have changed is not known.
pub fn scalar(node: Node<'_>) -> ValueKind {
    if node.is_broken() {
        return ValueKind::Opaque(BROKEN.into());
    }
    if let Some(tag) = node.tag()
        && !matches!(tag, "!" | "!!str" | "!!int" | "!!float" | "!!bool" | "!!null")
    {
        return ValueKind::Opaque(format!("the YAML tag {tag}").into());
    }
    match pyyaml_scalar(node) {
        Some(Yaml11::Null) => ValueKind::Null,
        Some(Yaml11::Bool(truth)) => ValueKind::Bool(truth),
        Some(Yaml11::Int(number)) => match i64::try_from(number) {
            Ok(number) => ValueKind::Int(number),
            Err(_) => ValueKind::Opaque("a number past 64 bits".into()),
        },
        Some(Yaml11::Float(number)) => ValueKind::Float(number),
        Some(Yaml11::Timestamp) => ValueKind::Opaque("a date".into()),
        Some(Yaml11::Text) | None => ValueKind::Text(node.scalar().unwrap_or_default().into()),
    }
}
