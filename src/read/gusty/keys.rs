//! The keys that gusty reads, or hands to Airflow.

/// Keys of a task file that gusty itself reads.
pub const TASK_KEYS: &[&str] = &[
    "dependencies",
    "external_dependencies",
    "extra_callables",
    "multi_task_spec",
    "operator",
    "python_callable",
    "python_callable_partials",
];

/// Keys of a `METADATA.yml`: what gusty itself reads, and the arguments of a DAG or task group, to which it hands those
/// that the installed Airflow has. Source: `building.py` of gusty 0.23.1; `DAG` and `TaskGroup` of Airflow 2.7, 2.11 and
/// 3.2.
pub const METADATA_KEYS: &[&str] = &[
    "access_control",
    "add_suffix_on_collision",
    "allowed_run_types",
    "auto_register",
    "catchup",
    "concurrency",
    "dag_display_name",
    "dagrun_timeout",
    "deadline",
    "default_args",
    "default_view",
    "dependencies",
    "description",
    "disable_bundle_versioning",
    "doc_md",
    "end_date",
    "external_dependencies",
    "fail_fast",
    "fail_stop",
    "full_filepath",
    "group_display_name",
    "group_id",
    "ignore_subfolders",
    "is_paused_upon_creation",
    "jinja_environment_kwargs",
    "latest_only",
    "leaf_tasks",
    "max_active_runs",
    "max_active_tasks",
    "max_consecutive_failed_dag_runs",
    "on_failure_callback",
    "on_success_callback",
    "orientation",
    "owner_links",
    "params",
    "prefix_group_id",
    "render_template_as_native_obj",
    "root_tasks",
    "schedule",
    "schedule_interval",
    "sla_miss_callback",
    "start_date",
    "suffix_group_id",
    "tags",
    "template_searchpath",
    "template_undefined",
    "timetable",
    "tooltip",
    "ui_color",
    "ui_fgcolor",
    "user_defined_filters",
    "user_defined_macros",
    "wait_for_defaults",
];

/// Keys that other tools hardly have, so that a `METADATA.yml` with one of them is gusty's.
pub(super) const TELLING: [&str; 10] = [
    "default_args",
    "external_dependencies",
    "ignore_subfolders",
    "latest_only",
    "leaf_tasks",
    "prefix_group_id",
    "root_tasks",
    "schedule_interval",
    "suffix_group_id",
    "wait_for_defaults",
];

/// Keys that only a task group has.
pub(super) const OF_GROUPS: [&str; 6] =
    ["add_suffix_on_collision", "group_display_name", "prefix_group_id", "suffix_group_id", "tooltip", "ui_color"];
