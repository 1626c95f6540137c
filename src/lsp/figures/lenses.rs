//! Lines over the text.

use super::Shown;
use crate::lsp::View;
use crate::model::{
    Deployment, Executor, Place, Project, QueueFigures, QueueUsers, Shape, ShapeKind, TaskSize, WorkerQueue,
};
use crate::syntax::Span;

/// A figure over a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// What it is about; it starts on the line.
    pub span: Span,
    /// The figure: "used by 7 tasks".
    pub title: String,
    /// The places that it counts, where it counts some.
    pub places: Vec<Place>,
}

/// The lenses of a file that describes deployments.
pub fn lenses(view: &View<'_>, shown: Shown) -> Vec<Lens> {
    let mut lenses = Vec::new();
    for deployment in view.project.deployments.iter().filter(|deployment| deployment.file == view.file) {
        let mut add = |wanted: bool, place: Option<Place>, lens: Option<(String, Vec<Place>)>| {
            let place = place.filter(|place| wanted && place.file == view.file);
            if let (Some(place), Some((title, places))) = (place, lens) {
                lenses.push(Lens { span: place.span(), title, places });
            }
        };
        add(shown.executor, deployment.executor.place(), runs(view.project, deployment));
        let quota = deployment.quota.cpu.place().or(deployment.quota.memory.place());
        add(shown.capacity, quota, pods(deployment).map(|title| (title, Vec::new())));
        if !has_queues(deployment) {
            continue;
        }
        let queues = deployment.queues.value().map(Vec::as_slice).unwrap_or_default();
        let total = total(deployment, queues).map(|title| (title, Vec::new()));
        add(shown.capacity, deployment.queues_key, total);
        for queue in queues {
            let place = at(queue);
            let Some(name) = queue.name.value() else { continue };
            let users = if shown.users { users(view.project, deployment, name) } else { None };
            add(shown.users, place, users);
            let capacity = capacity(QueueFigures::of(deployment, queue));
            add(shown.capacity, place, capacity.map(|title| (title, Vec::new())));
        }
    }
    lenses.sort_by_key(|lens| lens.span.start);
    lenses
}

/// Where a queue's own figures stand: at its name, if that is written in its entry.
pub(super) fn at(queue: &WorkerQueue) -> Option<Place> {
    let name = queue.name.place().filter(|name| queue.place.cover(*name) == queue.place);
    name.or(Some(queue.place))
}

/// Whether the deployment's tasks run on its worker queues.
pub(super) fn has_queues(deployment: &Deployment) -> bool {
    deployment.is_remote() == Some(false) && deployment.executor_family().is_none_or(Executor::has_worker_queues)
}

fn users(project: &Project, deployment: &Deployment, name: &str) -> Option<(String, Vec<Place>)> {
    let users = project.users(deployment, name);
    let QueueUsers { naming, unnamed, unknown } = &users;
    // A file that does not parse may hold tasks that nobody sees.
    let is_broken = |shape: &Shape| matches!(shape.kind, ShapeKind::Syntax { .. });
    let is_unsure = || project.dag_files.iter().any(|(_, file)| file.shapes.iter().any(is_broken));
    if users.count() == 0 && (*unknown > 0 || project.tasks_on(deployment).next().is_none() || is_unsure()) {
        return None;
    }
    let mut title = format!("used by {}", counted(users.count(), "task"));
    if *unknown > 0 {
        title += &format!(", perhaps by {unknown} more");
    }
    Some((title, naming.iter().chain(unnamed).map(|task| task.place).collect()))
}

/// `160 slots, peak 34 vCPU / 68 GiB`, as far as it is known.
fn capacity(figures: QueueFigures) -> Option<String> {
    words(figures.slots(), figures.peak())
}

fn words(slots: Option<i64>, peak: Option<TaskSize>) -> Option<String> {
    let slots = slots.map(|slots| counted(usize::try_from(slots).unwrap_or(usize::MAX), "slot"));
    let peak = peak.map(|peak| format!("peak {}", peak.words()));
    let parts: Vec<String> = [slots, peak].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The sum over all queues; `None` for a single one, whose figures stand beside it.
fn total(deployment: &Deployment, queues: &[WorkerQueue]) -> Option<String> {
    if queues.len() < 2 {
        return None;
    }
    let figures: Vec<QueueFigures> = queues.iter().map(|queue| QueueFigures::of(deployment, queue)).collect();
    let slots = figures.iter().try_fold(0_i64, |sum, it| sum.checked_add(it.slots()?));
    let nothing = TaskSize { millicores: 0, mebibytes: 0 };
    let peak = figures.iter().try_fold(nothing, |sum, it| sum.plus(it.peak()?));
    words(slots, peak).map(|words| format!("all queues: {words}"))
}

/// How many default pods the quota has room for.
fn pods(deployment: &Deployment) -> Option<String> {
    let (pod, quota) = (TaskSize::of_pod(&deployment.default_pod)?, TaskSize::of_pod(&deployment.quota)?);
    let by = |quota: i64, pod: i64| quota.checked_div(pod);
    let room = by(quota.millicores, pod.millicores)?.min(by(quota.mebibytes, pod.mebibytes)?);
    let room = usize::try_from(room).ok()?;
    Some(format!("room for {}", counted(room, "default pod")))
}

fn runs(project: &Project, deployment: &Deployment) -> Option<(String, Vec<Place>)> {
    let is_here = |file| project.deployments_of(file).iter().any(|it| std::ptr::eq(*it, deployment));
    let (mut dags, mut tasks, mut is_bound) = (Vec::new(), 0, true);
    for (file, facts) in project.dag_files.iter().filter(|(file, _)| is_here(*file)) {
        dags.extend(facts.dags.iter().map(|dag| dag.place));
        tasks += facts.tasks.len();
        is_bound &= project.bindings.contains_key(&file);
    }
    if tasks == 0 && dags.is_empty() {
        return None;
    }
    // Without a word in the configuration a DAG may run on each of the deployments.
    let run = match (is_bound || project.deployments.len() == 1, tasks) {
        (false, _) => "may run here",
        (true, 1) => "runs here",
        (true, _) => "run here",
    };
    Some((format!("{}, {} {run}", counted(dags.len(), "DAG"), counted(tasks, "task")), dags))
}

/// `no task`, `1 task`, `7 tasks`
fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}"),
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}
