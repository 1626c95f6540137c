//! Manifests of Kubernetes: workloads that run Airflow, and the ConfigMaps that they take variables and airflow.cfg from.
//!
//! The manifests of one folder and namespace describe one deployment. Who fills templates in, or patches a manifest from
//! another folder, is not known here: a manifest without an image is taken for such a patch. Source: the Kubernetes API
//! reference (`apps/v1`, `core/v1`) and the task "Define Environment Variables for a Container".

mod config_map;
mod link;
#[cfg(test)]
mod tests;
mod workload;

pub use link::link;

use crate::model::{FileId, Shape};
use crate::syntax::yaml::{Node, Tree};
use config_map::ConfigMap;
use workload::Workload;

/// What a file of manifests says of Airflow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    workloads: Vec<Workload>,
    maps: Vec<ConfigMap>,
}

/// Reads a file; `None` where nothing in it is Airflow's.
pub fn read(file: FileId, tree: &Tree) -> Option<(File, Vec<Shape>)> {
    let objects: Vec<Node<'_>> = objects(tree).collect();
    let workloads = objects.iter().filter_map(|object| Workload::read(file, *object)).collect();
    let maps = objects.iter().filter_map(|object| ConfigMap::read(file, *object)).collect();
    let found = File { workloads, maps };
    let is_ours = !found.workloads.is_empty() || found.maps.iter().any(ConfigMap::is_of_airflow);
    let shapes = match tree.is_template() {
        true => Vec::new(),
        false => super::yaml_syntax_shapes(file, tree).collect(),
    };
    is_ours.then_some((found, shapes))
}

/// The objects of all documents, those in lists too.
pub(super) fn objects(tree: &Tree) -> impl Iterator<Item = Node<'_>> {
    tree.documents().flat_map(|document| {
        let listed = document.get("items").filter(|_| kind(document).is_some_and(|kind| kind.ends_with("List")));
        match listed {
            Some(items) => items.resolve().items().map(Node::resolve).collect(),
            None => vec![document],
        }
    })
}

/// The kind of an object.
pub(super) fn kind(object: Node<'_>) -> Option<&str> {
    object.get("kind")?.resolve().scalar()
}

/// What stands at a path of keys.
pub(super) fn at<'t>(object: Node<'t>, path: &[&str]) -> Option<Node<'t>> {
    path.iter().try_fold(object, |node, key| node.get(key).map(Node::resolve))
}

/// A text at a path of keys.
fn text_at<'t>(object: Node<'t>, path: &[&str]) -> Option<&'t str> {
    at(object, path)?.scalar()
}
