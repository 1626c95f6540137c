use crate::model::{Deployment, Project, Setting, WorkerGroup};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "parallelism-below-worker-slots",
    category: "helm",
    severity: Severity::Info,
    document: include_str!("parallelism_below_worker_slots.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let by_chart = project.deployments.iter().filter(|deployment| deployment.chart.is_some());
    findings.extend(by_chart.filter_map(|deployment| finding(project, deployment)));
}

fn finding(project: &Project, deployment: &Deployment) -> Option<Finding> {
    let parallelism = project.option(deployment, "core", "parallelism");
    let parallelism = parallelism.as_known()?;
    let each: i64 = parallelism.value.trim().parse().ok().filter(|&most| most > 0)?;
    // Each scheduler has a limit of its own.
    let schedulers = match deployment.chart.as_ref()?.value("scheduler.replicas") {
        Setting::Absent => 1,
        Setting::Known(known) => known.value.parse::<i64>().ok().filter(|&count| count > 0)?,
        Setting::Opaque(_) => return None,
    };
    let groups = deployment.workers.value().filter(|groups| !groups.is_empty())?;
    let slots = groups.iter().map(|group| slots(project, deployment, group));
    let slots: i64 = slots.sum::<Option<i64>>()?;
    let most = each.saturating_mul(schedulers);
    if slots <= most {
        return None;
    }
    let message = format!(
        "the workers of {} have room for {slots} tasks at once, but `parallelism` lets no more than {most} run: {} places \
         stay empty",
        deployment.label,
        slots - most
    );
    let enough = slots.div_euclid(schedulers) + i64::from(slots % schedulers != 0);
    let set = Action::Set { value: parallelism.literal, to: Written::number(enough) };
    let finding = Finding::new(&RULE, parallelism.place, message).help("raise `parallelism`, or start fewer workers");
    Some(finding.propose(Proposal::suggested(format!("Set it to {enough}"), [set])))
}

/// Tasks that all workers of a group run at once, where both figures are written.
fn slots(project: &Project, deployment: &Deployment, group: &WorkerGroup) -> Option<i64> {
    let concurrency = match &group.concurrency {
        Setting::Absent => project.option(deployment, "celery", "worker_concurrency").value()?.trim().parse().ok()?,
        said => *said.value()?,
    };
    group.replicas.value()?.checked_mul(concurrency)
}
