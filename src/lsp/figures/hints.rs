//! What is not written, behind what is.

use super::Shown;
use super::lenses::{at, has_queues};
use crate::lsp::View;
use crate::model::{Deployment, Figure, Origin, Place, QueueFigures, Setting, Task, WorkerQueue};
use crate::syntax::Span;
use std::collections::BTreeMap;

/// A few words between the characters of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The byte that it stands before.
    pub offset: usize,
    /// The words.
    pub label: String,
    /// Who gives it, for those who ask.
    pub why: String,
}

/// The hints in a range of the file, by position.
pub fn hints(view: &View<'_>, range: Span, shown: Shown) -> Vec<Hint> {
    // Behind one place, such as the worker type that queues share through an anchor, only what holds for all of them.
    let mut hints: BTreeMap<usize, Option<Hint>> = BTreeMap::new();
    let mut add = |place: Place, label: String, why: String| {
        let offset = place.span().end;
        if place.file != view.file || offset < range.start || range.end < offset {
            return;
        }
        let hint = Hint { offset, label, why };
        let known = hints.entry(offset).or_insert_with(|| Some(hint.clone()));
        if known.as_ref() != Some(&hint) {
            *known = None;
        }
    };
    if shown.defaults {
        let deployments = view.project.deployments.iter().filter(|deployment| deployment.file == view.file);
        for deployment in deployments.filter(|it| has_queues(it)) {
            for queue in deployment.queues.value().into_iter().flatten() {
                defaults(deployment, queue, &mut add);
            }
        }
    }
    if shown.inherited {
        let deployments = view.project.deployments_of(view.file);
        let has_queues = deployments.is_empty() || deployments.into_iter().any(has_queues);
        for task in view.tasks() {
            inherited(task, has_queues, &mut add);
        }
    }
    hints.into_values().flatten().collect()
}

/// The figures of a queue that its entry leaves to the platform.
fn defaults(deployment: &Deployment, queue: &WorkerQueue, add: &mut impl FnMut(Place, String, String)) {
    let figures = QueueFigures::of(deployment, queue);
    let of_machine = match figures.machine {
        Some(machine) => format!("the default of worker type {}", machine.name),
        None => "the platform's default".to_string(),
    };
    let default = |figure: Option<Figure>| figure.filter(|figure| figure.is_default).map(|figure| figure.value);
    let mut unwritten = Vec::new();
    let mut whys = Vec::new();
    let concurrency = default(figures.concurrency);
    match (concurrency, queue.concurrency.place()) {
        // Written as 0, which is not what counts.
        (Some(concurrency), Some(place)) => add(place, format!("= {concurrency}"), of_machine.clone()),
        (Some(concurrency), None) => {
            unwritten.push(format!("concurrency {concurrency}"));
            whys.push(format!("concurrency is {of_machine}"));
        }
        (None, _) => {}
    }
    match (default(figures.max_workers), queue.max_workers.place()) {
        (Some(most), Some(place)) => add(place, format!("= {most}"), "the platform's default".to_string()),
        (Some(most), None) => {
            let least = figures.min_workers.filter(|least| least.is_default);
            unwritten.push(match least {
                Some(least) => format!("{} to {most} workers", least.value),
                None => format!("up to {most} workers"),
            });
            whys.push("numbers of workers are the platform's defaults".to_string());
        }
        (None, _) => {}
    }
    let within = |place: &Place| queue.place.cover(*place) == queue.place;
    if let Some(place) = queue.worker_type.place().filter(within).or(at(queue))
        && !unwritten.is_empty()
    {
        add(place, unwritten.join(", "), whys.join("; "));
    }
}

/// What a task gets from defaults around it; its queue only where some deployment has queues.
fn inherited(task: &Task, has_queues: bool, add: &mut impl FnMut(Place, String, String)) {
    let queue =
        from_defaults(&task.queue).filter(|_| has_queues).map(|(queue, origin)| (format!("queue {queue}"), origin));
    let executor = from_defaults(&task.executor).map(|(name, origin)| (format!("executor {}", name.text), origin));
    let (labels, mut origins): (Vec<String>, Vec<&str>) = [queue, executor].into_iter().flatten().unzip();
    origins.dedup();
    if !labels.is_empty() {
        add(task.place, labels.join(", "), format!("from {}", origins.join(" and ")));
    }
}

fn from_defaults<T>(setting: &Setting<T>) -> Option<(&T, &'static str)> {
    let known = setting.as_known()?;
    let is_own = matches!(known.origin, Origin::Own | Origin::Override | Origin::Partial);
    (!is_own).then(|| (&known.value, known.origin.words()))
}
