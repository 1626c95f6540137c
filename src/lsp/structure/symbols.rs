//! The symbols of a file, as a tree.

use super::outline;
use crate::lsp::View;
use crate::model::{Dag, Deployment, DescribedBy, ExecutorName, Setting, Task, WorkerQueue};
use crate::read::dag_factory::DEFAULTS_NAMES;
use crate::syntax::Span;
use crate::syntax::python::outline::statement_around;
use std::collections::HashSet;

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A deployment.
    Deployment,
    /// A mapping or list of a file: `configuration`, `worker_queues`.
    Section,
    /// One key with its value.
    Setting,
    /// A worker queue.
    Queue,
    /// An environment variable.
    Variable,
    /// A hibernation schedule.
    Schedule,
    /// A DAG.
    Dag,
    /// A task.
    Task,
}

/// A named part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its name, never empty.
    pub name: String,
    /// More about it, short.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: Span,
    /// What to select when it is gone to; inside `range`.
    pub selection: Span,
    /// The symbols in it.
    pub children: Vec<Symbol>,
}

impl Symbol {
    /// A symbol without children. `selection` is widened to `range` where it does not lie in it.
    pub(super) fn new(kind: SymbolKind, name: impl Into<String>, range: Span, selection: Span) -> Self {
        let name: String = name.into();
        let name = if name.trim().is_empty() { "(no name)".to_string() } else { name };
        let selection = if range.contains(selection) { selection } else { range };
        Self { name, detail: None, kind, range, selection, children: Vec::new() }
    }

    pub(super) fn detail(mut self, detail: impl Into<Option<String>>) -> Self {
        self.detail = detail.into().filter(|detail| !detail.is_empty());
        self
    }

    pub(super) fn holding(mut self, children: impl IntoIterator<Item = Symbol>) -> Self {
        self.children.extend(children);
        self
    }
}

/// The symbols of the file: its deployments with their sections, or its DAGs with their tasks.
pub fn document_symbols(view: &View<'_>) -> Vec<Symbol> {
    let deployment = view.deployment();
    match (view.document.yaml(), deployment) {
        (Some(tree), Some(it)) if it.described_by == DescribedBy::File => outline::deployment(it, tree),
        (Some(tree), Some(_)) => outline::plain(tree),
        (Some(tree), None) if view.dags().next().is_some() => outline::dag_factory(view, tree),
        (Some(tree), None) if is_defaults(view) => outline::plain(tree),
        (Some(_), None) => Vec::new(),
        (None, Some(_)) => stated(view),
        (None, None) => python(view),
    }
}

fn is_defaults(view: &View<'_>) -> bool {
    view.files.path(view.file).file_name().is_some_and(|name| DEFAULTS_NAMES.contains(&name))
}

/// The deployments of a file that has no tree, such as airlint's configuration.
fn stated(view: &View<'_>) -> Vec<Symbol> {
    let stated = view.project.deployments.iter().filter(|deployment| deployment.file == view.file);
    stated
        .map(|deployment| {
            let queues = deployment.queues.value().into_iter().flatten().map(|it| queue(it, None));
            let place = deployment.place.span();
            let whole = deployment.queues.place().map_or(place, |queues| place.cover(queues.span()));
            Symbol::new(SymbolKind::Deployment, &*deployment.label, whole, place)
                .detail(about(deployment))
                .holding(queues)
        })
        .collect()
}

/// `CELERY, STANDARD`
pub(super) fn about(deployment: &Deployment) -> String {
    let executor = deployment.executor.value().map(|it| &*it.text);
    let parts = [executor, deployment.deployment_type.value().map(|it| &**it)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A worker queue, with its machine and its workers as they are written.
pub(super) fn queue(queue: &WorkerQueue, within: Option<Span>) -> Symbol {
    let range = within.unwrap_or(queue.place.span());
    let name = queue.name.value().map_or("(unknown name)", |name| name);
    let machine = queue.worker_type.value().map(ToString::to_string);
    let workers = match (queue.min_workers.value(), queue.max_workers.value()) {
        (Some(least), Some(most)) => Some(format!("{least} to {most} workers")),
        (None, Some(most)) => Some(format!("up to {most} workers")),
        _ => None,
    };
    let detail = [machine, workers].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let selection = queue.name.place().map_or(range, |place| place.span());
    Symbol::new(SymbolKind::Queue, name, range, selection).detail(detail)
}

/// A task in a range; its queue and executor as details.
pub(super) fn task(task: &Task) -> Symbol {
    let queue = task.queue.value().map(|queue| format!("queue {queue}"));
    let executor = |name: &ExecutorName| name.text.to_string();
    let parts = [Some(task.operator.name().to_string()), queue, task.executor.value().map(executor)];
    let detail = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let name = task.id.value().map_or_else(|| task.operator.name().to_string(), ToString::to_string);
    let place = task.place.span();
    let extent = if task.extent.file == task.place.file { task.extent.span().cover(place) } else { place };
    Symbol::new(SymbolKind::Task, name, extent, place).detail(detail)
}

/// A DAG in a range, with its schedule where that is a text.
pub(super) fn dag(dag: &Dag, range: Span) -> Symbol {
    let name = match &dag.id {
        Setting::Known(id) => id.value.to_string(),
        _ => "(unknown DAG id)".to_string(),
    };
    let schedule = dag.schedule.value().and_then(|schedule| schedule.text());
    Symbol::new(SymbolKind::Dag, name, range, dag.place.span()).detail(schedule.map(ToString::to_string))
}

/// DAGs with their tasks. A DAG reaches from its statement over all of its tasks, wherever they stand.
fn python(view: &View<'_>) -> Vec<Symbol> {
    let statement = |place: Span| {
        let tree = view.document.python()?;
        statement_around(tree, place)
    };
    let mut symbols: Vec<Symbol> = view
        .dags()
        .map(|it| {
            let place = it.place.span();
            dag(it, statement(place).unwrap_or(place))
        })
        .collect();
    let mut loose = Vec::new();
    let mut seen = HashSet::new();
    // Tasks are placed where they stand; those of a loop stand there once.
    for it in view.tasks().filter(|it| seen.insert((it.dag, it.place))) {
        let child = task(it);
        match it.dag.and_then(|dag| symbols.get_mut(dag as usize)) {
            Some(dag) => {
                dag.range = dag.range.cover(child.range);
                dag.children.push(child);
            }
            None => loose.push(child),
        }
    }
    symbols.extend(loose);
    symbols.sort_by_key(|symbol| symbol.range.start);
    symbols
}
