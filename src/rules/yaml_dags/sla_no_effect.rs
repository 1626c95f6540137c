use crate::model::{Project, ShapeKind};
use crate::rules::release::Release;
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "sla-no-effect",
    category: "yaml-dags",
    severity: Severity::Warning,
    document: include_str!("sla_no_effect.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for shape in project.shapes() {
        let ShapeKind::Sla { key } = &shape.kind else { continue };
        let Some(release) = Release::of_dags(project, shape.place.file, |number| number.0 >= 3) else { continue };
        let message = format!("`{key}` does nothing on {}: nobody is told of a task that takes too long", release.words());
        let deadline = if release.number >= (3, 1) { ", and write a deadline for the DAG in Python" } else { "" };
        let finding = Finding::new(&RULE, shape.place, message).help(format!("remove it{deadline}"));
        let delete = Proposal::suggested(format!("Delete `{key}`"), [Action::Remove { entry: shape.place }]);
        findings.push(release.point(finding).propose(delete));
    }
}
