use crate::model::{Place, Project, Shape, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, nearest};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    name: "unknown-key",
    category: "format",
    severity: Severity::Warning,
    document: include_str!("unknown_key.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let mut meant = HashSet::new();
    findings.extend(project.shapes().filter_map(|shape| unknown(shape, &mut meant)));
}

/// The finding on one key. `meant` gathers the keys that others in a mapping are renamed to: two cannot become one.
fn unknown(shape: &Shape, meant: &mut HashSet<(Place, &'static str)>) -> Option<Finding> {
    let ShapeKind::UnknownKey { key, section, allowed, instead, keeps_value, present, within } = &shape.kind else {
        return None;
    };
    let message = format!(
        "`{key}` is no key of {section} that this version of airlint knows: what reads the file drops it without a word"
    );
    let finding = Finding::new(&RULE, shape.place, message);
    // The keys of a section are few and their names are long: a third of the letters may be off.
    let near = || nearest(key, allowed.iter().copied()).or_else(|| similar(key, allowed));
    let other = instead.or_else(near);
    let finding = match (instead, other) {
        (Some(instead), _) => finding.help(format!("here this is said with `{instead}`")),
        (None, Some(near)) => finding.help(format!("did you mean `{near}`?")),
        (None, None) => finding.help(format!("the keys of {section} are {}", list(allowed))),
    };
    let takes_over = |other: &&'static str| (instead.is_none() || *keeps_value) && !present.contains(other);
    let other = other.filter(takes_over).filter(|other| meant.insert((*within, other)));
    let rename = other.map(|other| {
        let action = Action::Rename { key: shape.place, to: other.to_string() };
        Proposal::suggested(format!("Rename it to `{other}`"), [action])
    });
    // What is said another way here has to be said again before it can go.
    let may_go = instead.is_none() || *keeps_value;
    let delete =
        may_go.then(|| Proposal::suggested(format!("Delete `{key}`"), [Action::Remove { entry: shape.place }]));
    Some(finding.propose_all(rename).propose_all(delete))
}

/// The key that shares most of its words with `key`, where there is just one: `min_workers` and `min_worker_count`.
fn similar(key: &str, allowed: &[&'static str]) -> Option<&'static str> {
    let key = key.to_ascii_lowercase();
    let mut near = allowed.iter().filter(|candidate| strsim::jaro_winkler(&key, candidate) > 0.9);
    let first = near.next()?;
    near.next().is_none().then_some(*first)
}

fn list(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match keys.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => keys.concat(),
    }
}
