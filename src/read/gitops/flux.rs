//! Flux: a release of a chart, or a patch of one.

use super::at;
use super::release::Release;
use crate::syntax::yaml::Node;

/// The chart that a `HelmRelease` installs. Values from ConfigMaps and secrets go below those that are written here.
pub(super) fn release(object: Node<'_>) -> Option<Release<'_>> {
    let text = |path: &[&str]| at(object, path).and_then(Node::scalar);
    let is_flux = text(&["apiVersion"]).is_none_or(|it| it.starts_with("helm.toolkit.fluxcd.io/"));
    let chart = at(object, &["spec", "chart", "spec", "chart"]);
    // A chart in a git repository has its version in the repository.
    let in_git = text(&["spec", "chart", "spec", "sourceRef", "kind"]) == Some("GitRepository");
    is_flux.then(|| Release {
        name: text(&["metadata", "name"]).unwrap_or(""),
        chart: chart.filter(|node| node.scalar().is_some()),
        repository: "",
        version: at(object, &["spec", "chart", "spec", "version"]).filter(|_| !in_git),
        values: at(object, &["spec", "values"]).filter(|node| !node.is_plain_null()),
        value_files: Vec::new(),
        parameters: Vec::new(),
    })
}
