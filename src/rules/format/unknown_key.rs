use crate::model::{Project, Shape, ShapeKind};
use crate::rules::{Finding, Rule, Severity, nearest};

pub const RULE: Rule = Rule {
    name: "unknown-key",
    category: "format",
    severity: Severity::Warning,
    document: include_str!("unknown_key.md"),
    needs_deployment: false,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.shapes.iter().filter_map(unknown));
}

fn unknown(shape: &Shape) -> Option<Finding> {
    let ShapeKind::UnknownKey { key, section, allowed, instead, .. } = &shape.kind else { return None };
    let message = format!(
        "`{key}` is no key of {section} that this version of airlint knows: what reads the file drops it without a word"
    );
    let finding = Finding::new(&RULE, shape.place, message);
    if let Some(instead) = instead {
        return Some(finding.help(format!("here this is said with `{instead}`")));
    }
    // The keys of a section are few and their names are long: a third of the letters may be off.
    let meant = nearest(key, allowed.iter().copied()).or_else(|| similar(key, allowed));
    Some(match meant {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")),
        None => finding.help(format!("the keys of {section} are {}", list(allowed))),
    })
}

/// The key that shares most of its words with `key`, where there is just one: `min_workers` and `min_worker_count`.
fn similar<'a>(key: &str, allowed: &[&'a str]) -> Option<&'a str> {
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
