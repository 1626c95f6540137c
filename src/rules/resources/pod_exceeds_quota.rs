use super::amount_text;
use super::asked::too_large;
use crate::model::{Deployment, Known, Project, Quantity};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "pod-exceeds-quota",
    category: "resources",
    severity: Severity::Error,
    document: include_str!("pod_exceeds_quota.md"),
    needs_deployment: true,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for (resource, amount, fault) in too_large(project, |deployment, resource| Some(quota(deployment, resource)?.0)) {
        let Some((quota, written)) = fault.across.on.iter().filter_map(|it| quota(it, resource)).min_by_key(|it| it.0)
        else {
            continue;
        };
        let message = format!(
            "{} {} for a pod of {}, but the quota of {} is {} for all pods together: the pod never starts",
            fault.names(),
            fault.verb("asks", "ask"),
            amount_text(resource, amount),
            fault.across.names(),
            amount_text(resource, quota),
        );
        let finding = fault.finding(&RULE, message).related(written.place, "the quota");
        found.push(finding.help("raise the quota, keeping 2Gi for each CPU, or ask for less"));
    }
}

fn quota<'d>(deployment: &'d Deployment, resource: &str) -> Option<(Quantity, &'d Known<Box<str>>)> {
    let quota = if resource == "cpu" { &deployment.quota.cpu } else { &deployment.quota.memory };
    let written = quota.as_known()?;
    Some((Quantity::parse(written.value.trim())?, written))
}
