//! Values of Helm charts that run Airflow.

super::category![
    community_chart_executor,
    helm_airflow_version_mismatch,
    helm_broker_config,
    helm_default_worker_disabled,
    helm_executor_mismatch,
    helm_executor_schema,
    helm_keda_and_hpa,
    helm_keda_concurrency_drift,
    helm_keda_cooldown_below_grace,
    helm_kubernetes_logs_lost,
    helm_misplaced_key,
    helm_pod_template_image_no_effect,
    helm_podtemplate_overrides_workers,
    helm_set_duplicate_name_or_queue,
    helm_unknown_root_key,
    helm_workers_key_deprecated,
    local_executor_grace_period,
    parallelism_below_worker_slots,
    worker_memory_oversubscribed,
];

mod keys;
mod values;

use keys::ROOT_KEYS;
use values::{charts, executor, is_given, runs, worker_value, write};
