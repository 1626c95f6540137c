use crate::model::{Deployment, DeploymentType, Intent, Platform, Project};
use crate::rules::{Finding, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "omitted-flags-reset",
    category: "deployment",
    severity: Severity::Info,
    document: include_str!("omitted_flags_reset.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let updates = project.deployments.iter().filter(|it| it.platform == Platform::Astro && it.intent == Intent::Update);
    findings.extend(updates.filter_map(resets));
}

/// What an update resets because the file leaves it out.
fn resets(deployment: &Deployment) -> Option<Finding> {
    let hosted = deployment.kind().is_some_and(DeploymentType::is_hosted);
    let hybrid = deployment.kind() == Some(DeploymentType::Hybrid);
    let keys = [
        ("ci_cd_enforcement", deployment.ci_cd_enforcement.is_absent()),
        ("is_high_availability", hosted && deployment.high_availability.is_absent()),
        ("description", deployment.description.is_absent()),
        ("scheduler_size", hosted && deployment.scheduler_size.is_absent()),
        ("scheduler_au", hybrid && deployment.scheduler_units.is_absent()),
        ("scheduler_count", hybrid && deployment.scheduler_count.is_absent()),
    ];
    let omitted: Vec<&str> = keys.into_iter().filter_map(|(key, omitted)| omitted.then_some(key)).collect();
    let list = match omitted.as_slice() {
        [] => return None,
        [one] => (*one).to_string(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    };
    let message = format!(
        "{} was exported from a deployment and leaves out {list}: an update with it does not keep what is set there, it \
         switches flags off and empties texts",
        deployment.label
    );
    Some(Finding::new(&RULE, deployment.place, message).help("write these keys with the values they shall have"))
}
