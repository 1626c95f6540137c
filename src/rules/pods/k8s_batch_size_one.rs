use crate::model::{Executor, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "k8s-batch-size-one",
    category: "pods",
    severity: Severity::Info,
    document: include_str!("k8s_batch_size_one.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

const KEY: &str = "worker_pods_creation_batch_size";

/// The section, and its name before Airflow 2.5.
const SECTIONS: [&str; 2] = ["kubernetes_executor", "kubernetes"];

/// A batch that a small cluster bears as well. Source: the text of Airflow's own configuration asks for more than 1.
const BATCH: &str = "16";

fn check(project: &Project, found: &mut Vec<Finding>) {
    for configured in project.configured() {
        let Some(deployment) = configured.deployment else { continue };
        let starts_pods = deployment.executor.value().is_some_and(|name| name.offers(Executor::Kubernetes));
        if !starts_pods || &*configured.key != KEY || !SECTIONS.contains(&&*configured.section) {
            continue;
        }
        let Some(written) = configured.value.as_known().filter(|written| written.value.trim() == "1") else { continue };
        let message = format!(
            "`{}` is 1: the scheduler of {} starts one pod in each of its rounds, however many tasks wait",
            configured.label(),
            deployment.label,
        );
        let raise = Proposal::suggested(format!("Write `{BATCH}`"), [Action::write(written, BATCH)]);
        let help = "set it to the number of pods that your cluster can start at once, such as 16";
        found.push(Finding::new(&RULE, written.place, message).help(help).propose(raise));
    }
}
