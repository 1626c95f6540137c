use super::grace::{Grace, GraceBy, written};
use crate::model::{Deployment, DescribedBy, Executor, Project, Task};
use crate::rules::{
    Action, Finding, Hold, Holds, Proposal, Reach, Rule, Severity, TaskFault, Written, give_back, hold, hours,
    may_defer_by_default, own_hold, task_faults,
};

pub const RULE: Rule = Rule {
    name: "task-longer-than-grace",
    category: "executors",
    severity: Severity::Warning,
    document: include_str!("task_longer_than_grace.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

/// How much a task that is stopped matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loss {
    /// Its work is lost for certain.
    Certain,
    /// It starts again, or the limit is not documented.
    Bearable,
}

fn check(project: &Project, findings: &mut Vec<Finding>) {
    // Most tasks end within every grace period.
    let Some(least) = project.deployments.iter().filter_map(Grace::least).min() else { return };
    let place = |task: &Task| {
        own_hold(task).filter(|own| own.seconds > least as f64)?;
        hold(project, task).map(|hold| hold.place)
    };
    // A task is told of the deployments where its work is lost, and only else of those where it starts again.
    let certain = |task: &Task, deployment: &Deployment| holds(project, task, deployment, Loss::Certain);
    let bearable = |task: &Task, deployment: &Deployment| match certain_anywhere(project, task) {
        true => Holds::Unknown,
        false => holds(project, task, deployment, Loss::Bearable),
    };
    for fault in task_faults(project, place, certain) {
        findings.extend(finding(project, &fault, RULE.severity));
    }
    for fault in task_faults(project, place, bearable) {
        findings.extend(finding(project, &fault, Severity::Info));
    }
}

fn holds(project: &Project, task: &Task, deployment: &Deployment, loss: Loss) -> Holds {
    let Some(hold) = hold(project, task) else { return Holds::Unknown };
    let (Some(grace), Some(remote)) = (Grace::of(project, task, deployment), deployment.is_remote()) else {
        return Holds::Unknown;
    };
    if remote || hold.seconds <= grace.seconds as f64 || loss != self::loss(project, task, deployment, &grace) {
        return Holds::No;
    }
    if task.deferrable.is_absent() && may_defer_by_default(project, deployment) { Holds::Unknown } else { Holds::Yes }
}

fn loss(project: &Project, task: &Task, deployment: &Deployment, grace: &Grace) -> Loss {
    match grace.by {
        GraceBy::Platform if deployment.executor_of(task) == Some(Executor::Celery) => Loss::Certain,
        // Whether the limit holds for this executor is not documented.
        GraceBy::Platform => Loss::Bearable,
        GraceBy::Workers(_) | GraceBy::Scheduler(_) => {
            let retries = project.effective(task, Some(deployment)).retries();
            if retries.known_value() == Some(&0) { Loss::Certain } else { Loss::Bearable }
        }
    }
}

fn certain_anywhere(project: &Project, task: &Task) -> bool {
    let deployments = project.deployments_of(task.file());
    deployments.iter().any(|deployment| holds(project, task, deployment, Loss::Certain) == Holds::Yes)
}

fn finding(project: &Project, fault: &TaskFault, level: Severity) -> Option<Finding> {
    let task = *fault.tasks.first()?;
    let hold = hold(project, task)?;
    let on = fault.across.on.iter().filter_map(|deployment| Some((*deployment, Grace::of(project, task, deployment)?)));
    let (deployment, grace) = on.min_by_key(|(_, grace)| grace.seconds)?;
    let limit = hours(grace.seconds as f64);
    let who = format!(
        "{} may {} {} for {} ({})",
        fault.names(),
        fault.verb("hold", "each hold"),
        if matches!(grace.by, GraceBy::Scheduler(_)) { "the scheduler" } else { "a worker" },
        hours(hold.seconds),
        hold.argument,
    );
    let fate = match (level, grace.by) {
        (Severity::Warning, GraceBy::Platform) => "is stopped, and starts again if it has retries left",
        (_, GraceBy::Platform) => "may be stopped, and starts again if it has retries left",
        (Severity::Warning, _) => "is killed, and it has no retries",
        _ => "is killed, and starts again from the beginning",
    };
    let message = match grace.by {
        GraceBy::Platform => format!(
            "{who}, but {} {} old workers for only {limit} after a deploy: what still runs then {fate}",
            fault.across.names(),
            if fault.across.on.len() == 1 { "keeps" } else { "keep" },
        ),
        GraceBy::Workers(group) => format!(
            "{who}, but `{}` of {} has only {limit}{} to end its tasks when a deploy or fewer tasks stop it: what still runs \
             then {fate}",
            group.label,
            deployment.label,
            group.usual_grace.filter(|_| group.grace_seconds.is_absent()).map_or_else(String::new, |(_, whose)| {
                format!(" ({whose}'s default)")
            }),
        ),
        GraceBy::Scheduler(_) => format!(
            "{who}, but on {} it has only {limit} to end its tasks when it is stopped: what still runs then {fate}",
            deployment.label
        ),
    };
    let finding = fault.finding(&RULE, message).help(help(fault, &hold, &grace)).severity(fault.across.severity(level));
    let finding = finding.propose_all(proposals(fault, &hold, deployment, &grace));
    Some(match grace.by {
        GraceBy::Platform => fault.across.point_to_executors(finding),
        GraceBy::Workers(group) => finding.related(written(&grace).map_or(group.place, |it| it.place), "the workers"),
        GraceBy::Scheduler(known) => finding.related(known.place, "the scheduler's grace period"),
    })
}

fn help(fault: &TaskFault, hold: &Hold, grace: &Grace) -> String {
    if fault.tasks.iter().all(|task| task.sensor.is_some()) {
        return "set `mode=\"reschedule\"` or `deferrable=True`, which give the worker back between checks".to_string();
    }
    let limit = hours(grace.seconds as f64);
    match grace.by {
        GraceBy::Platform => format!(
            "lower {} to {limit}, split the task, use a deferrable operator, or run it on a deployment with the Kubernetes \
             executor",
            hold.argument
        ),
        GraceBy::Workers(_) | GraceBy::Scheduler(_) => format!(
            "give it {} to end, lower {}, use a deferrable operator, or run the task with the Kubernetes executor",
            hours(hold.seconds),
            hold.argument
        ),
    }
}

/// Sensors can wait without a worker; workers can be given more time, and any task less.
fn proposals(fault: &TaskFault, hold: &Hold, deployment: &Deployment, grace: &Grace) -> Vec<Proposal> {
    let mut proposals = give_back(fault);
    if let Some(known) = written(grace).filter(|_| fault.across.on.len() == 1) {
        let seconds = hold.seconds.ceil() as i64;
        let to = match deployment.described_by {
            DescribedBy::Compose => Written::text(format!("{seconds}s")),
            _ => Written::number(seconds),
        };
        let raise = Action::Set { value: known.literal, to };
        proposals.push(Proposal::suggested(format!("Give it {}", hours(hold.seconds)), [raise]));
    }
    // A sensor's timeout may always be a number; `execution_timeout` has to be a duration.
    let to = match hold.argument {
        "timeout" => Written::number(grace.seconds),
        _ => Written::duration(grace.seconds),
    };
    let title = format!("Lower {} to {}", hold.argument, hours(grace.seconds as f64));
    proposals.push(Proposal::suggested(title, [Action::Set { value: hold.place, to }]));
    proposals
}
