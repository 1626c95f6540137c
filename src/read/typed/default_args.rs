//! Keys of `default_args`: Airflow hands each task those that its class has an argument for, and drops the rest.

use crate::model::{Entry, Shape, ShapeKind, Value, ValueKind};

/// Arguments of every operator and of every sensor. Source: `BaseOperator` and `BaseSensorOperator` of Airflow 2.7, 2.11
/// and 3.2.
pub const EVERY_ARGUMENT: [&str; 63] = [
    "allow_nested_operators",
    "dag",
    "default_args",
    "depends_on_past",
    "do_xcom_push",
    "doc",
    "doc_json",
    "doc_md",
    "doc_rst",
    "doc_yaml",
    "email",
    "email_on_failure",
    "email_on_retry",
    "end_date",
    "execution_timeout",
    "executor",
    "executor_config",
    "exponential_backoff",
    "ignore_first_depends_on_past",
    "inlets",
    "logger_name",
    "map_index_template",
    "max_active_tis_per_dag",
    "max_active_tis_per_dagrun",
    "max_retry_delay",
    "max_wait",
    "mode",
    "multiple_outputs",
    "never_fail",
    "on_execute_callback",
    "on_failure_callback",
    "on_retry_callback",
    "on_skipped_callback",
    "on_success_callback",
    "outlets",
    "owner",
    "params",
    "poke_interval",
    "pool",
    "pool_slots",
    "post_execute",
    "pre_execute",
    "priority_weight",
    "queue",
    "render_template_as_native_obj",
    "resources",
    "retries",
    "retry_delay",
    "retry_exponential_backoff",
    "run_as_user",
    "silent_fail",
    "sla",
    "soft_fail",
    "start_date",
    "task_concurrency",
    "task_display_name",
    "task_group",
    "task_id",
    "timeout",
    "trigger_rule",
    "wait_for_downstream",
    "wait_for_past_depends_before_skipping",
    "weight_rule",
];

/// Arguments that `default_args` often hold besides: of Airflow 1.10, of 3.3, and of many operators of the providers.
const OTHER_ARGUMENTS: [&str; 10] = [
    "adhoc",
    "bash_command",
    "deferrable",
    "provide_context",
    "python_callable",
    "retry_policy",
    "sql",
    "start_from_trigger",
    "start_trigger_args",
    "xcom_push",
];

/// The keys of `default_args` that Airflow's own operators have no argument for. None of a dict with entries that are not
/// all seen.
pub fn stray_default_args(value: &Value) -> Vec<Shape> {
    let ValueKind::Map(entries) = &value.kind else { return Vec::new() };
    let named = |entry: &Entry| match entry {
        Entry::Pair { key, .. } => Some((key.literal, Box::<str>::from(key.text()?))),
        Entry::Spread(_) => None,
    };
    let keys: Vec<_> = entries.iter().filter_map(named).collect();
    let stray = keys.iter().filter(|(_, key)| !(EVERY_ARGUMENT.contains(&&**key) || OTHER_ARGUMENTS.contains(&&**key)));
    let present = || keys.iter().map(|(_, key)| key.clone()).collect();
    let shape = |(place, key): &(_, Box<str>)| Shape {
        place: *place,
        kind: ShapeKind::DefaultArgOfNoOperator { key: key.clone(), present: present() },
    };
    stray.map(shape).collect()
}
