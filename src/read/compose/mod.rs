//! Compose files: the services that run Airflow, and with them one deployment.
//!
//! Merge keys and extension fields (`x-…` with anchors) are resolved as compose does. A text with `${VAR}` is not known,
//! also where a default stands in it: the shell or an `.env` file may set the variable. Source: the Compose
//! specification, and the compose file of Airflow's documentation.

mod duration;
mod service;
#[cfg(test)]
mod tests;

use self::service::Service;
use super::command::{Role, Worker};
use super::image::Told;
use crate::model::{
    DEFAULT_QUEUE, DEFAULT_QUEUE_VARIABLE, Deployment, DescribedBy, EnvironmentVariable, ExecutorName, FileId, Known,
    Place, Platform, Setting, Shape, WorkerGroup, WorkerKind, WorkerQueue,
};
use crate::syntax::yaml::{Node, Reader, Tree};

/// Seconds that Compose gives a container to end where its service does not say. Source: the Compose specification,
/// `stop_grace_period`.
const GRACE_SECONDS: i64 = 10;
const EXECUTOR_VARIABLE: &str = "AIRFLOW__CORE__EXECUTOR";

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
    let services: Vec<Service> = airflow_services(file, entry.value).collect();
    deployment.environment = environment(&services, place);
    deployment.executor = executor(&services);
    deployment.scheduler_grace_seconds = scheduler_grace(&services);
    if let Some(image) = services.iter().find_map(|service| service.image.as_known()) {
        let told = Told::by(&image.value, image.place);
        deployment.versions.runtime = told.runtime;
        deployment.versions.airflow = told.airflow;
    }
    let is_whole = !label.contains("override") && services.iter().all(|service| service.is_complete);
    let groups: Vec<(WorkerGroup, &Service)> = services.iter().filter_map(|it| Some((group(it)?, it))).collect();
    if !groups.is_empty() {
        deployment.queues = queues(&groups, is_whole, place);
        deployment.workers = Setting::known(groups.into_iter().map(|(group, _)| group).collect(), place);
    }
    (deployment, shapes)
}

fn airflow_services(file: FileId, services: Node<'_>) -> impl Iterator<Item = Service> {
    let entries = services.merged(Reader::PyYaml);
    entries.into_iter().filter_map(move |entry| Service::read(file, entry)).filter(Service::is_airflow)
}

/// The variables that all services agree on. One that some set otherwise is not known, and none is where a service takes
/// them from files.
fn environment(services: &[Service], place: Place) -> Setting<Vec<EnvironmentVariable>> {
    let mut variables: Vec<EnvironmentVariable> = Vec::new();
    for elsewhere in services.iter().filter_map(|service| service.elsewhere) {
        let key = Setting::opaque(elsewhere, "variables that come from a file");
        variables.push(EnvironmentVariable { place: elsewhere, value: Setting::Absent, key, secret: Setting::Absent });
    }
    for variable in services.iter().flat_map(|service| &service.environment) {
        let known = variables.iter_mut().find(|it| it.key.value().is_some() && it.key.value() == variable.key.value());
        match known {
            Some(known) if known.value.value() == variable.value.value() => {}
            Some(known) => known.value = Setting::opaque(known.place, "services set it to different values"),
            None => variables.push(variable.clone()),
        }
    }
    Setting::known(variables, place)
}

/// The executor of the scheduler, or the one that every service names.
fn executor(services: &[Service]) -> Setting<ExecutorName> {
    let schedulers = services.iter().filter(|service| matches!(service.role, Role::Scheduler));
    let said = |service: &Service| service.variable(EXECUTOR_VARIABLE);
    let mut named: Vec<Setting<Box<str>>> = schedulers.map(said).collect();
    if named.is_empty() {
        named = services.iter().map(said).filter(|it| !it.is_absent()).collect();
    }
    let Some(first) = named.first().cloned() else { return Setting::Absent };
    if named.iter().any(|other| other.value() != first.value()) {
        let place = first.place().or_else(|| named.iter().find_map(Setting::place)).unwrap_or_default();
        return Setting::opaque(place, "services name different executors");
    }
    first.map(|text| ExecutorName::airflow(&text))
}

/// The time that the scheduler is given to end, where its service says so.
fn scheduler_grace(services: &[Service]) -> Setting<i64> {
    let mut schedulers = services.iter().filter(|service| matches!(service.role, Role::Scheduler));
    match (schedulers.next(), schedulers.next()) {
        (Some(one), None) => one.grace_seconds.clone(),
        _ => Setting::Absent,
    }
}

/// The workers of a service, where it is one of workers.
fn group(service: &Service) -> Option<WorkerGroup> {
    let Role::Worker(Worker { kind, queues, concurrency }) = &service.role else { return None };
    let queues = match queues {
        Setting::Absent if *kind == WorkerKind::Celery => default_queue(service),
        said => said.clone(),
    };
    Some(WorkerGroup {
        place: service.place,
        kind: *kind,
        label: service.name.clone(),
        queues,
        replicas: service.replicas.clone(),
        concurrency: concurrency.clone(),
        resources: service.resources.clone(),
        within: service.within,
        grace_seconds: service.grace_seconds.clone(),
        usual_grace: Some((GRACE_SECONDS, "Compose")),
        cold_stop: service.cold_stop().filter(|_| *kind == WorkerKind::Celery),
    })
}

/// The queue that a worker without `-q` listens on: Airflow's default queue.
fn default_queue(service: &Service) -> Setting<Vec<(Box<str>, Place)>> {
    match service.variable(DEFAULT_QUEUE_VARIABLE) {
        Setting::Known(Known { value, place, .. }) => Setting::known(vec![(value, place)], place),
        Setting::Absent => Setting::known(vec![(DEFAULT_QUEUE.into(), service.place)], service.place),
        Setting::Opaque(opaque) => Setting::Opaque(opaque),
    }
}

/// Every queue that some worker serves, each once; not known where a worker's queues are not, or where other files may
/// add workers.
fn queues(groups: &[(WorkerGroup, &Service)], is_whole: bool, place: Place) -> Setting<Vec<WorkerQueue>> {
    if !is_whole {
        return Setting::opaque(place, "other compose files may add workers");
    }
    WorkerGroup::served(groups.iter().map(|(group, _)| group), place)
}
