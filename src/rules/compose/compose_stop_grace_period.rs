use crate::model::{Deployment, DescribedBy, Project, WorkerGroup};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "compose-stop-grace-period",
    category: "compose",
    severity: Severity::Info,
    document: include_str!("compose_stop_grace_period.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// What is proposed: the time that the official chart gives its workers.
const PROPOSED: &str = "10m";

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let by_compose = project.deployments.iter().filter(|it| it.described_by == DescribedBy::Compose);
    for deployment in by_compose {
        let groups = deployment.workers.value().into_iter().flatten();
        findings.extend(groups.filter_map(|group| finding(deployment, group)));
    }
}

fn finding(deployment: &Deployment, group: &WorkerGroup) -> Option<Finding> {
    let (seconds, whose) = group.usual_grace.filter(|_| group.grace_seconds.is_absent())?;
    let message = format!(
        "the workers of `{}` in {} have {seconds} seconds to end their tasks when they are stopped, which is {whose}'s \
         default: a task that takes longer is killed at each `docker compose up` or `down`",
        group.label, deployment.label
    );
    let insert = Action::Insert {
        into: group.within,
        key: "stop_grace_period".to_owned(),
        value: Written::text(PROPOSED),
        order: Vec::new(),
    };
    let finding = Finding::new(&RULE, group.place, message);
    let finding = finding.help("set `stop_grace_period` to as long as the longest task may take");
    Some(finding.propose(Proposal::suggested(format!("Give them {PROPOSED}"), [insert])))
}
