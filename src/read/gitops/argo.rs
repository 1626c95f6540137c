//! Argo CD: the sources of an application, or of the template of a set of them.

use super::at;
use super::parameters::Parameter;
use super::release::Release;
use crate::syntax::yaml::Node;

/// The charts that an `Application` or `ApplicationSet` installs.
pub(super) fn releases(object: Node<'_>) -> Vec<Release<'_>> {
    let is_argo =
        at(object, &["apiVersion"]).and_then(Node::scalar).is_some_and(|text| text.starts_with("argoproj.io/"));
    // A set has a template of applications.
    let spec = at(object, &["spec", "template", "spec"]).or(at(object, &["spec"]));
    let (true, Some(spec)) = (is_argo, spec) else { return Vec::new() };
    let name = at(object, &["metadata", "name"]).and_then(Node::scalar).unwrap_or("");
    let several = spec.get("sources").into_iter().flat_map(|list| list.resolve().items()).map(Node::resolve);
    let sources = spec.get("source").map(Node::resolve).into_iter().chain(several);
    // A source that others refer to by its name holds files of values only.
    let charts = sources
        .filter(|source| source.get("chart").is_some() || source.get("helm").is_some() || source.get("path").is_some());
    charts.map(|source| release(name, source)).collect()
}

fn release<'t>(name: &'t str, source: Node<'t>) -> Release<'t> {
    let helm = |key: &str| at(source, &["helm", key]).filter(|node| !node.is_plain_null());
    let chart = source.get("chart").map(Node::resolve);
    // The object goes before the text. Source: Argo CD, "Helm": valuesObject takes precedence over values.
    let written = helm("valuesObject").filter(|node| node.entries().next().is_some());
    let items = |key: &str| helm(key).into_iter().flat_map(|list| list.items()).map(Node::resolve).collect::<Vec<_>>();
    let parameters = items("parameters").into_iter().chain(items("fileParameters"));
    Release {
        name,
        chart: chart.or(source.get("path").map(Node::resolve)),
        repository: at(source, &["repoURL"]).and_then(Node::scalar).unwrap_or(""),
        version: chart.and_then(|_| source.get("targetRevision")).map(Node::resolve),
        values: written.or(helm("values")),
        value_files: items("valueFiles"),
        parameters: parameters.filter_map(Parameter::read).collect(),
    }
}
