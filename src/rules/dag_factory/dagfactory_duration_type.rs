use crate::model::{AirflowLine, Project, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

use super::timedelta;

pub const RULE: Rule = Rule {
    name: "dagfactory-duration-type",
    category: "dag-factory",
    severity: Severity::Error,
    document: include_str!("dagfactory_duration_type.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let airflow = project.versions.airflow_line();
    for shape in project.shapes() {
        let ShapeKind::DurationType { key, found, seconds, untyped, certain } = &shape.kind else { continue };
        // The DAG of Airflow 2 does not look at the type of its dagrun_timeout.
        let checked = &**key != "dagrun_timeout" || airflow == Some(AirflowLine::Three);
        if !checked && airflow == Some(AirflowLine::Two) {
            continue;
        }
        let wanted = if key.contains("retry_delay") { "a timedelta or a number of seconds" } else { "a timedelta" };
        let message = format!("`{key}` is {found}, where Airflow takes only {wanted}: the DAG does not load");
        let mended = match seconds {
            _ if *untyped => Some(Action::Insert {
                into: shape.place,
                key: "__type__".to_string(),
                value: Written::text("datetime.timedelta"),
                order: vec!["__type__"],
            }),
            Some(seconds) => Some(Action::Set { value: shape.place, to: timedelta(*seconds) }),
            None => None,
        };
        let proposal = mended.map(|action| match *certain && checked {
            true => Proposal::safe("Write it as a timedelta", [action]),
            false => Proposal::suggested("Write it as a timedelta", [action]),
        });
        let seconds = seconds.map_or_else(|| "3600".to_string(), |seconds| seconds.to_string());
        let help = format!("write {key}: {{__type__: datetime.timedelta, seconds: {seconds}}}");
        let severity = if *certain && checked { Severity::Error } else { Severity::Warning };
        findings.push(Finding::new(&RULE, shape.place, message).help(help).severity(severity).propose_all(proposal));
    }
}
