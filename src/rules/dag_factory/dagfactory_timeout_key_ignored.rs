use crate::model::{Project, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

use super::timedelta;

pub const RULE: Rule = Rule {
    name: "dagfactory-timeout-key-ignored",
    category: "dag-factory",
    severity: Severity::Error,
    document: include_str!("dagfactory_timeout_key_ignored.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for shape in project.shapes() {
        let ShapeKind::TimeoutKeyIgnored { key, section, seconds, instead, refused, certain, takes_objects, taken } =
            &shape.kind
        else {
            continue;
        };
        let who = if *certain { "dag-factory" } else { "dag-factory from 1.0 on" };
        let message = if *refused {
            let surely = if *certain { "" } else { "most likely " };
            format!("{who} hands `{key}` on to the operator, which {surely}refuses it: the DAG does not load")
        } else {
            format!("{who} does not read `{key}` in {section}, and says nothing: {}", consequence(instead))
        };
        let rewrite = seconds.filter(|_| !taken).map(|seconds| {
            let title = format!("Write it as `{instead}`");
            let action = Action::Substitute { entry: shape.place, key: instead.to_string(), value: timedelta(seconds) };
            match *certain && *takes_objects && *instead != "sla" {
                true => Proposal::safe(title, [action]),
                false => Proposal::suggested(title, [action]),
            }
        });
        let delete = Proposal::suggested(format!("Delete `{key}`"), [Action::Remove { entry: shape.place }]);
        let seconds = seconds.map_or_else(|| "…".to_string(), |seconds| seconds.to_string());
        let mut help = format!("write {instead}: {{__type__: datetime.timedelta, seconds: {seconds}}}");
        if !*certain {
            help.push_str("; where an older dag-factory is installed, pin it in requirements.txt");
        }
        // A lost SLA stops nothing, and Airflow 3 has none.
        let lesser = !*certain || (*instead == "sla" && !*refused);
        let severity = if lesser { Severity::Warning } else { Severity::Error };
        let finding = Finding::new(&RULE, shape.place, message).help(help).severity(severity);
        findings.push(finding.propose_all(rewrite).propose(delete));
    }
}

fn consequence(instead: &str) -> &'static str {
    match instead {
        "execution_timeout" => "its tasks may run for ever",
        "dagrun_timeout" => "runs of the DAG have no time limit",
        "retry_delay" => "retries wait 5 minutes, Airflow's default",
        _ => "there is no SLA",
    }
}
