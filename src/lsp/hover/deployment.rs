//! Keys and values of a deployment file.

use super::cron::{Clock, schedule};
use super::key::Key;
use super::text::{Text, code, count};
use super::{Hover, executor, image, queue, variable};
use crate::lsp::View;
use crate::model::{Deployment, Machine, Quantity, QueueFigures, Setting, TaskSize, WorkerQueue};
use crate::read::astro;
use crate::read::schema::Schema;
use crate::syntax::Span;
use crate::syntax::yaml::{Kind, Node, NodeId};
use jiff::Timestamp;
use std::collections::HashSet;

/// What there is to say about a key or a value of the deployment file.
pub(super) fn hover(view: &View, offset: usize, now: Timestamp) -> Option<Hover> {
    let deployment = view.deployment()?;
    let tree = view.document.yaml()?;
    let mut search = Search { offset, seen: HashSet::new(), trail: Vec::new() };
    let spot = search.seek(tree.root()?, astro::schema()?, None)?;
    let queue = spot.item.and_then(|item| queue_at(deployment, item.span()));
    let mut text = Text::new();
    if let Token::Value(value) = spot.token
        && let Some(value) = value.resolve().scalar().filter(|value| !value.is_empty())
    {
        tell_value(view, deployment, queue, &spot, value, now, &mut text);
    }
    spot.key().tell(Some(deployment), queue, &mut text);
    if matches!(spot.token, Token::Key) {
        tell_here(view, deployment, queue, &spot, &mut text);
    }
    Some(Hover { span: spot.span, text })
}

/// The queue of a list's item.
fn queue_at(deployment: &Deployment, item: Span) -> Option<&WorkerQueue> {
    deployment.queues.value()?.iter().find(|queue| queue.place.span() == item)
}

/// What of an entry the cursor is on.
#[derive(Clone, Copy)]
enum Token<'t> {
    Key,
    Value(Node<'t>),
}

/// The entry under the cursor.
struct Spot<'t> {
    name: &'static str,
    schema: Schema,
    required: bool,
    token: Token<'t>,
    span: Span,
    /// The item of the innermost list around it.
    item: Option<Node<'t>>,
    executors: Vec<&'static str>,
    deployment_types: Vec<&'static str>,
}

impl Spot<'_> {
    fn key(&self) -> Key<'_> {
        Key {
            name: self.name,
            schema: self.schema,
            required: self.required,
            executors: &self.executors,
            deployment_types: &self.deployment_types,
        }
    }
}

/// Looks for the entry under the cursor along the schema, also through aliases and merge keys: an anchored mapping is
/// what it is used as.
struct Search {
    offset: usize,
    seen: HashSet<NodeId>,
    /// The schemas of the keys around.
    trail: Vec<Schema>,
}

impl Search {
    fn holds(&self, span: Span) -> bool {
        span.start <= self.offset && self.offset <= span.end
    }

    fn seek<'t>(&mut self, node: Node<'t>, schema: Schema, item: Option<Node<'t>>) -> Option<Spot<'t>> {
        let target = node.resolve();
        if target.kind() == Kind::Alias || !self.seen.insert(target.id()) {
            return None;
        }
        for entry in target.entries() {
            if entry.key.is_merge_key() {
                let merged = entry.value.resolve();
                let sources = if merged.is_mapping() { vec![merged] } else { merged.items().collect() };
                let found = sources.into_iter().find_map(|source| self.seek(source, schema, item));
                if found.is_some() {
                    return found;
                }
                continue;
            }
            let Some((name, own)) = entry.key.scalar().and_then(|key| schema.property(key)) else { continue };
            let spot = |search: &Self, token, span| search.spot(name, own, schema, token, span, item);
            if self.holds(entry.key.span()) {
                return Some(spot(self, Token::Key, entry.key.span()));
            }
            let value = entry.value.resolve();
            let is_scalar = matches!(value.kind(), Kind::Scalar(_));
            if is_scalar && let Some(span) = self.touched(entry.value) {
                let token = if span.is_empty() { Token::Key } else { Token::Value(entry.value) };
                // An omitted value stands right behind its colon.
                let span = if span.is_empty() { entry.key.span().cover(span) } else { span };
                return Some(spot(self, token, span));
            }
            self.trail.push(own);
            let found = self.seek(entry.value, own, item).or_else(|| {
                let items = value.items().filter(|item| matches!(item.resolve().kind(), Kind::Scalar(_)));
                let mut touched = items.filter_map(|item| Some((item, self.touched(item)?)));
                let (item, span) = touched.next()?;
                self.trail.pop();
                let spot = spot(self, Token::Value(item), span);
                self.trail.push(own);
                Some(spot)
            });
            if found.is_some() {
                return found;
            }
            self.trail.pop();
        }
        if let Some(items) = schema.items() {
            for item in target.items() {
                let found = self.seek(item, items, Some(item.resolve()));
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    /// The bytes of a scalar under the cursor: its own, or those of the alias that stands for it.
    fn touched(&self, node: Node<'_>) -> Option<Span> {
        [node.span(), node.resolve().span()].into_iter().find(|span| self.holds(*span))
    }

    fn spot<'t>(
        &self,
        name: &'static str,
        own: Schema,
        around: Schema,
        token: Token<'t>,
        span: Span,
        item: Option<Node<'t>>,
    ) -> Spot<'t> {
        let chain = || std::iter::once(own).chain(self.trail.iter().rev().copied());
        // The innermost key that names any says it more narrowly than the ones around.
        let executors = chain().map(|schema| schema.executors().collect::<Vec<_>>()).find(|names| !names.is_empty());
        let types = chain().map(|schema| schema.deployment_types().collect::<Vec<_>>()).find(|names| !names.is_empty());
        Spot {
            name,
            schema: own,
            required: around.required().any(|key| key == name),
            token,
            span,
            item,
            executors: executors.unwrap_or_default(),
            deployment_types: types.unwrap_or_default(),
        }
    }
}

/// What a value comes to.
fn tell_value(
    view: &View,
    deployment: &Deployment,
    queue: Option<&WorkerQueue>,
    spot: &Spot<'_>,
    value: &str,
    now: Timestamp,
    text: &mut Text,
) {
    match (spot.name, queue) {
        ("name", Some(queue)) => queue::entry(view, deployment, queue, text),
        ("worker_type", _) => tell_machine(value, text),
        ("min_worker_count" | "max_worker_count" | "worker_concurrency", Some(queue)) => {
            queue::entry(view, deployment, queue, text);
        }
        ("executor", _) => match &deployment.executor.value() {
            Some(name) if *name.text == *value => executor::tell(name, text),
            _ => {}
        },
        ("runtime_version", _) => {
            if let Some(version) = deployment.runtime.value() {
                text.paragraph().add(&image::runtime(version));
            }
        }
        ("hibernate_at" | "wake_at", _) => {
            if let Some(times) = schedule(value, Clock::Utc, now) {
                text.paragraph().add(&times);
            }
        }
        ("key" | "value", None) => tell_variable(view, deployment, spot, text),
        ("default_task_pod_cpu" | "default_task_pod_memory" | "resource_quota_cpu" | "resource_quota_memory", _) => {
            tell_pods(deployment, text)
        }
        _ => {
            if let Some(meaning) = spot.schema.choice_description(value) {
                text.paragraph().say(format!("**{}**", code(value))).paragraph().say(meaning);
            }
        }
    }
}

/// What holds at a key of a worker queue, or at one of the sizes.
fn tell_here(view: &View, deployment: &Deployment, queue: Option<&WorkerQueue>, spot: &Spot<'_>, text: &mut Text) {
    if let Some(queue) = queue {
        let figures = QueueFigures::of(deployment, queue);
        let setting = match spot.name {
            "name" | "worker_type" => return queue::entry(view, deployment, queue, text),
            "min_worker_count" => (&queue.min_workers, figures.min_workers),
            "max_worker_count" => (&queue.max_workers, figures.max_workers),
            "worker_concurrency" => (&queue.concurrency, figures.concurrency),
            _ => return,
        };
        let (written, figure) = setting;
        text.paragraph().say(format!("Here: {}", queue::figure_words(deployment, written, figure)));
        if let Some(slots) = figures.slots() {
            text.say(format!(", which makes {slots} slots"));
        }
        text.say(".");
    } else if spot.name.starts_with("default_task_pod_") || spot.name.starts_with("resource_quota_") {
        tell_pods(deployment, text);
    } else if spot.name == "executor"
        && let Some(name) = deployment.executor.value()
    {
        text.part();
        executor::tell(name, text);
    } else if spot.name == "worker_queues" {
        tell_queues(deployment, text);
    }
}

/// All queues together.
fn tell_queues(deployment: &Deployment, text: &mut Text) {
    let Some(queues) = deployment.queues.value().filter(|queues| !queues.is_empty()) else { return };
    let figures: Vec<QueueFigures> = queues.iter().map(|queue| QueueFigures::of(deployment, queue)).collect();
    text.paragraph().say(format!("Here: {}", count(queues.len(), "queue")));
    let slots = figures.iter().try_fold(0_i64, |sum, figures| sum.checked_add(figures.slots()?));
    if let Some(slots) = slots {
        text.say(format!(", {slots} slots"));
    }
    let peak = figures.iter().try_fold(TaskSize::cores(0), |sum, figures| {
        let peak = figures.peak()?;
        Some(TaskSize {
            millicores: sum.millicores.checked_add(peak.millicores)?,
            mebibytes: sum.mebibytes.checked_add(peak.mebibytes)?,
        })
    });
    if let Some(peak) = peak {
        text.say(format!(", on {} at most", queue::size_words(peak)));
    }
    text.say(".");
}

fn tell_machine(value: &str, text: &mut Text) {
    let Some(machine) = Machine::named(value) else { return };
    text.paragraph().say(format!(
        "**{}**: {} tasks at once by default, at most {}.",
        queue::machine_line(machine),
        machine.default_concurrency(),
        machine.max_concurrency()
    ));
}

/// How many pods of the default size the quota has room for.
fn tell_pods(deployment: &Deployment, text: &mut Text) {
    let amount = |setting: &Setting<Box<str>>| Quantity::parse(setting.value()?.trim());
    let fit = |pod: Option<Quantity>, quota: Option<Quantity>| {
        let (pod, quota) = (pod?.as_f64(), quota?.as_f64());
        (pod > 0.0).then(|| (quota / pod).floor())
    };
    let (pod, quota) = (&deployment.default_pod, &deployment.quota);
    let by_cpu = fit(amount(&pod.cpu), amount(&quota.cpu));
    let by_memory = fit(amount(&pod.memory), amount(&quota.memory));
    if let (Some(by_cpu), Some(by_memory)) = (by_cpu, by_memory) {
        let pods = by_cpu.min(by_memory);
        let pods = if pods == 1.0 { "1 pod".to_string() } else { format!("{pods} pods") };
        text.paragraph().say(format!("The quota has room for {pods} of the default size at once."));
    }
}

/// What an environment variable does.
fn tell_variable(view: &View, deployment: &Deployment, spot: &Spot<'_>, text: &mut Text) {
    let Some(item) = spot.item else { return };
    let variables = deployment.environment.value().into_iter().flatten();
    let Some(entry) = variables.into_iter().find(|entry| entry.place.span() == item.span()) else { return };
    let Some(name) = entry.key.value() else { return };
    variable::tell(view.project, deployment.executor_family(), name, text);
}
