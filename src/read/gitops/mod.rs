//! GitOps: `Application` and `ApplicationSet` of Argo CD, `HelmRelease` of Flux, and patches of them in a kustomization.
//!
//! The values that such an object writes down, as a text or as an object, describe a deployment as a file of values does,
//! and say beside it which chart they are for, in which version. Values from ConfigMaps, secrets and files go below them,
//! parameters above. Sources: the documentation of Argo CD ("Helm", "Multiple Sources"), `api/v2` of Flux's
//! helm-controller, and the Kustomize reference.

mod argo;
mod flux;
mod parameters;
mod release;
#[cfg(test)]
mod tests;

pub use release::ValueFile;

use super::FileKind;
use super::manifest::{at, kind, objects};
use crate::model::{Deployment, FileId, Shape};
use crate::syntax::yaml::{Node, Tree};
use release::Release;

/// What a file of GitOps objects says of Airflow.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Argo CD's objects, or Flux's.
    pub kind: FileKind,
    /// What its own values describe.
    pub deployments: Vec<Deployment>,
    /// The files of values that it names, for which it knows the chart.
    pub value_files: Vec<ValueFile>,
}

/// Reads a file; `None` where nothing in it installs Airflow. `label` names a deployment in messages.
pub fn read(file: FileId, label: &str, tree: &Tree) -> Option<(File, Vec<Shape>)> {
    let mut found =
        Found { file, label, kind: None, deployments: Vec::new(), value_files: Vec::new(), shapes: Vec::new() };
    found.tree(tree, 0);
    let kind = found.kind?;
    if !tree.is_template() {
        found.shapes.extend(super::yaml_syntax_shapes(file, tree));
    }
    if let [_, _, ..] = found.deployments.as_slice() {
        // One file, several deployments: each by its object's name.
        for (deployment, name) in &mut found.deployments {
            deployment.label = name.clone();
        }
    }
    let deployments = found.deployments.into_iter().map(|(deployment, _)| deployment).collect();
    Some((File { kind, deployments, value_files: found.value_files }, found.shapes))
}

/// What was found in a file so far.
struct Found<'l> {
    file: FileId,
    label: &'l str,
    kind: Option<FileKind>,
    /// Each with the name of its object.
    deployments: Vec<(Deployment, Box<str>)>,
    value_files: Vec<ValueFile>,
    shapes: Vec<Shape>,
}

/// Patches inside patches are nobody's.
const DEEPEST: usize = 2;

impl Found<'_> {
    fn tree(&mut self, tree: &Tree, depth: usize) {
        for object in objects(tree) {
            match kind(object) {
                Some("Application" | "ApplicationSet") => self.releases(FileKind::ArgoCd, argo::releases(object)),
                Some("HelmRelease") => self.releases(FileKind::Flux, flux::release(object).into_iter().collect()),
                Some("Kustomization") if depth < DEEPEST => self.patches(object, depth),
                _ => {}
            }
        }
    }

    /// The patches that a kustomization writes down as texts.
    fn patches(&mut self, object: Node<'_>, depth: usize) {
        let lists =
            [at(object, &["patches"]), at(object, &["spec", "patches"]), at(object, &["patchesStrategicMerge"])];
        let items = lists.into_iter().flatten().flat_map(|list| list.items()).map(Node::resolve);
        for patch in items.filter_map(|item| item.get("patch").unwrap_or(item).embedded()) {
            self.tree(&patch, depth + 1);
        }
    }

    fn releases(&mut self, kind: FileKind, releases: Vec<Release<'_>>) {
        for release in releases {
            let read = release.read(self.file, self.label);
            if !read.is_of_airflow {
                continue;
            }
            self.kind = self.kind.or(Some(kind));
            self.shapes.extend(read.shapes);
            self.value_files.extend(read.value_files);
            self.deployments.extend(read.deployment.map(|deployment| (deployment, release.name.into())));
        }
    }
}
