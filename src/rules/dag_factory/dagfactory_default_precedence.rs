use crate::model::{Project, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "dagfactory-default-precedence",
    category: "dag-factory",
    severity: Severity::Info,
    document: include_str!("dagfactory_default_precedence.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.shapes().filter_map(|shape| {
        let ShapeKind::DefaultOverruled { key, wins, by } = &shape.kind else { return None };
        let message = format!(
            "`{key}` of this default block does not count: for keys at DAG level {} wins over it, with {wins}",
            project.path(by.file)
        );
        let finding = Finding::new(&RULE, shape.place, message).related(*by, "the value that counts");
        let delete = Proposal::suggested(format!("Delete `{key}`"), [Action::Remove { entry: shape.place }]);
        Some(finding.help(format!("set `{key}` at the DAG itself, which wins over both")).propose(delete))
    }));
}
