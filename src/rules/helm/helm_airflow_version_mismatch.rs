use super::{charts, write};
use crate::model::{Chart, ChartKind, Deployment, Project};
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "helm-airflow-version-mismatch",
    category: "helm",
    severity: Severity::Warning,
    document: include_str!("helm_airflow_version_mismatch.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(charts(project, ChartKind::Official).filter_map(|(deployment, chart)| finding(deployment, chart)));
}

fn finding(deployment: &Deployment, chart: &Chart) -> Option<Finding> {
    let said = chart.at("airflowVersion")?.value.as_known()?;
    let runs = deployment.versions.airflow.as_known().filter(|runs| runs.place != said.place)?;
    let (said_release, runs_release) = (release(&said.value)?, release(&runs.value)?);
    if said_release == runs_release {
        return None;
    }
    let message = format!(
        "`airflowVersion` is {}, but the image is of Airflow {}: the chart decides by `airflowVersion` which parts and \
         commands there are, and they need not fit the image",
        said.value, runs.value
    );
    let set = write(chart, "airflowVersion", Written::text(&*runs.value));
    let fix = set.map(|set| Proposal::suggested(format!("Set `airflowVersion` to {}", runs.value), [set]));
    let finding = Finding::new(&RULE, said.place, message).help("set both to the version that is to run");
    Some(finding.related(runs.place, "the tag of the image").propose_all(fix))
}

/// The first two numbers, by which the chart decides nearly everything.
fn release(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}
