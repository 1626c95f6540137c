//! Values that gusty's tags construct.

use crate::model::{Entry, Object, Place, Value, ValueKind};
use crate::read::yaml_value::{Dialect, plain};
use crate::syntax::yaml::{self, Node};

/// The tags that gusty always has, and the classes they construct. Source: gusty 0.23, `parsing/loaders.py`.
const TAGS: [(&str, &str); 3] =
    [("!timedelta", "datetime.timedelta"), ("!datetime", "datetime.datetime"), ("!days_ago", "gusty.utils.days_ago")];

/// The YAML of gusty.
pub(super) struct Gusty;

/// Whether a tag is one that gusty always has.
pub(super) fn is_construction(tag: &str) -> bool {
    TAGS.iter().any(|(name, _)| *name == tag)
}

impl Dialect for Gusty {
    /// A scalar is read as YAML once more, so that `'hours: 2'` gives an argument by name. Source: absql,
    /// `files/loader.py`.
    fn construction(node: Node<'_>, place: Place, inner: impl FnOnce() -> ValueKind) -> Option<ValueKind> {
        let (_, class) = TAGS.iter().find(|(name, _)| Some(*name) == node.tag())?;
        let arguments = match node.scalar() {
            Some(text) => {
                let tree = yaml::parse(text);
                tree.root().map_or(ValueKind::Null, |root| moved(&plain(place.file, root), place).kind)
            }
            None => inner(),
        };
        let mut object = Object {
            class: (*class).into(),
            callee: node.tag_span().map_or(place, |span| Place::new(place.file, span)),
            positional: Vec::new(),
            keywords: Vec::new(),
            expanded: false,
        };
        match arguments {
            ValueKind::Null => {}
            ValueKind::List(items) => object.positional = items,
            ValueKind::Map(entries) => {
                for entry in entries {
                    match entry {
                        Entry::Pair { key: Value { kind: ValueKind::Text(name), place, .. }, value } => {
                            object.keywords.retain(|(earlier, _, _)| *earlier != name);
                            object.keywords.push((name, place, value));
                        }
                        Entry::Pair { .. } | Entry::Spread(_) => object.expanded = true,
                    }
                }
            }
            kind => object.positional.push(Value::new(place, kind)),
        }
        Some(ValueKind::Object(Box::new(object)))
    }
}

/// A value that was read from the text of a scalar, at the place of the scalar.
fn moved(value: &Value, place: Place) -> Value {
    let kind = match &value.kind {
        ValueKind::List(items) => ValueKind::List(items.iter().map(|item| moved(item, place)).collect()),
        ValueKind::Map(entries) => ValueKind::Map(
            entries
                .iter()
                .map(|entry| match entry {
                    Entry::Pair { key, value } => Entry::Pair { key: moved(key, place), value: moved(value, place) },
                    Entry::Spread(value) => Entry::Spread(moved(value, place)),
                })
                .collect(),
        ),
        kind => kind.clone(),
    };
    Value::new(place, kind)
}
