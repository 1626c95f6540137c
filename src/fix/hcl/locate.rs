//! Finding what a place of a finding names in a Terraform file.

use crate::syntax::Span;
use crate::syntax::hcl::{Attribute, Block, Body, Expression, Hcl, Kind, ObjectEntry};

/// What stands at a place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Located<'h> {
    /// An attribute: the block around it, and itself.
    Attribute(Option<&'h Block>, &'h Attribute),
    /// An entry of an object: the object, and its index.
    Entry(&'h Expression, usize),
    /// An item of a list: the list, and its index.
    Item(&'h Expression, usize),
    /// The head of a block.
    Block(&'h Block),
}

/// What holds keys.
#[derive(Debug, Clone, Copy)]
pub(super) enum Container<'h> {
    /// A block.
    Block(&'h Block),
    /// An object.
    Object(&'h Expression),
}

impl<'h> Located<'h> {
    /// The value at the place.
    pub(super) fn value(self) -> Option<&'h Expression> {
        match self {
            Located::Attribute(_, attribute) => Some(&attribute.value),
            Located::Entry(object, index) => Some(&entries(object).get(index)?.value),
            Located::Item(list, index) => items(list).get(index),
            Located::Block(_) => None,
        }
    }

    /// The key at the place.
    pub(super) fn key(self) -> Option<Span> {
        match self {
            Located::Attribute(_, attribute) => Some(attribute.key.span),
            Located::Entry(object, index) => Some(entries(object).get(index)?.key),
            Located::Item(..) | Located::Block(_) => None,
        }
    }
}

impl<'h> Container<'h> {
    /// The value of a key.
    pub(super) fn value(self, key: &str) -> Option<&'h Expression> {
        match self {
            Container::Block(block) => Some(&block.body.attribute(key)?.value),
            Container::Object(object) => Some(&object.entry(key)?.value),
        }
    }

    /// The keys with the bytes of each key and its value, in order.
    pub(super) fn keys(self) -> Vec<(&'h str, Span, Span)> {
        match self {
            Container::Block(block) => {
                let attributes = block.body.attributes.iter();
                attributes.map(|it| (&*it.key.text, it.key.span, it.value.span)).collect()
            }
            Container::Object(object) => {
                let entries = entries(object).iter();
                entries.map(|it| (it.name.as_deref().unwrap_or(""), it.key, it.value.span)).collect()
            }
        }
    }
}

/// The entries of an object.
pub(super) fn entries(object: &Expression) -> &[ObjectEntry] {
    match &object.kind {
        Kind::Object(entries) => entries,
        _ => &[],
    }
}

/// The items of a list.
pub(super) fn items(list: &Expression) -> &[Expression] {
    match &list.kind {
        Kind::List(items) => items,
        _ => &[],
    }
}

/// The outermost thing whose key, value or whole has just these bytes.
pub(super) fn locate(hcl: &Hcl, span: Span) -> Option<Located<'_>> {
    in_body(None, &hcl.body, span)
}

/// What holds keys at a place: the block with that head, the object, or, unless only the thing itself is wanted, what
/// holds the key that stands there.
pub(super) fn container(hcl: &Hcl, span: Span, itself: bool) -> Option<Container<'_>> {
    let located = locate(hcl, span)?;
    let value = located.value().filter(|value| value.span == span || itself);
    match (located, value) {
        (Located::Block(block), _) => Some(Container::Block(block)),
        (_, Some(object)) if matches!(object.kind, Kind::Object(_)) => Some(Container::Object(object)),
        (Located::Attribute(Some(block), _), _) => Some(Container::Block(block)),
        (Located::Entry(object, _), _) => Some(Container::Object(object)),
        _ => None,
    }
}

fn in_body<'h>(around: Option<&'h Block>, body: &'h Body, span: Span) -> Option<Located<'h>> {
    if let Some(attribute) = body.attributes.iter().find(|it| it.span.contains(span)) {
        return match [attribute.span, attribute.key.span, attribute.value.span].contains(&span) {
            true => Some(Located::Attribute(around, attribute)),
            false => in_value(&attribute.value, span),
        };
    }
    let block = body.blocks.iter().find(|block| block.span.contains(span))?;
    let head = block.labels.iter().fold(block.kind.span, |head, label| head.cover(label.span));
    match head == span {
        true => Some(Located::Block(block)),
        false => in_body(Some(block), &block.body, span),
    }
}

/// The depth of a value is bounded by the parser.
fn in_value(value: &Expression, span: Span) -> Option<Located<'_>> {
    for (index, entry) in entries(value).iter().enumerate() {
        if entry.key == span || entry.value.span == span || entry.key.cover(entry.value.span) == span {
            return Some(Located::Entry(value, index));
        }
        if entry.value.span.contains(span) {
            return in_value(&entry.value, span);
        }
    }
    for (index, item) in items(value).iter().enumerate() {
        if item.span == span {
            return Some(Located::Item(value, index));
        }
        if item.span.contains(span) {
            return in_value(item, span);
        }
    }
    match &value.kind {
        Kind::Call { arguments, .. } => {
            let inner = arguments.iter().find(|argument| argument.span.contains(span))?;
            in_value(inner, span)
        }
        _ => None,
    }
}
