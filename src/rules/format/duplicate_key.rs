use crate::model::{Project, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "duplicate-key",
    category: "format",
    severity: Severity::Error,
    document: include_str!("duplicate_key.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.shapes().filter_map(|shape| {
        let ShapeKind::DuplicateKey { key, first_key, first, .. } = &shape.kind else { return None };
        let message = if key == first_key {
            format!("`{key}` is written twice in this mapping: only the later one counts, the earlier is lost")
        } else {
            format!(
                "`{key}` is the same key as `{first_key}` above, because keys are read in any case: only one of them \
                 counts, and not always the later one"
            )
        };
        Some(
            Finding::new(&RULE, shape.place, message)
                .related(*first, "first written here")
                .help("keep the one that is meant, and delete the other")
                .propose(Proposal::suggested(
                    format!("Delete the earlier `{first_key}`"),
                    [Action::Remove { entry: *first }],
                ))
                .propose(Proposal::suggested(
                    format!("Delete the later `{key}`"),
                    [Action::Remove { entry: shape.place }],
                )),
        )
    }));
}
