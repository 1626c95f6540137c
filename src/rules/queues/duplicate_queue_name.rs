use super::written_queues;
use crate::model::{Place, Project, Setting};
use crate::rules::{Finding, Rule, Severity};
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    name: "duplicate-queue-name",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("duplicate_queue_name.md"),
    needs_deployment: false,
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
                seen.insert(text, name.place);
                continue;
            };
            let message = format!(
                "worker queue `{text}` stands in the list twice: tasks find their queue by its name, so one of the two \
                 entries is refused or lost"
            );
            let finding = Finding::new(&RULE, name.place, message)
                .help("delete one of the entries, or give it another name and let tasks name that")
                .related(first, format!("the first `{text}`"));
            findings.push(finding);
        }
    }
}
