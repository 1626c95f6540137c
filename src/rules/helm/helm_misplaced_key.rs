use super::charts;
use crate::model::{Chart, ChartKind, ChartValue, Project, ValueForm};
use crate::rules::{Finding, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "helm-misplaced-key",
    category: "helm",
    severity: Severity::Warning,
    document: include_str!("helm_misplaced_key.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// Keys that stand at another chart's place, and the place in this one.
type Misplaced = &'static [(&'static str, &'static str)];

/// At the root of the official chart.
const IN_OFFICIAL: Misplaced = &[
    ("airflow.config", "config.<section>.<key>"),
    ("airflow.env", "env"),
    ("airflow.executor", "executor"),
    ("airflow.extraEnv", "env"),
    ("airflow.image", "images.airflow"),
    ("airflow.kubernetesPodTemplate", "podTemplate"),
    ("airflow.logs", "logs"),
    ("airflow.dags", "dags"),
    ("airflow.workers", "workers"),
    ("airflow.scheduler", "scheduler"),
    ("configuration", "config"),
    ("core.executor", "executor"),
    ("extraEnvVars", "env"),
    ("web", "webserver"),
    ("workers.autoscaling", "workers.hpa or workers.keda"),
    ("workers.concurrency", "config.celery.worker_concurrency"),
    ("workers.extraEnvVars", "workers.env"),
    ("workers.replicaCount", "workers.replicas"),
    ("workers.resourcesPreset", "workers.resources"),
    ("workers.terminationPeriod", "workers.terminationGracePeriodSeconds"),
    ("workers.workerConcurrency", "config.celery.worker_concurrency"),
    ("workers.worker_concurrency", "config.celery.worker_concurrency"),
];

/// In the community's chart.
const IN_COMMUNITY: Misplaced = &[
    ("airflowVersion", "airflow.image.tag"),
    ("config", "airflow.config"),
    ("configuration", "airflow.config"),
    ("createUserJob", "airflow.users"),
    ("data", "externalDatabase and externalRedis"),
    ("defaultAirflowTag", "airflow.image.tag"),
    ("env", "airflow.extraEnv"),
    ("executor", "airflow.executor"),
    ("extraEnv", "airflow.extraEnv"),
    ("images", "airflow.image"),
    ("webserver", "web"),
    ("worker", "workers"),
    ("workers.terminationGracePeriodSeconds", "workers.terminationPeriod"),
    ("workers.keda", "workers.autoscaling"),
    ("workers.hpa", "workers.autoscaling"),
];

/// In Bitnami's.
const IN_BITNAMI: Misplaced = &[
    ("airflowVersion", "image.tag"),
    ("config", "configuration"),
    ("env", "extraEnvVars"),
    ("extraEnv", "extraEnvVars"),
    ("images", "image"),
    ("webserver", "web"),
    ("workers", "worker"),
    ("worker.replicas", "worker.replicaCount"),
    ("worker.env", "worker.extraEnvVars"),
];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (kind, misplaced) in [
        (ChartKind::Official, IN_OFFICIAL),
        (ChartKind::Community, IN_COMMUNITY),
        (ChartKind::Bitnami, IN_BITNAMI),
    ] {
        for (_, chart) in charts(project, kind) {
            let found = misplaced.iter().filter_map(|&(path, place)| Some((chart.at(path)?, place)));
            let found = found.filter(|(value, _)| value.form != ValueForm::Null && !is_of_another_chart(chart, value));
            findings.extend(found.map(|(value, place)| finding(kind, chart, value, place)));
        }
    }
}

/// Whether a section may be that of another part of an umbrella chart, which are switched on by `enabled`.
fn is_of_another_chart(chart: &Chart, value: &ChartValue) -> bool {
    let root = value.path.split('.').next().unwrap_or(&value.path);
    root == "airflow" && chart.at("airflow.enabled").is_some()
}

fn finding(kind: ChartKind, chart: &Chart, value: &ChartValue, place: &str) -> Finding {
    let refused = kind == ChartKind::Official && value.path.starts_with("workers.");
    let fate = if refused { "its schema refuses the key" } else { "nobody reads it, and nobody says so" };
    let why = match kind {
        ChartKind::Official => "the official chart",
        ChartKind::Community => "the community's chart",
        ChartKind::Bitnami => "Bitnami's chart",
        ChartKind::RemoteAgent => "the agents' chart",
    };
    let message = format!("`{}` has no place in {why}: {fate}", value.path);
    let finding = Finding::new(&RULE, value.key, message).help(format!("write it at `{place}`"));
    match chart.version.as_known() {
        Some(version) => finding.related(version.place, "the chart's version"),
        None => finding,
    }
}
