use super::written_queues;
use crate::model::{Deployment, Known, Place, Project, Setting, WorkerQueue};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    name: "duplicate-queue-name",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("duplicate_queue_name.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        let mut seen: HashMap<&str, Place> = HashMap::new();
        for queue in written_queues(deployment) {
            let Setting::Known(name) = &queue.name else { continue };
            let text = &*name.value;
            if text.is_empty() {
                continue;
            }
            let Some(&first) = seen.get(text) else {
                seen.insert(text, name.literal);
                continue;
            };
            let message = format!(
                "worker queue `{text}` stands in the list twice: tasks find their queue by its name, so one of the two \
                 entries is refused or lost"
            );
            let finding = Finding::new(&RULE, name.place, message)
                .help("delete one of the entries, or give it another name and let tasks name that")
                .related(first, format!("the first `{text}`"))
                .propose(Proposal::suggested("Delete this entry", [Action::Remove { entry: queue.place }]))
                .propose_all(rename(deployment, queue, name).filter(|_| name.literal != first));
            findings.push(finding);
        }
    }
}

/// The entry under the next free name, `heavy-2`.
fn rename(deployment: &Deployment, queue: &WorkerQueue, name: &Known<Box<str>>) -> Option<Proposal> {
    let written = written_queues(deployment);
    let is_free = |name: &String| !written.iter().any(|it| it.name.value().is_some_and(|own| **own == **name));
    let free = (2..=written.len() + 1).map(|number| format!("{}-{number}", name.value)).find(is_free)?;
    let rename = Action::Set { value: queue.name.place()?, to: Written::text(free.as_str()) };
    (free.len() <= super::LONGEST_NAME)
        .then(|| Proposal::suggested(format!("Call this queue `{free}`"), [rename]))
}
