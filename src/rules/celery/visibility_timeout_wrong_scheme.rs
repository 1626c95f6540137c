use super::has_celery;
use crate::model::{Broker, Deployment, DescribedBy, Place, Project, TimeoutBy};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, hours};

pub const RULE: Rule = Rule {
    name: "visibility-timeout-wrong-scheme",
    category: "celery",
    severity: Severity::Warning,
    document: include_str!("visibility_timeout_wrong_scheme.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in project.deployments.iter().filter(|it| has_celery(it)) {
        findings.extend(match project.broker(deployment) {
            Some((Broker::RabbitMq, url)) => without_effect(project, deployment, url),
            Some((Broker::RedisSocket, url)) => an_hour(project, deployment, url),
            _ => None,
        });
    }
}

/// A timeout that the broker does not have.
fn without_effect(project: &Project, deployment: &Deployment, url: Place) -> Option<Finding> {
    let option = project.option(deployment, "celery_broker_transport_options", "visibility_timeout");
    let set = option.as_known()?;
    let message = format!(
        "visibility_timeout has no effect on {}: its broker is RabbitMQ, which has none and closes the channel of a worker \
         after its own consumer_timeout instead",
        deployment.label
    );
    let help = "take it out, and raise consumer_timeout in the configuration of RabbitMQ where tasks run for more than 30 \
                minutes";
    let finding = Finding::new(&RULE, set.place, message).help(help).related(url, "the broker's address");
    let remove = variable(deployment, set.place).map(|entry| Action::Remove { entry });
    Some(finding.propose_all(remove.map(|remove| Proposal::suggested("Take it out", [remove]))))
}

/// The whole entry of a variable.
fn variable(deployment: &Deployment, value: Place) -> Option<Place> {
    let variables = deployment.environment.value()?;
    Some(variables.iter().find(|variable| variable.value.place() == Some(value))?.place)
}

/// An address for which Airflow does not raise the timeout. What other files of values say is not seen.
fn an_hour(project: &Project, deployment: &Deployment, url: Place) -> Option<Finding> {
    let is_whole = matches!(deployment.described_by, DescribedBy::Compose | DescribedBy::AirflowConfiguration);
    let timeout = project.visibility_timeout(deployment).filter(|_| is_whole)?;
    if timeout.by != TimeoutBy::Kombu {
        return None;
    }
    let message = format!(
        "Airflow sets no visibility timeout for an address that begins with redis+socket, so that a task on {} which is not \
         done after {} is given to another worker",
        deployment.label,
        hours(timeout.most),
    );
    let help = "set [celery_broker_transport_options] visibility_timeout to more seconds than the longest task takes";
    Some(Finding::new(&RULE, url, message).help(help))
}
