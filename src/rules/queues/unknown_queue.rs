use super::new_queue::add_to_all;
use super::{DEFAULT, listed};
use crate::model::KUBERNETES_QUEUE as KUBERNETES;
use crate::model::{Deployment, DescribedBy, EnvironmentVariable, Executor, Known, Place, Platform, Project, Setting, Task};
use crate::rules::{Across, Action, Finding, Holds, Proposal, Reach, Rule, Severity, TaskFault, Written, nearest, task_faults};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "unknown-queue",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("unknown_queue.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let lists = QueueLists::of(project);
    for fault in task_faults(project, |task| task.queue.place(), |task, deployment| holds(task, deployment, &lists)) {
        let Some(queue) = fault.tasks.first().and_then(|task| task.queue.value()) else { continue };
        let message = format!(
            "queue `{queue}` is served by no worker queue of {}: {} {} queued and never {}",
            lists.served(&fault.across),
            fault.names(),
            fault.verb("stays", "stay"),
            fault.verb("runs", "run"),
        );
        let finding = fault.finding(&RULE, message).help(help(queue, &fault.across, &lists));
        let finding = finding.severity(fault.across.severity(level(&fault.across)));
        let finding = finding.propose_all(proposals(project, &fault, &lists));
        findings.push(fault.across.point_to_queues(finding));
    }
    default_queue(project, &lists, findings);
}

/// Workers of a compose file or a chart may not be the only ones at the broker.
fn level(across: &Across) -> Severity {
    let may_be_more = |deployment: &&Deployment| match deployment.described_by {
        DescribedBy::File | DescribedBy::Terraform | DescribedBy::Configuration => false,
        DescribedBy::Values | DescribedBy::Compose | DescribedBy::AirflowConfiguration | DescribedBy::Manifest => true,
    };
    if across.on.iter().all(may_be_more) { Severity::Warning } else { RULE.severity }
}

fn help(queue: &str, across: &Across, lists: &QueueLists) -> String {
    if queue == KUBERNETES && offers_pods(across) {
        return "the queue chooses no pod here: write `executor=\"KubernetesExecutor\"` in its place".to_owned();
    }
    if queue == KUBERNETES {
        return "only the CeleryKubernetesExecutor takes this name for a pod; remove it and use the KubernetesPodOperator, or \
                name a queue that is there"
            .to_string();
    }
    match nearest(queue, across.on.iter().flat_map(|it| lists.names(it)).copied()) {
        Some(meant) => format!("did you mean `{meant}`? Else add a worker queue `{queue}` to the deployment"),
        None => format!("name a queue that is there, or add a worker queue `{queue}` to the deployment"),
    }
}

/// A default queue that is set by hand and that nobody serves.
fn default_queue(project: &Project, lists: &QueueLists, findings: &mut Vec<Finding>) {
    let mut faults: BTreeMap<Place, (Known<Box<str>>, Vec<&Deployment>)> = BTreeMap::new();
    for deployment in &project.deployments {
        let Setting::Known(queue) = project.default_queue(deployment) else { continue };
        let workers = deployment.executor_family().is_some_and(Executor::has_worker_queues);
        if workers && lists.unserved(deployment, &queue.value) == Holds::Yes {
            faults.entry(queue.place).or_insert_with(|| (queue, Vec::new())).1.push(deployment);
        }
    }
    for (place, (queue, on)) in faults {
        // The image belongs to every deployment, the variables of a deployment file to that one.
        let everywhere = on.iter().any(|it| it.file == place.file) || on.len() == project.deployments.len();
        let across = Across { on, everywhere };
        let message = format!(
            "tasks without a queue of their own go to `{}`, which is served by no worker queue of {}: they stay queued \
             and never run",
            queue.value,
            lists.served(&across)
        );
        let help = "set it to `default`, or delete the variable";
        let finding = Finding::new(&RULE, place, message).help(help).severity(across.severity(level(&across)));
        let delete = variable_at(project, place).filter(|_| across.everywhere).map(|variable| {
            let delete = [Action::Remove { entry: variable.place }];
            Proposal::suggested("Delete the variable, so that `default` is the default again", delete)
        });
        let finding = finding
            .propose_all(nearest_name(&queue, &across.on, lists).filter(|_| across.everywhere))
            .propose_all(add_to_all(&across.on, &queue.value))
            .propose_all(delete);
        findings.push(across.point_to_queues(finding));
    }
}

/// The variable whose value stands at `place`.
fn variable_at(project: &Project, place: Place) -> Option<&EnvironmentVariable> {
    let own = project.deployments.iter().filter_map(|deployment| deployment.environment.value()).flatten();
    own.chain(&project.image_environment).find(|variable| variable.value.place() == Some(place))
}

/// Whether the task's queue certainly has no worker on the deployment.
fn holds(task: &Task, deployment: &Deployment, lists: &QueueLists) -> Holds {
    let Some(queue) = task.queue.value() else { return Holds::Unknown };
    match deployment.executor_of(task) {
        None => return Holds::Unknown,
        Some(Executor::CeleryKubernetes) if &**queue == KUBERNETES => return Holds::No,
        Some(executor) if !executor.has_worker_queues() => return Holds::No,
        Some(_) => {}
    }
    lists.unserved(deployment, queue)
}

/// The queues of each deployment, where they are known: there may be as many of them as tasks that name one.
struct QueueLists<'p> {
    /// By the deployment's address in the project.
    lists: FxHashMap<*const Deployment, QueueList<'p>>,
}

/// Queues in the order of their deployment, each once.
struct QueueList<'p> {
    names: Vec<&'p str>,
    set: FxHashSet<&'p str>,
}

impl<'p> QueueLists<'p> {
    fn of(project: &'p Project) -> Self {
        let list = |deployment| Some((std::ptr::from_ref(deployment), known_queues(deployment)?));
        Self { lists: project.deployments.iter().filter_map(list).collect() }
    }

    fn list(&self, deployment: &Deployment) -> Option<&QueueList<'p>> {
        self.lists.get(&std::ptr::from_ref(deployment))
    }

    /// The queues of a deployment; none where they are not known.
    fn names(&self, deployment: &Deployment) -> &[&'p str] {
        self.list(deployment).map_or(&[], |list| list.names.as_slice())
    }

    /// Whether a queue certainly has no worker on a deployment with worker queues.
    fn unserved(&self, deployment: &Deployment, queue: &str) -> Holds {
        // Agents outside the platform say themselves which queues they listen on.
        if queue.is_empty() || deployment.is_remote() != Some(false) {
            return Holds::Unknown;
        }
        let Some(queues) = self.list(deployment) else { return Holds::Unknown };
        // Astro refuses a list without `default`: missing-default-queue says so.
        let refused = queue == DEFAULT && deployment.platform == Platform::Astro;
        if refused || queues.set.contains(queue) { Holds::No } else { Holds::Yes }
    }

    /// The deployments with their queues: `prod.yaml (default, heavy)`.
    fn served(&self, across: &Across) -> String {
        let queues = |deployment| listed(self.names(deployment));
        match across.on.as_slice() {
            [first, rest @ ..] if rest.iter().all(|it| queues(it) == queues(first)) => {
                format!("{} ({})", across.names(), queues(first))
            }
            [first, second] => format!("{} ({}) or {} ({})", first.label, queues(first), second.label, queues(second)),
            _ => across.names(),
        }
    }
}

/// The queues of a deployment, where they are known. A deployment file without a list leaves the queues as they are (or
/// lets Astro make one), so nothing is known there.
fn known_queues(deployment: &Deployment) -> Option<QueueList<'_>> {
    let Setting::Known(queues) = &deployment.queues else { return None };
    if queues.value.is_empty() && deployment.described_by == DescribedBy::File {
        return None;
    }
    let mut names = deployment.queue_names()?;
    let mut set = FxHashSet::default();
    names.retain(|name| set.insert(*name));
    Some(QueueList { names, set })
}

/// Whether a task may choose a pod by its executor on each of the deployments.
fn offers_pods(across: &Across) -> bool {
    let offers = |deployment: &&Deployment| {
        deployment.platform == Platform::OpenSource
            && deployment.executor.value().is_some_and(|executor| executor.offers(Executor::Kubernetes))
    };
    across.on.iter().all(offers)
}

/// The nearest name, the missing queue, or no queue at all; nothing that takes from a deployment what works there.
fn proposals(project: &Project, fault: &TaskFault, lists: &QueueLists) -> Vec<Proposal> {
    let Some(queue) = fault.tasks.first().and_then(|task| task.queue.as_known()) else { return Vec::new() };
    let deployments = project.deployments_of(fault.tasks.first().map_or(fault.place.file, |task| task.file()));
    let remove = Proposal::suggested("Remove `queue`", [Action::Remove { entry: fault.place }]);
    let add = add_to_all(&fault.across.on, &queue.value).filter(|_| &*queue.value != KUBERNETES);
    let remove = fault.across.everywhere.then_some(remove);
    let pods = (&*queue.value == KUBERNETES && fault.across.everywhere && offers_pods(&fault.across)).then(|| {
        let (key, value) = ("executor".to_owned(), Written::text("KubernetesExecutor"));
        let substitute = Action::Substitute { entry: fault.place, key, value };
        Proposal::suggested("Write `executor=\"KubernetesExecutor\"`", [substitute])
    });
    pods.into_iter().chain(nearest_name(queue, &deployments, lists)).chain(add).chain(remove).collect()
}

/// The nearest name of a queue that every one of the deployments has.
fn nearest_name(queue: &Known<Box<str>>, deployments: &[&Deployment], lists: &QueueLists) -> Option<Proposal> {
    let names = deployments.iter().flat_map(|it| lists.names(it)).copied();
    let has = |deployment: &&Deployment, name: &str| {
        let pods = deployment.executor_family().is_some_and(|executor| !executor.has_worker_queues());
        pods || lists.unserved(deployment, name) == Holds::No
    };
    let everywhere = names.filter(|name| deployments.iter().all(|it| has(it, name)));
    let meant = nearest(&queue.value, everywhere)?;
    let set = Action::Set { value: queue.literal, to: Written::text(meant) };
    Some(Proposal::suggested(format!("Write `{meant}`"), [set]))
}
