use super::written_queues;
use crate::model::{Deployment, DeploymentType, Executor, Known, MACHINES, Machine, Project, Setting};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "worker-type-unknown",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("worker_type_unknown.md"),
    needs_deployment: false,
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
    let (message, help) = match deployment.kind()? {
        DeploymentType::Hybrid => {
            number?;
            let message = format!("`{text}` is a worker type of hosted deployments, and this one is HYBRID: the Astro CLI refuses it");
            (message, "write a node instance type of the cluster, such as `m5.xlarge`".to_string())
        }
        _ if text.is_empty() || Machine::named(text).is_some() => return None,
        _ => {
            let names: Vec<&str> = MACHINES.iter().map(|machine| machine.name).collect();
            let message = format!(
                "`{text}` is no worker type of hosted deployments ({}): the Astro CLI does not check it and fails with \
                 an error about something else",
                names.join(", ")
            );
            let help = match number {
                Some(number) => format!("the nearest type is {}", nearest_machine(number).name),
                None if text.contains('.') || text.contains('_') || text.contains('-') => {
                    "node instance types are for HYBRID; choose a hosted type by its size, from A5 (1 CPU, 2 GiB) to A160 \
                     (32 CPU, 64 GiB)"
                        .to_string()
                }
                None => "choose one by its size, from A5 (1 CPU, 2 GiB) to A160 (32 CPU, 64 GiB)".to_string(),
            };
            (message, help)
        }
    };
    Some(Finding::new(&RULE, worker_type.place, message).help(help))
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
