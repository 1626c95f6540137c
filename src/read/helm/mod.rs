//! Values of Helm charts that run Airflow: of the official chart in all its generations, the community's, Bitnami's, and
//! Astro's for agents of remote execution; on their own, under a key of an umbrella chart, or inside another file.
//!
//! A file of values is often an overlay of others: what is absent in it is not said. A list replaces the list of the
//! files below it, so one that is written is whole. Sources: the charts' `values.yaml`, `values.schema.json` and templates.

mod agent;
mod bitnami;
mod chart_file;
mod community;
mod environment;
mod official;
mod recognise;
mod resources;
#[cfg(test)]
mod tests;
mod values;
mod versions;

pub use chart_file::{CHART_FILE, ChartFile, ChartVersion, read_chart};
pub use recognise::recognise;

use self::recognise::candidate;
use self::values::Values;
use super::command::{Word, queues};
use crate::model::{ChartKind, Deployment, DescribedBy, ExecutorName, FileId, Place, Platform, Setting, Shape};
use crate::syntax::yaml::{Node, Tree};

/// What is known of a chart besides its values.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Which chart; `None` where only the values can tell.
    pub kind: Option<ChartKind>,
    /// Its version.
    pub version: Setting<Box<str>>,
    /// The key that the values stand under, where they are those of a part of another chart.
    pub under: Option<Place>,
}

/// Reads a file that [`recognise`] takes for one of values. `label` names the deployment in messages.
pub fn read_file(file: FileId, label: &str, tree: &Tree) -> (Vec<Deployment>, Vec<Shape>) {
    let shapes = match tree.is_template() {
        true => Vec::new(),
        false => super::yaml_syntax_shapes(file, tree).collect(),
    };
    let deployment = tree.root().and_then(|root| read(file, label, root, &Given::default()));
    (deployment.into_iter().filter(says_something).collect(), shapes)
}

/// Reads the values below a node of any tree whose spans are those of `file`. `None` where nothing shows that they are
/// values for Airflow.
pub fn read(file: FileId, label: &str, root: Node<'_>, given: &Given) -> Option<Deployment> {
    let (kind, values, under) = match given.kind {
        Some(kind) => (Some(kind), Values { file, root: root.resolve() }, None),
        None => {
            let found = candidate(file, root)?;
            (found.kind, Values { file, root: found.root }, found.under)
        }
    };
    let first = values.root.entries().next().map_or(values.root, |entry| entry.key);
    let place = values.entry("executor").map_or(first, |entry| entry.key);
    let mut deployment = Deployment::new(file, label, values.place(place), Platform::OpenSource);
    deployment.described_by = DescribedBy::Values;
    let mut chart = values.into_chart();
    chart.kind = kind;
    chart.version = given.version.clone();
    chart.under = under.map(|key| values.place(key)).or(given.under);
    match kind {
        Some(ChartKind::Official) => official::read(values, &mut deployment),
        Some(ChartKind::Community) => community::read(values, &mut deployment),
        Some(ChartKind::Bitnami) => bitnami::read(values, &mut deployment),
        Some(ChartKind::RemoteAgent) => agent::read(values, &mut deployment),
        None => undecided(values, &mut deployment),
    }
    deployment.chart = Some(Box::new(chart));
    Some(deployment)
}

/// Whether values of an unknown chart say anything about where tasks run.
fn says_something(deployment: &Deployment) -> bool {
    let is_known = deployment.chart.as_ref().is_some_and(|chart| chart.kind.is_some());
    is_known || !deployment.executor.is_absent()
}

/// Values that could be those of several charts: the executor stands at one of two places, everything else may be
/// anything.
fn undecided(values: Values<'_>, deployment: &mut Deployment) {
    let named = values.text("executor").or(values.text("airflow.executor")).or(values.text("airflow.core.executor"));
    deployment.executor = named.map(|text| ExecutorName::airflow(&text));
    let why = "values of a chart that airlint does not know";
    deployment.queues = Setting::opaque(deployment.place, why);
    deployment.workers = Setting::opaque(deployment.place, why);
    deployment.environment = Setting::opaque(deployment.place, why);
    deployment.options = Setting::opaque(deployment.place, why);
    deployment.scheduler_grace_seconds = Setting::opaque(deployment.place, why);
    deployment.versions.airflow = Setting::opaque(deployment.place, why);
}

/// The names of a list with commas at a node, each with its place.
fn names(values: Values<'_>, node: Node<'_>) -> Setting<Vec<(Box<str>, Place)>> {
    match (node.is_plain_null(), Word::of(values.file, node)) {
        (true, _) => Setting::Absent,
        (false, Some(word)) if !node.resolve().is_broken() => queues(&word),
        _ => Setting::opaque(values.place(node), "no plain text stands here"),
    }
}
