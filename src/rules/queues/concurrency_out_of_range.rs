use super::{named, unless_shared, written_queues};
use crate::model::{ConcurrencyBound, Deployment, Known, MACHINES, Machine, Project, WorkerQueue};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "concurrency-out-of-range",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("concurrency_out_of_range.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        findings.extend(written_queues(deployment).iter().filter_map(|queue| finding(deployment, queue)));
    }
}

fn finding(deployment: &Deployment, queue: &WorkerQueue) -> Option<Finding> {
    let concurrency = queue.concurrency.as_known()?;
    let wanted = concurrency.value;
    // Terraform wants a number from 1 on; in a deployment file 0 is the default of the worker type.
    if wanted < 0 || wanted == 0 && !deployment.is_astro_file() {
        let message = format!(
            "worker_concurrency of {} is {wanted}, and a worker runs at least 1 task at once: {}",
            named(queue),
            if deployment.is_astro_file() { deployment.refused_by_astro() } else { deployment.refused() }
        );
        let finding = Finding::new(&RULE, concurrency.place, message);
        if !deployment.is_astro_file() {
            return Some(finding.help("write a number from 1 on"));
        }
        let help = "write a number from 1 on, or delete the key to get the worker type's default";
        let delete = Action::Remove { entry: concurrency.place };
        let delete = Proposal::suggested("Delete worker_concurrency, for the worker type's default", [delete]);
        return Some(finding.help(help).propose(delete));
    }
    let ceiling = ceiling(deployment, queue)?;
    if wanted <= ceiling.most {
        return None;
    }
    let message = format!(
        "worker_concurrency of {} is {wanted}, and {}: {}",
        named(queue),
        ceiling.reason,
        match ceiling.certain {
            true => deployment.refused_by_astro(),
            false => "that is probably refused",
        }
    );
    let severity = if ceiling.certain { RULE.severity } else { RULE.severity.lowered() };
    let larger = ceiling.larger.and_then(|_| MACHINES.into_iter().find(|it| it.max_concurrency() >= wanted));
    let help = match larger {
        Some(machine) => {
            format!("lower it to {}, or take `{}`", ceiling.most, deployment.written("worker_type", machine.name))
        },
        None => format!("lower it to {}, and let more workers share the tasks with max_worker_count", ceiling.most),
    };
    let finding = Finding::new(&RULE, concurrency.place, message).help(help).severity(severity);
    Some(finding.propose(lower(queue, concurrency, &ceiling)).propose_all(larger.and_then(|it| enlarge(queue, it))))
}

fn lower(queue: &WorkerQueue, concurrency: &Known<i64>, ceiling: &Ceiling) -> Proposal {
    let title = format!("Lower worker_concurrency to {}", ceiling.most);
    let set = [Action::Set { value: concurrency.place, to: Written::number(ceiling.most) }];
    if !ceiling.certain {
        return Proposal::suggested(title, set);
    }
    unless_shared(Proposal::safe(title, set), concurrency, queue)
}

fn enlarge(queue: &WorkerQueue, machine: Machine) -> Option<Proposal> {
    let set = Action::Set { value: queue.worker_type.place()?, to: Written::text(machine.name) };
    Some(Proposal::suggested(format!("Take worker type {}", machine.name), [set]))
}

/// The most tasks that a worker may run at once.
struct Ceiling {
    most: i64,
    reason: String,
    /// Whether the figure is the one that the deploy is checked against.
    certain: bool,
    /// The machine that sets it, where a larger one may help.
    larger: Option<Machine>,
}

/// `None` where the file does not tell, or the worker type is not known.
fn ceiling(deployment: &Deployment, queue: &WorkerQueue) -> Option<Ceiling> {
    Some(match deployment.concurrency_bound(queue)? {
        ConcurrencyBound::Account(most) => {
            Ceiling { most, reason: format!("the limit of the account is {most}"), certain: true, larger: None }
        }
        ConcurrencyBound::Hybrid(least, most) => {
            let reason = format!("the documented range on Hybrid is {least} to {most}");
            Ceiling { most, reason, certain: false, larger: None }
        }
        ConcurrencyBound::Machine(machine) => {
            let most = machine.max_concurrency();
            let reason = format!("an {} worker runs at most {most} tasks at once", machine.name);
            Ceiling { most, reason, certain: true, larger: Some(machine) }
        }
    })
}
