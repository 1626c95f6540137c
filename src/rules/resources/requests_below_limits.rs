use super::asked::{By, amount, asked, on_astro};
use crate::model::{Known, Project, Resources};
use crate::rules::{Action, Finding, Proposal, Rule, Severity, across};

pub const RULE: Rule = Rule {
    name: "requests-below-limits",
    category: "resources",
    severity: Severity::Warning,
    document: include_str!("requests_below_limits.md"),
    needs_deployment: true,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for asked in asked(project) {
        let (task, executor_task) = match asked.by {
            By::Override(task) => (task, Some(task)),
            By::KubernetesPod(task) => match &task.kubernetes_pod {
                Some(pod) if !pod.external_cluster => (task, None),
                _ => continue,
            },
            By::Unattached => continue,
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
        let proposal = Proposal::safe("Request what the limits allow", raise);
        let finding = finding.propose(proposal.unless_shared(raised.iter().map(|(_, low, _)| *low)));
        let limits = asked.resources.limits.place();
        found.push(limits.into_iter().fold(finding, |finding, place| finding.related(place, "the limits")));
    }
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
