use crate::model::{Project, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "wrong-scalar-type",
    category: "format",
    severity: Severity::Error,
    document: include_str!("wrong_scalar_type.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.shapes().filter_map(|shape| {
        let ShapeKind::WrongType { key, expected, found, plain } = &shape.kind else { return None };
        let message = format!("`{key}` must be {expected}, and {found} stands here: the file is refused");
        let help = match plain {
            Some(plain) => format!("take the quotes away: {plain}"),
            None => format!("write {expected}"),
        };
        let unquote = plain.as_ref().map(|plain| {
            let action = Action::Set { value: shape.place, to: Written::Number(plain.to_string()) };
            Proposal::safe("Take the quotes away", [action])
        });
        Some(Finding::new(&RULE, shape.place, message).help(help).propose_all(unquote))
    }));
}
