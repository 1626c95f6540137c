use super::charts;
use crate::model::{Chart, ChartKind, ChartValue, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, nearest};

pub const RULE: Rule = Rule {
    name: "community-chart-executor",
    category: "helm",
    severity: Severity::Error,
    document: include_str!("community_chart_executor.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// What the chart takes. Source: `validate-values.tpl`, chart 8.9.
const EXECUTORS: [&str; 3] = ["CeleryExecutor", "CeleryKubernetesExecutor", "KubernetesExecutor"];

/// Variables that the chart sets itself and refuses in `airflow.config`.
const RESERVED: [&str; 10] = [
    "AIRFLOW__CORE__EXECUTOR",
    "AIRFLOW__CORE__DAGS_FOLDER",
    "AIRFLOW__CELERY__BROKER_URL",
    "AIRFLOW__CELERY__BROKER_URL_CMD",
    "AIRFLOW__CELERY__RESULT_BACKEND",
    "AIRFLOW__CELERY__RESULT_BACKEND_CMD",
    "AIRFLOW__CORE__SQL_ALCHEMY_CONN",
    "AIRFLOW__CORE__SQL_ALCHEMY_CONN_CMD",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_CMD",
];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (_, chart) in charts(project, ChartKind::Community) {
        findings.extend(unknown(chart));
        findings.extend(parts(chart));
        let config = chart.entries("airflow.config").filter(|(name, _)| RESERVED.contains(name));
        findings.extend(config.map(|(name, value)| reserved(name, value)));
    }
}

fn unknown(chart: &Chart) -> Option<Finding> {
    let named = chart.at("airflow.executor")?.value.as_known()?;
    if EXECUTORS.contains(&&*named.value) {
        return None;
    }
    let message = format!(
        "the community's chart takes no `{}`: it knows CeleryExecutor, CeleryKubernetesExecutor and KubernetesExecutor, and \
         refuses to install",
        named.value
    );
    let set = |meant: &str| {
        Proposal::suggested(format!("Write `{meant}`"), [Action::Set { value: named.literal, to: Written::text(meant) }])
    };
    let help = "name one of the three; lists and other executors need the official chart";
    Some(Finding::new(&RULE, named.place, message).help(help).propose_all(nearest(&named.value, EXECUTORS).map(set)))
}

/// Parts that the executor needs, or that it forbids.
fn parts(chart: &Chart) -> Vec<Finding> {
    let Some(named) = chart.at("airflow.executor").and_then(|it| it.value.as_known()) else { return Vec::new() };
    let (wrong, wanted) = match &*named.value {
        "KubernetesExecutor" => (["workers", "flower", "redis"].as_slice(), false),
        "CeleryExecutor" | "CeleryKubernetesExecutor" => (["workers"].as_slice(), true),
        _ => return Vec::new(),
    };
    let found = wrong.iter().filter_map(|part| {
        let path = format!("{part}.enabled");
        let flag = chart.at(&path).filter(|_| chart.flag(&path) == Some(!wanted))?;
        let known = flag.value.as_known()?;
        let message = match wanted {
            true => format!("the {} needs workers, but `{path}` is false: the chart refuses to install", named.value),
            false => format!("the {} runs without {part}, but `{path}` is true: the chart refuses to install", named.value),
        };
        let set = Action::Set { value: known.literal, to: Written::Boolean(wanted) };
        let finding = Finding::new(&RULE, known.place, message).help(format!("set `{path}` to {wanted}"));
        let finding = finding.related(named.place, "the executor");
        Some(finding.propose(Proposal::suggested(format!("Set it to {wanted}"), [set])))
    });
    found.collect()
}

fn reserved(name: &str, value: &ChartValue) -> Finding {
    let message = format!("the community's chart sets `{name}` itself and refuses to install with it in `airflow.config`");
    let help = match name {
        "AIRFLOW__CORE__EXECUTOR" => "set `airflow.executor`",
        "AIRFLOW__CORE__DAGS_FOLDER" => "set `dags.path`",
        name if name.contains("SQL_ALCHEMY") || name.contains("RESULT_BACKEND") => "set `externalDatabase`",
        _ => "set `externalRedis`",
    };
    let remove = Proposal::suggested(format!("Remove `{name}`"), [Action::Remove { entry: value.key }]);
    Finding::new(&RULE, value.key, message).help(help).propose(remove)
}
