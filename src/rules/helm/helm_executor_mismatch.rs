use super::{charts, executor};
use crate::model::{Chart, ChartKind, Deployment, Known, Project, variable_of_option};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "helm-executor-mismatch",
    category: "helm",
    severity: Severity::Error,
    document: include_str!("helm_executor_mismatch.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (deployment, chart) in charts(project, ChartKind::Official) {
        let Some(named) = executor(chart) else { continue };
        findings.extend(by_option(chart, named));
        findings.extend(by_variable(deployment, named));
    }
}

/// The chart compares the two and refuses to install where they differ.
fn by_option(chart: &Chart, named: &Known<Box<str>>) -> Option<Finding> {
    let found = chart.at("config.core.executor")?;
    let option = found.value.as_known().filter(|option| option.value != named.value)?;
    let message = format!(
        "`config.core.executor` is {} and `executor` is {}: the chart refuses to install",
        option.value, named.value
    );
    let remove = Proposal::suggested("Remove `config.core.executor`", [Action::Remove { entry: found.key }]);
    let finding = Finding::new(&RULE, option.place, message).help("say it once, by `executor`");
    Some(finding.related(named.place, "the executor of the chart").propose(remove))
}

/// A variable wins over the airflow.cfg that the chart writes, but the chart starts what its own value needs.
fn by_variable(deployment: &Deployment, named: &Known<Box<str>>) -> Option<Finding> {
    let name = variable_of_option("core", "executor");
    let variables = deployment.environment.value()?;
    let variable = variables.iter().rfind(|variable| variable.key.value().is_some_and(|key| **key == *name))?;
    let value = variable.value.as_known().filter(|value| value.value.trim() != &*named.value)?;
    let message = format!(
        "`{name}` makes Airflow run the {}, but the chart starts what the {} needs, which `executor` names",
        value.value.trim(),
        named.value
    );
    let remove = Proposal::suggested(format!("Remove `{name}`"), [Action::Remove { entry: variable.place }]);
    let finding = Finding::new(&RULE, value.place, message).help("say it once, by `executor`");
    Some(finding.related(named.place, "the executor of the chart").propose(remove))
}
