use crate::model::{Project, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    name: "dagfactory-schedule-interval",
    category: "dag-factory",
    severity: Severity::Error,
    document: include_str!("dagfactory_schedule_interval.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for shape in project.shapes() {
        let ShapeKind::ScheduleInterval { certain, taken } = shape.kind else { continue };
        // A key of a `defaults.yml` is met by every file below it.
        if !seen.insert(shape.place) {
            continue;
        }
        let message = "dag-factory from 1.0 on refuses `schedule_interval`: the DAGs of this file do not load";
        let finding = Finding::new(&RULE, shape.place, message).help("write `schedule`");
        let rename = [Action::Rename { key: shape.place, to: "schedule".to_string() }];
        let proposal = match (taken, certain) {
            (true, _) => Proposal::suggested("Delete `schedule_interval`", [Action::Remove { entry: shape.place }]),
            (false, true) => Proposal::safe("Rename it to `schedule`", rename),
            (false, false) => Proposal::suggested("Rename it to `schedule`", rename),
        };
        let severity = if certain { Severity::Error } else { Severity::Warning };
        findings.push(finding.severity(severity).propose(proposal));
    }
}
