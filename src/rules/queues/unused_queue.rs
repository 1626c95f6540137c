use super::{DEFAULT, missing_default_queue, written_queues};
use crate::model::{Deployment, Executor, Machine, Place, Project, Setting, ShapeKind, Task, WorkerGroup, WorkerQueue};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};
use rustc_hash::FxHashSet;
use std::cell::LazyCell;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    name: "unused-queue",
    category: "queues",
    severity: Severity::Info,
    document: include_str!("unused_queue.md"),
    needs_deployment: false,
    reach: Reach::Project,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    if has_broken_dag_file(project) {
        return;
    }
    // Without bindings every deployment has the same tasks, and there may be many of both.
    let everywhere = LazyCell::new(|| named_queues(project.tasks()));
    for deployment in &project.deployments {
        let Some(used) = used_queues(project, deployment, || everywhere.clone()) else { continue };
        // Without `default` the list is at fault itself, and might lose its last queue.
        let keeps_default = deployment.queue_names().is_some_and(|names| names.contains(&DEFAULT));
        for queue in written_queues(deployment) {
            let Setting::Known(name) = &queue.name else { continue };
            let is_default = &*name.value == DEFAULT || missing_default_queue::is_near_miss(deployment, queue);
            if name.value.is_empty() || is_default || used.contains(&name.value) {
                continue;
            }
            let message = format!("no task of this project names queue `{}`{}", name.value, cost(queue));
            let help = format!(
                "delete the queue from {}, or set `queue=\"{}\"` on the tasks that it is meant for",
                deployment.label, name.value
            );
            let delete = Action::Remove { entry: queue.place };
            let delete = Proposal::suggested(format!("Delete queue `{}`", name.value), [delete]);
            findings.push(Finding::new(&RULE, name.place, message).help(help).propose_all(keeps_default.then_some(delete)));
        }
        findings.extend(of_groups(deployment, &used));
    }
}

/// Queues of groups of workers, outside Astro.
fn of_groups(deployment: &Deployment, used: &HashSet<Box<str>>) -> Vec<Finding> {
    let is_used = |name: &str| name == DEFAULT || used.contains(name);
    let groups = deployment.workers.value().into_iter().flatten().filter(|_| !deployment.is_astro_file());
    let queues = groups.flat_map(|group| group.queues.value().into_iter().flatten().map(move |queue| (group, queue)));
    let unused = queues.filter(|(_, (name, _))| !name.is_empty() && !is_used(name));
    let finding = |(group, (name, place)): (&WorkerGroup, &(Box<str>, Place))| {
        let message = format!(
            "no task of this project names queue `{name}`, which `{}` of {} serves",
            group.label, deployment.label
        );
        let help = format!("take it from its queues, or set `queue=\"{name}\"` on the tasks that it is meant for");
        Finding::new(&RULE, *place, message).help(help)
    };
    unused.map(finding).collect()
}

/// The queues that tasks on the deployment name; `None` where that cannot be known in full.
fn used_queues<'p>(
    project: &'p Project,
    deployment: &'p Deployment,
    everywhere: impl FnOnce() -> Option<FxHashSet<&'p str>>,
) -> Option<HashSet<Box<str>>> {
    let on_workers = matches!(deployment.executor_family(), Some(Executor::Celery | Executor::Astro));
    if !on_workers || deployment.is_remote() != Some(false) {
        return None;
    }
    let default = project.default_queue(deployment);
    if default.is_opaque() {
        return None;
    }
    let named = match project.bindings.is_empty() {
        true => everywhere()?,
        false => named_queues(project.tasks_on(deployment))?,
    };
    Some(named.into_iter().map(Box::from).chain(default.value().cloned()).collect())
}

/// The queues that tasks name; `None` where there are no tasks, or one of them does not tell its queue.
fn named_queues<'p>(tasks: impl Iterator<Item = &'p Task>) -> Option<FxHashSet<&'p str>> {
    let mut tasks = tasks.peekable();
    tasks.peek()?;
    let mut named = FxHashSet::default();
    for task in tasks {
        match &task.queue {
            Setting::Opaque(_) => return None,
            Setting::Known(queue) => _ = named.insert(&*queue.value),
            Setting::Absent => {}
        }
    }
    Some(named)
}

/// Whether tasks may be missing from the facts because their file does not parse.
fn has_broken_dag_file(project: &Project) -> bool {
    let is_deployment = |file| project.deployments.iter().any(|deployment| deployment.file == file);
    let syntax = project.shapes().filter(|shape| matches!(shape.kind, ShapeKind::Syntax { .. }));
    syntax.map(|shape| shape.place.file).any(|file| !is_deployment(file))
}

/// What keeping the queue costs, where its file says so.
fn cost(queue: &WorkerQueue) -> String {
    let machine = queue.worker_type.value().map(|name| {
        let name = Machine::named(name).map_or(&**name, |machine| machine.name);
        format!("{name} ")
    });
    let machine = machine.unwrap_or_default();
    match queue.min_workers.value() {
        Some(&1) => format!(", yet one {machine}worker runs for it all the time"),
        Some(&count) if count > 1 => format!(", yet {count} {machine}workers run for it all the time"),
        _ => ": it serves nothing".to_string(),
    }
}
