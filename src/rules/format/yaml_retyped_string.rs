use crate::model::{Project, Quantity, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "yaml-retyped-string",
    category: "format",
    severity: Severity::Warning,
    document: include_str!("yaml_retyped_string.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.shapes().filter_map(|shape| {
        let ShapeKind::Retyped { key, written, becomes } = &shape.kind else { return None };
        if is_same_amount(key, written, becomes) {
            return None;
        }
        // A runtime that no longer names the version is refused, or creates another deployment than was meant.
        let severity = if key.ends_with("runtime_version") { Severity::Error } else { RULE.severity };
        let message = format!(
            "`{key}` is a text, and {written} without quotes is read as YAML 1.1 first: it arrives as `{becomes}`"
        );
        let quote = Action::Set { value: shape.place, to: Written::text(&**written) };
        Some(
            Finding::new(&RULE, shape.place, message)
                .severity(severity)
                .help(format!("put it in quotes: \"{written}\""))
                .propose(Proposal::safe("Put it in quotes", [quote])),
        )
    }));
}

/// Whether only the look of an amount changes: 0.50 cores are 0.5 cores.
fn is_same_amount(key: &str, written: &str, becomes: &str) -> bool {
    let is_amount = ["cpu", "memory", "storage"].into_iter().any(|end| key.ends_with(end));
    is_amount && Quantity::parse(written).is_some_and(|amount| Quantity::parse(becomes) == Some(amount))
}
