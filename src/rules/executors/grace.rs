//! How long what runs a task is given to end it when it is stopped.

use crate::model::{Deployment, DescribedBy, Executor, Known, Project, Setting, Task, Waits, WorkerGroup};

/// The time that a task is given, and by whom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Grace<'d> {
    /// Seconds.
    pub(super) seconds: i64,
    /// By whom.
    pub(super) by: GraceBy<'d>,
}

/// Who gives a task time to end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum GraceBy<'d> {
    /// The platform, or the account as airlint's configuration tells it: old workers are kept for that long.
    Platform,
    /// A group of workers.
    Workers(&'d WorkerGroup),
    /// The scheduler, whose processes tasks of the LocalExecutor are.
    Scheduler(&'d Known<i64>),
}

impl<'d> Grace<'d> {
    /// What the task is given on the deployment; `None` where that is not known, or where a pod of its own runs it.
    pub(super) fn of(project: &Project, task: &Task, deployment: &'d Deployment) -> Option<Self> {
        let runs_on = deployment.executor_of(task)?;
        if let Some(seconds) = deployment.grace_seconds() {
            let is_kept = matches!(runs_on, Executor::Celery | Executor::Astro);
            return is_kept.then_some(Grace { seconds, by: GraceBy::Platform });
        }
        match runs_on {
            Executor::Celery | Executor::CeleryKubernetes => match project.waits(task, deployment) {
                Waits::In(queue) => Self::of_workers(deployment, &queue),
                Waits::Nowhere | Waits::Unknown => None,
            },
            Executor::Local | Executor::Sequential => {
                let known = deployment.scheduler_grace_seconds.as_known()?;
                Some(Grace { seconds: known.value, by: GraceBy::Scheduler(known) })
            }
            _ => None,
        }
    }

    /// What the most patient of the workers gives that serve a queue.
    fn of_workers(deployment: &'d Deployment, queue: &str) -> Option<Self> {
        let mut most: Option<Self> = None;
        for group in deployment.workers.value()? {
            if group.serves(queue)? {
                let seconds = own_grace(deployment, group)?;
                if most.is_none_or(|most| most.seconds < seconds) {
                    most = Some(Grace { seconds, by: GraceBy::Workers(group) });
                }
            }
        }
        most
    }

    /// The least that any task is given on a deployment.
    pub(super) fn least(deployment: &Deployment) -> Option<i64> {
        let groups = deployment.workers.value().into_iter().flatten();
        let groups = groups.filter_map(|group| own_grace(deployment, group));
        let scheduler = deployment.scheduler_grace_seconds.value().copied();
        deployment.grace_seconds().into_iter().chain(groups).chain(scheduler).min()
    }
}

/// Compose's ten seconds are no choice of anybody, and compose-stop-grace-period tells of them once.
fn own_grace(deployment: &Deployment, group: &WorkerGroup) -> Option<i64> {
    let by_default = deployment.described_by == DescribedBy::Compose && group.grace_seconds.is_absent();
    if by_default { None } else { group.grace() }
}

/// The literal of a time that is written and may be raised.
pub(super) fn written<'d>(grace: &Grace<'d>) -> Option<&'d Known<i64>> {
    match grace.by {
        GraceBy::Workers(WorkerGroup { grace_seconds: Setting::Known(known), .. }) | GraceBy::Scheduler(known) => {
            Some(known)
        }
        GraceBy::Workers(_) | GraceBy::Platform => None,
    }
}
