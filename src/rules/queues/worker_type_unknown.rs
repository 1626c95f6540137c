use super::written_queues;
use crate::model::{Deployment, DeploymentType, Executor, Known, MACHINES, Machine, Project, Setting};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "worker-type-unknown",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("worker_type_unknown.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        let queues = written_queues(deployment).iter().map(|queue| &queue.worker_type);
        for worker_type in queues.chain(default_worker_type(deployment)) {
            let Setting::Known(worker_type) = worker_type else { continue };
            findings.extend(finding(deployment, worker_type));
        }
    }
}

/// The node type of task pods, which only Hybrid with the Kubernetes executor reads.
fn default_worker_type(deployment: &Deployment) -> Option<&Setting<Box<str>>> {
    let read = deployment.is_astro_file()
        && deployment.kind() == Some(DeploymentType::Hybrid)
        && deployment.executor_family() == Some(Executor::Kubernetes);
    read.then_some(&deployment.default_worker_type)
}

fn finding(deployment: &Deployment, worker_type: &Known<Box<str>>) -> Option<Finding> {
    let text = &*worker_type.value;
    let number = hosted_number(text);
    let (message, help, meant) = match deployment.kind()? {
        DeploymentType::Hybrid => {
            number?;
            let message = format!(
                "`{text}` is a worker type of hosted deployments, and this one is HYBRID: {}",
                deployment.refused()
            );
            if !deployment.is_astro_file() {
                let help = "take astro_machine out, and write `node_pool_id` with the id of a node pool of the cluster";
                return Some(Finding::new(&RULE, worker_type.place, message).help(help));
            }
            let help = "write a node instance type of the cluster, such as `m5.xlarge`".to_string();
            (message, help, node_type_beside(deployment))
        }
        _ if text.is_empty() => return None,
        _ if Machine::named(text).is_some_and(|machine| machine.name == text || deployment.is_astro_file()) => {
            return None;
        }
        _ => {
            let names: Vec<&str> = MACHINES.iter().map(|machine| machine.name).collect();
            let message = format!(
                "`{text}` is no worker type of hosted deployments ({}): {}",
                names.join(", "),
                match deployment.is_astro_file() {
                    true => "the Astro CLI does not check it and fails with an error about something else",
                    false => deployment.refused(),
                }
            );
            let machine = number.map(nearest_machine).or_else(|| cpus_of_node_type(text).and_then(machine_with));
            let help = match number {
                Some(number) => format!("the nearest type is {}", nearest_machine(number).name),
                None if text.contains('.') || text.contains('_') || text.contains('-') => {
                    "node instance types are for HYBRID; choose a hosted type by its size, from A5 (1 CPU, 2 GiB) to A160 \
                     (32 CPU, 64 GiB)"
                        .to_string()
                }
                None => "choose one by its size, from A5 (1 CPU, 2 GiB) to A160 (32 CPU, 64 GiB)".to_string(),
            };
            (message, help, machine.map(|machine| machine.name))
        }
    };
    let proposal = meant.map(|name| {
        let set = Action::Set { value: worker_type.place, to: Written::text(name) };
        Proposal::suggested(format!("Write `{name}`"), [set])
    });
    Some(Finding::new(&RULE, worker_type.place, message).help(help).propose_all(proposal))
}

/// The number of a text that looks like a hosted type: `A10`, `a-40`, `A 20`.
fn hosted_number(text: &str) -> Option<i64> {
    let rest = text.strip_prefix(['A', 'a'])?.trim_start_matches(['-', '_', ' ']);
    (!rest.is_empty() && rest.len() <= 4 && rest.bytes().all(|byte| byte.is_ascii_digit())).then(|| rest.parse().ok())?
}

/// The smallest machine that is as large as the number asks for, or the largest there is.
fn nearest_machine(number: i64) -> Machine {
    let [.., largest] = MACHINES;
    MACHINES.into_iter().find(|machine| machine.default_concurrency() >= number).unwrap_or(largest)
}

/// A node type that another queue of a Hybrid deployment has.
pub(super) fn node_type_beside(deployment: &Deployment) -> Option<&str> {
    let written = written_queues(deployment).iter().filter_map(|queue| queue.worker_type.value());
    written.map(|name| &**name).find(|name| hosted_number(name).is_none())
}

/// The smallest machine with that many CPUs.
fn machine_with(cpus: i64) -> Option<Machine> {
    MACHINES.into_iter().find(|machine| machine.cpus >= cpus)
}

/// The CPUs of a cloud's node type, by how its name says them: `m5.4xlarge` (AWS), `n2-standard-8` (Google Cloud),
/// `Standard_D4s_v5` (Azure).
fn cpus_of_node_type(name: &str) -> Option<i64> {
    let name = name.to_ascii_lowercase();
    let digits = |text: &str| {
        let text = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        text.get(..end)?.parse::<i64>().ok()
    };
    if let Some(rest) = name.strip_prefix("standard_") {
        return digits(rest.split('_').next()?);
    }
    if let Some((_, size)) = name.split_once('.') {
        return match size.strip_suffix("xlarge") {
            Some("") => Some(4),
            Some(times) => times.parse::<i64>().ok()?.checked_mul(4),
            None => (size == "large").then_some(2),
        };
    }
    let mut parts = name.split('-');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(_), Some("standard" | "highmem" | "highcpu"), Some(cpus), None) => cpus.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clouds_say_the_cpus_in_the_name() {
        for (name, cpus) in [
            ("m5.large", Some(2)),
            ("m5.xlarge", Some(4)),
            ("r6g.4xlarge", Some(16)),
            ("t3.micro", None),
            ("n2-standard-8", Some(8)),
            ("e2-medium", None),
            ("Standard_D4s_v5", Some(4)),
            ("Standard_E16_v3", Some(16)),
            ("standard_", None),
            ("huge", None),
        ] {
            assert_eq!(cpus_of_node_type(name), cpus, "{name}");
        }
        assert_eq!(machine_with(16).map(|machine| machine.name), Some("A120"));
        assert_eq!(machine_with(64), None);
    }
}
