use super::rename::rename;
use super::{DEFAULT, add_queue, listed, written_queues};
use crate::model::{Deployment, Project, WorkerQueue, Executor};
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, nearest};

pub const RULE: Rule = Rule {
    name: "missing-default-queue",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("missing_default_queue.md"),
    needs_deployment: false,
    reach: Reach::Project,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        let Some(finding) = finding(deployment) else { continue };
        let near_miss = written_queues(deployment).iter().find_map(near_miss);
        let proposal = match near_miss {
            Some((_, name)) => rename_to_default(project, name),
            None => add_queue(deployment, DEFAULT, None).ok(),
        };
        findings.push(finding.propose_all(proposal));
    }
}

fn finding(deployment: &Deployment) -> Option<Finding> {
    let queues = written_queues(deployment);
    let names = deployment.queue_names()?;
    if queues.is_empty() || names.iter().any(|name| name.is_empty() || *name == DEFAULT) {
        return None;
    }
    let refused = match deployment.is_astro_file() || deployment.executor_family() == Some(Executor::Astro) {
        true => format!("every list must have one, and {}", deployment.refused()),
        false => format!("every list must have one, and {}", deployment.refused_by_astro()),
    };
    Some(match queues.iter().find_map(near_miss) {
        Some((queue, name)) => {
            let message = format!("no worker queue is called `default`, only `{name}`: {refused}");
            Finding::new(&RULE, queue.name.place()?, message)
                .help(format!(
                    "write `{}` instead of `{name}`; the name counts exactly, case included",
                    deployment.written("name", DEFAULT)
                ))
        }
        None => {
            let message = format!("no worker queue is called `default` (there is {}): {refused}", listed(&names));
            Finding::new(&RULE, deployment.queues_key.or(deployment.queues.place())?, message)
                .help(format!(
                    "add a queue with `{}`: tasks go there that name no queue",
                    deployment.written("name", DEFAULT)
                ))
        }
    })
}

/// The queue under the name that was meant, in tasks as well; safe where it differs in case and blanks only.
fn rename_to_default(project: &Project, name: &str) -> Option<Proposal> {
    let title = format!("Call queue `{name}` `default`");
    let actions = rename(project, name, DEFAULT)?;
    let same = name.trim().eq_ignore_ascii_case(DEFAULT);
    Some(if same { Proposal::safe(title, actions) } else { Proposal::suggested(title, actions) })
}

/// A queue that was probably meant to be `default`.
fn near_miss(queue: &WorkerQueue) -> Option<(&WorkerQueue, &str)> {
    let name = queue.name.value()?;
    nearest(name.trim(), [DEFAULT]).or((name.trim() == DEFAULT).then_some(DEFAULT)).map(|_| (queue, &**name))
}

/// Whether the name is reported as a slip for `default`, so that other rules need not speak of it.
pub(super) fn is_near_miss(deployment: &Deployment, queue: &WorkerQueue) -> bool {
    near_miss(queue).is_some() && finding(deployment).is_some()
}
