//! A worker queue: its machine, its slots, its users.

use super::text::{Text, code, count, escaped, listed};
use super::words;
use crate::lsp::View;
use crate::model::{
    Deployment, DeploymentType, DescribedBy, Executor, Figure, KUBERNETES_QUEUE, Machine, QueueFigures, QueueUsers,
    Setting, Task, TaskSize, WorkerGroup, WorkerQueue,
};

/// How many users are named.
const NAMED: usize = 4;
/// How many deployments are told.
const DEPLOYMENTS: usize = 4;

/// A queue by name, as tasks of the file have it on each of their deployments.
pub(super) fn named(view: &View, name: &str, deployments: &[&Deployment], text: &mut Text) {
    text.paragraph().say(format!("**Worker queue {}**", code(name)));
    match deployments {
        [] => {
            text.paragraph().say("No deployment is known here that could serve it.");
        }
        [only] => match served(only, name) {
            Served::By(queue) => {
                text.say(" of ");
                words::place(view, queue.place, text);
                figures(view, only, queue, text);
                users(&view.project.users(only, name), view, text);
            }
            other => {
                text.paragraph().say(format!("{}: ", escaped(&only.label))).say(other.words(only));
                text.say(".");
            }
        },
        several => {
            for deployment in several.iter().take(DEPLOYMENTS) {
                text.item();
                match served(deployment, name) {
                    Served::By(queue) => {
                        text.link(&*deployment.label, queue.place).say(": ");
                        one_line(view, deployment, queue, text);
                    }
                    other => {
                        let at = deployment.queues_key.or(deployment.executor.place()).unwrap_or(deployment.place);
                        text.link(&*deployment.label, at).say(": ").say(other.words(deployment));
                    }
                }
            }
            if let Some(more) = several.len().checked_sub(DEPLOYMENTS).filter(|more| *more > 0) {
                text.item().say(format!("and {}", count(more, "more deployment")));
            }
        }
    }
}

/// A queue of the deployment file itself.
pub(super) fn entry(view: &View, deployment: &Deployment, queue: &WorkerQueue, text: &mut Text) {
    let name = queue.name.value().map_or_else(|| "without a known name".to_string(), |name| code(name));
    text.paragraph().say(format!("**Worker queue {name}**"));
    if let Some(note) = ignored(deployment) {
        text.paragraph().say(format!("Ignored: {note}."));
    }
    figures(view, deployment, queue, text);
    if let Some(name) = queue.name.value() {
        users(&view.project.users(deployment, name), view, text);
    }
}

/// Whether and how a deployment serves a queue of that name.
enum Served<'d> {
    By(&'d WorkerQueue),
    /// The executor or the agents do not look at it; the reason.
    Ignored(&'static str),
    /// Certainly not: the queues that are there.
    Not(Vec<String>),
    Unknown(String),
}

fn served<'d>(deployment: &'d Deployment, name: &str) -> Served<'d> {
    if let Some(note) = ignored(deployment) {
        return Served::Ignored(note);
    }
    if deployment.executor_family() == Some(Executor::CeleryKubernetes) && name == KUBERNETES_QUEUE {
        return Served::Ignored("the CeleryKubernetesExecutor starts a pod for each task of this queue");
    }
    let queues = match &deployment.queues {
        Setting::Known(queues) => &queues.value,
        Setting::Absent => {
            return Served::Unknown("the file lists no worker queues, so it leaves them as they are".into());
        }
        Setting::Opaque(opaque) => {
            return Served::Unknown(format!("the queues are not known: {}", escaped(&opaque.why)));
        }
    };
    if let Some(queue) = queues.iter().find(|queue| queue.name.value().is_some_and(|own| &**own == name)) {
        return Served::By(queue);
    }
    if queues.is_empty() && deployment.described_by == DescribedBy::File {
        return Served::Unknown("the list of worker queues is empty, so Astro makes one".into());
    }
    let names: Option<Vec<String>> = queues.iter().map(|queue| queue.name.value().map(|own| code(own))).collect();
    match names {
        Some(names) => Served::Not(names),
        None => Served::Unknown("the name of one of the queues is not known".into()),
    }
}

/// Why no queue of the deployment matters.
fn ignored(deployment: &Deployment) -> Option<&'static str> {
    match (deployment.is_remote(), deployment.executor_family()) {
        (Some(true), _) => Some("agents outside Astro say themselves which queues they serve"),
        (_, Some(Executor::Kubernetes)) => {
            Some("the Kubernetes executor starts a pod for each task and knows no queues")
        }
        (_, Some(Executor::Local | Executor::Sequential)) => Some("the executor knows no queues"),
        _ => None,
    }
}

impl Served<'_> {
    fn words(&self, deployment: &Deployment) -> String {
        match self {
            Served::By(_) => String::new(),
            Served::Ignored(note) => (*note).to_string(),
            Served::Not(names) if names.is_empty() => "**no such queue**, and no other: tasks stay queued".to_string(),
            Served::Not(names) => format!("**no such queue**, so tasks stay queued; there is {}", listed(names)),
            Served::Unknown(why) if deployment.executor_family().is_none() => {
                format!("unknown: the executor is not known, and {why}")
            }
            Served::Unknown(why) => format!("unknown: {why}"),
        }
    }
}

/// The figures, one a line.
fn figures(view: &View, deployment: &Deployment, queue: &WorkerQueue, text: &mut Text) {
    if !deployment.is_astro_file() {
        for group in groups(deployment, queue) {
            text.item().say(group);
        }
        return;
    }
    let figures = QueueFigures::of(deployment, queue);
    text.item().say(machine_words(view, deployment, queue, figures));
    text.item().say(format!(
        "{} to {} workers",
        figure_words(deployment, &queue.min_workers, figures.min_workers),
        figure_words(deployment, &queue.max_workers, figures.max_workers)
    ));
    text.item().say(format!(
        "{} tasks at once on each worker",
        figure_words(deployment, &queue.concurrency, figures.concurrency)
    ));
    if let Some(slots) = figures.slots() {
        text.item().say(format!("{} at most", count(usize::try_from(slots).unwrap_or(0), "slot")));
        if let Some(peak) = figures.peak() {
            text.say(format!(", on {}", size_words(peak)));
        }
        if let Some(idle) = figures.idle().filter(|idle| idle.millicores > 0) {
            text.say(format!("; {} always", size_words(idle)));
        }
    }
}

fn one_line(view: &View, deployment: &Deployment, queue: &WorkerQueue, text: &mut Text) {
    if deployment.is_astro_file() {
        let figures = QueueFigures::of(deployment, queue);
        let number = |figure: Option<Figure>| figure.map_or_else(|| "?".to_string(), |figure| figure.value.to_string());
        text.say(machine_words(view, deployment, queue, figures));
        text.say(format!(
            ", {} to {} workers × {} tasks",
            number(figures.min_workers),
            number(figures.max_workers),
            number(figures.concurrency)
        ));
        if let Some(slots) = figures.slots() {
            text.say(format!(" = {}", count(usize::try_from(slots).unwrap_or(0), "slot")));
        }
    } else {
        text.say(groups(deployment, queue).join("; "));
    }
    if let Some(name) = queue.name.value() {
        let users = view.project.users(deployment, name);
        text.say(format!(", {}", count(users.count(), "task")));
    }
}

/// The groups of workers that serve a queue outside Astro's own files.
fn groups(deployment: &Deployment, queue: &WorkerQueue) -> Vec<String> {
    let serves = |group: &&WorkerGroup| queue.name.value().is_some_and(|name| group.serves(name) == Some(true));
    let groups = deployment.workers.value().into_iter().flatten().filter(serves);
    let words: Vec<String> = groups
        .map(|group| {
            let number = |setting: &Setting<i64>, one: &str| match setting {
                Setting::Known(known) => count(usize::try_from(known.value).unwrap_or(0), one),
                Setting::Absent => format!("{one}s as usual"),
                Setting::Opaque(_) => format!("? {one}s"),
            };
            let (workers, tasks) = (number(&group.replicas, "worker"), number(&group.concurrency, "task"));
            format!("{}: {workers}, {tasks} at once on each", code(&group.label))
        })
        .collect();
    if words.is_empty() { vec!["served; nothing says how large it is".to_string()] } else { words }
}

fn machine_words(view: &View, deployment: &Deployment, queue: &WorkerQueue, figures: QueueFigures) -> String {
    match (&queue.worker_type, figures.machine) {
        (_, Some(machine)) => machine_line(machine),
        (Setting::Absent, None) => format!("worker type not given in {}", view.files.path(deployment.file)),
        (Setting::Opaque(opaque), None) => format!("worker type unknown: {}", escaped(&opaque.why)),
        (Setting::Known(name), None) if deployment.kind() == Some(DeploymentType::Hybrid) => {
            format!("node type {} of your cloud", code(&name.value))
        }
        (Setting::Known(name), None) => format!("{} is no worker type of hosted deployments", code(&name.value)),
    }
}

/// `A40: 8 vCPU, 16 GiB`
pub(super) fn machine_line(machine: Machine) -> String {
    format!("{} workers: {}", machine.name, size_words(TaskSize::machine(machine)))
}

/// `8 vCPU and 16 GiB`
pub(super) fn size_words(size: TaskSize) -> String {
    let memory = size.memory();
    let memory = match memory.strip_suffix("Gi") {
        Some(number) => format!("{number} GiB"),
        None => memory.replace("Mi", " MiB"),
    };
    format!("{} vCPU and {memory}", size.cpu())
}

/// A number, and whether it is written.
pub(super) fn figure_words(deployment: &Deployment, written: &Setting<i64>, figure: Option<Figure>) -> String {
    match (figure, written) {
        (Some(figure), _) if figure.is_default => format!("{} (default)", figure.value),
        (Some(figure), _) => figure.value.to_string(),
        (None, Setting::Opaque(opaque)) => format!("? ({})", escaped(&opaque.why)),
        (None, Setting::Known(known)) => format!("? ({} is refused)", known.value),
        (None, Setting::Absent) if !deployment.is_astro_file() => "? (not said)".to_string(),
        (None, Setting::Absent) => "? (the worker type's default)".to_string(),
    }
}

/// How many tasks use it, and the first of them.
fn users(users: &QueueUsers, view: &View, text: &mut Text) {
    text.item();
    if users.count() == 0 {
        text.say("No task uses it");
    } else {
        text.say(format!("Used by {}: ", count(users.count(), "task")));
        let tasks: Vec<&Task> = users.naming.iter().chain(&users.unnamed).copied().collect();
        for (index, task) in tasks.iter().take(NAMED).enumerate() {
            if index > 0 {
                text.say(", ");
            }
            text.say(task_words(view, task)).say(" ");
            words::place(view, task.place, text);
        }
        if tasks.len() > NAMED {
            text.say(format!(" and {} more", tasks.len() - NAMED));
        }
        if !users.unnamed.is_empty() && !users.naming.is_empty() {
            text.say(format!("; {} of them name no queue", users.unnamed.len()));
        }
    }
    if users.unknown > 0 {
        text.say(format!("; {} may, whose queue is not known", count(users.unknown, "other")));
    }
}

/// `train` of `sales`
fn task_words(view: &View, task: &Task) -> String {
    match view.project.dag_of(task).and_then(|dag| dag.id.value()) {
        Some(dag) => format!("{} of {}", code(task.label()), code(dag)),
        None => code(task.label()),
    }
}
