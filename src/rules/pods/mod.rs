//! Pods that tasks describe wrongly.

mod objects;
mod templates;

super::category![
    base_container_name,
    base_container_not_first,
    camel_case_kwarg,
    k8s_batch_size_one,
    k8s_pod_restart_policy,
    kpo_bad_enum,
    kpo_double_pod,
    kpo_fixed_namespace,
    kpo_is_delete_operator_pod,
    kpo_removed_import,
    kpo_resources_shape,
    legacy_executor_config,
    pod_override_not_v1pod,
    pod_sidecar_never_exits,
    pod_template_base_first,
    pod_template_env_duplicate,
    pod_template_executor_env,
    v1_required_field,
];

use super::Finding;
use crate::model::{Callable, DagSource, FileId, Project, Task};

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

/// Points a finding to the version that it depends on, where one is written: the provider's, or Airflow's.
fn point_to_version(project: &Project, finding: Finding) -> Finding {
    let versions = &project.versions;
    let provider = versions.package(PROVIDER).and_then(|version| version.as_known()).map(|known| known.place);
    let airflow = versions.airflow.as_known().map(|known| known.place);
    let runtime = versions.runtime.as_known().map(|known| known.place);
    match (provider, airflow.or(runtime)) {
        (Some(place), _) => finding.related(place, "the version of the Kubernetes provider"),
        (None, Some(place)) => finding.related(place, "the version of Airflow"),
        (None, None) => finding,
    }
}

/// Whether a task is the provider's own `KubernetesPodOperator`, or its decorator: others of its kin have arguments of
/// their own.
fn starts_pod_of_provider(task: &Task) -> bool {
    // Most tasks start none.
    task.kubernetes_pod.is_some()
        && match task.operator.callable {
            Callable::Class => task.operator.name() == "KubernetesPodOperator",
            Callable::Decorator => true,
        }
}
