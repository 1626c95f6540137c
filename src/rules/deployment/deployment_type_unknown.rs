use crate::model::{Deployment, DeploymentType, Machine, Project, Setting};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, write_in_configuration};

pub const RULE: Rule = Rule {
    name: "deployment-type-unknown",
    category: "deployment",
    severity: Severity::Error,
    document: include_str!("deployment_type_unknown.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

/// Current spellings, for "did you mean".
const TYPES: [DeploymentType; 3] = [DeploymentType::Standard, DeploymentType::Dedicated, DeploymentType::Hybrid];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let on_astro = project.deployments.iter().filter(|deployment| deployment.is_astro_file());
    findings.extend(on_astro.filter_map(unknown_type));
}

fn unknown_type(deployment: &Deployment) -> Option<Finding> {
    let consequence = "so the Astro CLI takes it for Hybrid and stops at a cluster that does not exist";
    match &deployment.deployment_type {
        Setting::Absent if is_hybrid_of_old(deployment) => {
            let message = format!(
                "{} does not say its deployment_type, so the Astro CLI takes it for Hybrid, which its cluster and its \
                 scheduler_au or scheduler_count speak for",
                deployment.label
            );
            let finding = Finding::new(&RULE, deployment.place, message).severity(Severity::Warning);
            let finding = finding.help("write deployment_type: HYBRID, if that is what it is");
            Some(finding.propose(written(deployment, DeploymentType::Hybrid)))
        }
        Setting::Absent => {
            let message = format!("{} does not say its deployment_type, {consequence}", deployment.label);
            let finding = Finding::new(&RULE, deployment.place, message).help(advice(deployment));
            Some(finding.propose_all(spoken_for(deployment).iter().map(|kind| written(deployment, *kind))))
        }
        Setting::Known(written) if DeploymentType::named(&written.value).is_none() => {
            let message = format!(
                "deployment_type `{}` of {} is none that Astro knows, {consequence}",
                written.value, deployment.label
            );
            let upper = written.value.to_ascii_uppercase();
            let near = TYPES.into_iter().find(|kind| strsim::damerau_levenshtein(kind.name(), &upper) <= 2);
            let help = near.map_or_else(|| advice(deployment), |kind| format!("write {}", kind.name()));
            let kinds = near.map_or_else(|| spoken_for(deployment).to_vec(), |kind| vec![kind]);
            let finding = Finding::new(&RULE, written.place, message).help(help);
            Some(finding.propose_all(kinds.into_iter().map(|kind| self::written(deployment, kind))))
        }
        Setting::Known(_) | Setting::Opaque(_) => None,
    }
}

/// Whether the file has what only Hybrid has: files from before there were types still work there.
fn is_hybrid_of_old(deployment: &Deployment) -> bool {
    let scheduler = !deployment.scheduler_units.is_absent() || !deployment.scheduler_count.is_absent();
    scheduler && !deployment.cluster_name.is_absent() && deployment.scheduler_size.is_absent()
}

/// The type written where it belongs.
fn written(deployment: &Deployment, kind: DeploymentType) -> Proposal {
    let name = Written::text(kind.name());
    let action = match deployment.deployment_type.as_known() {
        Some(written) => Action::Set { value: written.place, to: name },
        None => write_in_configuration(deployment, "deployment_type", name),
    };
    Proposal::suggested(format!("Write deployment_type: {}", kind.name()), [action])
}

/// The types that the other keys speak for: all that such a type needs is there.
fn spoken_for(deployment: &Deployment) -> &'static [DeploymentType] {
    let is_there = |setting: &Setting<Box<str>>| !setting.is_absent();
    if is_there(&deployment.cluster_name) {
        let queues = deployment.queues.value().into_iter().flatten();
        let types: Vec<&str> = queues.filter_map(|queue| queue.worker_type.value()).map(|it| &**it).collect();
        // Hybrid has the cloud's own machines, and hosted ones are A5 to A160.
        return match types.iter().any(|name| Machine::named(name).is_some()) {
            true => &[DeploymentType::Dedicated],
            false if types.is_empty() => &[DeploymentType::Dedicated, DeploymentType::Hybrid],
            false => &[DeploymentType::Hybrid],
        };
    }
    if is_there(&deployment.cloud_provider) && is_there(&deployment.region) {
        return &[DeploymentType::Standard];
    }
    &[]
}

/// The type that the other keys speak for, in words.
fn advice(deployment: &Deployment) -> String {
    let written = |setting: &Setting<Box<str>>| !setting.is_absent();
    if written(&deployment.cluster_name) {
        return "write deployment_type: DEDICATED (the file names a cluster), or HYBRID".to_string();
    }
    if written(&deployment.cloud_provider) || written(&deployment.region) {
        return "write deployment_type: STANDARD (the file names a cloud or region and no cluster)".to_string();
    }
    "write deployment_type: STANDARD, DEDICATED or HYBRID".to_string()
}
