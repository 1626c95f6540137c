//! Pod templates: YAML of one `kind: Pod`, which the Kubernetes executor or a `KubernetesPodOperator` starts its pods from.
//!
//! Who uses a template is not said in it.

mod recognise;
#[cfg(test)]
mod tests;

pub use recognise::recognise;

use super::{typed, yaml_value};
use crate::model::{FileId, Place, Pod, PodTemplate, Shape, Value, ValueKind};
use crate::syntax::Span;
use crate::syntax::yaml::{Node, Tree};

/// Reads a file that [`recognise`] takes for one.
pub fn read(file: FileId, tree: &Tree) -> (PodTemplate, Vec<Shape>) {
    let shapes = match tree.is_template() {
        true => Vec::new(),
        false => super::yaml_syntax_shapes(file, tree).collect(),
    };
    let whole = Place::new(file, Span::new(0, tree.text().len()));
    let kind = tree.root().and_then(|root| root.entry("kind"));
    let place = kind.map_or(whole, |entry| Place::new(file, entry.key.span()));
    let empty = || typed::pod(&Value::new(whole, ValueKind::Null));
    let pod = tree.root().map_or_else(empty, |root| pod(file, root));
    (PodTemplate { place, pod }, shapes)
}

/// The pod that a mapping with `spec` describes: a manifest of `kind: Pod`, or the `template` of a Deployment. Places are
/// those of the node's tree.
pub fn pod(file: FileId, manifest: Node<'_>) -> Pod {
    typed::pod(&yaml_value::plain(file, manifest))
}
