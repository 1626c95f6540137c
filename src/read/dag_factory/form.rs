//! Deviations of form that hold for every version, and the Kubernetes objects of a file.

use super::keys::{self, NOT_DAGS, old_dag_keys, operator_arguments};
use super::scalar::scalar;
use crate::model::{Entry, FileId, KubernetesObject, Object, Place, Shape, ShapeKind, Value, ValueKind};
use crate::syntax::yaml::Node;
use std::collections::HashSet;

/// Keys of DAGs, of the `default` block and of a `defaults.yml` that dag-factory does not read.
pub(super) fn dag_keys(file: FileId, root: Node<'_>, has_dags: bool, shapes: &mut Vec<Shape>) {
    if !has_dags {
        return unread_keys(file, root, shapes);
    }
    for pair in root.entries() {
        let dag = pair.value.resolve();
        let is_default = pair.key.scalar() == Some(NOT_DAGS[0]);
        let has = |name| dag.entries().any(|key| key.key.scalar() == Some(name));
        // A mapping without tasks may only hold anchors.
        if is_default || (pair.key.scalar() != Some(NOT_DAGS[1]) && has("tasks")) {
            unread_keys(file, dag, shapes);
        }
    }
}

fn unread_keys(file: FileId, dag: Node<'_>, shapes: &mut Vec<Shape>) {
    // Behind a line that could not be read, a key may stand in another mapping than it was meant for.
    if dag.is_broken() {
        return;
    }
    for pair in dag.entries() {
        let Some(key) = pair.key.scalar().filter(|_| !pair.key.is_merge_key()) else { continue };
        // The usual marks of a key that only holds an anchor.
        let holder = key.starts_with("x-") || key.starts_with(['_', '.']) || holds_anchor(pair.value);
        let known = keys::dag_keys().contains(&key) || old_dag_keys().contains(&key);
        let readable = matches!(scalar(pair.key), ValueKind::Text(_));
        if holder || known || !readable {
            continue;
        }
        let place = Place::new(file, pair.key.span());
        // A DAG may be an alias of another.
        if shapes.iter().any(|shape| shape.place == place && matches!(shape.kind, ShapeKind::DagKeyIgnored { .. })) {
            continue;
        }
        shapes.push(Shape {
            place,
            kind: ShapeKind::DagKeyIgnored {
                key: key.into(),
                works_in_default_args: operator_arguments().contains(&key),
                allowed: keys::dag_keys(),
                present: texts(dag),
                default_args: dag
                    .entries()
                    .find(|other| other.key.scalar() == Some("default_args"))
                    .map_or_else(Vec::new, |default_args| texts(default_args.value.resolve())),
                within: Place::new(file, dag.span()),
            },
        });
    }
}

/// The keys of a mapping.
fn texts(mapping: Node<'_>) -> Vec<Box<str>> {
    mapping.entries().filter_map(|pair| pair.key.scalar()).map(Into::into).collect()
}

/// Whether an anchor stands at a node or inside it.
fn holds_anchor(node: Node<'_>) -> bool {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if node.anchor().is_some() {
            return true;
        }
        open.extend(node.items());
        open.extend(node.entries().map(|pair| pair.value));
    }
    false
}

/// The Kubernetes client objects in a file, each once.
pub(super) fn kubernetes_objects(root: &Value) -> Vec<KubernetesObject> {
    let mut objects = Vec::new();
    let mut seen = HashSet::new();
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match &value.kind {
            ValueKind::List(items) => open.extend(items.iter().rev()),
            ValueKind::Map(entries) => open.extend(entries.iter().rev().map(|entry| match entry {
                Entry::Pair { value, .. } | Entry::Spread(value) => value,
            })),
            ValueKind::Object(object) => {
                open.extend(object.keywords.iter().rev().map(|(_, _, value)| value));
                open.extend(object.positional.iter().rev());
                if is_kubernetes(object) && seen.insert(object.callee) {
                    objects.push(kubernetes_object(value.literal, object));
                }
            }
            _ => {}
        }
    }
    objects
}

fn is_kubernetes(object: &Object) -> bool {
    object.class.starts_with("kubernetes.") || object.class_name().starts_with("V1")
}

fn kubernetes_object(place: Place, object: &Object) -> KubernetesObject {
    KubernetesObject {
        place,
        callee: object.callee,
        class: object.class_name().into(),
        keywords: object.keywords.iter().map(|(name, key, _)| (name.clone(), *key)).collect(),
        values: object.keywords.iter().map(|(_, _, value)| value.clone()).collect(),
        positional: object.positional.len(),
        expanded: object.expanded,
        changed: false,
    }
}
