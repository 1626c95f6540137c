use super::asked::{By, amount, asked, on_astro};
use crate::model::{Project, Resources};
use crate::rules::{Finding, Rule, Severity, across};

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
        let message = format!(
            "task `{}` requests less than its limits: Astro raises {} when the pod starts and bills for it on {}",
            task.label(),
            raised.join(" and "),
            across.names(),
        );
        let finding = Finding::new(&RULE, place, message)
            .severity(across.severity(RULE.severity))
            .help("set requests and limits to the same amounts, as low as the task allows");
        let limits = asked.resources.limits.place();
        found.push(limits.into_iter().fold(finding, |finding, place| finding.related(place, "the limits")));
    }
}

/// The amounts that are raised, for users: `memory from `1Gi` to `4Gi``.
fn raised(resources: &Resources) -> Vec<String> {
    let raised = ["cpu", "memory"].into_iter().filter_map(|name| {
        let (request, low) = amount(&resources.requests, name)?;
        let (limit, high) = amount(&resources.limits, name)?;
        (request < limit).then(|| format!("{name} from `{}` to `{}`", low.value, high.value))
    });
    raised.collect()
}
