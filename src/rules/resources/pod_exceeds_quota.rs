use super::amount_text;
use super::asked::{TooLarge, too_large};
use super::change::{lower, raise_quotas};
use crate::model::{Deployment, Known, Project, Quantity};
use crate::rules::{Finding, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "pod-exceeds-quota",
    category: "resources",
    severity: Severity::Error,
    document: include_str!("pod_exceeds_quota.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for too_large in too_large(project, |deployment, resource| Some(quota(deployment, resource)?.0)) {
        let TooLarge { resource, amount, alone, fault } = too_large;
        let quotas: Vec<_> = fault.across.on.iter().filter_map(|it| Some((quota(it, resource)?, &it.label))).collect();
        let said: Vec<String> =
            quotas.iter().map(|((quota, _), label)| format!("{} on {label}", amount_text(resource, *quota))).collect();
        let message = format!(
            "{} {} for a pod of {}, but the quota for all pods together is {}: the pod never starts{}",
            fault.names(),
            fault.verb("asks", "ask"),
            amount_text(resource, amount),
            said.join(", "),
            if said.len() > 1 { " there" } else { "" },
        );
        let finding = fault.finding(&RULE, message).help("raise the quota, keeping 2Gi for each CPU, or ask for less");
        let smallest = quotas.iter().map(|((quota, _), _)| *quota).min();
        let lowered = smallest.and_then(|quota| lower(&alone, resource, quota));
        let finding = finding.propose_all(raise_quotas(&fault.across.on, resource, amount)).propose_all(lowered);
        let quotas = quotas.into_iter().map(|((_, written), _)| written.place);
        found.push(quotas.fold(finding, |finding, place| finding.related(place, "the quota")));
    }
}

fn quota<'d>(deployment: &'d Deployment, resource: &str) -> Option<(Quantity, &'d Known<Box<str>>)> {
    let quota = if resource == "cpu" { &deployment.quota.cpu } else { &deployment.quota.memory };
    let written = quota.as_known()?;
    Some((Quantity::parse(written.value.trim())?, written))
}
