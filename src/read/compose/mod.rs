//! Compose files: the services that run Airflow, and with them one deployment.
//!
//! Merge keys and extension fields (`x-…` with anchors) are resolved as compose does. A text with `${VAR}` is not known,
//! also where a default stands in it: the shell or an `.env` file may set the variable. Source: the Compose
//! specification, and the compose file of Airflow's documentation.

mod duration;
mod service;
#[cfg(test)]
mod tests;

use super::process::{self, Format, Process};
use crate::model::{Deployment, DescribedBy, FileId, Place, Platform, Shape};
use crate::syntax::yaml::{Node, Reader, Tree};

/// Seconds that Compose gives a container to end where its service does not say. Source: the Compose specification,
/// `stop_grace_period`.
const GRACE_SECONDS: i64 = 10;

/// Whether a file is a compose file with a service of Airflow.
pub fn recognise(tree: &Tree) -> bool {
    let Some(services) = tree.root().and_then(|root| root.get("services")) else { return false };
    services.is_mapping() && airflow_services(FileId::default(), services).next().is_some()
}

/// Reads a file that [`recognise`] takes for one. `label` names the deployment in messages.
pub fn read(file: FileId, label: &str, tree: &Tree) -> (Deployment, Vec<Shape>) {
    let shapes = match tree.is_template() {
        true => Vec::new(),
        false => super::yaml_syntax_shapes(file, tree).collect(),
    };
    let entry = tree.root().and_then(|root| root.entry("services"));
    let place = entry.map_or(Place::default(), |entry| Place::new(file, entry.key.span()));
    let mut deployment = Deployment::new(file, label, place, Platform::OpenSource);
    deployment.described_by = DescribedBy::Compose;
    let Some(entry) = entry else { return (deployment, shapes) };
    let services: Vec<Process> = airflow_services(file, entry.value).collect();
    let others = label.contains("override").then_some("other compose files may add workers");
    process::describe(&mut deployment, &services, &Format { usual_grace: (GRACE_SECONDS, "Compose"), others });
    (deployment, shapes)
}

fn airflow_services(file: FileId, services: Node<'_>) -> impl Iterator<Item = Process> {
    let entries = services.merged(Reader::PyYaml);
    entries.into_iter().filter_map(move |entry| service::read(file, entry)).filter(Process::is_airflow)
}
