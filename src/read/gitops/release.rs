//! A release of a chart, as a GitOps object orders it.

use super::parameters::{Parameter, apply};
use crate::model::{ChartKind, Deployment, FileId, Place, Setting, Shape};
use crate::read::typed::placeholder;
use crate::read::{helm, yaml_syntax_shapes};
use crate::syntax::yaml::Node;

/// What an object orders, as nodes.
#[derive(Debug, Clone)]
pub(super) struct Release<'t> {
    /// The object's name.
    pub(super) name: &'t str,
    /// The chart's name, or its folder.
    pub(super) chart: Option<Node<'t>>,
    /// Where the chart is from.
    pub(super) repository: &'t str,
    /// The chart's version; `None` for a folder of a repository, whose revision says nothing.
    pub(super) version: Option<Node<'t>>,
    /// The values: an object, or a text that holds one.
    pub(super) values: Option<Node<'t>>,
    /// Files of values, the strongest last.
    pub(super) value_files: Vec<Node<'t>>,
    /// Single values that win over all.
    pub(super) parameters: Vec<Parameter<'t>>,
}

/// A file of values that an object names.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueFile {
    /// Its path below the folder of the repository, without a `$name/` before it.
    pub path: Box<str>,
    /// The version of the chart.
    pub version: Setting<Box<str>>,
}

/// What a release says.
pub(super) struct Read {
    pub(super) is_of_airflow: bool,
    pub(super) deployment: Option<Deployment>,
    pub(super) value_files: Vec<ValueFile>,
    pub(super) shapes: Vec<Shape>,
}

impl<'t> Release<'t> {
    pub(super) fn read(&self, file: FileId, label: &str) -> Read {
        let chart = self.chart.and_then(Node::scalar).unwrap_or("");
        let version = self.version.map_or(Setting::Absent, |node| text(file, node));
        let given = helm::Given {
            kind: ChartKind::named(chart, self.repository),
            version: version.clone(),
            ..helm::Given::default()
        };
        let mut shapes = Vec::new();
        let mut deployment = match self.values {
            None => None,
            Some(node) if node.is_mapping() => helm::read(file, label, node, &given),
            Some(node) => node.embedded().and_then(|tree| {
                let read = tree.root().and_then(|root| helm::read(file, label, root, &given));
                if read.is_some() && !tree.is_template() {
                    shapes.extend(yaml_syntax_shapes(file, &tree));
                }
                read
            }),
        };
        if let Some(deployment) = &mut deployment {
            apply(file, &self.parameters, deployment);
        }
        let named = |text: &str| text.to_ascii_lowercase().contains("airflow");
        // Airflow's own chart, or its values, or a chart in the repository that is called so.
        let is_of_airflow = given.kind.is_some() || deployment.is_some() || named(chart) || named(self.name);
        let value_files = self.value_files.iter().filter_map(|node| self.value_file(*node, &version));
        Read { is_of_airflow, value_files: value_files.collect(), deployment, shapes }
    }

    /// A file of the repository: behind `$name/`, or beside a chart that is a folder of it.
    fn value_file(&self, node: Node<'t>, version: &Setting<Box<str>>) -> Option<ValueFile> {
        let written = node.resolve().scalar()?;
        let path = match written.strip_prefix('$') {
            Some(rest) => rest.split_once('/')?.1.to_owned(),
            None if self.version.is_none() && !written.contains("://") => {
                let folder = self.chart.and_then(Node::scalar)?;
                format!("{}/{written}", folder.trim_end_matches('/'))
            }
            None => return None,
        };
        let is_plain = placeholder(&path).is_none();
        is_plain.then(|| ValueFile { path: path.into(), version: version.clone() })
    }
}

/// A text that is known where nothing fills it in later, and no range of versions.
fn text(file: FileId, node: Node<'_>) -> Setting<Box<str>> {
    let node = node.resolve();
    let place = Place::new(file, node.span());
    let Some(text) = node.scalar().filter(|_| !node.is_plain_null() && !node.is_broken()) else {
        return Setting::Absent;
    };
    let is_version = text
        .trim_start_matches('v')
        .split('.')
        .all(|part| part.starts_with(|c: char| c.is_ascii_digit()) && part != "x");
    match placeholder(text) {
        Some(why) => Setting::opaque(place, why),
        None if !is_version || text.contains([' ', '*', '^', '~', '>', '<', '|']) || text.ends_with(".x") => {
            Setting::opaque(place, "a range of versions")
        }
        None => Setting::known(text.into(), place),
    }
}
