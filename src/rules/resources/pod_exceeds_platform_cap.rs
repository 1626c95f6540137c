use super::amount_text;
use super::asked::{TooLarge, on_astro, too_large};
use super::change::{lower, text_of};
use crate::model::{Deployment, Project, Quantity};
use crate::rules::{Action, Finding, Holds, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "pod-exceeds-platform-cap",
    category: "resources",
    severity: Severity::Warning,
    document: include_str!("pod_exceeds_platform_cap.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

const HELP: &str = "ask for less, or have Astronomer raise the cap and say so in airlint.toml";

fn check(project: &Project, found: &mut Vec<Finding>) {
    for too_large in too_large(project, |deployment, resource| Some(cap(deployment, resource))) {
        let TooLarge { resource, amount, alone, fault } = too_large;
        let Some(cap) = fault.across.on.iter().map(|it| cap(it, resource)).min() else { continue };
        // A pod above the quota as well is that rule's finding; the cap comes next, if at all.
        if fault.across.on.iter().all(|it| above_quota(it, resource, amount)) {
            continue;
        }
        let message = format!(
            "{} {} for a pod of {}, but a pod on Astro gets {} at most: it never starts on {}",
            fault.names(),
            fault.verb("asks", "ask"),
            amount_text(resource, amount),
            amount_text(resource, cap),
            fault.across.names(),
        );
        found.push(fault.finding(&RULE, message).help(HELP).propose_all(lower(&alone, resource, cap)));
    }
    for deployment in &project.deployments {
        let sizes = [("cpu", &deployment.default_pod.cpu), ("memory", &deployment.default_pod.memory)];
        for (resource, size) in sizes {
            let Some(written) = size.as_known() else { continue };
            let Some(amount) = Quantity::parse(written.value.trim()) else { continue };
            let cap = cap(deployment, resource);
            if amount > cap && on_astro(deployment, None) == Holds::Yes {
                let message = format!(
                    "the default pod of {} has {}, but a pod on Astro gets {} at most",
                    deployment.label,
                    amount_text(resource, amount),
                    amount_text(resource, cap),
                );
                let finding = Finding::new(&RULE, written.place, message).help(HELP);
                found.push(finding.propose_all(lower_default_pod(deployment)));
            }
        }
    }
}

/// The largest default pod that the cap allows, with 2Gi for each CPU.
fn lower_default_pod(deployment: &Deployment) -> Option<Proposal> {
    let cpu = cap(deployment, "cpu").min(cap(deployment, "memory").divided_by(2 << 30)?);
    let memory = cpu.times(2 << 30)?;
    let title = format!("Lower the default pod to {} and {}", amount_text("cpu", cpu), amount_text("memory", memory));
    let pod = &deployment.default_pod;
    let lowered = [(&pod.cpu, text_of("cpu", cpu)?), (&pod.memory, text_of("memory", memory)?)];
    let actions = lowered.into_iter().filter_map(|(size, text)| Some(Action::write(size.as_known()?, text)));
    Some(Proposal::suggested(title, actions))
}

fn above_quota(deployment: &Deployment, resource: &str, amount: Quantity) -> bool {
    let quota = if resource == "cpu" { &deployment.quota.cpu } else { &deployment.quota.memory };
    quota.value().and_then(|quota| Quantity::parse(quota.trim())).is_some_and(|quota| amount > quota)
}

fn cap(deployment: &Deployment, resource: &str) -> Quantity {
    if resource == "cpu" { deployment.limits.pod_cpu } else { deployment.limits.pod_memory }
}
