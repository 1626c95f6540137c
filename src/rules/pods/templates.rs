//! Every pod template of a project, with who starts pods from it.

use crate::model::{Pod, Project};

/// A pod template.
pub(super) struct Template<'p> {
    /// What it says.
    pub(super) pod: &'p Pod,
    /// Whether the Kubernetes executor starts pods from it.
    pub(super) is_executors: bool,
}

/// The templates in files of their own, and those inside descriptions of deployments.
pub(super) fn templates(project: &Project) -> Vec<Template<'_>> {
    let used = project.executor_pods();
    let mut list: Vec<Template> = used.iter().map(|it| Template { pod: it.pod, is_executors: true }).collect();
    let others = project.pod_templates.iter().filter(|template| used.iter().all(|it| it.place != template.place));
    list.extend(others.map(|it| Template { pod: &it.pod, is_executors: false }));
    list
}
