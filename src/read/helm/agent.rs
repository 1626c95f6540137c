//! Values of Astro's chart for agents of remote execution.
//!
//! Each entry of `workers` is one deployment of workers, which serves the queue that it names. Source: Astronomer's
//! documentation of the chart, and of isolation with remote execution, 2026.

use super::environment::Environment;
use super::names;
use super::resources::resources;
use super::values::{Values, whole};
use crate::model::{
    Deployment, Executor, ExecutorName, Place, Platform, RemoteExecution, Setting, WorkerGroup, WorkerKind,
};
use crate::read::image::Told;
use crate::syntax::yaml::Node;

pub(super) fn read(values: Values<'_>, deployment: &mut Deployment) {
    let workers = values.entry("workers");
    let place = workers.map_or(deployment.place, |entry| values.place(entry.key));
    deployment.place = place;
    deployment.platform = Platform::Astro;
    deployment.executor = Setting::known(ExecutorName::airflow(Executor::Astro.class_name()), place);
    deployment.remote_execution = Setting::known(
        RemoteExecution {
            enabled: Setting::known(true, place),
            allowed_ip_ranges: Setting::Absent,
            task_log_bucket: Setting::Absent,
            task_log_url_pattern: Setting::Absent,
        },
        place,
    );
    let mut environment = Environment::new(values);
    environment.list("commonEnv");
    environment.elsewhere("commonEnvFrom");
    let variables = environment.finish();
    if !variables.is_empty() {
        deployment.environment = Setting::known(variables, place);
    }
    if let Setting::Known(image) = values.text("image") {
        let told = Told::by(&image.value, image.place);
        deployment.versions.runtime = told.runtime;
        deployment.versions.airflow = told.airflow;
    }
    let Some(workers) = workers else { return };
    let list = workers.value.resolve();
    let groups: Vec<WorkerGroup> = list.items().map(|item| group(values.below(item))).collect();
    deployment.queues = match list.is_broken() {
        true => Setting::opaque(place, "a line here could not be read"),
        false => WorkerGroup::served(&groups, place),
    };
    deployment.queues_key = Some(place);
    deployment.workers = Setting::known(groups, place);
}

fn group(worker: Values<'_>) -> WorkerGroup {
    let name = worker.root.get("name").map(Node::resolve);
    let own: Place = worker.place(worker.root);
    let queues = worker.setting("queues", |_, node| match node.is_sequence() {
        true => Setting::opaque(worker.place(node), "a list, where the chart takes a text"),
        false => names(worker, node),
    });
    WorkerGroup {
        place: name.map_or(own, |name| worker.place(name)),
        kind: WorkerKind::Celery,
        label: name.and_then(Node::scalar).unwrap_or("a worker").into(),
        queues: match queues {
            Setting::Absent => Setting::opaque(own, "the chart's default"),
            said => said,
        },
        replicas: match worker.flag("hpa.enabled").value().or(worker.flag("keda.enabled").value()) {
            Some(true) => Setting::opaque(own, "the number of workers changes with their load"),
            _ => worker.whole("replicas"),
        },
        concurrency: worker.whole("syncSlots"),
        resources: resources(worker, "resources"),
        within: own,
        grace_seconds: worker.setting("terminationGracePeriodSeconds", whole),
        usual_grace: None,
        cold_stop: None,
    }
}
