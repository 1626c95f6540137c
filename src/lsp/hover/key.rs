//! A key of a file, in the words of the format's schema.

use super::text::{Text, code, count, listed};
use crate::model::{ConcurrencyBound, Deployment, DeploymentType, Limits, MACHINES, TaskSize, WorkerQueue};
use crate::read::schema::{Schema, Type};
use serde_json::Value;

/// Where a key stands: what its schema says, and what holds around it.
#[derive(Clone, Copy)]
pub(super) struct Key<'t> {
    /// The key, in the schema's spelling.
    pub(super) name: &'static str,
    /// Its schema.
    pub(super) schema: Schema,
    /// Whether the mapping must have it.
    pub(super) required: bool,
    /// The executors with which it has an effect; empty where all do.
    pub(super) executors: &'t [&'static str],
    /// The deployment types with which it has an effect; empty where all do.
    pub(super) deployment_types: &'t [&'static str],
}

/// What a key of a deployment file means, for a list of keys.
pub(in crate::lsp) fn about(
    name: &'static str,
    schema: Schema,
    required: bool,
    deployment: &Deployment,
    queue: Option<&WorkerQueue>,
) -> String {
    let (executors, types): (Vec<_>, Vec<_>) = (schema.executors().collect(), schema.deployment_types().collect());
    let key = Key { name, schema, required, executors: &executors, deployment_types: &types };
    let mut text = Text::new();
    key.tell(Some(deployment), queue, &mut text);
    text.markdown(|_| None)
}

impl Key<'_> {
    /// What the key means, and which values it takes.
    pub(super) fn tell(&self, deployment: Option<&Deployment>, queue: Option<&WorkerQueue>, text: &mut Text) {
        text.paragraph().say(format!("**`{}`**", self.name));
        if let Some(kind) = type_words(self.schema.value_type()) {
            text.say(format!(" · {kind}"));
        }
        if self.required {
            text.say(" · required");
        }
        text.paragraph().say(self.schema.description());
        self.tell_values(deployment, queue, text);
        if let Some(deployment) = deployment {
            self.tell_reach(deployment, text);
        }
    }

    fn tell_values(&self, deployment: Option<&Deployment>, queue: Option<&WorkerQueue>, text: &mut Text) {
        let schema = self.schema;
        let choices: Vec<String> = schema.choices().iter().map(|choice| format!("`{choice}`")).collect();
        if !choices.is_empty() {
            text.item().say(format!("One of: {}", choices.join(", ")));
        }
        if let Some(range) = range(schema, deployment, queue) {
            text.item().say(format!("Range: {range}"));
        }
        if let Some(default) = schema.default_value().and_then(shown) {
            text.item().say(format!("Default: {default}"));
        }
        if self.name == "worker_type" && deployment.is_some_and(|it| it.kind() != Some(DeploymentType::Hybrid)) {
            let machines = MACHINES.map(|machine| {
                let size = TaskSize::machine(machine);
                let memory = size.memory().replace("Gi", " GiB");
                format!("{} ({} vCPU, {memory}, {} tasks)", machine.name, size.cpu(), machine.default_concurrency())
            });
            text.item().say(format!("Hosted types, with their default concurrency: {}", machines.join(", ")));
        } else if choices.is_empty() {
            let examples: Vec<String> = schema.examples().filter_map(shown).take(2).collect();
            if !examples.is_empty() {
                text.item().say(format!("Example: {}", examples.join(", ")));
            }
        }
    }

    /// Where the key has an effect, and whether that is so here.
    fn tell_reach(&self, deployment: &Deployment, text: &mut Text) {
        let with = |names: &[&str]| listed(&names.iter().map(|name| (*name).to_string()).collect::<Vec<_>>());
        let own_executor = deployment.executor_family().and_then(|executor| executor.astro_name());
        let own_type = deployment.kind().map(|kind| kind.name());
        let reaches =
            [(self.executors, "executor", own_executor), (self.deployment_types, "deployment type", own_type)];
        for (names, what, own) in reaches {
            if names.is_empty() {
                continue;
            }
            let plural = if names.len() == 1 { "" } else { "s" };
            text.item().say(format!("Only with the {what}{plural} {}", with(names)));
            if let Some(own) = own
                && !names.contains(&own)
            {
                text.say(format!(": **no effect here**, where it is {own}"));
            }
        }
    }
}

fn type_words(kind: Type) -> Option<&'static str> {
    Some(match kind {
        Type::Text => "text",
        Type::Timestamp => "timestamp",
        Type::Whole => "whole number",
        Type::Flag => "true or false",
        Type::List => "list",
        Type::Mapping => "mapping",
        Type::Any => return None,
    })
}

/// The values of a number, or the length of a text or a list.
fn range(schema: Schema, deployment: Option<&Deployment>, queue: Option<&WorkerQueue>) -> Option<String> {
    let limited = |deployment| bounded(schema.limit()?, schema, deployment, queue);
    if let Some(bounded) = deployment.and_then(limited) {
        return Some(bounded);
    }
    if let Some(longest) = schema.longest() {
        return Some(format!("at most {longest} characters"));
    }
    if let Some(most) = schema.most_items() {
        return Some(format!("at most {}", count(usize::try_from(most).ok()?, "item")));
    }
    match (schema.minimum(), schema.maximum()) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("from {least} on")),
        (None, Some(most)) => Some(format!("up to {most}")),
        (None, None) => None,
    }
}

/// The values of a key that a figure of the account bounds.
fn bounded(limit: &str, schema: Schema, deployment: &Deployment, queue: Option<&WorkerQueue>) -> Option<String> {
    let Limits { max_workers, pod_cpu, pod_memory, .. } = &deployment.limits;
    let raised = |is_default: bool| match is_default {
        true => format!("; where the account has more, `{limit}` under `[limits]` in airlint.toml says so"),
        false => format!(" (`{limit}` in airlint.toml)"),
    };
    let usual = Limits::default();
    Some(match limit {
        "max-workers" => {
            let least = schema.minimum().unwrap_or(0);
            format!("{least} to {max_workers}{}", raised(*max_workers == usual.max_workers))
        }
        "pod-cpu" => format!("at most {}{}", pod_cpu.cpu_text(), raised(*pod_cpu == usual.pod_cpu)),
        "pod-memory" => format!("at most {}{}", pod_memory.memory_text(), raised(*pod_memory == usual.pod_memory)),
        "max-concurrency" => match deployment.concurrency_bound(queue?)? {
            ConcurrencyBound::Account(most) => format!("1 to {most}{}", raised(false)),
            ConcurrencyBound::Hybrid(least, most) => format!("{least} to {most}, as documented for HYBRID"),
            ConcurrencyBound::Machine(machine) => {
                format!("1 to {} on {} workers", machine.max_concurrency(), machine.name)
            }
        },
        _ => return None,
    })
}

/// A value of the schema as users write it.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => Some("empty".to_string()),
        Value::String(text) => Some(code(text)),
        Value::Bool(_) | Value::Number(_) => Some(format!("`{value}`")),
        Value::Array(_) => serde_json::to_string(value).ok().map(|text| code(&text)),
        _ => None,
    }
}
