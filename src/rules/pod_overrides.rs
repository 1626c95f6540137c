//! Faults in what tasks hand to the Kubernetes executor: a pod override that many tasks share gives one finding.

use super::{Across, Holds, TaskFault, Written};
use crate::model::{Deployment, Executor, ExecutorConfig, Place, Pod, PodOverride, Project, Setting, Task, TaskSize};
use std::collections::BTreeMap;

/// Whether a deployment runs the task in a pod of the Kubernetes executor, which alone reads `executor_config`.
pub fn runs_in_executor_pod(deployment: &Deployment, task: &Task) -> Holds {
    reads_overrides(deployment.executor_of(task))
}

/// Whether an executor reads the `executor_config` of tasks; it is not known of an executor that is not.
pub fn reads_overrides(executor: Option<Executor>) -> Holds {
    match executor {
        Some(Executor::Kubernetes) => Holds::Yes,
        Some(Executor::Celery | Executor::Astro | Executor::Local | Executor::Sequential) => Holds::No,
        Some(Executor::CeleryKubernetes | Executor::LocalKubernetes | Executor::Other) | None => Holds::Unknown,
    }
}

/// The deployments on which the task's `executor_config` may be read; `None` where it certainly is on none. Without a
/// known deployment the task's own `executor=` decides, and where that is not known either, it may be read.
pub fn override_reach<'p>(project: &'p Project, task: &Task) -> Option<Across<'p>> {
    let deployments = project.deployments_of(task.file());
    if deployments.is_empty() {
        let own = task.executor.value().and_then(|name| name.executor);
        return (reads_overrides(own) != Holds::No).then(|| Across { on: Vec::new(), everywhere: true });
    }
    let all = deployments.len();
    let may_read = |it: &&Deployment| runs_in_executor_pod(it, task) != Holds::No;
    let on: Vec<_> = deployments.into_iter().filter(may_read).collect();
    let everywhere = on.len() == all;
    (!on.is_empty()).then_some(Across { on, everywhere })
}

/// Faults that `find` sees in the `executor_config` of tasks, gathered by the place where they are written.
pub fn override_faults<'p, T>(
    project: &'p Project,
    find: impl Fn(&'p ExecutorConfig) -> Vec<(Place, T)>,
) -> Vec<(T, TaskFault<'p>)> {
    let mut faults: BTreeMap<Place, (T, TaskFault<'p>)> = BTreeMap::new();
    for task in project.tasks() {
        let Some(config) = task.executor_config.value() else { continue };
        for (place, what) in find(config) {
            let Some(across) = override_reach(project, task) else { continue };
            match faults.get_mut(&place) {
                None => {
                    faults.insert(place, (what, TaskFault { place, tasks: vec![task], across }));
                }
                Some((_, fault)) => {
                    fault.tasks.push(task);
                    if across.everywhere && !fault.across.everywhere {
                        fault.across = across;
                    }
                }
            }
        }
    }
    faults.into_values().collect()
}

/// The pod of an `executor_config`, where it is a `V1Pod`.
pub fn overriding_pod(config: &ExecutorConfig) -> Option<&Pod> {
    match &config.pod_override {
        Setting::Known(known) => match &known.value {
            PodOverride::Pod(pod) => Some(pod),
            PodOverride::NotAPod { .. } => None,
        },
        Setting::Absent | Setting::Opaque(_) => None,
    }
}

/// Requests and limits of that size.
pub fn lists_of_size(size: TaskSize) -> [(&'static str, Written); 2] {
    let amounts = || Written::map([("cpu", Written::text(size.cpu())), ("memory", Written::text(size.memory()))]);
    [("requests", amounts()), ("limits", amounts())]
}

/// An `executor_config` with a pod override whose task container has that size.
pub fn override_of_size(size: TaskSize) -> Written {
    let resources = ("resources", Written::kubernetes("V1ResourceRequirements", lists_of_size(size)));
    let base = Written::kubernetes("V1Container", [("name", Written::text("base")), resources]);
    let spec = Written::kubernetes("V1PodSpec", [("containers", Written::List(vec![base]))]);
    Written::map([("pod_override", Written::kubernetes("V1Pod", [("spec", spec)]))])
}

impl Across<'_> {
    /// ` on prod.yaml` where it holds on some deployments only, else nothing: for the end of a clause.
    pub fn only_on(&self) -> String {
        if self.everywhere { String::new() } else { format!(" on {}", self.names()) }
    }
}
