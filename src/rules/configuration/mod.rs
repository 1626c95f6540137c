//! Airflow's own configuration, wherever it is set: airflow.cfg, environment variables.

super::category![
    config_key_renamed,
    config_key_unknown,
    config_kubernetes_section,
    config_value_type,
    env_var_shape,
    executor_removed,
    executor_syntax,
    parallelism_zero,
];

mod team_groups;
