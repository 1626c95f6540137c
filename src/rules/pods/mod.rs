//! Pods that tasks describe wrongly.

super::category![
    base_container_name,
    base_container_not_first,
    camel_case_kwarg,
    kpo_fixed_namespace,
    kpo_resources_shape,
    legacy_executor_config,
    pod_override_not_v1pod,
    v1_required_field,
];

/// The provider that reads pod overrides and holds `KubernetesPodOperator`.
const PROVIDER: &str = "apache-airflow-providers-cncf-kubernetes";
