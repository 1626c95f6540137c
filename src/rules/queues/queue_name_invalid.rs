use super::rename::rename;
use super::{LONGEST_NAME, missing_default_queue, written_queues};
use crate::model::{Deployment, Project, Setting};
use crate::rules::{Finding, Proposal, Reach, Rule, Severity};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "queue-name-invalid",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("queue_name_invalid.md"),
    needs_deployment: false,
    reach: Reach::Project,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let valid_names = valid_names(project);
    for deployment in &project.deployments {
        for queue in written_queues(deployment) {
            let Setting::Known(name) = &queue.name else { continue };
            let Some(fault) = queue_name_fault(&name.value) else { continue };
            if missing_default_queue::is_near_miss(deployment, queue) {
                continue;
            }
            let Some(valid) = valid_names.get(&*name.value) else { continue };
            let message = format!("Astro takes no worker queue called `{}`: {fault}", name.value);
            let help = match users(project, &name.value) {
                0 => format!("call it `{valid}`"),
                1 => format!("call it `{valid}`, here and in the task that names it"),
                count => format!("call it `{valid}`, here and in the {count} tasks that name it"),
            };
            let rename = rename(project, &name.value, valid);
            let rename = rename.map(|actions| Proposal::suggested(format!("Call the queue `{valid}`"), actions));
            findings.push(Finding::new(&RULE, name.place, message).help(help).propose_all(rename));
        }
    }
}

/// For each queue with a bad name the one to give it: the nearest that no queue beside it has.
fn valid_names(project: &Project) -> BTreeMap<&str, String> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for name in project.deployments.iter().flat_map(names_of).filter(|name| queue_name_fault(name).is_some()) {
        if names.contains_key(name) {
            continue;
        }
        let beside: Vec<&Deployment> =
            project.deployments.iter().filter(|it| names_of(it).any(|other| other == name)).collect();
        let is_taken = |free: &str| {
            beside.iter().any(|it| names_of(it).any(|other| other == free)) || names.values().any(|other| other == free)
        };
        let valid = valid_name(name);
        let stem = valid.get(..LONGEST_NAME - 4).unwrap_or(&valid).trim_end_matches('-');
        let numbered = (2..100).map(|number| format!("{stem}-{number}"));
        let free = std::iter::once(valid.clone()).chain(numbered).find(|it| !is_taken(it)).unwrap_or(valid);
        names.insert(name, free);
    }
    names
}

fn names_of(deployment: &Deployment) -> impl Iterator<Item = &str> {
    written_queues(deployment).iter().filter_map(|queue| queue.name.value()).map(|name| &**name)
}

/// What is wrong with the name of a worker queue on Astro, in words; an empty name is none at all and reported as missing.
/// Source: help text of `astro deployment worker-queue create` (2026-08).
pub fn queue_name_fault(name: &str) -> Option<String> {
    let first = name.chars().next()?;
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !first.is_ascii_lowercase() {
        return Some("a name starts with a lower-case letter".to_string());
    }
    if let Some(stranger) = name.chars().find(|&c| !allowed(c)) {
        return Some(format!("a name has lower-case letters, digits and hyphens only, no {}", described(stranger)));
    }
    let length = name.len();
    (length > LONGEST_NAME).then(|| format!("a name has at most {LONGEST_NAME} characters, and this one has {length}"))
}

fn described(c: char) -> String {
    match c {
        ' ' => "blank".to_string(),
        c if c.is_control() => format!("character U+{:04X}", u32::from(c)),
        c => format!("`{c}`"),
    }
}

/// The nearest name that Astro takes.
fn valid_name(name: &str) -> String {
    let mut valid = String::new();
    for c in name.chars().map(|c| c.to_ascii_lowercase()) {
        match c {
            'a'..='z' => valid.push(c),
            '0'..='9' if valid.is_empty() => valid.extend(['q', c]),
            '0'..='9' => valid.push(c),
            _ if valid.is_empty() || valid.ends_with('-') => {}
            _ => valid.push('-'),
        }
    }
    valid.truncate(LONGEST_NAME);
    let valid = valid.trim_end_matches('-');
    if valid.is_empty() { "queue-1".to_string() } else { valid.to_string() }
}

fn users(project: &Project, name: &str) -> usize {
    project.tasks().filter(|task| task.queue.value().is_some_and(|queue| &**queue == name)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_mended_to_names_that_pass() {
        for (name, mended) in
            [("Heavy_ML", "heavy-ml"), ("2xlarge", "q2xlarge"), ("_", "queue-1"), ("a  b.", "a-b"), ("größe", "gr-e")]
        {
            assert!(queue_name_fault(name).is_some(), "{name}");
            assert_eq!(valid_name(name), mended);
            assert_eq!(queue_name_fault(mended), None);
        }
        let long = "a".repeat(LONGEST_NAME);
        assert_eq!(queue_name_fault(&long), None);
        assert!(queue_name_fault(&(long + "a")).is_some());
    }
}
