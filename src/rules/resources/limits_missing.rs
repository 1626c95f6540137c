use super::asked::{By, asked};
use crate::model::{Place, Project, Resources, Setting};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "limits-missing",
    category: "resources",
    severity: Severity::Info,
    document: include_str!("limits_missing.md"),
    needs_deployment: false,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for asked in asked(project) {
        let Some((requested, place)) = unlimited_memory(&asked.resources) else { continue };
        let consequence = match asked.by {
            By::Override(_) => {
                "an override replaces `resources` as a whole, so a limit of the pod template is dropped with it, and the \
                 task may take all memory of its node"
            }
            By::KubernetesPod(_) | By::Unattached => {
                "the container may take all memory of its node, or gets the default limit of its namespace, which may \
                 be lower than the request"
            }
        };
        let message = format!("memory has a request of `{requested}` but no limit: {consequence}");
        found.push(
            Finding::new(&RULE, place, message).help(format!("add `limits` with `\"memory\": \"{requested}\"` or more")),
        );
    }
}

/// The memory request and its place, where there certainly is no memory limit.
fn unlimited_memory(resources: &Resources) -> Option<(&str, Place)> {
    let request = resources.requests.value()?.get("memory")?.quantity.as_known()?;
    let unlimited = match &resources.limits {
        Setting::Absent => true,
        Setting::Known(limits) => !limits.value.incomplete && limits.value.get("memory").is_none(),
        Setting::Opaque(_) => false,
    };
    unlimited.then_some((&*request.value, request.place))
}
