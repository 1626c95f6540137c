use super::{ROOT_KEYS, charts};
use crate::model::{Chart, ChartKind, ChartValue, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, nearest};

pub const RULE: Rule = Rule {
    name: "helm-unknown-root-key",
    category: "helm",
    severity: Severity::Warning,
    document: include_str!("helm_unknown_root_key.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (_, chart) in charts(project, ChartKind::Official) {
        findings.extend(chart.entries("").filter_map(|(key, value)| finding(chart, key, value)));
    }
}

fn finding(chart: &Chart, key: &str, value: &ChartValue) -> Option<Finding> {
    // Keys that begin so are there for anchors.
    if ROOT_KEYS.contains(&key) || key.starts_with("x-") || key.starts_with('.') {
        return None;
    }
    let meant = nearest(key, ROOT_KEYS)?;
    let message = format!("the official chart does not read `{key}`, and nobody says so: it would read `{meant}`");
    let rename = Action::Rename { key: value.key, to: meant.to_owned() };
    // Where the right key is there as well, the two have to be brought together by hand.
    let fix = chart.at(meant).is_none().then(|| Proposal::suggested(format!("Rename it to `{meant}`"), [rename]));
    Some(Finding::new(&RULE, value.key, message).help(format!("did you mean `{meant}`?")).propose_all(fix))
}
