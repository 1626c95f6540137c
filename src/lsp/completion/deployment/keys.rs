//! Keys of a deployment file, and whole entries of its lists.

use super::Place;
use crate::lsp::completion::Item;
use crate::lsp::completion::site::Behind;
use crate::lsp::hover;
use crate::model::{DEFAULT_QUEUE, Deployment, DeploymentType, Machine, Platform, WorkerQueue};
use crate::read::schema::{Schema, Type};
use serde_json::Value;

impl Place<'_> {
    /// The keys of the mapping here that are not there yet and have an effect, in the order of the reference.
    pub(super) fn keys(&self) -> Vec<Item> {
        if !self.site.takes_key() {
            return Vec::new();
        }
        let cursor = &self.site.cursor;
        let is_root = cursor.path.is_empty();
        let present = |name: &str| cursor.siblings.iter().any(|key| key.eq_ignore_ascii_case(name));
        let wanted = |name: &str, key: Schema| !key.is_output_only() && !present(name) && self.counts(name, key);
        let unknown = Deployment::new(self.site.view.file, "", Default::default(), Platform::Astro);
        let deployment = self.deployment.unwrap_or(&unknown);
        let queue = self.queue_here();
        let keys = self.schema.properties().filter(|(name, key)| wanted(name, *key));
        let items = keys.map(|(name, key)| {
            let required = self.schema.required().any(|it| it == name);
            let detail = if required { "required" } else { kind(key) };
            let about = hover::about(name, key, required, deployment, queue);
            self.site.key(name, behind(self.adapted(name, key), key)).detail(detail).documentation(about)
        });
        let whole = self.schema.examples().next().filter(|_| is_root && self.is_blank());
        let whole = whole.map(|example| {
            self.site
                .file("deployment: a whole file", example)
                .detail("name, place, runtime, executor, worker queue")
                .documentation("A deployment file as `astro deployment create --deployment-file` takes it.")
        });
        let whole = whole.map(|item| Item { filter: Some("deployment".to_string()), ..item });
        items.chain(whole).collect()
    }

    /// Whether nothing but the word at the cursor and comments stands in the file.
    fn is_blank(&self) -> bool {
        let text = self.site.view.text();
        let word = self.site.cursor.word;
        let around = [text.get(..word.start), text.get(word.end..)];
        let says = |line: &str| !(line.trim().is_empty() || line.trim_start().starts_with('#') || line.trim() == "---");
        !around.into_iter().flatten().any(|part| part.trim_start_matches('\u{feff}').lines().any(says))
            && !self.site.cursor.colon
            && self.site.cursor.quote.is_none()
    }

    /// Whole entries of the list here.
    pub(super) fn items(&self) -> Vec<Item> {
        let Some(items) = self.schema.items() else { return Vec::new() };
        if items.value_type() != Type::Mapping {
            return self.values();
        }
        let Some(example) = self.adapted(self.key, self.schema) else { return Vec::new() };
        let (label, detail) = match self.key {
            "worker_queues" => ("a worker queue", "name, machine, workers, concurrency"),
            "hibernation_schedules" => ("a hibernation schedule", "when to sleep, when to wake up, in UTC"),
            _ => ("an environment variable", "name and value"),
        };
        if self.site.cursor.quote.is_some() || !self.site.takes_key() {
            return Vec::new();
        }
        let first = example.as_object().and_then(|entries| entries.keys().next()).map_or("", |key| key);
        let filter = format!("{first} {label}");
        let item = self.site.whole(label, &filter, &example).detail(detail).documentation(items.description());
        vec![item]
    }

    /// The example of a list's items, with what this deployment needs in it.
    fn adapted(&self, name: &str, list: Schema) -> Option<Value> {
        let mut example = list.items()?.examples().next()?.clone();
        if name == "worker_queues"
            && let Some(entry) = example.as_object_mut()
        {
            let missing = self.missing_queues();
            let name = missing.first().map_or("", |(name, _)| name);
            entry.insert("name".to_string(), name.into());
            let is_hybrid = self.deployment.and_then(|it| it.kind()) == Some(DeploymentType::Hybrid);
            if let Some(machine) = self.usual_machine().or(is_hybrid.then_some("")) {
                entry.insert("worker_type".to_string(), machine.into());
                let concurrency = Machine::named(machine).map_or(16, Machine::default_concurrency);
                entry.insert("worker_concurrency".to_string(), concurrency.into());
            }
        }
        Some(example)
    }

    /// The machine of the default queue, or else of the first that says one.
    fn usual_machine(&self) -> Option<&str> {
        let queues = self.deployment?.queues.value()?;
        let is_default = |queue: &&WorkerQueue| queue.name.value().is_some_and(|name| &**name == DEFAULT_QUEUE);
        let default = queues.iter().find(is_default).and_then(|queue| queue.worker_type.value());
        default.or_else(|| queues.iter().find_map(|queue| queue.worker_type.value())).map(|machine| &**machine)
    }
}

/// What stands behind a new key; a list with its first entry, where there is an example of one.
fn behind(example: Option<Value>, key: Schema) -> Behind {
    match key.value_type() {
        Type::Mapping => Behind::Mapping,
        Type::List => Behind::List(example),
        Type::Text | Type::Timestamp | Type::Any => Behind::Text,
        Type::Whole | Type::Flag => {
            let default = key.default_value().map(Value::to_string);
            let least = || key.minimum().map(|least| least.to_string());
            Behind::Bare(default.or_else(least).unwrap_or_else(|| "false".to_string()))
        }
    }
}

/// The type of a key's value, in a word or two.
fn kind(key: Schema) -> &'static str {
    match key.value_type() {
        Type::Text => "text",
        Type::Timestamp => "time",
        Type::Whole => "whole number",
        Type::Flag => "true or false",
        Type::List => "list",
        Type::Mapping => "mapping",
        Type::Any => "",
    }
}
