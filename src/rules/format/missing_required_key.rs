use crate::model::{Demand, Intent, Project, Shape, ShapeKind};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "missing-required-key",
    category: "format",
    severity: Severity::Error,
    document: include_str!("missing_required_key.md"),
    needs_deployment: false,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.shapes.iter().filter_map(|shape| missing(project, shape)));
}

fn missing(project: &Project, shape: &Shape) -> Option<Finding> {
    let ShapeKind::MissingKey { key, consequence, demand } = &shape.kind else { return None };
    let intent = project.deployments.iter().find(|deployment| deployment.file == shape.place.file).map(|it| it.intent);
    let severity = match (demand, intent) {
        (Demand::ExceptInTemplate, Some(Intent::Template)) => return None,
        (Demand::ToCreate | Demand::ToCreateRarely, Some(Intent::Update)) => return None,
        (Demand::ToCreateRarely, _) => RULE.severity.lowered(),
        _ => RULE.severity,
    };
    let message = format!("`{key}` is missing or empty: {consequence}");
    let help = match key.rsplit('.').next() {
        Some("value") => "write the value; an empty one is written `value: \"\"`".to_string(),
        Some(name) => format!("write `{name}:` with what it shall be"),
        None => format!("write `{key}`"),
    };
    Some(Finding::new(&RULE, shape.place, message).severity(severity).help(help))
}
