use crate::model::{Destination, Place, Project, ShapeKind};
use crate::read::astro::{Part, key_order};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "misplaced-section",
    category: "format",
    severity: Severity::Error,
    document: include_str!("misplaced_section.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.shapes().filter_map(|shape| {
        let ShapeKind::Misplaced { key, section, belongs, destination } = &shape.kind else { return None };
        let message = format!(
            "`{key}` stands in {section}, where nothing looks for it: it belongs to {belongs}, and what it says here is \
             dropped without a word"
        );
        let finding = Finding::new(&RULE, shape.place, message);
        let finding = finding.help(format!("move it, with all that is in it, to {belongs}"));
        Some(match destination {
            Some(destination) => finding.propose(proposal(shape.place, key, belongs, destination)),
            None => finding,
        })
    }));
}

/// Moves the entry whose key stands at `entry`, or takes it out where it is said in the right place too.
fn proposal(entry: Place, key: &str, belongs: &str, destination: &Destination) -> Proposal {
    if destination.taken {
        let title = format!("Delete `{key}` here: {belongs} has it as well");
        return Proposal::suggested(title, [Action::Remove { entry }]);
    }
    let action = match destination.section {
        Some(section) => {
            Action::MoveInto { entry, parent: Some(destination.into), section, order: key_order(Part::Deployment) }
        }
        None => Action::Move { entry, into: destination.into },
    };
    let title = format!("Move `{key}` to {belongs}");
    // Of several queues, only the user knows which one was meant.
    if destination.only { Proposal::safe(title, [action]) } else { Proposal::suggested(title, [action]) }
}
