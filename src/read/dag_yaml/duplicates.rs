//! Keys that stand twice.

use crate::model::{FileId, Place, Shape, ShapeKind, ValueKind};
use crate::read::yaml_value::scalar;
use crate::syntax::yaml::{Kind, Node};
use std::collections::HashMap;

/// Keys that stand twice in one mapping; PyYAML lets the last one win without a word.
pub(in crate::read) fn duplicate_keys(file: FileId, root: Node<'_>, shapes: &mut Vec<Shape>) {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match node.kind() {
            Kind::Sequence { .. } => open.extend(node.items()),
            Kind::Mapping { .. } => {
                let mut seen = HashMap::new();
                for pair in node.entries() {
                    open.push(pair.value);
                    let Some(key) = pair.key.scalar().filter(|_| !pair.key.is_merge_key()) else { continue };
                    // `1` and `"1"` are two keys.
                    let identity = (key, matches!(scalar(pair.key), ValueKind::Text(_)));
                    let Some(first) = seen.insert(identity, pair) else { continue };
                    shapes.push(Shape {
                        place: Place::new(file, pair.key.span()),
                        kind: ShapeKind::DuplicateKey {
                            key: key.into(),
                            first_key: key.into(),
                            first: Place::new(file, first.key.span()),
                        },
                    });
                }
            }
            _ => {}
        }
    }
}
