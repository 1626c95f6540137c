use super::asked::{By, amounts, asked};
use crate::model::Project;
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "client-refuses-number",
    category: "resources",
    severity: Severity::Error,
    document: include_str!("client_refuses_number.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// The first Kubernetes client that takes amounts as texts only. Tried with 36.0 and 37.0.
const STRICT: (u32, u32) = (37, 0);

fn check(project: &Project, found: &mut Vec<Finding>) {
    let Some(version) = project.versions.package("kubernetes").and_then(|pinned| pinned.as_known()) else { return };
    if project.versions.package_release("kubernetes").is_none_or(|client| client < STRICT) {
        return;
    }
    for asked in asked(project).iter().filter(|asked| !matches!(asked.by, By::Workers(_))) {
        for amount in amounts(&asked.resources).filter(|amount| amount.is_number) {
            let Some(written) = amount.quantity.as_known() else { continue };
            let message = format!(
                "{} is given as the number {}: release {} of the Kubernetes client, which the project pins, takes texts \
                 only and raises an error",
                amount.resource, written.value, version.value,
            );
            let quote = Proposal::safe(format!("Write `\"{}\"`", written.value), [Action::write(written, &*written.value)]);
            let finding = Finding::new(&RULE, written.place, message).help("put it in quotes");
            found.push(finding.related(version.place, "the version").propose(quote.unless_shared([written])));
        }
    }
}
