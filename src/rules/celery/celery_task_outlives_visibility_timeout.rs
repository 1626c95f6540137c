use super::{point_to_timeout, runs_on_celery, told};
use crate::model::{CELERY_PROVIDER, Deployment, Project, Setting, Task, TimeoutBy, VisibilityTimeout};
use crate::rules::{Action, Finding, Holds, Proposal, Reach, Release, Rule, Severity, TaskFault, Written, give_back, hold, hours, may_defer_by_default, task_faults};
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    name: "celery-task-outlives-visibility-timeout",
    category: "celery",
    severity: Severity::Warning,
    document: include_str!("celery_task_outlives_visibility_timeout.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

/// The releases of Airflow that end a task whose message comes a second time.
const ENDING: [(u32, u32); 2] = [(3, 0), (3, 1)];
/// The first release of Airflow, and of the Celery provider, that leave such a task alone as long as its token is valid.
const LENIENT: ((u32, u32), (u32, u32)) = ((3, 2), (3, 18));
const SECTION: &str = "celery_broker_transport_options";

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let timeouts: HashMap<*const Deployment, VisibilityTimeout> = project
        .deployments
        .iter()
        .filter_map(|deployment| Some((std::ptr::from_ref(deployment), project.visibility_timeout(deployment)?)))
        .collect();
    let Some(least) = timeouts.values().map(|timeout| timeout.most).reduce(f64::min) else { return };
    let place = |task: &Task| hold(project, task).filter(|hold| hold.seconds > least).map(|hold| hold.place);
    let holds = |task: &Task, deployment: &Deployment| {
        let Some(timeout) = timeouts.get(&std::ptr::from_ref(deployment)) else { return Holds::Unknown };
        let Some(hold) = hold(project, task) else { return Holds::Unknown };
        match runs_on_celery(project, task, deployment) {
            false => Holds::No,
            true if hold.seconds <= timeout.least => Holds::No,
            true if hold.seconds <= timeout.most => Holds::Unknown,
            true if task.deferrable.is_absent() && may_defer_by_default(project, deployment) => Holds::Unknown,
            true => Holds::Yes,
        }
    };
    for fault in task_faults(project, place, holds) {
        findings.extend(finding(project, &fault, &timeouts));
    }
}

fn finding(
    project: &Project,
    fault: &TaskFault,
    timeouts: &HashMap<*const Deployment, VisibilityTimeout>,
) -> Option<Finding> {
    let (task, deployment) = (*fault.tasks.first()?, *fault.across.on.first()?);
    let timeout = timeouts.get(&std::ptr::from_ref(deployment))?;
    let hold = hold(project, task)?;
    let release = Release::of(project, Some(deployment));
    let (fate, level) = fate(project, deployment, release.as_ref());
    let message = format!(
        "{} may run for {} ({}), but the broker of {} gives a task to another worker that is not done after {}: {fate}",
        fault.names(),
        hours(hold.seconds),
        hold.argument,
        fault.across.names(),
        told(project, deployment, timeout),
    );
    let wanted = (hold.seconds / 3_600.0).ceil() as i64 * 3_600 + 3_600;
    let help = format!(
        "set [{SECTION}] visibility_timeout to more than the longest task takes, such as {wanted}; or let the task wait \
         with a deferrable operator"
    );
    let finding = fault.finding(&RULE, message).help(help).severity(fault.across.severity(level));
    let finding = point_to_timeout(finding, timeout);
    let finding = release.iter().fold(finding, |finding, release| release.point(finding));
    Some(finding.propose_all(raised(project, fault, timeouts, wanted)).propose_all(give_back(fault)))
}

/// What becomes of a task whose message comes a second time. Source: apache/airflow #58441, #62869 and #64052.
fn fate(project: &Project, deployment: &Deployment, release: Option<&Release>) -> (String, Severity) {
    let ends = "the second start is refused, and that counts as a failure of the task, whose process is ended";
    let twice = "the second start finds it running and reports success at once, so that Airflow loses sight of the task";
    let Some(release) = release else {
        let words = "Airflow 2 then loses sight of the task, and Airflow 3 counts it as failed and ends its process";
        return (words.to_owned(), RULE.severity);
    };
    let words = release.words();
    if release.number < ENDING[0] {
        return (format!("on {words} {twice}"), RULE.severity);
    }
    if ENDING.contains(&release.number) {
        return (format!("on {words} {ends}"), Severity::Error);
    }
    let (_, lenient) = LENIENT;
    let (major, minor) = lenient;
    match project.versions_on(deployment).package_release(CELERY_PROVIDER) {
        Some(provider) if provider < lenient => {
            (format!("on {words} with a Celery provider before {major}.{minor} {ends}"), RULE.severity)
        }
        _ => {
            let words = format!(
                "{words} with Celery provider {major}.{minor} or newer leaves the task alone as long as the token of its \
                 message is valid, else {ends}"
            );
            (words, RULE.severity)
        }
    }
}

/// The option with a longer time, on every deployment where it is too short; `None` where one of them has no place for it.
fn raised(
    project: &Project,
    fault: &TaskFault,
    timeouts: &HashMap<*const Deployment, VisibilityTimeout>,
    wanted: i64,
) -> Option<Proposal> {
    let action = |deployment: &&Deployment| match timeouts.get(&std::ptr::from_ref(*deployment))?.by {
        TimeoutBy::Option(_) => {
            let option = project.option(deployment, SECTION, "visibility_timeout");
            Some(Action::Set { value: option.as_known()?.literal, to: Written::text(wanted.to_string()) })
        }
        _ => beside_broker(project, deployment, wanted),
    };
    let actions: Option<Vec<Action>> = fault.across.on.iter().map(action).collect();
    Some(Proposal::suggested(format!("Set the visibility timeout to {}", hours(wanted as f64)), actions?))
}

/// A variable beside the one with the broker's address.
fn beside_broker(project: &Project, deployment: &Deployment, wanted: i64) -> Option<Action> {
    let (_, url) = project.broker(deployment)?;
    let variables = deployment.environment.value()?;
    let beside = variables.iter().find(|variable| variable.value.place() == Some(url))?;
    let Setting::Known(key) = &beside.key else { return None };
    let variable = crate::model::variable_of_option(SECTION, "visibility_timeout");
    Some(Action::InsertBeside {
        beside: key.place,
        key: variable,
        value: Written::text(wanted.to_string()),
        order: Vec::new(),
    })
}
