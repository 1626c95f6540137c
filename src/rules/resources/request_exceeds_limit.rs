use super::asked::{By, amount, asked};
use crate::model::{Known, Project, Resources};
use crate::rules::{Across, Action, Finding, Proposal, Reach, Rule, Severity, override_reach};

pub const RULE: Rule = Rule {
    name: "request-exceeds-limit",
    category: "resources",
    severity: Severity::Error,
    document: include_str!("request_exceeds_limit.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for asked in asked(project) {
        let across = match asked.by {
            By::Override(task) => override_reach(project, task),
            By::KubernetesPod(_) | By::Template | By::Workers(_) | By::Unattached => None,
        };
        let on = across.as_ref().map(Across::only_on).unwrap_or_default();
        let severity = across.map_or(RULE.severity, |across| across.severity(RULE.severity));
        found.extend(exceeding(&asked.resources).into_iter().map(|(resource, request, limit)| {
            let message = format!(
                "the {resource} request `{}` is above its limit `{}`: {}{on}",
                request.value,
                limit.value,
                asked.by.refusal(),
            );
            let raise = format!("Raise the limit to `{}`", request.value);
            let lower = format!("Lower the request to `{}`", limit.value);
            Finding::new(&RULE, request.place, message)
                .severity(severity)
                .help("raise the limit or lower the request")
                .related(limit.place, "the limit")
                .propose(Proposal::suggested(raise, [Action::write(limit, &*request.value)]))
                .propose(Proposal::suggested(lower, [Action::write(request, &*limit.value)]))
        }));
    }
}

/// An amount as written.
type Amount = Known<Box<str>>;

/// Resources whose request is above the limit, with both.
fn exceeding(resources: &Resources) -> Vec<(&str, &Amount, &Amount)> {
    let mut names: Vec<&str> = Vec::new();
    for amount in resources.requests.value().into_iter().flat_map(|list| &list.amounts) {
        if !names.contains(&&*amount.resource) {
            names.push(&amount.resource);
        }
    }
    let exceeding = names.into_iter().filter_map(|name| {
        let (request, written) = amount(&resources.requests, name)?;
        let (limit, bound) = amount(&resources.limits, name)?;
        (request > limit).then_some((name, written, bound))
    });
    exceeding.collect()
}
