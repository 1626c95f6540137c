use super::{charts, worker_value, write};
use crate::model::{Chart, ChartKind, DEFAULT_QUEUE, Deployment, Project, Setting};
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "helm-default-worker-disabled",
    category: "helm",
    severity: Severity::Warning,
    document: include_str!("helm_default_worker_disabled.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (deployment, chart) in charts(project, ChartKind::Official) {
        findings.extend(finding(project, deployment, chart));
    }
}

fn finding(project: &Project, deployment: &Deployment, chart: &Chart) -> Option<Finding> {
    let off = worker_value(chart, "enableDefault").filter(|it| it.value.value().is_some_and(|it| &**it == "false"))?;
    let sets = worker_value(chart, "sets")?;
    let groups = deployment.workers.value().filter(|groups| !groups.is_empty())?;
    let default = match project.default_queue(deployment) {
        Setting::Absent => Box::from(DEFAULT_QUEUE),
        Setting::Known(known) => known.value,
        Setting::Opaque(_) => return None,
    };
    if groups.iter().any(|group| group.serves(&default) != Some(false)) {
        return None;
    }
    let message = format!(
        "the default workers are turned off and no set serves queue `{default}`: a task that names no queue stays queued and \
         never runs"
    );
    let on = write(chart, &off.path, Written::Boolean(true));
    let fix = on.map(|on| Proposal::suggested("Start the default workers again", [on]));
    let help = format!("let a set serve `{default}`, or set `config.operators.default_queue` to a queue that is served");
    let finding = Finding::new(&RULE, off.value.place()?, message).help(help);
    Some(finding.related(sets.key, "the sets of workers").propose_all(fix))
}
