use super::{charts, runs, worker_value, write};
use crate::model::{Chart, ChartKind, ChartValue, Project};
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "helm-keda-cooldown-below-grace",
    category: "helm",
    severity: Severity::Info,
    document: include_str!("helm_keda_cooldown_below_grace.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// The chart's own values of the two, in every version.
const COOLDOWN: i64 = 30;
const GRACE: i64 = 600;

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(charts(project, ChartKind::Official).filter_map(|(_, chart)| finding(chart)));
}

fn finding(chart: &Chart) -> Option<Finding> {
    let enabled = worker_value(chart, "keda.enabled").filter(|flag| flag.value.value().is_some_and(|it| &**it == "true"))?;
    let is_main = runs(chart, "Celery");
    let number = |value: Option<&ChartValue>, default: i64| match value {
        Some(value) => value.value.value()?.parse().ok(),
        None => Some(default).filter(|_| is_main),
    };
    let cooldown = worker_value(chart, "keda.cooldownPeriod");
    let grace = worker_value(chart, "terminationGracePeriodSeconds");
    let (seconds, until) = (number(cooldown, COOLDOWN)?, number(grace, GRACE)?);
    if seconds > until {
        return None;
    }
    let default = |value: Option<&ChartValue>| if value.is_some() { "" } else { ", the chart's default" };
    let message = format!(
        "KEDA takes workers away {seconds} seconds{} after the last task was seen, but ending one may take {until} \
         seconds{}: workers are stopped and started over and over while old ones still end",
        default(cooldown),
        default(grace),
    );
    let section = enabled.path.strip_suffix(".enabled")?;
    let path = format!("{section}.cooldownPeriod");
    let more = until.saturating_add(30);
    let set = write(chart, &path, Written::number(more));
    let fix = set.map(|set| Proposal::suggested(format!("Set `cooldownPeriod` to {more}"), [set]));
    let place = cooldown.map_or(enabled.key, |value| value.key);
    let help = "set `cooldownPeriod` a little above `terminationGracePeriodSeconds`, as the chart's documentation advises";
    Some(Finding::new(&RULE, place, message).help(help).propose_all(fix))
}
