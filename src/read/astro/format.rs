//! The format's keys and types: `schemas/astro-deployment.schema.json`.

use std::sync::LazyLock;

use serde_json::Value;

use crate::model::{Deployment, DeploymentType, Executor};
use crate::read::schema::Schema;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    // A test reads the schema, so it is never null in a build that passed.
    serde_json::from_str(include_str!("../../../schemas/astro-deployment.schema.json")).unwrap_or_default()
});

/// The schema of the Astro deployment file; `None` only if the embedded text were broken.
pub fn schema() -> Option<Schema> {
    Schema::new(&DOCUMENT)
}

/// The schema of `deployment`, and of its `configuration`.
pub(super) struct Sections {
    pub(super) root: Schema,
    pub(super) deployment: Schema,
    pub(super) configuration: Schema,
}

impl Sections {
    pub(super) fn load() -> Option<Self> {
        let root = schema()?;
        let (_, deployment) = root.property("deployment")?;
        let (_, configuration) = deployment.property("configuration")?;
        Some(Self { root, deployment, configuration })
    }

    /// Where else in the file the key `name` can be written, for users; `None` for keys that are ambiguous or only
    /// written by tools.
    pub(super) fn home_of(&self, name: &str) -> Option<(&'static str, Home)> {
        if let Some((key, _)) = self.deployment.property(name) {
            return Some((key, Home::Deployment));
        }
        if let Some((key, schema)) = self.configuration.property(name) {
            return (!schema.is_output_only()).then_some((key, Home::Configuration));
        }
        self.deployment.properties().find_map(|(section, schema)| {
            let (key, own) = schema.items()?.property(name)?;
            (!own.is_output_only()).then_some((key, Home::Item(section)))
        })
    }
}

/// Whether a key may have an effect on a deployment, by its executor and type; one that is not known may be any.
pub fn has_effect(key: Schema, deployment: &Deployment) -> bool {
    let mut executors = key.executors().peekable();
    let mut types = key.deployment_types().peekable();
    let executor = deployment.executor_family().and_then(Executor::astro_name);
    let kind = deployment.kind().map(DeploymentType::name);
    let other_executor = executors.peek().is_some() && executor.is_some_and(|own| executors.all(|it| it != own));
    let other_type = types.peek().is_some() && kind.is_some_and(|own| types.all(|it| it != own));
    !other_executor && !other_type
}

/// The parts of a deployment file that fixes add keys to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Directly under `deployment`.
    Deployment,
    /// `deployment.configuration`.
    Configuration,
    /// An entry of a list under `deployment`: `worker_queues`, `hibernation_schedules`, `environment_variables`.
    Item(&'static str),
}

/// The keys of a part in the order of the reference, which is where new ones are put.
pub fn key_order(part: Part) -> Vec<&'static str> {
    let keys = |schema: Schema| schema.properties().map(|(key, _)| key).collect();
    let Some(sections) = Sections::load() else { return Vec::new() };
    match part {
        Part::Deployment => keys(sections.deployment),
        Part::Configuration => keys(sections.configuration),
        Part::Item(list) => {
            let items = sections.deployment.property(list).and_then(|(_, schema)| schema.items());
            items.map_or_else(Vec::new, keys)
        }
    }
}

/// The place a key belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// Directly under `deployment`.
    Deployment,
    /// Under `configuration`.
    Configuration,
    /// In each entry of that list.
    Item(&'static str),
}

impl Home {
    /// The place as users write it.
    pub(super) fn words(self) -> String {
        match self {
            Home::Deployment => "deployment".to_string(),
            Home::Configuration => "deployment.configuration".to_string(),
            Home::Item(section) => format!("deployment.{section}[]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ExecutorName, MACHINES};
    use crate::read::schema::Type;

    fn sections() -> Sections {
        Sections::load().expect("the embedded schema is JSON")
    }

    #[test]
    fn mappings_are_closed_and_every_key_is_described() {
        fn walk(schema: Schema, path: &str) {
            assert!(!schema.description().is_empty() || path.ends_with("[]"), "{path} has no description");
            if schema.value_type() == Type::Mapping {
                assert!(schema.is_closed() != (path == ".deployment.metadata"), "{path}: only metadata takes any key");
                schema.properties().for_each(|(key, schema)| walk(schema, &format!("{path}.{key}")));
            }
            if let Some(items) = schema.items() {
                walk(items, &format!("{path}[]"));
            }
        }
        walk(sections().root, "");
    }

    #[test]
    fn choices_are_those_of_the_model() {
        let choices = |key| sections().configuration.property(key).map(|(_, schema)| schema.choices()).unwrap();
        assert_eq!(choices("deployment_type").len(), 6);
        assert!(choices("deployment_type").iter().all(|text| DeploymentType::named(text).is_some()));
        assert_eq!(choices("executor").len(), 6);
        assert!(choices("executor").iter().all(|text| ExecutorName::astro(text).is_exact_for_astro()));
        assert_eq!(choices("cloud_provider"), ["AWS", "GCP", "AZURE"]);
        let document = DOCUMENT.pointer("/properties/deployment/properties/worker_queues/items/properties/worker_type");
        let examples: Vec<&str> =
            document.unwrap()["examples"].as_array().unwrap().iter().flat_map(|v| v.as_str()).collect();
        assert_eq!(examples, MACHINES.map(|machine| machine.name));
    }

    #[test]
    fn keywords_of_ours_name_what_there_is() {
        fn walk(schema: Schema) {
            let named = |name: &str| ExecutorName::astro(name).executor.and_then(Executor::astro_name) == Some(name);
            assert!(schema.executors().all(named));
            assert!(
                schema.deployment_types().all(|it| DeploymentType::named(it).is_some_and(|kind| kind.name() == it))
            );
            let has_texts = schema.choices().iter().any(|choice| schema.choice_description(choice).is_some());
            assert!(schema.choices().iter().all(|choice| schema.choice_description(choice).is_some() == has_texts));
            schema.properties().for_each(|(_, schema)| walk(schema));
            schema.items().into_iter().for_each(walk);
        }
        walk(sections().root);
    }

    #[test]
    fn keys_know_their_home() {
        let sections = sections();
        assert_eq!(sections.home_of("Worker_Queues"), Some(("worker_queues", Home::Deployment)));
        assert_eq!(sections.home_of("executor"), Some(("executor", Home::Configuration)));
        assert_eq!(sections.home_of("worker_concurrency"), Some(("worker_concurrency", Home::Item("worker_queues"))));
        assert_eq!(sections.home_of("pod_cpu"), None);
        assert_eq!(sections.configuration.key_once_called("pod_cpu").map(|(key, _)| key), Some("default_task_pod_cpu"));
    }
}
