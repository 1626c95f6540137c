use super::written_executor;
use crate::model::{Deployment, Executor, Intent, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "executor-case",
    category: "executors",
    severity: Severity::Warning,
    document: include_str!("executor_case.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.deployments.iter().filter_map(finding));
}

fn finding(deployment: &Deployment) -> Option<Finding> {
    // Terraform takes exact names only: invalid-executor says so.
    let executor = written_executor(deployment).filter(|_| deployment.is_astro_file())?;
    let executor = Some(executor).filter(|executor| !executor.value.is_exact_for_astro())?;
    let family = executor.value.executor?;
    let spelling = executor.value.spelled(family);
    let queues = match family {
        Executor::Kubernetes => ", and lets worker queues pass that do not go with it",
        _ => "",
    };
    let message = format!(
        "`{}` passes the check of the Astro CLI, which reads any case, but `create` compares exactly: it sends no \
         executor at all{queues}",
        executor.value.text
    );
    // `update` maps the executor in any case, so an exported file works as long as it is not used to create another.
    let severity = if deployment.intent == Intent::Update { Severity::Info } else { RULE.severity };
    let write = Action::Set { value: executor.literal, to: Written::text(spelling) };
    Some(
        Finding::new(&RULE, executor.place, message)
            .help(format!("write `{spelling}`"))
            .severity(severity)
            .propose(Proposal::safe(format!("Write `{spelling}`"), [write])),
    )
}
