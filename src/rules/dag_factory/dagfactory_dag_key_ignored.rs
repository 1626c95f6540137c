use crate::model::{Place, Project, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, nearest};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    name: "dagfactory-dag-key-ignored",
    category: "dag-factory",
    severity: Severity::Warning,
    document: include_str!("dagfactory_dag_key_ignored.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// Keys that decide where tasks run, how long and how often.
const EXECUTOR_KEYS: [&str; 6] = ["queue", "pool", "executor", "retries", "execution_timeout", "executor_config"];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    // The keys that others in a mapping are renamed to: two cannot become one.
    let mut meant_in: HashSet<(Place, &str)> = HashSet::new();
    for shape in project.shapes() {
        let ShapeKind::DagKeyIgnored { key, works_in_default_args, allowed, present, default_args, within } =
            &shape.kind
        else {
            continue;
        };
        let key: &str = key;
        let has = |keys: &[Box<str>], name: &str| keys.iter().any(|key| &**key == name);
        let mut proposal = None;
        let (consequence, help) = if *works_in_default_args {
            if !has(default_args, key) {
                let section = "default_args";
                let action = Action::MoveInto { entry: shape.place, parent: None, section, order: order(allowed) };
                proposal = Some(Proposal::suggested(format!("Move `{key}` into default_args"), [action]));
            }
            ("no task gets it".to_string(), format!("move `{key}` into default_args"))
        } else if let Some(meant) = nearest(key, allowed.iter().copied()) {
            if !has(present, meant) && meant_in.insert((*within, meant)) {
                let action = Action::Rename { key: shape.place, to: meant.to_string() };
                proposal = Some(Proposal::suggested(format!("Rename it to `{meant}`"), [action]));
            }
            (format!("`{meant}` stays at its default"), format!("write `{meant}`"))
        } else {
            let help = format!("remove `{key}`: dag-factory hands only keys that it knows to the DAG");
            ("it has no effect".to_string(), help)
        };
        let message =
            format!("dag-factory does not read `{key}` at the level of a DAG, and says nothing: {consequence}");
        let delete = Proposal::suggested(format!("Delete `{key}`"), [Action::Remove { entry: shape.place }]);
        let finding = Finding::new(&RULE, shape.place, message).help(help).propose_all(proposal).propose(delete);
        let serious = *works_in_default_args && EXECUTOR_KEYS.contains(&key);
        findings.push(if serious { finding.severity(Severity::Error) } else { finding });
    }
}

/// The keys of a DAG, with those last that hold much: a new `default_args` goes before its tasks.
fn order(allowed: &[&'static str]) -> Vec<&'static str> {
    const LAST: [&str; 3] = ["default_args", "task_groups", "tasks"];
    allowed.iter().copied().filter(|key| !LAST.contains(key)).chain(LAST).collect()
}
