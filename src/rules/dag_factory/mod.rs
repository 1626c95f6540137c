//! DAG files of dag-factory.

super::category![
    dagfactory_dag_key_ignored,
    dagfactory_default_precedence,
    dagfactory_dependency_unknown,
    dagfactory_duration_type,
    dagfactory_schedule_interval,
    dagfactory_timedelta_string,
    dagfactory_timeout_key_ignored,
];

use super::Written;

/// A duration as dag-factory from 1.0 on takes it.
fn timedelta(seconds: i64) -> Written {
    Written::Object {
        path: "datetime.timedelta".to_string(),
        arguments: vec![("seconds".to_string(), Written::number(seconds))],
    }
}
