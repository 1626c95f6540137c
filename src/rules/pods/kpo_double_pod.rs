use super::starts_pod_of_provider;
use crate::model::{Deployment, Executor, Place, Project, Quantity, Resources, Task};
use crate::rules::{Finding, Holds, Reach, Rule, Severity, task_faults};

pub const RULE: Rule = Rule {
    name: "kpo-double-pod",
    category: "pods",
    severity: Severity::Info,
    document: include_str!("kpo_double_pod.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let holds = |task: &Task, deployment: &Deployment| {
        let view = project.effective(task, Some(deployment));
        match (deployment.executor_of(task), view.deferrable().known_value()) {
            (None, _) | (_, None) => Holds::Unknown,
            (Some(Executor::Kubernetes), Some(false)) => Holds::Yes,
            (Some(_), _) => Holds::No,
        }
    };
    for fault in task_faults(project, |task| large(task).map(|(place, _)| place), holds) {
        let Some((_, amount)) = fault.tasks.first().and_then(|task| large(task)) else { continue };
        let message = format!(
            "{} {} a pod of {} own; this one with {amount} only starts it and waits{}: the node keeps both free at the same \
             time",
            fault.names(),
            fault.verb("starts", "start"),
            fault.verb("its", "their"),
            fault.across.only_on(),
        );
        let help = "size the work with `container_resources` and leave the pod that waits small, or write \
                    `deferrable=True`, with which none waits";
        found.push(fault.finding(&RULE, message).help(help));
    }
}

/// The place and the text of an amount in the pod override of a task that starts a pod itself, where it is more than a
/// pod needs that only waits.
fn large(task: &Task) -> Option<(Place, String)> {
    if !starts_pod_of_provider(task) {
        return None;
    }
    let setting = task.override_resources();
    let resources: &Resources = setting.value()?;
    let most = [("memory", Quantity::gibibytes(1)), ("cpu", Quantity::whole(1))];
    most.into_iter().find_map(|(name, most)| {
        let written = resources.requests.value()?.get(name)?.quantity.as_known()?;
        let amount = Quantity::parse(written.value.trim())?;
        let unit = if name == "cpu" { " CPU" } else { "" };
        (amount > most).then(|| (written.place, format!("`{}`{unit}", written.value)))
    })
}
