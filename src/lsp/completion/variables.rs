//! Environment variables: those of Airflow that count on a deployment.

use super::{Choice, ItemKind};
use crate::model::{ConfigurationKey, ConfigurationKeys, Deployment, Platform, Project, ReadBy};

/// The variables that may have an effect on some of the deployments and that Astro does not set itself; all that some
/// deployment may read where none is known.
pub(super) fn variables(project: &Project, deployments: &[&Deployment]) -> Vec<Choice> {
    let own = deployments.iter().find_map(|it| release(&it.runtime.value()?.airflow_release()?));
    let release = own.or_else(|| project.versions.airflow_release());
    let counts = |key: &ConfigurationKey, deployment: &Deployment| {
        let executor = deployment.executor_family();
        let reserved = deployment.platform == Platform::Astro && key.is_reserved_on_astro(executor);
        !reserved && key.read_by().may_be(executor)
    };
    let wanted = |key: &&ConfigurationKey| match deployments {
        [] => !key.is_reserved_on_astro(None),
        some => some.iter().any(|deployment| counts(key, deployment)),
    };
    let keys = ConfigurationKeys::get().about_tasks(release).into_iter().filter(wanted);
    keys.map(|key| choice(key, release)).collect()
}

fn choice(key: &ConfigurationKey, release: Option<(u32, u32)>) -> Choice {
    let form = release.filter(|_| key.package.name == "airflow").and_then(|release| key.at(release));
    let form = form.unwrap_or_else(|| key.newest());
    let default = match form.default.as_deref() {
        Some("") | None => "empty".to_string(),
        Some(default) => default.to_string(),
    };
    let readers = match key.read_by() {
        ReadBy::All => String::new(),
        ReadBy::Only(executor) => format!(" Read by the {} only.", executor.class_name()),
        ReadBy::WithQueues => " Read by executors with worker queues only.".to_string(),
    };
    let meaning = key
        .meaning()
        .map_or_else(|| format!("`[{}] {}` of Airflow's configuration.", key.section, key.name), str::to_string);
    let detail = format!("{}, default: {default}", form.value_type.word());
    Choice::text(ItemKind::Variable, key.variable(), detail).documentation(format!("{meaning}{readers}"))
}

/// `(3, 2)` of `3.2`.
fn release(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
