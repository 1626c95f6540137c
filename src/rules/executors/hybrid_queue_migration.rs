use crate::model::{Deployment, Executor, KUBERNETES_QUEUE, Known, Place, Platform, Project, Setting, Task};
use crate::rules::{Action, Finding, Proposal, Reach, Release, Rule, Severity, Written};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "hybrid-queue-migration",
    category: "executors",
    severity: Severity::Info,
    document: include_str!("hybrid_queue_migration.md"),
    needs_deployment: true,
    reach: Reach::Project,
    check,
};

/// An executor of two kinds, which Airflow 3 does not have.
struct Hybrid {
    executor: Executor,
    /// The section that names its queue for pods.
    section: &'static str,
    /// The list of executors that takes its place.
    instead: &'static str,
}

const HYBRIDS: [Hybrid; 2] = [
    Hybrid {
        executor: Executor::CeleryKubernetes,
        section: "celery_kubernetes_executor",
        instead: "CeleryExecutor,KubernetesExecutor",
    },
    Hybrid {
        executor: Executor::LocalKubernetes,
        section: "local_kubernetes_executor",
        instead: "LocalExecutor,KubernetesExecutor",
    },
];

/// The first release with several executors, and with `executor=` of tasks. Source: Airflow 2.10 release notes.
const LISTS: (u32, u32) = (2, 10);
const PODS: &str = "KubernetesExecutor";

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in project.deployments.iter().filter(|it| it.platform == Platform::OpenSource) {
        let hybrid = HYBRIDS.iter().find(|hybrid| deployment.executor_family() == Some(hybrid.executor));
        match hybrid {
            Some(hybrid) => findings.extend(still_hybrid(project, deployment, hybrid)),
            None => left_behind(project, deployment, findings),
        }
    }
}

/// Tasks that run in pods because of their queue: what to change before the executor is gone.
fn still_hybrid(project: &Project, deployment: &Deployment, hybrid: &Hybrid) -> Option<Finding> {
    let executor = deployment.executor.as_known()?;
    let queue = match project.option(deployment, hybrid.section, "kubernetes_queue") {
        Setting::Absent => KUBERNETES_QUEUE.into(),
        Setting::Known(known) => known.value,
        Setting::Opaque(_) => return None,
    };
    let tasks = on_queue(project, deployment, &queue);
    let first = tasks.first()?;
    let names = match tasks.as_slice() {
        [one] => format!("task `{}` runs", one.label()),
        [one, rest @ ..] => format!("task `{}` and {} more run", one.label(), rest.len()),
        [] => return None,
    };
    let class = hybrid.executor.class_name();
    let message = format!(
        "{names} in a pod because of the queue `{queue}`: {class} is gone in Airflow 3, and then only \
         `executor=\"{PODS}\"` chooses pods"
    );
    let release = Release::of(project, Some(deployment));
    let is_too_old = release.as_ref().is_some_and(|release| release.number < LISTS);
    let help = match is_too_old {
        true => format!("from Airflow 2.10 on, set the executor to `{}` and `executor=` at these tasks", hybrid.instead),
        false => format!("set the executor to `{}`, and `executor=\"{PODS}\"` at these tasks", hybrid.instead),
    };
    let finding = Finding::new(&RULE, executor.place, message).help(help).related(first.place, "such a task");
    let is_plain = &*executor.value.text == class;
    let switch = (is_plain && !is_too_old).then(|| switch(executor, hybrid, &tasks));
    Some(finding.propose_all(switch))
}

fn switch(executor: &Known<crate::model::ExecutorName>, hybrid: &Hybrid, tasks: &[&Task]) -> Proposal {
    let set = Action::Set { value: executor.literal, to: Written::text(hybrid.instead) };
    let actions = std::iter::once(set).chain(choose_pods(tasks));
    Proposal::suggested(format!("Set `{}`, and the executor of these tasks", hybrid.instead), actions)
}

/// `executor=` in the place of each queue.
fn choose_pods(tasks: &[&Task]) -> Vec<Action> {
    let places: BTreeSet<Place> = tasks.iter().filter_map(|task| task.queue.place()).collect();
    let substitute = |entry| Action::Substitute { entry, key: "executor".to_owned(), value: Written::text(PODS) };
    places.into_iter().map(substitute).collect()
}

/// Tasks on a deployment that name a queue and no executor.
fn on_queue<'p>(project: &'p Project, deployment: &'p Deployment, queue: &str) -> Vec<&'p Task> {
    let names_it = |task: &&Task| {
        task.executor.is_absent() && task.queue.value().is_some_and(|own| &**own == queue)
    };
    project.tasks_on(deployment).filter(names_it).collect()
}

/// Tasks that still name the queue of a hybrid executor where a list of executors has taken its place.
fn left_behind(project: &Project, deployment: &Deployment, findings: &mut Vec<Finding>) {
    let Some(executor) = deployment.executor.value() else { return };
    let family = executor.executor;
    if !executor.offers(Executor::Kubernetes) || !matches!(family, Some(Executor::Celery | Executor::Local)) {
        return;
    }
    // Where the queues are known, unknown-queue says so.
    if family == Some(Executor::Celery) && !deployment.queues.is_opaque() && !deployment.queues.is_absent() {
        return;
    }
    let groups = deployment.workers.value().into_iter().flatten();
    if groups.into_iter().any(|group| group.serves(KUBERNETES_QUEUE) != Some(false)) {
        return;
    }
    let tasks = on_queue(project, deployment, KUBERNETES_QUEUE);
    let places: BTreeSet<Place> = tasks.iter().filter_map(|task| task.queue.place()).collect();
    for place in places {
        let own: Vec<&Task> = tasks.iter().copied().filter(|task| task.queue.place() == Some(place)).collect();
        let Some(first) = own.first() else { continue };
        let fate = match family {
            Some(Executor::Local) => "runs as a process of the scheduler",
            _ => "waits for a Celery worker of that queue",
        };
        let message = format!(
            "the queue `{KUBERNETES_QUEUE}` chooses no pod on {}, whose executors are {}: task `{}` {fate}",
            deployment.label,
            executor.text,
            first.label(),
        );
        let finding = Finding::new(&RULE, place, message).severity(Severity::Warning);
        let finding = finding.help(format!("write `executor=\"{PODS}\"` in its place"));
        let choose = Proposal::suggested(format!("Write `executor=\"{PODS}\"`"), choose_pods(&own));
        let finding = match deployment.executor.place() {
            Some(executor) => finding.related(executor, format!("the executors of {}", deployment.label)),
            None => finding,
        };
        findings.push(finding.propose(choose));
    }
}
