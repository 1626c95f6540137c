use crate::model::{ColdStop, Deployment, DescribedBy, Project, WorkerGroup};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "compose-worker-setsid",
    category: "compose",
    severity: Severity::Warning,
    document: include_str!("compose_worker_setsid.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

const VARIABLE: &str = "DUMB_INIT_SETSID";

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let by_compose = project.deployments.iter().filter(|it| it.described_by == DescribedBy::Compose);
    for deployment in by_compose {
        let groups = deployment.workers.value().into_iter().flatten();
        findings.extend(groups.filter_map(|group| Some(finding(deployment, group, group.cold_stop?))));
    }
}

fn finding(deployment: &Deployment, group: &WorkerGroup, stop: ColdStop) -> Finding {
    let message = format!(
        "`{}` in {} does not set {VARIABLE} to 0: when it is stopped the signal reaches the running tasks as well, and \
         they are killed at once instead of being given time to end",
        group.label, deployment.label
    );
    let insert = |into| {
        let (key, value) = (VARIABLE.to_owned(), Written::text("0"));
        let insert = Action::Insert { into, key, value, order: Vec::new() };
        Proposal::suggested(format!("Set {VARIABLE} to 0"), [insert])
    };
    let finding = Finding::new(&RULE, group.place, message);
    let finding = finding.help(format!("set {VARIABLE}: \"0\" in its environment, so that only Celery gets the signal"));
    finding.propose_all(stop.variables.map(insert))
}
