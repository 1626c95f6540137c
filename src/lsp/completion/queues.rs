//! The worker queues that tasks of a file can be sent to.

use super::{Choice, ItemKind};
use crate::model::{Deployment, Executor, KUBERNETES_QUEUE, QueueFigures, WorkerQueue};

/// The queues of these deployments, each name once.
pub(super) fn queues_of(deployments: &[&Deployment]) -> Vec<Choice> {
    let mut found: Vec<(&str, Vec<Served<'_>>)> = Vec::new();
    for &deployment in deployments {
        let executor = deployment.executor_family();
        if executor.is_some_and(|executor| !executor.has_worker_queues()) || deployment.is_remote() == Some(true) {
            continue;
        }
        let queues = deployment.queues.value().into_iter().flatten();
        let named = queues.filter_map(|queue| Some((&**queue.name.value()?, Some(queue))));
        let magic = (executor == Some(Executor::CeleryKubernetes)).then_some((KUBERNETES_QUEUE, None));
        for (name, queue) in named.chain(magic) {
            match found.iter_mut().find(|(known, _)| *known == name) {
                Some((_, on)) => on.push((deployment, queue)),
                None => found.push((name, vec![(deployment, queue)])),
            }
        }
    }
    found.into_iter().map(|(name, on)| choice(name, &on, deployments)).collect()
}

/// A deployment with its queue of a name; `None` where the executor has one that is no worker queue.
type Served<'d> = (&'d Deployment, Option<&'d WorkerQueue>);

fn choice(name: &str, on: &[Served<'_>], all: &[&Deployment]) -> Choice {
    let labels: Vec<&str> = on.iter().map(|(deployment, _)| &*deployment.label).collect();
    let figures: Vec<String> = on.iter().map(|(deployment, queue)| figures(deployment, *queue)).collect();
    let same = figures.iter().all(|words| Some(words) == figures.first());
    let detail = match figures.first() {
        Some(words) if same && !words.is_empty() => format!("{words} · {}", labels.join(", ")),
        _ => labels.join(", "),
    };
    let mut lines: Vec<String> = labels
        .iter()
        .zip(&figures)
        .map(|(label, words)| format!("- `{label}`: {}", if words.is_empty() { "size not known" } else { words }))
        .collect();
    let missing = all.iter().filter(|it| !on.iter().any(|(has, _)| std::ptr::eq(*has, **it)));
    lines.extend(missing.map(|deployment| format!("- `{}`: {}", deployment.label, absence(deployment))));
    Choice::text(ItemKind::Queue, name, detail).documentation(lines.join("\n"))
}

/// Why a deployment does not serve a queue.
fn absence(deployment: &Deployment) -> &'static str {
    match deployment.executor_family() {
        Some(executor) if !executor.has_worker_queues() => "no worker queues with its executor",
        _ if deployment.queue_names().is_none() => "its worker queues are not known",
        _ => "**no such queue**",
    }
}

/// The machine and the slots of a queue, as far as they are known: `A20 · 160 slots`.
pub(super) fn figures(deployment: &Deployment, queue: Option<&WorkerQueue>) -> String {
    let Some(queue) = queue else { return "pods of Kubernetes".to_string() };
    let slots = QueueFigures::of(deployment, queue).slots();
    let machine = queue.worker_type.value().map(|machine| machine.to_string());
    let slots = slots.map(|slots| format!("{slots} slot{}", if slots == 1 { "" } else { "s" }));
    [machine, slots].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
