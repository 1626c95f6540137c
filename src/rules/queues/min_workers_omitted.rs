use super::{DEFAULT, named, written_queues};
use crate::model::Project;
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, Written, write_in_item};

pub const RULE: Rule = Rule {
    name: "min-workers-omitted",
    category: "queues",
    severity: Severity::Warning,
    document: include_str!("min_workers_omitted.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    // Terraform demands the key.
    let files = project.deployments.iter().filter(|deployment| deployment.is_astro_file());
    for deployment in files.filter(|deployment| deployment.is_remote() == Some(false)) {
        for queue in written_queues(deployment).iter().filter(|queue| queue.min_workers.is_absent()) {
            let message = format!(
                "{} has no min_worker_count, which means 0 in a deployment file and not the 1 of the UI: its last worker \
                 goes after five idle minutes, and the next task waits for a new one to start",
                named(queue)
            );
            let is_default = queue.name.value().is_some_and(|name| &**name == DEFAULT);
            let severity = if is_default { Severity::Warning } else { Severity::Info };
            let finding = Finding::new(&RULE, queue.name.place().unwrap_or(queue.place), message)
                .help("write `min_worker_count: 1` to keep a worker ready, or 0 to say that scaling to zero is meant")
                .severity(severity)
                .propose_all(if is_default { [1, 0] } else { [0, 1] }.map(|count| {
                    let insert = write_in_item(queue.place, "worker_queues", "min_worker_count", Written::number(count));
                    Proposal::suggested(format!("Write `min_worker_count: {count}`"), [insert])
                }));
            findings.push(finding);
        }
    }
}
