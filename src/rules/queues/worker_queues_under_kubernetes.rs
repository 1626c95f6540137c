use super::pod_keys::{is_unsaid, pod_keys};
use crate::model::{Deployment, DeploymentType, Executor, Place, Project, Setting, WorkerQueue, terraform_key};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, write_in_configuration};

pub const RULE: Rule = Rule {
    name: "worker-queues-under-kubernetes",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("worker_queues_under_kubernetes.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.deployments.iter().filter_map(finding));
}

fn finding(deployment: &Deployment) -> Option<Finding> {
    let (Setting::Known(queues), Setting::Known(executor)) = (&deployment.queues, &deployment.executor) else {
        return None;
    };
    if !deployment.is_written_for_astro() || queues.value.is_empty() || executor.value.executor != Some(Executor::Kubernetes) {
        return None;
    }
    // Source of the exact-case comparison: astro-cli fromfile.go, the check for hosted and for Hybrid clusters.
    let consequence = if !deployment.is_astro_file() {
        "Astro takes them for Celery and the Astro executor only"
    } else if executor.value.is_exact_for_astro() {
        "the Astro CLI refuses the file"
    } else {
        "the Astro CLI overlooks them in this spelling of the executor, and no task ever reaches them"
    };
    let message = format!(
        "worker_queues do not go with executor {}, which starts a pod for each task: {consequence}",
        executor.value.text
    );
    let instead = match deployment.kind() {
        Some(DeploymentType::Hybrid) if deployment.is_astro_file() => {
            "choose the node type of task pods with `default_worker_type`"
        }
        Some(DeploymentType::Hybrid) => "choose the node pool of task pods with `task_pod_node_pool_id`",
        _ => "size task pods with `default_task_pod_cpu` and `default_task_pod_memory`",
    };
    let help = format!("delete worker_queues and {instead}, or set `{}` to keep the queues", deployment.written("executor", "CELERY"));
    let list = deployment.queues_key.unwrap_or(queues.place);
    let celery = executor.value.spelled(Executor::Celery);
    let keep = Action::Set { value: executor.literal, to: Written::text(celery) };
    Some(
        Finding::new(&RULE, list, message)
            .help(help)
            .severity(if deployment.is_astro_file() { Severity::Error } else { Severity::Warning })
            .related(executor.place, format!("the executor of {}", deployment.label))
            .propose(delete(deployment, list, &queues.value))
            .propose(Proposal::suggested(format!("Keep the queues, and write `{}`", deployment.written("executor", celery)), [keep])),
    )
}

/// Deletes the list, and gives pods what its queues gave tasks, unless the file sizes them already.
fn delete(deployment: &Deployment, list: Place, queues: &[WorkerQueue]) -> Proposal {
    let is_wanted = |key: &str| match key {
        "default_worker_type" => deployment.default_worker_type.is_absent(),
        "default_task_pod_cpu" | "default_task_pod_memory" => is_unsaid(&deployment.default_pod),
        _ => is_unsaid(&deployment.quota),
    };
    let is_key = |key: &str| deployment.is_astro_file() || terraform_key(key).is_some();
    let keys = pod_keys(deployment, queues).into_iter().filter(|(key, _)| is_key(key) && is_wanted(key));
    let keys: Vec<_> = keys.collect();
    let title = match keys.as_slice() {
        [] => "Delete worker_queues",
        [_] => "Delete worker_queues, and choose its node type for pods",
        _ => "Delete worker_queues, and size pods as its workers sized tasks",
    };
    let set = keys.into_iter().map(|(key, text)| write_in_configuration(deployment, key, Written::Text(text)));
    Proposal::suggested(title, std::iter::once(Action::Remove { entry: list }).chain(set))
}
