use crate::model::Project;
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, Written, write_in_item};

pub const RULE: Rule = Rule {
    name: "hibernation-not-enabled",
    category: "hibernation",
    severity: Severity::Warning,
    document: include_str!("hibernation_not_enabled.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    // Terraform demands the key.
    for deployment in project.deployments.iter().filter(|deployment| deployment.is_astro_file()) {
        let schedules = deployment.hibernation.value().into_iter().flatten();
        findings.extend(schedules.filter(|schedule| schedule.enabled.is_absent()).map(|schedule| {
            let message = format!(
                "this hibernation schedule of {} does not say enabled, which means false: it never puts the deployment \
                 to sleep",
                deployment.label
            );
            Finding::new(&RULE, schedule.place, message)
                .help("add enabled: true, or enabled: false if it is switched off on purpose")
                .propose_all([true, false].map(|enabled| {
                    let write =
                        write_in_item(schedule.place, "hibernation_schedules", "enabled", Written::Boolean(enabled));
                    Proposal::suggested(format!("Write enabled: {enabled}"), [write])
                }))
        }));
    }
}
