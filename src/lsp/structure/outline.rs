//! Symbols of YAML files, along their trees.

use super::symbols::{about, dag, queue, task};
use super::{Symbol, SymbolKind};
use crate::lsp::View;
use crate::model::{Deployment, EnvironmentVariable, HibernationSchedule, Setting};
use crate::syntax::Span;
use crate::syntax::yaml::{Entry, Kind, Node, Tree};

/// Sections inside sections are shown this far.
const DEEPEST: usize = 6;
/// Characters of a value that are shown.
const SHOWN: usize = 60;

/// The symbols of a deployment file.
pub(super) fn deployment(deployment: &Deployment, tree: &Tree) -> Vec<Symbol> {
    let Some(root) = tree.root() else { return Vec::new() };
    let name = deployment.name.value().unwrap_or(&deployment.label).to_string();
    let symbols = root.entries().map(|entry| {
        if !is_key(entry, "deployment") {
            return setting(entry, DEEPEST);
        }
        let sections = entry.value.entries().map(|entry| section(deployment, entry));
        symbol(SymbolKind::Deployment, &name, entry).detail(about(deployment)).holding(sections)
    });
    symbols.collect()
}

fn section(deployment: &Deployment, entry: Entry<'_>) -> Symbol {
    let items = || entry.value.items();
    let children: Vec<Symbol> = match () {
        () if is_key(entry, "worker_queues") => {
            let queues = deployment.queues.value().map(Vec::as_slice).unwrap_or_default();
            let fact = |item: Node<'_>| queues.iter().find(|queue| queue.place.span() == item.span());
            items().map(|item| fact(item).map_or_else(|| unread(item), |it| queue(it, Some(item.span())))).collect()
        }
        () if is_key(entry, "environment_variables") => {
            let variables = deployment.environment.value().map(Vec::as_slice).unwrap_or_default();
            let fact = |item: Node<'_>| variables.iter().find(|variable| variable.place.span() == item.span());
            items().map(|item| fact(item).map_or_else(|| unread(item), |it| variable(it, item.span()))).collect()
        }
        () if is_key(entry, "hibernation_schedules") => {
            let schedules = deployment.hibernation.value().map(Vec::as_slice).unwrap_or_default();
            let fact = |item: Node<'_>| schedules.iter().find(|schedule| schedule.place.span() == item.span());
            items().map(|item| fact(item).map_or_else(|| unread(item), |it| schedule(it, item.span()))).collect()
        }
        () => return setting(entry, DEEPEST),
    };
    symbol(SymbolKind::Section, text(entry.key), entry).holding(children)
}

/// A variable without its value, which may be a secret.
fn variable(variable: &EnvironmentVariable, range: Span) -> Symbol {
    let selection = variable.key.place().map_or(range, |place| place.span());
    let name = variable.key.value().map_or("(unknown name)", |key| key);
    let detail = matches!(&variable.secret, Setting::Known(secret) if secret.value).then(|| "secret".to_string());
    Symbol::new(SymbolKind::Variable, name, range, selection).detail(detail)
}

fn schedule(schedule: &HibernationSchedule, range: Span) -> Symbol {
    let cron = |setting: &Setting<Box<str>>| setting.value().map_or("?".to_string(), ToString::to_string);
    let times = format!("sleeps {}, wakes {}", cron(&schedule.hibernate_at), cron(&schedule.wake_at));
    match schedule.description.value() {
        Some(description) => {
            Symbol::new(SymbolKind::Schedule, shortened(description), range, range).detail(Some(times))
        }
        None => Symbol::new(SymbolKind::Schedule, times, range, range),
    }
}

/// An item of which no fact is known.
fn unread(item: Node<'_>) -> Symbol {
    Symbol::new(SymbolKind::Setting, text(item), item.span(), item.span())
}

/// The symbols of a DAG file of dag-factory: its DAGs with their tasks, and its other blocks.
pub(super) fn dag_factory(view: &View<'_>, tree: &Tree) -> Vec<Symbol> {
    let Some(root) = tree.root() else { return Vec::new() };
    let dags: Vec<_> = view.dags().collect();
    let symbols = root.entries().map(|entry| {
        let place = entry.key.span();
        let Some(index) = dags.iter().position(|dag| dag.place.span() == place) else {
            return symbol(SymbolKind::Section, text(entry.key), entry);
        };
        let own = view.tasks().filter(|task| task.dag.is_some_and(|dag| dag as usize == index)).map(task);
        let dag = dags.get(index).map(|it| dag(it, entry.span()));
        let dag = dag.unwrap_or_else(|| symbol(SymbolKind::Dag, text(entry.key), entry));
        // A task that a merge key brings in stands elsewhere.
        let range = dag.range;
        dag.holding(own.filter(|task| range.contains(task.range)))
    });
    symbols.collect()
}

/// The symbols of a file of settings.
pub(super) fn plain(tree: &Tree) -> Vec<Symbol> {
    tree.root().into_iter().flat_map(Node::entries).map(|entry| setting(entry, DEEPEST)).collect()
}

/// A key with its value, or with what stands in it.
fn setting(entry: Entry<'_>, depth: usize) -> Symbol {
    let name = text(entry.key);
    let Some(deeper) = depth.checked_sub(1) else { return symbol(SymbolKind::Section, name, entry) };
    match entry.value.kind() {
        Kind::Mapping { .. } => {
            let inner = entry.value.entries().map(|entry| setting(entry, deeper));
            symbol(SymbolKind::Section, name, entry).holding(inner)
        }
        Kind::Sequence { .. } => {
            let scalars = entry.value.items().filter(|item| item.scalar().is_some()).map(unread);
            symbol(SymbolKind::Section, name, entry).holding(scalars)
        }
        Kind::Scalar(_) | Kind::Alias => symbol(SymbolKind::Setting, name, entry).detail(Some(text(entry.value))),
    }
}

fn symbol(kind: SymbolKind, name: impl Into<String>, entry: Entry<'_>) -> Symbol {
    Symbol::new(kind, name, entry.span(), entry.key.span())
}

fn is_key(entry: Entry<'_>, name: &str) -> bool {
    entry.key.scalar().is_some_and(|key| key.eq_ignore_ascii_case(name))
}

fn text(node: Node<'_>) -> String {
    shortened(node.scalar().unwrap_or_else(|| node.raw()))
}

/// The first line of a text, up to some length.
fn shortened(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or("");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line)),
        None => line.to_string(),
    }
}
