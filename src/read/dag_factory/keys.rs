//! The keys of a DAG in dag-factory: `schemas/dag-factory.schema.json`, and `dag-factory-0.schema.json` for those that
//! only dag-factory before 1.0 reads.
//!
//! Source of the schemas' keys: every look-up in `dagbuilder.py` of 0.19 to 1.1.0; `BaseOperator` of Airflow 2.9 and 3.1
//! for the arguments of every operator.

use crate::read::schema::Schema;
use serde_json::Value;
use std::sync::LazyLock;

/// Keys of the top level that are no DAGs.
pub const NOT_DAGS: [&str; 2] = ["default", "task_groups"];

// A test reads the schemas, so they are never null in a build that passed.
static NEW: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../schemas/dag-factory.schema.json")).unwrap_or_default()
});
static OLD: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../schemas/dag-factory-0.schema.json")).unwrap_or_default()
});

static DAG_KEYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| names(&NEW, "dag"));
static TASK_KEYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| names(&NEW, "task"));
static OPERATOR_ARGUMENTS: LazyLock<Vec<&'static str>> = LazyLock::new(|| names(&NEW, "default_args"));
static OLD_DAG_KEYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let old = names(&OLD, "dag").into_iter();
    old.filter(|name| !DAG_KEYS.contains(name)).collect()
});

/// Keys of a DAG that dag-factory reads, in the order of the alphabet.
pub fn dag_keys() -> &'static [&'static str] {
    &DAG_KEYS
}

/// Keys of a DAG that only dag-factory before 1.0 reads.
pub(super) fn old_dag_keys() -> &'static [&'static str] {
    &OLD_DAG_KEYS
}

/// Arguments of every operator: they work in `default_args`.
pub fn operator_arguments() -> &'static [&'static str] {
    &OPERATOR_ARGUMENTS
}

/// Keys of a task that dag-factory itself reads, or that every operator takes.
pub fn task_keys() -> &'static [&'static str] {
    &TASK_KEYS
}

/// What the schema says about a key of a DAG.
pub fn dag_key(name: &str) -> Option<(&'static str, Schema)> {
    definition(&NEW, "dag")?.properties().find(|(key, _)| *key == name)
}

/// What the schema says about a key of a task, or of `default_args`.
pub fn task_key(name: &str) -> Option<(&'static str, Schema)> {
    definition(&NEW, "task")?.properties().find(|(key, _)| *key == name)
}

fn definition(document: &'static Value, name: &str) -> Option<Schema> {
    Schema::new(document)?.definition(name)
}

fn names(document: &'static Value, name: &str) -> Vec<&'static str> {
    definition(document, name).into_iter().flat_map(Schema::properties).map(|(key, _)| key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schemas_give_the_keys() {
        assert!(dag_keys().contains(&"schedule") && dag_keys().is_sorted());
        assert!(operator_arguments().contains(&"queue") && !operator_arguments().contains(&"operator"));
        assert!(task_keys().contains(&"operator") && task_keys().contains(&"queue"));
        assert_eq!(old_dag_keys(), ["dagrun_timeout_sec", "schedule_interval"]);
        assert!(dag_key("catchup").is_some_and(|(_, schema)| !schema.description().is_empty()));
        assert!(task_key("pool_slots").is_some_and(|(_, schema)| schema.minimum() == Some(1)));
        assert!(dag_key("queue").is_none());
    }

    #[test]
    fn every_key_has_a_meaning() {
        let all = dag_keys().iter().filter_map(|name| dag_key(name));
        for (name, schema) in all.chain(task_keys().iter().filter_map(|name| task_key(name))) {
            assert!(!schema.description().is_empty(), "{name}");
        }
    }
}
