use super::{charts, executor, worker_value, write};
use crate::model::{ChartKind, Deployment, Known, Place, Project};
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "helm-keda-concurrency-drift",
    category: "helm",
    severity: Severity::Warning,
    document: include_str!("helm_keda_concurrency_drift.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// What the chart reckons with.
const PATH: &str = "config.celery.worker_concurrency";
const VARIABLE: &str = "AIRFLOW__CELERY__WORKER_CONCURRENCY";
/// What it is in the chart's own values. Source: `values.yaml`, every version.
const DEFAULT: &str = "16";

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (deployment, chart) in charts(project, ChartKind::Official) {
        let is_scaled = worker_value(chart, "keda.enabled").is_some_and(|flag| chart.flag(&flag.path) == Some(true));
        let Some(real) = concurrency(deployment).filter(|_| is_scaled) else { continue };
        let (reckoned, place): (&str, Option<Place>) = match chart.at(PATH) {
            Some(found) => match found.value.as_known() {
                Some(known) => (&known.value, Some(known.place)),
                None => continue,
            },
            // Values below an overlay may say it.
            None if executor(chart).is_none() => continue,
            None => (DEFAULT, None),
        };
        if real.value.trim() == reckoned {
            continue;
        }
        let whose = if place.is_some() { "" } else { ", the chart's default" };
        let message = format!(
            "KEDA reckons with {reckoned} tasks a worker (`{PATH}`{whose}), but each runs {} by this variable: there are too \
             {} workers for the tasks that wait",
            real.value.trim(),
            if more(&real.value, reckoned) { "many" } else { "few" },
        );
        let set = write(chart, PATH, Written::Number(real.value.trim().to_owned()));
        let fix = set.map(|set| Proposal::suggested(format!("Set `{PATH}` to {}", real.value.trim()), [set]));
        let finding = Finding::new(&RULE, real.place, message).help(format!("set `{PATH}`, and leave the variable out"));
        let finding = place.into_iter().fold(finding, |finding, place| finding.related(place, "what KEDA reckons with"));
        findings.push(finding.propose_all(fix));
    }
}

/// The number that a variable sets, which wins over airflow.cfg.
fn concurrency(deployment: &Deployment) -> Option<&Known<Box<str>>> {
    let variables = deployment.environment.value()?;
    let variable = variables.iter().rfind(|variable| variable.key.value().is_some_and(|key| &**key == VARIABLE))?;
    variable.value.as_known().filter(|value| value.value.trim().parse::<u32>().is_ok())
}

fn more(real: &str, reckoned: &str) -> bool {
    matches!((real.trim().parse::<u32>(), reckoned.parse::<u32>()), (Ok(real), Ok(reckoned)) if real > reckoned)
}
