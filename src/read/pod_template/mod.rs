//! Pod templates: YAML of one `kind: Pod`, which the Kubernetes executor or a `KubernetesPodOperator` starts its pods from.
//!
//! Who uses a template is not said in it.

mod recognise;
#[cfg(test)]
mod tests;

pub use recognise::recognise;

use super::{typed, yaml_value};
use crate::model::{FileId, Place, Pod, PodTemplate, Shape};
use crate::syntax::yaml::{Node, Tree};

/// Reads a file that [`recognise`] takes for one.
pub fn read(file: FileId, tree: &Tree) -> Option<(PodTemplate, Vec<Shape>)> {
    let shapes = match tree.is_template() {
        true => Vec::new(),
        false => super::yaml_syntax_shapes(file, tree).collect(),
    };
    let root = tree.root()?;
    let kind = root.entry("kind").map_or(root.span(), |entry| entry.key.span());
    Some((PodTemplate { place: Place::new(file, kind), pod: pod(file, root) }, shapes))
}

/// The pod that a mapping with `spec` describes: a manifest of `kind: Pod`, or the `template` of a Deployment. Places are
/// those of the node's tree.
pub fn pod(file: FileId, manifest: Node<'_>) -> Pod {
    typed::pod(&yaml_value::plain(file, manifest))
}
