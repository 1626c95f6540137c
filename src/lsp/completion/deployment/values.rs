//! Values in a deployment file, with what they mean.

use super::Place;
use crate::lsp::completion::{Choice, Item, ItemKind, queues, variables};
use crate::model::{
    AirflowLine, DEFAULT_QUEUE, DEFAULT_QUEUE_VARIABLE, Deployment, DeploymentType, Executor, ExecutorName, MACHINES,
    Machine, Setting, WorkerQueue,
};
use crate::read::schema::{Schema, Type};
use crate::rules;
use serde_json::Value;

impl<'s> Place<'s> {
    /// The values that belong here.
    pub(super) fn values(&self) -> Vec<Item> {
        let present = |choice: &Choice| self.site.cursor.siblings.contains(&choice.text.as_str());
        let in_list = self.schema.value_type() == Type::List;
        let choices = self.choices().into_iter().filter(|choice| !(in_list && present(choice)));
        self.site.values(choices)
    }

    fn choices(&self) -> Vec<Choice> {
        let schema = self.schema.items().unwrap_or(self.schema);
        let inside = |section: &str| self.site.cursor.path.iter().any(|step| is_key(step, section));
        match self.key {
            "executor" => self.executors(),
            "deployment_type" => self.deployment_types(),
            "name" if inside("worker_queues") => self.queue_names(),
            "worker_type" | "default_worker_type" => self.worker_types(),
            "worker_concurrency" => self.concurrencies(),
            "runtime_version" => self.runtimes(),
            "key" if inside("environment_variables") => self.variables(),
            "value" if self.variable_here() == Some(DEFAULT_QUEUE_VARIABLE) => {
                queues::queues_of(self.deployment.as_slice())
            }
            "workspace_name" => self.elsewhere(|it| vec![&it.workspace_name]),
            "cluster_name" => self.elsewhere(|it| vec![&it.cluster_name]),
            "alert_emails" => self.elsewhere(|it| it.alert_emails.value().into_iter().flatten().collect()),
            "default_task_pod_cpu" | "default_task_pod_memory" | "resource_quota_cpu" | "resource_quota_memory" => {
                self.pod_sizes(schema)
            }
            _ => self.plain(schema),
        }
    }

    /// What the schema itself knows: choices, `true` and `false`, a default, examples.
    fn plain(&self, schema: Schema) -> Vec<Choice> {
        let default = schema.default_value().map(Value::to_string);
        let is_default = |text: &str| if default.as_deref() == Some(text) { "default" } else { "" };
        if let Some((by, choices)) = schema.choices_by() {
            let own = self.sibling(by);
            let wanted = |value: &str| own.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(value));
            let choices = choices.filter(|(value, _)| wanted(value));
            return choices
                .flat_map(|(value, texts)| {
                    texts.into_iter().map(move |text| Choice::text(ItemKind::Choice, text, value))
                })
                .collect();
        }
        match schema.value_type() {
            Type::Flag => ["true", "false"].map(|text| Choice::bare(text, is_default(text))).to_vec(),
            Type::Whole => default.map(|text| Choice::bare(text, "default")).into_iter().collect(),
            _ if !schema.choices().is_empty() => {
                schema.choices().into_iter().map(|text| choice(schema, text)).collect()
            }
            _ => schema.examples().filter_map(Value::as_str).map(example).collect(),
        }
    }

    /// The executors that the deployment can have, in the spelling that the project's files have.
    fn executors(&self) -> Vec<Choice> {
        let typed = self.site.cursor.word.of(self.site.view.text());
        let others = self.site.view.project.deployments.iter().filter(|it| it.file != self.site.view.file);
        let mut written = others.filter_map(|it| it.executor.value()).peekable();
        let class_names = if typed.chars().any(char::is_lowercase) {
            true
        } else {
            typed.is_empty() && written.peek().is_some() && written.all(ExecutorName::is_class_name)
        };
        let offered = [Executor::Celery, Executor::Kubernetes, Executor::Astro];
        let offered = offered.into_iter().filter(|executor| self.can_run(*executor));
        let names = offered.filter_map(|it| if class_names { Some(it.class_name()) } else { it.astro_name() });
        names.map(|name| Choice { kind: ItemKind::Executor, ..choice(self.schema, name) }).collect()
    }

    /// The Astro executor needs Airflow 3 and is not there on Hybrid.
    fn can_run(&self, executor: Executor) -> bool {
        let kind = self.deployment.and_then(Deployment::kind);
        let line = self.deployment.and_then(|it| it.runtime.value()?.airflow_line());
        executor != Executor::Astro || (kind != Some(DeploymentType::Hybrid) && line != Some(AirflowLine::Two))
    }

    /// The types by their own names; older names where one is begun.
    fn deployment_types(&self) -> Vec<Choice> {
        let typed = self.site.cursor.word.of(self.site.view.text()).to_ascii_uppercase();
        let is_current = |text: &str| DeploymentType::named(text).is_some_and(|kind| kind.name() == text);
        let wanted = |text: &&str| is_current(text) || (typed.len() > 1 && text.starts_with(&typed));
        self.schema.choices().into_iter().filter(wanted).map(|text| choice(self.schema, text)).collect()
    }

    /// Names of queues that the deployment lacks: `default`, and those that tasks name.
    fn queue_names(&self) -> Vec<Choice> {
        let missing = self.missing_queues();
        missing.into_iter().map(|(name, why)| Choice::text(ItemKind::Queue, name, why)).collect()
    }

    /// The names, each with who asks for it.
    pub(super) fn missing_queues(&self) -> Vec<(String, String)> {
        let project = self.site.view.project;
        let Some(deployment) = self.deployment else { return vec![(DEFAULT_QUEUE.to_string(), String::new())] };
        let here = self.site.cursor.word;
        // The name at the cursor is to be replaced.
        let others = deployment.queues.value().into_iter().flatten().filter_map(|queue| queue.name.as_known());
        let others: Vec<&str> =
            others.filter(|name| !name.place.span().contains(here)).map(|name| &*name.value).collect();
        let mut missing: Vec<(String, usize)> = Vec::new();
        for name in project.tasks_on(deployment).filter_map(|task| task.queue.value()) {
            match missing.iter_mut().find(|(known, _)| *known == **name) {
                Some((_, tasks)) => *tasks += 1,
                None => missing.push((name.to_string(), 1)),
            }
        }
        let named = missing.into_iter().filter(|(name, _)| name != DEFAULT_QUEUE).map(|(name, tasks)| {
            let plural = if tasks == 1 { "task" } else { "tasks" };
            (name, format!("named by {tasks} {plural}"))
        });
        let default = (DEFAULT_QUEUE.to_string(), "for tasks that name no queue".to_string());
        let wanted = |name: &str| !others.contains(&name) && !name.is_empty();
        std::iter::once(default).chain(named).filter(|(name, _)| wanted(name)).collect()
    }

    /// Machines of hosted deployments with their sizes; on Hybrid the node types that the file has elsewhere.
    fn worker_types(&self) -> Vec<Choice> {
        if self.key == "default_worker_type"
            || self.deployment.and_then(Deployment::kind) == Some(DeploymentType::Hybrid)
        {
            let here = self.site.cursor.word;
            let queues = self.deployment.and_then(|it| it.queues.value()).into_iter().flatten();
            let used = queues.filter_map(|queue| queue.worker_type.as_known());
            let mut names: Vec<&str> = used.filter(|it| !it.place.span().contains(here)).map(|it| &*it.value).collect();
            names.dedup();
            let known = names.into_iter().filter(|name| Machine::named(name).is_none());
            return known.map(|name| Choice::text(ItemKind::Choice, name, "node type of another queue")).collect();
        }
        MACHINES.into_iter().map(machine).collect()
    }

    /// The worker queue that the cursor is in.
    pub(super) fn queue_here(&self) -> Option<&'s WorkerQueue> {
        self.deployment?.queues.value()?.iter().rfind(|queue| self.is_behind(queue.place))
    }

    fn concurrencies(&self) -> Vec<Choice> {
        let machine = self.queue_here().and_then(|queue| Machine::named(queue.worker_type.value()?));
        let Some(machine) = machine else { return Vec::new() };
        let most = self.deployment.and_then(|it| it.limits.max_concurrency).unwrap_or(machine.max_concurrency());
        let usual = machine.default_concurrency();
        let mut choices = vec![Choice::bare(usual.to_string(), format!("default of {}: 5 for each CPU", machine.name))];
        if most > usual {
            choices.push(Choice::bare(most.to_string(), format!("the most on {}", machine.name)));
        }
        choices
    }

    /// Versions that the project says elsewhere, and examples of the two forms.
    fn runtimes(&self) -> Vec<Choice> {
        let project = self.site.view.project;
        let image = project.versions.runtime.value().map(|runtime| (&*runtime.text, "the image's".to_string()));
        let others = project.deployments.iter().filter(|it| it.file != self.site.view.file);
        let others = others.filter_map(|it| Some((&*it.runtime.value()?.text, format!("that of {}", it.label))));
        let mut found: Vec<(&str, String)> = Vec::new();
        for (text, whose) in image.into_iter().chain(others) {
            if found.iter().all(|(known, _)| *known != text) {
                found.push((text, whose));
            }
        }
        if found.is_empty() {
            return self.plain(self.schema);
        }
        found.into_iter().map(|(text, whose)| Choice::text(ItemKind::Choice, text, whose)).collect()
    }

    fn variables(&self) -> Vec<Choice> {
        let here = self.site.cursor.word;
        let written = self.deployment.and_then(|it| it.environment.value()).into_iter().flatten();
        let keys = written.filter_map(|variable| variable.key.as_known());
        let written: Vec<&str> = keys.filter(|key| !key.place.span().contains(here)).map(|key| &*key.value).collect();
        let all = variables::variables(self.site.view.project, self.deployment.as_slice());
        all.into_iter().filter(|choice| !written.contains(&choice.text.as_str())).collect()
    }

    /// The name of the variable that the cursor is in.
    fn variable_here(&self) -> Option<&'s str> {
        let variables = self.deployment?.environment.value()?;
        let here = variables.iter().rfind(|variable| self.is_behind(variable.place))?;
        here.key.value().map(|key| &**key)
    }

    /// Whether the cursor is in an item or behind it: of items the last such one holds it. What is not written yet is no
    /// part of an item's bytes.
    fn is_behind(&self, item: crate::model::Place) -> bool {
        item.file == self.site.view.file && item.span().start <= self.site.offset
    }

    /// What the same key says in the project's other deployment files.
    fn elsewhere(&self, read: impl Fn(&'s Deployment) -> Vec<&'s Setting<Box<str>>>) -> Vec<Choice> {
        let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
        for deployment in self.site.view.project.deployments.iter().filter(|it| it.file != self.site.view.file) {
            for text in read(deployment).into_iter().filter_map(Setting::value) {
                match found.iter_mut().find(|(known, _)| *known == &**text) {
                    Some((_, labels)) => labels.push(&deployment.label),
                    None => found.push((text, vec![&deployment.label])),
                }
            }
        }
        let choice = |(text, labels): (&str, Vec<&str>)| {
            Choice::text(ItemKind::Choice, text, format!("in {}", labels.join(", ")))
        };
        found.into_iter().map(choice).collect()
    }

    /// The size that goes with the other figure, 2 GiB for each core; else one that goes with the worker queues, or
    /// that Astro's own examples have.
    fn pod_sizes(&self, schema: Schema) -> Vec<Choice> {
        let Some(deployment) = self.deployment else { return self.plain(schema) };
        let size = if self.key.starts_with("default") { &deployment.default_pod } else { &deployment.quota };
        let paired = match (self.key.ends_with("cpu"), size.cpu.value(), size.memory.value()) {
            (true, _, Some(memory)) => crate::model::Quantity::parse(memory).map(|it| {
                let cores = it.as_f64() / f64::from(1 << 30) / 2.0;
                (cores.to_string(), format!("goes with {memory}"))
            }),
            (false, Some(cpu), _) => crate::model::Quantity::parse(cpu).map(|it| {
                let gibibytes = it.as_f64() * 2.0;
                (format!("{gibibytes}Gi"), format!("goes with {cpu} CPU"))
            }),
            _ => None,
        };
        let queues: &[WorkerQueue] = deployment.queues.value().map_or(&[], |queues| queues);
        let usual = rules::pod_keys(deployment, queues).into_iter().find(|(key, _)| *key == self.key);
        let usual = usual.map(|(_, text)| (text, String::new()));
        let found = paired.or(usual);
        found.map(|(text, why)| Choice::text(ItemKind::Choice, text, why)).into_iter().collect()
    }

    /// The text of another key of `configuration`.
    fn sibling(&self, key: &str) -> Option<Box<str>> {
        let deployment = self.deployment?;
        (key == "cloud_provider").then(|| deployment.cloud_provider.value().cloned()).flatten()
    }
}

fn is_key(step: &crate::syntax::yaml::Step<'_>, name: &str) -> bool {
    matches!(step, crate::syntax::yaml::Step::Key(key) if key.eq_ignore_ascii_case(name))
}

/// One of the schema's choices.
fn choice(schema: Schema, text: &str) -> Choice {
    let meaning = schema.choice_description(text).unwrap_or("");
    let first = meaning.split_once(['.', ':', ';', ',']).map_or(meaning, |(first, _)| first);
    Choice::text(ItemKind::Choice, text, first).documentation(meaning)
}

fn example(text: &str) -> Choice {
    Choice::text(ItemKind::Choice, text, "example")
}

/// A machine with its size.
fn machine(machine: Machine) -> Choice {
    let detail = format!("{} vCPU, {} GiB", machine.cpus, 2 * machine.cpus);
    let concurrency = machine.default_concurrency();
    let documentation = format!(
        "{} vCPU and {} GiB of memory. Runs {concurrency} tasks at once unless `worker_concurrency` says otherwise, at most {}.",
        machine.cpus,
        2 * machine.cpus,
        machine.max_concurrency()
    );
    Choice::text(ItemKind::Choice, machine.name, format!("{detail}, {concurrency} tasks at once"))
        .documentation(documentation)
}
