//! Which chart values belong to, from their keys alone.

use super::values::Values;
use crate::model::{ChartKind, FileId};
use crate::syntax::yaml::{Node, Tree};

/// Keys at the root of the official chart that nothing else has.
const OFFICIAL: [&str; 8] = [
    "airflowConfigAnnotations",
    "airflowHome",
    "airflowLocalSettings",
    "airflowPodAnnotations",
    "airflowVersion",
    "defaultAirflowDigest",
    "defaultAirflowRepository",
    "defaultAirflowTag",
];

/// Keys at its root that another chart may have too, each for itself.
const TELLING: [&str; 10] = [
    "allowPodLaunching",
    "apiSecretKeySecretName",
    "createUserJob",
    "enableBuiltInSecretEnvVars",
    "fernetKeySecretName",
    "migrateDatabaseJob",
    "multiNamespaceMode",
    "useStandardNaming",
    "webserverSecretKey",
    "webserverSecretKeySecretName",
];

/// Parts of Airflow that the official chart has at its root.
const PARTS: [&str; 10] = [
    "workers",
    "webserver",
    "apiServer",
    "scheduler",
    "triggerer",
    "dagProcessor",
    "statsd",
    "pgbouncer",
    "flower",
    "redis",
];

/// Keys at the root that the official chart does not have, and other charts for Airflow do.
const FOREIGN: [&str; 9] = [
    "image",
    "worker",
    "web",
    "commons",
    "configuration",
    "auth",
    "serviceMonitor",
    "externalDatabase",
    "externalRedis",
];

/// Keys of the community's chart below `airflow`.
const COMMUNITY: [&str; 17] = [
    "clusterDomain",
    "connections",
    "connectionsTemplates",
    "connectionsUpdate",
    "dbMigrations",
    "extraPipPackages",
    "image",
    "kubernetesPodTemplate",
    "legacyCommands",
    "localSettings",
    "pools",
    "poolsUpdate",
    "protectedPipPackages",
    "users",
    "usersUpdate",
    "variables",
    "variablesUpdate",
];

/// Keys at the root of the chart of Astro's agents.
const AGENT: [&str; 14] = [
    "agentToken",
    "agentTokenFile",
    "agentTokenSecretName",
    "astroDeploymentAPIURL",
    "dagBundleConfigList",
    "dagProcessor",
    "imagePullSecretData",
    "imagePullSecretName",
    "openLineage",
    "resourceNamePrefix",
    "secretBackend",
    "sentinel",
    "triggerer",
    "xcomBackend",
];

/// The values of a chart, found in a file.
pub(super) struct Candidate<'t> {
    /// Which chart; `None` where the keys are those of several.
    pub(super) kind: Option<ChartKind>,
    /// The mapping that holds its values.
    pub(super) root: Node<'t>,
    /// The key that the mapping stands under.
    pub(super) under: Option<Node<'t>>,
}

/// Whether a file holds the values of a chart that runs Airflow.
pub fn recognise(tree: &Tree) -> bool {
    tree.root().is_some_and(|root| candidate(FileId::default(), root).is_some())
}

/// The values of a chart in `root`: itself, or one of its entries.
pub(super) fn candidate(file: FileId, root: Node<'_>) -> Option<Candidate<'_>> {
    let root = root.resolve();
    let values = Values { file, root };
    if !root.is_mapping() || is_other_format(values) {
        return None;
    }
    if let Some(kind) = kind(values) {
        return Some(Candidate { kind: Some(kind), root, under: None });
    }
    let mut below = root.entries().filter_map(|entry| {
        let inner = values.below(entry.value);
        // A chart of agents under a key of its own looks like any list of workers; its name is told by Chart.yaml.
        let kind = kind(inner).filter(|kind| *kind != ChartKind::Community)?;
        Some(Candidate { kind: Some(kind), root: inner.root, under: Some(entry.key) })
    });
    match (below.next(), below.next()) {
        (Some(one), None) => Some(one),
        _ => is_of_airflow(values).then_some(Candidate { kind: None, root, under: None }),
    }
}

fn is_other_format(values: Values<'_>) -> bool {
    has_any(values, &["kind", "apiVersion", "services", "deployment", "default_args", "operator", "tasks"])
}

/// The chart whose values stand in a mapping, where its keys tell.
pub(super) fn kind(values: Values<'_>) -> Option<ChartKind> {
    if is_agent(values) {
        Some(ChartKind::RemoteAgent)
    } else if is_bitnami(values) {
        Some(ChartKind::Bitnami)
    } else if is_official(values) {
        Some(ChartKind::Official)
    } else if is_community(values) {
        Some(ChartKind::Community)
    } else {
        None
    }
}

fn has_any(values: Values<'_>, keys: &[&str]) -> bool {
    keys.iter().any(|key| values.root.entry(key).is_some())
}

fn is_mapping(values: Values<'_>, path: &str) -> bool {
    values.mapping(path).is_some()
}

/// Whether the text at a path names an executor class of Airflow.
fn names_executor(values: Values<'_>, path: &str) -> bool {
    let named = values.entry(path).and_then(|entry| entry.value.resolve().scalar());
    named.is_some_and(|text| text.trim_end().ends_with("Executor"))
}

fn is_official(values: Values<'_>) -> bool {
    let count = |keys: &[&str]| keys.iter().filter(|key| values.root.entry(key).is_some()).count();
    let git_sync = is_mapping(values, "dags.gitSync");
    let own = count(&OFFICIAL) + usize::from(is_mapping(values, "images.airflow"));
    let telling = count(&TELLING) + usize::from(git_sync);
    let parts = PARTS.iter().filter(|key| is_mapping(values, key)).count();
    let foreign = count(&FOREIGN)
        + usize::from(is_mapping(values, "env"))
        + usize::from(COMMUNITY.iter().any(|key| values.entry(&format!("airflow.{key}")).is_some()));
    if own > 0 || telling > 1 {
        return foreign <= own + telling;
    }
    let signs = usize::from(names_executor(values, "executor")) + telling;
    foreign == 0 && signs > 0 && (parts > 1 || is_mapping(values, "workers"))
}

fn is_community(values: Values<'_>) -> bool {
    let Some(airflow) = values.mapping("airflow") else { return false };
    // Connections, pools and variables alone are settings of the Astro CLI.
    if !airflow.root.entries().any(|entry| !matches!(entry.key.scalar(), Some("connections" | "pools" | "variables"))) {
        return false;
    }
    let config = airflow.mapping("config").is_some_and(|config| {
        config.root.entries().any(|entry| entry.key.scalar().is_some_and(|key| key.starts_with("AIRFLOW__")))
    });
    let own = COMMUNITY.iter().filter(|key| airflow.root.entry(key).is_some()).count();
    let beside = ["workers", "scheduler", "web", "flower", "dags", "logs", "externalRedis", "externalDatabase"];
    config
        || own > 1
        || own == 1 && is_small(airflow)
        || names_executor(airflow, "executor") && has_any(values, &beside)
}

/// Whether a mapping has no entries but those of the community's chart.
fn is_small(airflow: Values<'_>) -> bool {
    airflow.root.entries().all(|entry| entry.key.scalar().is_some_and(|key| COMMUNITY.contains(&key)))
}

fn is_bitnami(values: Values<'_>) -> bool {
    let repository = values.entry("image.repository").and_then(|entry| entry.value.resolve().scalar());
    let of_bitnami = repository.is_some_and(|name| name.contains("bitnami") && name.ends_with("airflow"));
    let parts = ["web", "worker", "scheduler", "triggerer", "dagProcessor", "setupDBJob"];
    let parts = parts.iter().filter(|key| is_mapping(values, key)).count();
    let own = ["configuration", "auth", "loadExamples", "existingConfigmap", "extraEnvVars", "overrideConfiguration"];
    let own = own.iter().filter(|key| values.root.entry(key).is_some()).count();
    of_bitnami || names_executor(values, "executor") && is_mapping(values, "web") && parts > 1 && own > 0
}

fn is_agent(values: Values<'_>) -> bool {
    let Some(workers) = values.entry("workers").map(|entry| entry.value.resolve()) else { return false };
    let has = |key: &'static str| workers.items().any(|item| item.resolve().entry(key).is_some());
    workers.is_sequence() && has("queues") && (has("syncSlots") || has_any(values, &AGENT))
}

/// Whether values are Airflow's although they may belong to several charts, or to one that airlint does not know.
fn is_of_airflow(values: Values<'_>) -> bool {
    let dags = ["gitSync", "git", "fetcher", "repositories"];
    let dags = values.mapping("dags").is_some_and(|dags_section| has_any(dags_section, &dags));
    let sections = ["core", "webserver", "celery", "kubernetes_executor", "scheduler", "logging", "database"];
    let options = values.mapping("airflow").is_some_and(|airflow| {
        let is_option = |key: &&str| airflow.mapping(key).is_some_and(has_snake_case);
        sections.iter().any(is_option)
    });
    let parts = ["scheduler", "webserver", "triggerer", "worker", "workers", "logs", "airflow", "dags"];
    dags || options || names_executor(values, "executor") && has_any(values, &parts)
}

/// Options of Airflow are written with `_`, keys of charts are not.
fn has_snake_case(section: Values<'_>) -> bool {
    section.root.entries().any(|entry| entry.key.scalar().is_some_and(|key| key.contains('_')))
        || names_executor(section, "executor")
}
