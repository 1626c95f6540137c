use super::{has_celery, runs_on_celery};
use crate::model::{Deployment, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, hold, hours};

pub const RULE: Rule = Rule {
    name: "celery-prefetch-gt-1",
    category: "celery",
    severity: Severity::Info,
    document: include_str!("celery_prefetch_gt_1.md"),
    needs_deployment: true,
    reach: Reach::Project,
    check,
};

/// A task that may run this many seconds is long to wait behind.
const LONG: f64 = 600.0;

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in project.deployments.iter().filter(|it| has_celery(it)) {
        findings.extend(finding(project, deployment));
    }
}

fn finding(project: &Project, deployment: &Deployment) -> Option<Finding> {
    let option = project.option(deployment, "celery", "worker_prefetch_multiplier");
    let set = option.as_known()?;
    let multiplier: i64 = set.value.trim().parse().ok()?;
    if multiplier <= 1 {
        return None;
    }
    let on_workers = project.tasks_on(deployment).filter(|task| runs_on_celery(project, task, deployment));
    let holds = on_workers.filter_map(|task| Some((task, hold(project, task)?)));
    let (task, longest) = holds.max_by(|(_, one), (_, other)| one.seconds.total_cmp(&other.seconds))?;
    if longest.seconds <= LONG {
        return None;
    }
    let message = format!(
        "each process of a worker of {} takes {} tasks from the broker at a time: up to {} of them wait behind one such as \
         `{}`, which may run for {}, while other workers are idle",
        deployment.label,
        multiplier,
        multiplier - 1,
        task.label(),
        hours(longest.seconds),
    );
    let set = Action::Set { value: set.literal, to: Written::text("1") };
    let finding = Finding::new(&RULE, option.place()?, message).related(longest.place, "a long task");
    let finding = finding.help("set worker_prefetch_multiplier to 1, Airflow's default");
    Some(finding.propose(Proposal::suggested("Write 1", [set])))
}
