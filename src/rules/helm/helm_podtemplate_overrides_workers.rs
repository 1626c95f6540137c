use super::{charts, executor, is_given};
use crate::model::{Chart, ChartKind, ChartValue, Deployment, Project, ValueForm};
use crate::rules::{Finding, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "helm-podtemplate-overrides-workers",
    category: "helm",
    severity: Severity::Warning,
    document: include_str!("helm_podtemplate_overrides_workers.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (deployment, chart) in charts(project, ChartKind::Official) {
        if let Some(template) = chart.at("podTemplate").filter(|_| is_given(chart, "podTemplate")) {
            findings.extend(ignored(chart).into_iter().map(|(path, value)| finding(deployment, template, &path, value)));
        }
    }
}

/// What only pods of the Kubernetes executor would use.
fn ignored(chart: &Chart) -> Vec<(String, &ChartValue)> {
    let is_set = |value: &ChartValue| value.form != ValueForm::Null && !is_empty(chart, value);
    let of_pods = chart.entries("workers.kubernetes").filter(|(_, value)| is_set(value));
    let mut found: Vec<_> = of_pods.map(|(key, value)| (format!("workers.kubernetes.{key}"), value)).collect();
    let pods_alone = executor(chart).is_some_and(|named| &*named.value == "KubernetesExecutor");
    if pods_alone && let Some(value) = chart.at("workers.resources").filter(|value| is_set(value)) {
        found.push(("workers.resources".to_owned(), value));
    }
    found
}

/// An empty collection, as copies of all values have them.
fn is_empty(chart: &Chart, value: &ChartValue) -> bool {
    value.form != ValueForm::Scalar && chart.entries(&value.path).next().is_none()
}

fn finding(deployment: &Deployment, template: &ChartValue, path: &str, value: &ChartValue) -> Finding {
    let message = format!(
        "`{path}` of {} has no effect on the pods of tasks: `podTemplate` replaces everything that the chart would make of it",
        deployment.label
    );
    let finding = Finding::new(&RULE, value.key, message).help("say it in `podTemplate`, or leave `podTemplate` out");
    finding.related(template.key, "the template of the pods")
}
