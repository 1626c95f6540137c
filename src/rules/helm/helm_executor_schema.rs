use super::{charts, executor};
use crate::model::{Chart, ChartKind, Deployment, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "helm-executor-schema",
    category: "helm",
    severity: Severity::Error,
    document: include_str!("helm_executor_schema.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// The first chart that takes several executors. Source: `values.schema.json`, charts 1.15 and 1.16.
const LISTS: (u32, u32) = (1, 16);

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(charts(project, ChartKind::Official).filter_map(|(deployment, chart)| finding(deployment, chart)));
}

fn finding(deployment: &Deployment, chart: &Chart) -> Option<Finding> {
    let named = executor(chart)?;
    let text = &*named.value;
    if text.split(',').count() > 1 && text.contains(char::is_whitespace) {
        let joined: Vec<&str> = text.split(',').map(str::trim).collect();
        let message = format!(
            "the chart's schema takes no blank in `executor`, so that `helm install` of {} fails",
            deployment.label
        );
        let set = Action::Set { value: named.literal, to: Written::text(joined.join(",")) };
        let fix = Proposal::safe("Take the blanks out", [set]);
        return Some(Finding::new(&RULE, named.place, message).help("join the names with commas alone").propose(fix));
    }
    let version = chart.version.as_known().filter(|_| chart.release().is_some_and(|release| release < LISTS))?;
    if text.contains(',') {
        let message = format!(
            "several executors at once need chart 1.16, and {} is for chart {}: `helm install` fails",
            deployment.label, version.value
        );
        let finding = Finding::new(&RULE, named.place, message).help("name one executor, or upgrade the chart");
        return Some(finding.related(version.place, "the chart's version"));
    }
    None
}
