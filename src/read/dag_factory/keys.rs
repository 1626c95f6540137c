//! The keys of a DAG in dag-factory.

/// Keys of a DAG that dag-factory reads. Source: every look-up in `dagbuilder.py` of 0.19 to 1.1.0, and the callbacks'
/// `_name` and `_file` forms; `user_defined_macros` since 1.1.
pub const DAG_KEYS: &[&str] = &[
    "access_control",
    "catchup",
    "concurrency",
    "dag_display_name",
    "dagrun_timeout",
    "default_args",
    "default_view",
    "description",
    "doc_md",
    "doc_md_file_path",
    "doc_md_python_arguments",
    "doc_md_python_callable_file",
    "doc_md_python_callable_name",
    "end_date",
    "is_paused_upon_creation",
    "max_active_runs",
    "max_active_tasks",
    "on_execute_callback",
    "on_execute_callback_file",
    "on_execute_callback_name",
    "on_failure_callback",
    "on_failure_callback_file",
    "on_failure_callback_name",
    "on_success_callback",
    "on_success_callback_file",
    "on_success_callback_name",
    "orientation",
    "params",
    "render_template_as_native_obj",
    "schedule",
    "sla_miss_callback",
    "sla_miss_callback_file",
    "sla_miss_callback_name",
    "start_date",
    "tags",
    "task_groups",
    "tasks",
    "template_searchpath",
    "timetable",
    "timezone",
    "user_defined_macros",
];

/// Keys of a DAG that dag-factory before 1.0 read.
pub(super) const OLD_DAG_KEYS: &[&str] = &["dagrun_timeout_sec", "schedule_interval"];

/// Arguments of every operator: they work in `default_args`. Source: `BaseOperator` of Airflow 2.9 and 3.1.
pub const OPERATOR_ARGUMENTS: &[&str] = &[
    "depends_on_past",
    "email",
    "email_on_failure",
    "email_on_retry",
    "execution_timeout",
    "executor",
    "executor_config",
    "max_active_tis_per_dag",
    "max_active_tis_per_dagrun",
    "max_retry_delay",
    "owner",
    "pool",
    "pool_slots",
    "priority_weight",
    "queue",
    "resources",
    "retries",
    "retry_delay",
    "retry_exponential_backoff",
    "run_as_user",
    "sla",
    "trigger_rule",
    "wait_for_downstream",
    "weight_rule",
];

/// Keys of the top level that are no DAGs.
pub const NOT_DAGS: [&str; 2] = ["default", "task_groups"];
