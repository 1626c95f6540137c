use super::{missing_default_queue, written_queues};
use crate::model::{Project, Setting};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "queue-name-invalid",
    category: "queues",
    severity: Severity::Error,
    document: include_str!("queue_name_invalid.md"),
    needs_deployment: false,
    check,
};

/// The longest name. Source: help text of `astro deployment worker-queue create`.
const LONGEST: usize = 63;

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        for queue in written_queues(deployment) {
            let Setting::Known(name) = &queue.name else { continue };
            let Some(fault) = fault(&name.value) else { continue };
            if missing_default_queue::is_near_miss(deployment, queue) {
                continue;
            }
            let valid = valid_name(&name.value);
            let message = format!("Astro takes no worker queue called `{}`: {fault}", name.value);
            let help = match users(project, &name.value) {
                0 => format!("call it `{valid}`"),
                1 => format!("call it `{valid}`, here and in the task that names it"),
                count => format!("call it `{valid}`, here and in the {count} tasks that name it"),
            };
            findings.push(Finding::new(&RULE, name.place, message).help(help));
        }
    }
}

/// What is wrong with a name, in words; an empty name is none at all and reported as missing.
fn fault(name: &str) -> Option<String> {
    let first = name.chars().next()?;
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !first.is_ascii_lowercase() {
        return Some("a name starts with a lower-case letter".to_string());
    }
    if let Some(stranger) = name.chars().find(|&c| !allowed(c)) {
        return Some(format!("a name has lower-case letters, digits and hyphens only, no {}", described(stranger)));
    }
    let length = name.len();
    (length > LONGEST).then(|| format!("a name has at most {LONGEST} characters, and this one has {length}"))
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
    valid.truncate(LONGEST);
    let valid = valid.trim_end_matches('-');
    if valid.is_empty() { "queue-1".to_string() } else { valid.to_string() }
}

fn users(project: &Project, name: &str) -> usize {
    project.tasks.iter().filter(|task| task.queue.value().is_some_and(|queue| &**queue == name)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_mended_to_names_that_pass() {
        for (name, mended) in
            [("Heavy_ML", "heavy-ml"), ("2xlarge", "q2xlarge"), ("_", "queue-1"), ("a  b.", "a-b"), ("größe", "gr-e")]
        {
            assert!(fault(name).is_some(), "{name}");
            assert_eq!(valid_name(name), mended);
            assert_eq!(fault(mended), None);
        }
        let long = "a".repeat(LONGEST);
        assert_eq!(fault(&long), None);
        assert!(fault(&(long + "a")).is_some());
    }
}
