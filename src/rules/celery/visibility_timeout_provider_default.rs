use super::{has_celery, point_to_timeout, provider};
use crate::model::{Deployment, DescribedBy, Project, TimeoutBy};
use crate::rules::{Finding, Reach, Rule, Severity, hours};

pub const RULE: Rule = Rule {
    name: "visibility-timeout-provider-default",
    category: "celery",
    severity: Severity::Hint,
    document: include_str!("visibility_timeout_provider_default.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.deployments.iter().filter(|it| has_celery(it)).filter_map(|it| finding(project, it)));
}

fn finding(project: &Project, deployment: &Deployment) -> Option<Finding> {
    // What other files of values say is not seen.
    let is_whole = matches!(deployment.described_by, DescribedBy::Compose | DescribedBy::AirflowConfiguration);
    let (_, url) = project.broker(deployment).filter(|_| is_whole)?;
    let timeout = project.visibility_timeout(deployment)?;
    let whose = match timeout.by {
        TimeoutBy::Provider(_) => format!("Celery provider {}", provider(project, deployment)?),
        TimeoutBy::Airflow(_) => "Airflow before 2.7".to_owned(),
        TimeoutBy::Option(_) | TimeoutBy::AnyProvider | TimeoutBy::Kombu => return None,
    };
    let message = format!(
        "no visibility timeout is set for {}: with {whose} this broker gives a task that is not done after {} to another \
         worker",
        deployment.label,
        hours(timeout.most),
    );
    let help = format!(
        "set [celery_broker_transport_options] visibility_timeout, {} now, so that it stays when the provider changes",
        timeout.most
    );
    Some(point_to_timeout(Finding::new(&RULE, url, message).help(help), &timeout))
}
