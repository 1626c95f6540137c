use super::moved::moved;
use crate::model::Project;
use crate::rules::release::Release;
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "yaml-operator-path-moved",
    category: "yaml-dags",
    severity: Severity::Error,
    document: include_str!("yaml_operator_path_moved.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// Packages whose classes have kept their names since they left Airflow, so that the new path can be written at once.
const SETTLED: [&str; 3] =
    ["airflow.providers.standard.", "airflow.providers.common.sql.", "airflow.providers.smtp."];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (place, path) in project.operator_paths() {
        // Told by `kpo-removed-import`.
        let is_pod = path.ends_with("KubernetesPodOperator");
        let Some(moved) = moved(path).filter(|_| !is_pod) else { continue };
        let release = |wanted: fn((u32, u32)) -> bool| Release::of_dags(project, place.file, wanted);
        let three = release(|number| number.0 >= 3);
        let is_unknown = release(|_| true).is_none();
        let (severity, message) = match (&three, moved.is_forwarded) {
            (Some(release), false) => {
                (Severity::Error, format!("{} has no `{path}`: the DAG does not load", release.words()))
            }
            (Some(release), true) => (
                Severity::Info,
                format!("`{path}` is an old path, which {} still forwards with a warning", release.words()),
            ),
            (None, false) if is_unknown => {
                (Severity::Info, format!("`{path}` is gone in Airflow 3: the DAG does not load there"))
            }
            _ => continue,
        };
        let finding = Finding::new(&RULE, place, message).severity(severity);
        let finding = match &three {
            Some(release) => release.point(finding),
            None => finding,
        };
        findings.push(match moved.to {
            Some(to) if SETTLED.iter().any(|package| to.starts_with(package)) => {
                let set = Action::Set { value: place, to: Written::text(to) };
                let title = format!("Write `{to}`");
                let proposal = match severity {
                    Severity::Error => Proposal::safe(title, [set]),
                    _ => Proposal::suggested(title, [set]),
                };
                finding.help(format!("write `{to}`, of the provider that holds it now")).propose(proposal)
            }
            Some(to) => finding.help(format!("it moved to `{to}`; newer providers may have renamed it since")),
            None => finding.help("nothing has taken its place: use task groups"),
        });
    }
}
