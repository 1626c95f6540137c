use super::amount_text;
use super::change::raise_quotas;
use crate::model::{Known, Project, Quantity, Setting};
use crate::rules::{Finding, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "default-pod-exceeds-quota",
    category: "resources",
    severity: Severity::Error,
    document: include_str!("default_pod_exceeds_quota.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        let (pod, quota) = (&deployment.default_pod, &deployment.quota);
        for (resource, pod, quota) in [("cpu", &pod.cpu, &quota.cpu), ("memory", &pod.memory, &quota.memory)] {
            let (Some((pod, written)), Some((quota, bound))) = (read(pod), read(quota)) else { continue };
            if pod > quota {
                let message = format!(
                    "the default pod of {} has {}, more than the quota of {} for all pods together: no such pod ever \
                     starts",
                    deployment.label,
                    amount_text(resource, pod),
                    amount_text(resource, quota),
                );
                let finding = Finding::new(&RULE, written.place, message);
                let finding = finding.help("raise the quota to hold several pods").related(bound.place, "the quota");
                found.push(finding.propose_all(raise_quotas(&[deployment], resource, pod)));
            }
        }
    }
}

fn read(setting: &Setting<Box<str>>) -> Option<(Quantity, &Known<Box<str>>)> {
    let known = setting.as_known()?;
    Some((Quantity::parse(known.value.trim())?, known))
}
