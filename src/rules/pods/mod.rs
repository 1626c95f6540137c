//! Pods that tasks describe wrongly.

mod objects;

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

use crate::model::{DagSource, FileId, Project};

/// The provider that reads pod overrides and holds `KubernetesPodOperator`.
const PROVIDER: &str = "apache-airflow-providers-cncf-kubernetes";

/// What an error that is raised where a file makes a Kubernetes object means for its DAGs, for the end of a sentence.
fn load_failure(project: &Project, file: FileId) -> &'static str {
    match project.tasks().find(|task| task.file() == file).map(|task| task.source) {
        Some(DagSource::Python) => "unless this runs inside a task, none of the file's DAGs load",
        Some(DagSource::Gusty) => "the folder's DAG does not load",
        Some(_) => "none of the file's DAGs load",
        None => "no DAG file that runs this loads",
    }
}
