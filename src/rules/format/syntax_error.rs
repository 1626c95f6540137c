use crate::model::{Project, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "syntax-error",
    category: "format",
    severity: Severity::Error,
    document: include_str!("syntax_error.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.shapes().filter_map(|shape| {
        let ShapeKind::Syntax { message, tab } = &shape.kind else { return None };
        let text = format!("{message}. The rest of the file was checked as far as it could be read");
        let finding = Finding::new(&RULE, shape.place, text);
        let untab = || Proposal::safe("Indent with blanks", [Action::Untab { at: shape.place }]);
        Some(if *tab { finding.propose(untab()) } else { finding })
    }));
}
