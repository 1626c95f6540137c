use crate::model::{Deployment, DescribedBy, Executor, ExecutorName, Platform, Project, Setting, Task};
use crate::rules::{Action, Finding, Holds, Proposal, Reach, Rule, Severity, TaskFault, Written, task_faults};

pub const RULE: Rule = Rule {
    name: "task-executor-mismatch",
    category: "executors",
    severity: Severity::Error,
    document: include_str!("task_executor_mismatch.md"),
    needs_deployment: true,
    reach: Reach::DagFiles,
    check,
};

/// The first release with several executors. Source: `executor_loader.py`, Airflow 2.10.
const LISTS: (u32, u32) = (2, 10);
/// Executors that every release with lists has.
const CONFIGURABLE: [Executor; 3] = [Executor::Celery, Executor::Kubernetes, Executor::Local];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let holds = |task: &Task, deployment: &Deployment| match task.executor.value() {
        Some(wanted) => holds(project, &wanted.text, deployment),
        None => Holds::Unknown,
    };
    for fault in task_faults(project, |task| task.executor.place(), holds) {
        let Some(wanted) = fault.tasks.first().and_then(|task| task.executor.value()) else { continue };
        let message = format!(
            "executor `{}` is not configured on {}: a DAG with a task that names it cannot be imported there, so none of \
             its tasks runs",
            wanted.text,
            fault.across.names(),
        );
        let help = help(wanted, &fault.across.on);
        let finding = fault.finding(&RULE, message).help(help).propose_all(proposals(project, &fault));
        findings.push(fault.across.point_to_executors(finding));
    }
}

/// Whether Airflow certainly does not find the executor that a task names. It looks for an alias first, then for a dotted
/// path, then for a class name. Source: Airflow 2.10 to 3.3, `executor_loader.py` and the check of `DagBag`.
fn holds(project: &Project, wanted: &str, deployment: &Deployment) -> Holds {
    let Setting::Known(configured) = &deployment.executor else { return Holds::Unknown };
    // A variable may configure more executors than a description says that is not made of variables.
    let by_hand = matches!(deployment.described_by, DescribedBy::File | DescribedBy::Terraform | DescribedBy::Configuration);
    if wanted.is_empty() || (by_hand && !project.variable(deployment, "AIRFLOW__CORE__EXECUTOR").is_absent()) {
        return Holds::Unknown;
    }
    let family = ExecutorName::airflow(wanted).executor;
    if deployment.platform == Platform::Astro {
        return match configured.value.executor {
            None => Holds::Unknown,
            same if same == family => Holds::No,
            Some(_) => Holds::Yes,
        };
    }
    let class = wanted.rsplit('.').next().unwrap_or(wanted);
    let mut entries = configured.value.entries().peekable();
    let found = entries.any(|entry| entry.alias == Some(wanted) || entry.class() == class);
    // Outside Astro a short word may be an alias that the configuration of airlint leaves out.
    let certain = family.is_some() && configured.value.entries().all(|entry| known_class(entry.class()));
    match (found || family == configured.value.executor, certain) {
        (true, _) => Holds::No,
        (false, true) => Holds::Yes,
        (false, false) => Holds::Unknown,
    }
}

/// Whether the word is a class name, and not a short form such as `CELERY` of which the path is not known.
fn known_class(class: &str) -> bool {
    ExecutorName::astro(class).executor.is_some() || ExecutorName::airflow(class).executor.is_some()
}

fn help(wanted: &ExecutorName, on: &[&Deployment]) -> String {
    let astro = on.iter().all(|deployment| deployment.platform == Platform::Astro);
    if let Some(family) = short_form(wanted, on) {
        return format!("remove `executor`, or write the class name: `{}`", Executor::class_name(family));
    }
    if astro {
        "remove `executor`: a deployment of Astro has one executor, and every task runs on it".to_string()
    } else {
        "remove `executor`, or add it to the executors of the deployment".to_string()
    }
}

/// The executor of every deployment, where the task names it in the short form of deployment files.
fn short_form(wanted: &ExecutorName, on: &[&Deployment]) -> Option<Executor> {
    let family = ExecutorName::astro(&wanted.text).executor?;
    on.iter().all(|deployment| deployment.executor_family() == Some(family)).then_some(family)
}

/// What to do about it. To remove the argument is safe where the project has one executor: the DAG cannot be imported
/// anywhere as it is. Nothing where another deployment has the executor as one of several.
fn proposals(project: &Project, fault: &TaskFault) -> Vec<Proposal> {
    let Some(task) = fault.tasks.first() else { return Vec::new() };
    let has_one = |it: &Deployment| it.executor.value().is_some_and(|written| written.entries().count() == 1);
    if !fault.across.everywhere && !project.deployments_of(task.file()).into_iter().all(has_one) {
        return Vec::new();
    }
    let mut families = project.deployments.iter().filter(|it| has_one(it)).map(Deployment::executor_family);
    let first = families.next().flatten();
    let one_family = fault.across.everywhere
        && project.deployments.iter().all(has_one)
        && first.is_some()
        && families.all(|other| other == first);
    let remove = [Action::Remove { entry: fault.place }];
    let title = "Remove `executor`";
    let remove = if one_family { Proposal::safe(title, remove) } else { Proposal::suggested(title, remove) };
    let wanted = task.executor.as_known().filter(|_| fault.across.everywhere);
    let class = wanted.and_then(|wanted| {
        let name = short_form(&wanted.value, &fault.across.on)?.class_name();
        let set = Action::Set { value: wanted.literal, to: Written::text(name) };
        Some(Proposal::suggested(format!("Write `{name}`"), [set]))
    });
    std::iter::once(remove).chain(class).chain(configure(project, fault)).collect()
}

/// One more executor on each deployment that lacks it, where it is one of Airflow's own and the release takes lists.
fn configure(project: &Project, fault: &TaskFault) -> Option<Proposal> {
    let wanted = fault.tasks.first()?.executor.value()?;
    let family = ExecutorName::airflow(&wanted.text).executor?;
    let is_own = wanted.text == family.class_name().into() && CONFIGURABLE.contains(&family);
    let action = |deployment: &&Deployment| {
        let executor = deployment.executor.as_known().filter(|_| deployment.platform == Platform::OpenSource)?;
        let takes_lists = project.versions_on(deployment).airflow_release().is_none_or(|release| release >= LISTS);
        let is_written = deployment.described_by != DescribedBy::Configuration && !executor.value.text.contains([';', '=']);
        let text = format!("{},{}", executor.value.text, wanted.text);
        (takes_lists && is_written).then(|| Action::Set { value: executor.literal, to: Written::text(text) })
    };
    let actions: Option<Vec<Action>> = fault.across.on.iter().map(action).collect();
    let title = format!("Add `{}` to the executors of {}", wanted.text, fault.across.names());
    is_own.then_some(Proposal::suggested(title, actions?))
}
