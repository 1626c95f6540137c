//! DAG files of dag-factory.

super::category![dagfactory_dag_key_ignored, dagfactory_duration_type, dagfactory_timeout_key_ignored];
