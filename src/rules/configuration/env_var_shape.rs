use crate::model::{ConfigurationVariable, EnvironmentVariable, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "env-var-shape",
    category: "configuration",
    severity: Severity::Warning,
    document: include_str!("env_var_shape.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.variables().into_iter().filter_map(|(variable, _)| finding(project, variable)));
}

fn finding(project: &Project, variable: &EnvironmentVariable) -> Option<Finding> {
    let name = variable.key.as_known()?;
    let meant = ConfigurationVariable::meant(&name.value)?.variable();
    let message = format!("Airflow does not read `{}`, so the setting is ignored: it would read `{meant}`", name.value);
    let help = format!("write `{meant}`: AIRFLOW, section and key in capitals, with two underscores between them");
    let finding = Finding::new(&RULE, name.place, message).help(help);
    let is_set = project.variables().iter().any(|(other, _)| other.key.value().is_some_and(|it| **it == *meant));
    let rename = Action::Rename { key: name.literal, to: meant.clone() };
    // Where the right name is there as well, its value counts, and which one is meant is the user's to say.
    Some(finding.propose_all((!is_set).then(|| Proposal::suggested(format!("Rename it to `{meant}`"), [rename]))))
}
