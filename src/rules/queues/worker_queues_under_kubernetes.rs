use crate::model::{Deployment, DeploymentType, Executor, Project, Setting};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "worker-queues-under-kubernetes",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("worker_queues_under_kubernetes.md"),
    needs_deployment: false,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.deployments.iter().filter_map(finding));
}

fn finding(deployment: &Deployment) -> Option<Finding> {
    let (Setting::Known(queues), Setting::Known(executor)) = (&deployment.queues, &deployment.executor) else {
        return None;
    };
    if !deployment.is_astro_file() || queues.value.is_empty() || executor.value.executor != Some(Executor::Kubernetes) {
        return None;
    }
    // Source of the exact-case comparison: astro-cli fromfile.go, the check for hosted and for Hybrid clusters.
    let consequence = if executor.value.is_exact_for_astro() {
        "the Astro CLI refuses the file"
    } else {
        "the Astro CLI overlooks them in this spelling of the executor, and no task ever reaches them"
    };
    let message = format!(
        "worker_queues do not go with executor {}, which starts a pod for each task: {consequence}",
        executor.value.text
    );
    let instead = match deployment.kind() {
        Some(DeploymentType::Hybrid) => "choose the node type of task pods with `default_worker_type`",
        _ => "size task pods with `default_task_pod_cpu` and `default_task_pod_memory`",
    };
    let help = format!("delete worker_queues and {instead}, or set `executor: CELERY` to keep the queues");
    Some(
        Finding::new(&RULE, deployment.queues_key.unwrap_or(queues.place), message)
            .help(help)
            .related(executor.place, format!("the executor of {}", deployment.label)),
    )
}
