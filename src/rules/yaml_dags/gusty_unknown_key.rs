use crate::model::{Place, Project, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, nearest};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    name: "gusty-unknown-key",
    category: "yaml-dags",
    severity: Severity::Warning,
    document: include_str!("gusty_unknown_key.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// Names that operators have for arguments of their own, and that look like slips of others.
const REAL: [&str; 6] = ["param", "poll_interval", "resource", "task_ids", "timeout_seconds", "timeouts"];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    // The keys that others in a mapping are renamed to: two cannot become one.
    let mut meant_in: HashSet<(Place, &str)> = HashSet::new();
    for shape in project.shapes() {
        let ShapeKind::GustyKey { key, operator, own, arguments, present, default_args, within } = &shape.kind else {
            continue;
        };
        let key: &str = key;
        let has = |keys: &[Box<str>], name: &str| keys.iter().any(|key| &**key == name);
        let in_defaults = operator.is_none() && arguments.contains(&key);
        let (message, help, proposal) = if in_defaults {
            let order = own.iter().copied().filter(|name| *name != "default_args").chain(["default_args"]).collect();
            let action = Action::MoveInto { entry: shape.place, parent: None, section: "default_args", order };
            let proposal = Proposal::suggested(format!("Move `{key}` into default_args"), [action]);
            (
                format!("gusty drops `{key}` of a METADATA.yml without a word, since no DAG has it: no task gets it"),
                format!("move `{key}` into default_args"),
                Some(proposal).filter(|_| !has(default_args, key)),
            )
        } else {
            let of_tasks: &[&str] = if operator.is_some() { arguments } else { &[] };
            let Some(meant) = slip(key, own.iter().chain(of_tasks).copied()) else { continue };
            let is_free = !has(present, meant) && meant_in.insert((*within, meant));
            let rename = Action::Rename { key: shape.place, to: meant.to_string() };
            let who = match operator.as_deref() {
                Some(path) => format!("unless `{}` has an argument `{key}`, gusty", path.rsplit('.').next().unwrap_or(path)),
                None => "gusty".to_string(),
            };
            (
                format!("{who} drops `{key}` without a word: `{meant}` stays as it is"),
                format!("write `{meant}`"),
                Some(Proposal::suggested(format!("Rename it to `{meant}`"), [rename])).filter(|_| is_free),
            )
        };
        let delete = Proposal::suggested(format!("Delete `{key}`"), [Action::Remove { entry: shape.place }]);
        findings.push(Finding::new(&RULE, shape.place, message).help(help).propose_all(proposal).propose(delete));
    }
}

/// The name that a key is a slip of. Short names look like too many others.
fn slip<'n>(key: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if REAL.contains(&key) || key.len() < 5 {
        return None;
    }
    nearest(key, names).filter(|meant| meant.len() > 7 || strsim::osa_distance(key, meant) == 1)
}
