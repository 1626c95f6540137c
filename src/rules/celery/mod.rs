//! Celery's broker: how long it waits for a task, and how many it hands out.

super::category![
    celery_prefetch_gt_1,
    celery_task_outlives_visibility_timeout,
    rabbitmq_consumer_timeout,
    visibility_timeout_provider_default,
    visibility_timeout_wrong_scheme,
];

use crate::model::{
    CELERY_PROVIDER, Deployment, Executor, Platform, Project, Setting, Task, TimeoutBy, VisibilityTimeout, Waits,
};
use crate::rules::{Finding, hours};

/// Whether the task certainly runs on a worker of Celery, which gets it from the broker that the deployment's options
/// name. On Astro they name none.
fn runs_on_celery(project: &Project, task: &Task, deployment: &Deployment) -> bool {
    let is_celery = matches!(deployment.executor_of(task), Some(Executor::Celery | Executor::CeleryKubernetes));
    is_celery && is_ours(deployment) && matches!(project.waits(task, deployment), Waits::In(_))
}

/// Whether the deployment's own options say which broker it has.
fn is_ours(deployment: &Deployment) -> bool {
    deployment.platform == Platform::OpenSource && deployment.is_remote() == Some(false)
}

/// Whether the deployment's executors include Celery's.
fn has_celery(deployment: &Deployment) -> bool {
    is_ours(deployment)
        && deployment
            .executor
            .value()
            .is_some_and(|it| it.offers(Executor::Celery) || it.executor == Some(Executor::CeleryKubernetes))
}

/// The version of the Celery provider that is pinned for a deployment.
fn provider(project: &Project, deployment: &Deployment) -> Option<Box<str>> {
    let versions = project.versions_on(deployment);
    versions.package(CELERY_PROVIDER).and_then(Setting::value).cloned()
}

/// A visibility timeout with what gives it, for messages: "6 hours, the default of Celery provider 3.7.2".
fn told(project: &Project, deployment: &Deployment, timeout: &VisibilityTimeout) -> String {
    let most = hours(timeout.most);
    match timeout.by {
        TimeoutBy::Option(_) => most,
        TimeoutBy::Provider(_) => {
            let version = provider(project, deployment).unwrap_or_default();
            format!("{most}, the default of Celery provider {version}")
        }
        TimeoutBy::Airflow(_) => format!("{most}, the default before Airflow 2.7"),
        TimeoutBy::AnyProvider => format!("at most {most}, the longest default of any Celery provider"),
        TimeoutBy::Kombu => format!("{most}, kombu's default for this kind of address"),
    }
}

/// Points a finding to what gives the timeout.
fn point_to_timeout(finding: Finding, timeout: &VisibilityTimeout) -> Finding {
    match timeout.by {
        TimeoutBy::Option(place) => finding.related(place, "the visibility timeout"),
        TimeoutBy::Provider(place) => finding.related(place, "the version of the Celery provider"),
        TimeoutBy::Airflow(Some(place)) => finding.related(place, "the version of Airflow"),
        TimeoutBy::Airflow(None) | TimeoutBy::AnyProvider | TimeoutBy::Kombu => finding,
    }
}
