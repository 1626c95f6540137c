use super::{charts, worker_value};
use crate::model::{Chart, ChartKind, ChartValue, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "helm-keda-and-hpa",
    category: "helm",
    severity: Severity::Warning,
    document: include_str!("helm_keda_and_hpa.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(charts(project, ChartKind::Official).filter_map(|(_, chart)| finding(chart)));
}

fn finding(chart: &Chart) -> Option<Finding> {
    let is_on = |value: &&ChartValue| value.value.value().is_some_and(|it| &**it == "true");
    let keda = worker_value(chart, "keda.enabled").filter(is_on)?;
    let hpa = worker_value(chart, "hpa.enabled").filter(is_on)?;
    let known = hpa.value.as_known()?;
    let message = "KEDA and a horizontal autoscaler are both asked for: the chart leaves the autoscaler out, and its limits \
                   with it";
    let off = Action::Set { value: known.literal, to: Written::Boolean(false) };
    let fix = Proposal::suggested("Turn the autoscaler off", [off]);
    let finding = Finding::new(&RULE, known.place, message).help("turn one of the two off");
    Some(finding.related(keda.key, "KEDA is turned on here").propose(fix))
}
