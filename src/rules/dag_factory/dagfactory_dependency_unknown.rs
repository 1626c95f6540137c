use crate::model::{Project, ReferenceFault, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, nearest};
use std::collections::HashSet;

/// How many names the help lists.
const NAMED: usize = 6;

pub const RULE: Rule = Rule {
    name: "dagfactory-dependency-unknown",
    category: "dag-factory",
    severity: Severity::Error,
    document: include_str!("dagfactory_dependency_unknown.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for shape in project.shapes() {
        let ShapeKind::Reference { dag, key, name, fault } = &shape.kind else { continue };
        // A default block is met by every DAG.
        if !seen.insert(shape.place) {
            continue;
        }
        let finding = |message: String| Finding::new(&RULE, shape.place, message);
        findings.push(match fault {
            ReferenceFault::Unknown(known) => {
                let what = if *key == "dependencies" { "task or task group" } else { "task group" };
                let message = format!("`{dag}` has no {what} `{name}`: dag-factory raises a KeyError, and the DAG does not load");
                let near = nearest(name, known.iter().map(|known| &**known));
                let rename = near.map(|near| {
                    let action = Action::Set { value: shape.place, to: Written::text(near) };
                    Proposal::suggested(format!("Write `{near}`"), [action])
                });
                let names = known.iter().take(NAMED).map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ");
                let more = if known.len() > NAMED { ", …" } else { "" };
                let help = match known.is_empty() {
                    true => format!("remove it, or add the {what}"),
                    false => format!("name one of {names}{more}"),
                };
                finding(message).help(help).propose_all(rename)
            }
            ReferenceFault::NoList => {
                let message = format!(
                    "`{key}` is a text, and dag-factory takes each letter of it for the name of a task: the DAG does not load"
                );
                let list = Written::List(vec![Written::text(&**name)]);
                let proposal = Proposal::safe("Make it a list", [Action::Set { value: shape.place, to: list }]);
                finding(message).help(format!("write {key}: [{name}]")).propose(proposal)
            }
            ReferenceFault::Twice(first) => {
                let message = format!("`{name}` is the {key} of two items: dag-factory refuses that, and the DAG does not load");
                finding(message).related(*first, "the first one").help("give one of them another name")
            }
        });
    }
}
