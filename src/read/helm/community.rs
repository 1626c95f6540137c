//! Values of the community's chart, `airflow-helm/charts`.

use super::environment::Environment;
use super::resources::resources;
use super::values::Values;
use super::versions;
use crate::model::{Deployment, ExecutorName, Setting, WorkerGroup, WorkerKind, look_up_variable, variable_of_option};

/// Seconds that a worker has to end its tasks where nothing lets it wait for them. Source: `workers.terminationPeriod` of
/// the chart's `values.yaml`, 8.9.
const TERMINATION: (i64, &str) = (60, "the chart");
/// The same where it waits for them: `workers.celery.gracefullTerminationPeriod`, before the time above.
const GRACEFUL: i64 = 600;

pub(super) fn read(values: Values<'_>, deployment: &mut Deployment) {
    let mut environment = Environment::new(values);
    environment.mapping("airflow.config");
    environment.list("airflow.extraEnv");
    environment.elsewhere("airflow.extraEnvFrom");
    let variables = environment.finish();
    let named = values.text("airflow.executor").map(|text| ExecutorName::airflow(&text));
    let by_variable = look_up_variable(&variables, &variable_of_option("core", "executor"));
    deployment.executor = match by_variable {
        Setting::Opaque(opaque) if !named.is_absent() => Setting::Opaque(opaque),
        // The chart sets the variable itself, behind all others.
        _ => named.clone(),
    };
    if !variables.is_empty() {
        deployment.environment = Setting::known(variables, deployment.place);
    }
    let image = |key: &str| values.text(&format!("airflow.image.{key}"));
    deployment.versions = versions::image(image("repository"), image("tag"), Setting::Absent);
    deployment.queues = Setting::opaque(deployment.place, "the chart's values do not name queues");
    deployment.scheduler_grace_seconds = Setting::opaque(deployment.place, "the chart's values do not say it");
    workers(values, !named.is_absent(), deployment);
}

fn workers(values: Values<'_>, is_main: bool, deployment: &mut Deployment) {
    let Some(section) = values.entry("workers").filter(|entry| entry.value.is_mapping()) else { return };
    let workers = values.below(section.value);
    if workers.flag("enabled").value() == Some(&false) {
        return;
    }
    let place = values.place(section.key);
    let group = WorkerGroup {
        place,
        kind: WorkerKind::Celery,
        label: "workers".into(),
        queues: Setting::opaque(place, "the chart's values do not name queues"),
        replicas: match workers.flag("autoscaling.enabled") {
            Setting::Absent => workers.whole("replicas"),
            flag if flag.value() == Some(&false) => workers.whole("replicas"),
            flag => Setting::opaque(flag.place().unwrap_or(place), "the number of workers changes with their load"),
        },
        concurrency: Setting::Absent,
        resources: resources(workers, "resources"),
        within: values.place(workers.root),
        grace_seconds: grace(workers, is_main),
        usual_grace: is_main.then_some(TERMINATION),
        cold_stop: None,
    };
    deployment.workers = Setting::known(vec![group], place);
}

/// The time that a worker has: `terminationPeriod`, and before it the time of a graceful end where that is asked for.
fn grace(workers: Values<'_>, is_main: bool) -> Setting<i64> {
    let last = workers.whole("terminationPeriod");
    let graceful = workers.flag("celery.gracefullTermination");
    let period = workers.whole("celery.gracefullTerminationPeriod");
    match (&graceful, &last) {
        (Setting::Absent, _) if !is_main => match last.place() {
            Some(place) => Setting::opaque(place, "other values may let workers wait for their tasks"),
            None => Setting::Absent,
        },
        (Setting::Absent, _) => last,
        (Setting::Known(flag), _) if !flag.value => last,
        (Setting::Known(flag), Setting::Absent | Setting::Known(_)) if !period.is_opaque() => {
            let last = last.value().copied().unwrap_or(TERMINATION.0);
            let period = period.value().copied().unwrap_or(GRACEFUL);
            Setting::known(last.saturating_add(period), flag.place)
        }
        _ => Setting::opaque(graceful.place().unwrap_or_default(), "a time that is not known"),
    }
}
