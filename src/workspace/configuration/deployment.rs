//! `[[deployment]]` tables: deployments that no file describes, and which DAGs run on which deployment.

use super::parse::patterns;
use super::toml::{Reader, Value};
use super::{Patterns, keys};
use crate::model::{
    Deployment, DeploymentType, DescribedBy, Executor, ExecutorName, FileId, Known, Limits, Origin, Place, Platform,
    RuntimeVersion, Setting, WorkerQueue,
};
use crate::workspace::files::normalised;
use camino::{Utf8Path, Utf8PathBuf};
use toml::de::DeTable;

/// Keys that say what a deployment is, which a file says where there is one.
pub(super) const FACTS: [&str; 5] = ["platform", "type", "executor", "queues", "runtime"];
const EXECUTORS: &str = "CELERY, KUBERNETES, ASTRO, or a class such as LocalExecutor";

/// One `[[deployment]]` table.
#[derive(Debug, Clone)]
pub struct DeploymentTable {
    /// The table's first line.
    pub place: Place,
    /// `name`: what messages call it.
    pub name: Box<str>,
    /// `file`: the absolute path of the deployment file, and the value's place.
    pub file: Option<(Utf8PathBuf, Place)>,
    /// `dags`: the files whose DAGs run on it; `None` where the table does not say.
    pub dags: Option<Patterns>,
    /// `platform`, or what the other keys speak for.
    pub platform: Option<Platform>,
    /// `type`.
    pub deployment_type: Setting<Box<str>>,
    /// `executor`.
    pub executor: Setting<ExecutorName>,
    /// `queues`.
    pub queues: Setting<Vec<WorkerQueue>>,
    /// `runtime`.
    pub runtime: Setting<RuntimeVersion>,
    /// The account's limits.
    pub limits: Limits,
}

impl DeploymentTable {
    /// The deployment that the table itself describes, `file` being the configuration. `usual` is the platform of the
    /// project's other marks, for a table that does not tell.
    pub fn deployment(&self, file: FileId, usual: Platform) -> Deployment {
        let platform = self.platform.or_else(|| self.platform_by_facts()).unwrap_or(usual);
        let mut deployment = Deployment::new(file, self.name.clone(), self.place, platform);
        deployment.described_by = DescribedBy::Configuration;
        deployment.limits = self.limits.clone();
        deployment.deployment_type = self.deployment_type.clone();
        deployment.executor = self.executor.clone();
        deployment.queues = self.queues.clone();
        deployment.runtime = self.runtime.clone();
        deployment
    }

    /// The platform that the other keys speak for: Astro where a deployment type stands there or the executor has a name
    /// that only Astro uses, another where it is an executor, or a list of them, that Astro does not have.
    fn platform_by_facts(&self) -> Option<Platform> {
        if !self.deployment_type.is_absent() {
            return Some(Platform::Astro);
        }
        let executor = self.executor.value()?;
        let Some(name) = ExecutorName::astro(&executor.text).executor.and_then(Executor::astro_name) else {
            return Some(Platform::OpenSource);
        };
        (*name == *executor.text || executor.executor == Some(Executor::Astro)).then_some(Platform::Astro)
    }
}

pub(super) fn tables<'t>(reader: &mut Reader<'t>, value: &Value<'t>, folder: &Utf8Path) -> Vec<DeploymentTable> {
    let expected = "an array of tables: write [[deployment]]";
    let Some(items) = reader.array("deployment", expected, value) else { return Vec::new() };
    let mut tables: Vec<DeploymentTable> = Vec::new();
    for item in items.iter() {
        let Some(table) = reader.table("deployment", item) else { continue };
        let Some(deployment) = deployment(reader, item, table, folder) else { continue };
        if tables.iter().any(|earlier| earlier.name == deployment.name) {
            let range = table.get("name").map_or(item.span(), |name| name.span());
            reader.fault(range, format!("two deployments are called `{}`: give each its own name", deployment.name));
        }
        tables.push(deployment);
    }
    tables
}

fn deployment<'t>(
    reader: &mut Reader<'t>,
    item: &Value<'t>,
    table: &DeTable<'t>,
    folder: &Utf8Path,
) -> Option<DeploymentTable> {
    let Some(name) = table.get("name") else {
        reader.fault(item.span(), "this deployment has no `name`: messages need one to speak of it");
        return None;
    };
    let name: Box<str> = reader.text("deployment.name", name)?.into();
    let mut deployment = DeploymentTable {
        place: reader.place(item.span()),
        name: name.clone(),
        file: None,
        dags: None,
        platform: None,
        deployment_type: Setting::Absent,
        executor: Setting::Absent,
        queues: Setting::Absent,
        runtime: Setting::Absent,
        limits: Limits::default(),
    };
    for (key, value) in table.iter() {
        let key_name: &str = key.get_ref();
        if keys::DEPLOYMENT.key(key_name).is_none() {
            reader.unknown_key(key, "[[deployment]]", &keys::DEPLOYMENT.names());
            continue;
        }
        reader.note(&format!("deployment.{name}.{key_name}"), value);
        if table.contains_key("file") && FACTS.contains(&key_name) {
            let message = format!("`{key_name}` is said by `file` already: take one of the two away");
            reader.fault(key.span(), message);
            continue;
        }
        fact(reader, key_name, value, folder, &mut deployment);
    }
    Some(deployment)
}

fn fact<'t>(
    reader: &mut Reader<'t>,
    key: &str,
    value: &Value<'t>,
    folder: &Utf8Path,
    deployment: &mut DeploymentTable,
) {
    let dotted = format!("deployment.{key}");
    match key {
        "file" => {
            let path = reader.text(&dotted, value);
            deployment.file = path.map(|path| (normalised(&folder.join(path)), reader.place(value.span())));
        }
        "dags" => deployment.dags = Some(patterns(reader, &dotted, value, folder)),
        "platform" => match reader.text(&dotted, value) {
            Some("astro") => deployment.platform = Some(Platform::Astro),
            Some("airflow") => deployment.platform = Some(Platform::OpenSource),
            Some(other) => {
                let message = format!("`{dotted}` must be \"astro\" or \"airflow\", not \"{other}\"");
                reader.fault(value.span(), message);
            }
            None => {}
        },
        "type" => {
            let Some(text) = reader.text(&dotted, value) else { return };
            match DeploymentType::named(text) {
                Some(_) => deployment.deployment_type = stated(reader, value, text.into()),
                None => {
                    let message = format!("`{dotted}` must be STANDARD, DEDICATED or HYBRID, not \"{text}\"");
                    reader.fault(value.span(), message);
                }
            }
        }
        "executor" => {
            let Some(text) = reader.text(&dotted, value) else { return };
            let astro = ExecutorName::astro(text);
            let executor = if astro.executor.is_some() { astro } else { ExecutorName::airflow(text) };
            if executor.executor.is_some() {
                deployment.executor = stated(reader, value, executor);
            } else {
                reader.fault(value.span(), format!("`{dotted}` must be {EXECUTORS}, not \"{text}\""));
            }
        }
        "queues" => deployment.queues = queues(reader, &dotted, value),
        "runtime" => {
            let text = reader.text(&dotted, value);
            deployment.runtime = text.map_or(Setting::Absent, |text| stated(reader, value, RuntimeVersion::new(text)));
        }
        _ => {}
    }
}

fn queues<'t>(reader: &mut Reader<'t>, key: &str, value: &Value<'t>) -> Setting<Vec<WorkerQueue>> {
    let names = reader.texts(key, value);
    let queues = names.into_iter().map(|(name, range)| {
        let place = reader.place(range);
        WorkerQueue {
            place,
            name: at(place, name.into()),
            worker_type: Setting::Absent,
            min_workers: Setting::Absent,
            max_workers: Setting::Absent,
            concurrency: Setting::Absent,
            ephemeral_storage: Setting::Absent,
        }
    });
    at(reader.place(value.span()), queues.collect())
}

fn stated<T>(reader: &Reader, value: &Value, stated: T) -> Setting<T> {
    at(reader.place(value.span()), stated)
}

fn at<T>(place: Place, value: T) -> Setting<T> {
    Setting::Known(Known { value, place, literal: place, origin: Origin::Configuration })
}
