use crate::model::{Deployment, DeploymentType, Project, Setting};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, write_in_configuration};

pub const RULE: Rule = Rule {
    name: "hibernation-without-dev-mode",
    category: "hibernation",
    severity: Severity::Warning,
    document: include_str!("hibernation_without_dev_mode.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.deployments.iter().filter_map(dropped_schedule));
}

/// A schedule that is switched on, in a deployment that is certainly no development deployment.
fn dropped_schedule(deployment: &Deployment) -> Option<Finding> {
    // What Astro makes of a resource of Terraform is not written anywhere.
    if !deployment.is_astro_file() || deployment.kind() == Some(DeploymentType::Hybrid) || !deployment.drops_hibernation() {
        return None;
    }
    let mode = match &deployment.development_mode {
        Setting::Absent => "has no is_development_mode",
        _ => "sets is_development_mode to false",
    };
    let schedule = deployment.hibernation.value()?.iter().find(|schedule| schedule.enabled.value() == Some(&true))?;
    let message = format!(
        "{} {mode}, so its hibernation schedules are dropped without a word: the deployment never sleeps and is paid \
         for around the clock",
        deployment.label
    );
    let finding = Finding::new(&RULE, schedule.place, message).help(
        "add is_development_mode: true when creating the deployment (it cannot be changed later), or take the \
         schedules out",
    );
    let switch_on = match deployment.development_mode.as_known() {
        Some(mode) => Action::Set { value: mode.place, to: Written::Boolean(true) },
        None => write_in_configuration(deployment, "is_development_mode", Written::Boolean(true)),
    };
    let delete = deployment
        .hibernation_key
        .map(|entry| Proposal::suggested("Delete the hibernation schedules", [Action::Remove { entry }]));
    let finding =
        finding.propose(Proposal::suggested("Write is_development_mode: true", [switch_on])).propose_all(delete);
    Some(match deployment.development_mode.place() {
        Some(place) => finding.related(place, "development mode is off here"),
        None => finding,
    })
}
