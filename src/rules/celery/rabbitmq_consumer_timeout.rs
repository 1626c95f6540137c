use super::runs_on_celery;
use crate::model::{Broker, Deployment, Place, Project, RABBITMQ_CONSUMER_TIMEOUT, Task};
use crate::rules::{Finding, Holds, Reach, Rule, Severity, TaskFault, give_back, hold, hours, may_defer_by_default, task_faults};
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    name: "rabbitmq-consumer-timeout",
    category: "celery",
    severity: Severity::Info,
    document: include_str!("rabbitmq_consumer_timeout.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

const TIMEOUT: f64 = RABBITMQ_CONSUMER_TIMEOUT as f64;

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let by_rabbit = |deployment| match project.broker(deployment)? {
        (Broker::RabbitMq, place) => Some((std::ptr::from_ref(deployment), place)),
        _ => None,
    };
    let brokers: HashMap<*const Deployment, Place> = project.deployments.iter().filter_map(by_rabbit).collect();
    if brokers.is_empty() {
        return;
    }
    let place = |task: &Task| hold(project, task).filter(|hold| hold.seconds > TIMEOUT).map(|hold| hold.place);
    let holds = |task: &Task, deployment: &Deployment| {
        if !brokers.contains_key(&std::ptr::from_ref(deployment)) || !acknowledges_late(project, deployment) {
            return Holds::No;
        }
        match runs_on_celery(project, task, deployment) {
            false => Holds::No,
            true if task.deferrable.is_absent() && may_defer_by_default(project, deployment) => Holds::Unknown,
            true => Holds::Yes,
        }
    };
    for fault in task_faults(project, place, holds) {
        findings.extend(finding(project, &fault, &brokers));
    }
}

/// Whether workers tell the broker of a task only when it is done, as they do unless an option says otherwise.
fn acknowledges_late(project: &Project, deployment: &Deployment) -> bool {
    project.option(deployment, "celery", "task_acks_late").is_absent()
}

fn finding(project: &Project, fault: &TaskFault, brokers: &HashMap<*const Deployment, Place>) -> Option<Finding> {
    let (task, deployment) = (*fault.tasks.first()?, *fault.across.on.first()?);
    let hold = hold(project, task)?;
    let message = format!(
        "{} may run for {} ({}) on {}, whose broker is RabbitMQ: it closes the channel of a worker whose task is not done \
         after {}, unless its own consumer_timeout is raised, and hands the task out again",
        fault.names(),
        hours(hold.seconds),
        hold.argument,
        fault.across.names(),
        hours(TIMEOUT),
    );
    let help = "raise consumer_timeout in the configuration of RabbitMQ above the longest task, or let the task wait with \
                a deferrable operator";
    let finding = fault.finding(&RULE, message).help(help).propose_all(give_back(fault));
    let broker = brokers.get(&std::ptr::from_ref(deployment))?;
    Some(finding.related(*broker, format!("the broker of {}", deployment.label)))
}
