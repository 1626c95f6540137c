//! Values of Bitnami's chart.

use super::environment::Environment;
use super::official::sections;
use super::resources::resources;
use super::values::{Found, Values};
use super::versions;
use crate::model::{Deployment, ExecutorName, Setting, WorkerGroup, WorkerKind, look_up_variable, variable_of_option};

pub(super) fn read(values: Values<'_>, deployment: &mut Deployment) {
    let mut environment = Environment::new(values);
    environment.list("extraEnvVars");
    for path in ["extraEnvVarsCM", "extraEnvVarsSecret", "extraEnvVarsSecrets"] {
        environment.elsewhere(path);
    }
    let variables = environment.finish();
    let named = values.text("executor").map(|text| ExecutorName::airflow(&text));
    let by_variable = look_up_variable(&variables, &variable_of_option("core", "executor"));
    deployment.executor = match by_variable {
        Setting::Opaque(opaque) if !named.is_absent() => Setting::Opaque(opaque),
        Setting::Opaque(_) | Setting::Absent => named,
        Setting::Known(known) => Setting::Known(known).map(|text| ExecutorName::airflow(&text)),
    };
    if !variables.is_empty() {
        deployment.environment = Setting::known(variables, deployment.place);
    }
    match values.find("configuration") {
        Found::Here(entry) => {
            deployment.options = Setting::known(sections(values, Some(entry.value.resolve())), deployment.place);
        }
        Found::Unknown(place) => deployment.options = Setting::opaque(place, "a line here could not be read"),
        Found::Nothing => {}
    }
    // Bitnami's tags begin with the version of Airflow: `3.0.2-debian-12-r4`.
    deployment.versions = versions::image(Setting::Absent, values.text("image.tag"), Setting::Absent);
    deployment.queues = Setting::opaque(deployment.place, "the chart's values do not name queues");
    deployment.scheduler_grace_seconds = values.whole("scheduler.terminationGracePeriodSeconds");
    workers(values, deployment);
}

fn workers(values: Values<'_>, deployment: &mut Deployment) {
    let Some(section) = values.entry("worker").filter(|entry| entry.value.is_mapping()) else { return };
    let workers = values.below(section.value);
    let place = values.place(section.key);
    let scaled = workers.flag("autoscaling.enabled");
    let group = WorkerGroup {
        place,
        kind: WorkerKind::Celery,
        label: "worker".into(),
        queues: Setting::opaque(place, "the chart's values do not name queues"),
        replicas: match scaled.place().filter(|_| scaled.value() != Some(&false)) {
            Some(place) => Setting::opaque(place, "the number of workers changes with their load"),
            None => workers.whole("replicaCount"),
        },
        concurrency: Setting::Absent,
        resources: match (resources(workers, "resources"), workers.find("resourcesPreset")) {
            (Setting::Absent, Found::Here(entry)) => {
                Setting::opaque(values.place(entry.value), "a preset of the chart")
            }
            (said, _) => said,
        },
        within: values.place(workers.root),
        grace_seconds: workers.whole("terminationGracePeriodSeconds"),
        usual_grace: None,
        cold_stop: None,
    };
    deployment.workers = Setting::known(vec![group], place);
}
