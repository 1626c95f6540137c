use crate::model::{Project, ShapeKind, duration_words};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "dagfactory-timedelta-string",
    category: "dag-factory",
    severity: Severity::Warning,
    document: include_str!("dagfactory_timedelta_string.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for shape in project.shapes() {
        let ShapeKind::RelativeTime { key, text, read, meant } = &shape.kind else { continue };
        let single = single_unit(*meant);
        let message = match read {
            Some(read) => format!(
                "dag-factory reads only the first part of \"{text}\": `{key}` is {}, not {}",
                duration_words(*read as f64),
                duration_words(*meant as f64)
            ),
            None => format!("dag-factory knows no weeks in `{key}`: it refuses \"{text}\", and the DAG does not load"),
        };
        let action = Action::Set { value: shape.place, to: Written::text(single.as_str()) };
        let severity = if read.is_some() { Severity::Warning } else { Severity::Error };
        findings.push(
            Finding::new(&RULE, shape.place, message)
                .severity(severity)
                .help(format!("write it in one unit: \"{single}\""))
                .propose(Proposal::suggested(format!("Write \"{single}\""), [action])),
        );
    }
}

/// A duration in the largest unit that it is whole in.
fn single_unit(seconds: i64) -> String {
    let units = [("day", 86_400), ("hour", 3_600), ("minute", 60)];
    let (unit, length) = units.into_iter().find(|(_, length)| seconds % length == 0).unwrap_or(("second", 1));
    let count = seconds / length;
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
