use crate::model::{Project, ShapeKind};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "misplaced-section",
    category: "format",
    severity: Severity::Error,
    document: include_str!("misplaced_section.md"),
    needs_deployment: false,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.shapes.iter().filter_map(|shape| {
        let ShapeKind::Misplaced { key, section, belongs, .. } = &shape.kind else { return None };
        let message = format!(
            "`{key}` stands in {section}, where nothing looks for it: it belongs to {belongs}, and what it says here is \
             dropped without a word"
        );
        Some(Finding::new(&RULE, shape.place, message).help(format!("move it, with all that is in it, to {belongs}")))
    }));
}
