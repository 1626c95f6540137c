use super::asked::{Asked, By, amount, asked, on_astro};
use crate::model::{Known, Place, Project, Quantity, Resources};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, across};
use std::collections::{HashMap, HashSet};

pub const RULE: Rule = Rule {
    name: "requests-below-limits",
    category: "resources",
    severity: Severity::Warning,
    document: include_str!("requests_below_limits.md"),
    needs_deployment: true,
    reach: Reach::Project,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let all = asked(project);
    let disputed = disputed(&all);
    for asked in &all {
        let (task, executor_task) = match asked.by {
            By::Override(task) => (task, Some(task)),
            By::KubernetesPod(task) => match &task.kubernetes_pod {
                Some(pod) if !pod.external_cluster => (task, None),
                _ => continue,
            },
            By::Template | By::Workers(_) | By::Unattached => continue,
        };
        let raised = raised(&asked.resources);
        let Some(place) = asked.resources.requests.place().filter(|_| !raised.is_empty()) else { continue };
        let Some(across) = across(project, task.file(), |deployment| on_astro(deployment, executor_task)) else {
            continue;
        };
        let said = raised.iter().map(|(name, low, high)| format!("{name} from `{}` to `{}`", low.value, high.value));
        let said: Vec<String> = said.collect();
        let message = format!(
            "task `{}` requests less than its limits: Astro raises {} when the pod starts and bills for it on {}",
            task.label(),
            said.join(" and "),
            across.names(),
        );
        let finding = Finding::new(&RULE, place, message)
            .severity(across.severity(RULE.severity))
            .help("set requests and limits to the same amounts, as low as the task allows");
        let raise = raised.iter().map(|(_, low, high)| Action::write(low, &*high.value));
        // Elsewhere requests below limits may be meant.
        let propose = if across.everywhere { Proposal::safe } else { Proposal::suggested };
        let proposal = propose("Request what the limits allow", raise.collect::<Vec<_>>());
        let is_clear = raised.iter().all(|(_, low, _)| !disputed.contains(&low.literal));
        let proposal = is_clear.then(|| proposal.unless_shared(raised.iter().map(|(_, low, _)| *low)));
        let finding = finding.propose_all(proposal);
        let limits = asked.resources.limits.place();
        found.push(limits.into_iter().fold(finding, |finding, place| finding.related(place, "the limits")));
    }
}

/// Literals that are requests of several containers with different limits: no one amount fits them all.
fn disputed(all: &[Asked<'_>]) -> HashSet<Place> {
    let mut limits: HashMap<Place, HashSet<Option<Quantity>>> = HashMap::new();
    for asked in all {
        for name in ["cpu", "memory"] {
            if let Some((_, request)) = amount(&asked.resources.requests, name) {
                let limit = amount(&asked.resources.limits, name).map(|(limit, _)| limit);
                limits.entry(request.literal).or_default().insert(limit);
            }
        }
    }
    limits.into_iter().filter(|(_, limits)| limits.len() > 1).map(|(literal, _)| literal).collect()
}

/// An amount as written.
type Amount = Known<Box<str>>;

/// The resources that are raised, with the request and the limit.
fn raised(resources: &Resources) -> Vec<(&'static str, &Amount, &Amount)> {
    let raised = ["cpu", "memory"].into_iter().filter_map(|name| {
        let (request, low) = amount(&resources.requests, name)?;
        let (limit, high) = amount(&resources.limits, name)?;
        (request < limit).then_some((name, low, high))
    });
    raised.collect()
}
