use super::{PROVIDER, point_to_version};
use crate::model::{AirflowLine, Project, Versions};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "kpo-removed-import",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("kpo_removed_import.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// Modules that held the operator once. Sources: Airflow 2.11 `airflow/contrib`, provider 9.0 and 10.0.
const OF_PROVIDER: &str = "airflow.providers.cncf.kubernetes.operators.kubernetes_pod.KubernetesPodOperator";
const OF_CONTRIB: &str = "airflow.contrib.operators.kubernetes_pod_operator.KubernetesPodOperator";

/// Where it is now, in every provider since 7.0.
const NOW: &str = "airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator";
const SINCE: (u32, u32) = (7, 0);

/// The first provider without the old module.
const REMOVED: (u32, u32) = (10, 0);

fn check(project: &Project, found: &mut Vec<Finding>) {
    for (place, path) in project.operator_paths() {
        let (gone, since) = match path {
            OF_PROVIDER => (is_gone_from_provider(&project.versions), "release 10.0 of the Kubernetes provider"),
            OF_CONTRIB => (is_gone_from_airflow(&project.versions), "Airflow 3.0"),
            _ => continue,
        };
        let (severity, message) = match gone {
            Some(true) => (Severity::Error, format!("`{path}` is gone since {since}: the DAG does not load")),
            Some(false) => continue,
            None => (Severity::Info, format!("`{path}` is gone since {since}: the DAG does not load there")),
        };
        let set = [Action::Set { value: place, to: Written::text(NOW) }];
        let title = format!("Write `{NOW}`");
        let proposal = if gone == Some(true) { Proposal::safe(title, set) } else { Proposal::suggested(title, set) };
        let has_new = project.versions.package_release(PROVIDER).is_none_or(|provider| provider >= SINCE);
        let finding = Finding::new(&RULE, place, message).severity(severity).help(format!("write `{NOW}`"));
        let finding = if gone == Some(true) { point_to_version(project, finding) } else { finding };
        found.push(finding.propose_all(has_new.then_some(proposal)));
    }
}

/// Whether the provider has the old module no more; `None` where its release is not known.
fn is_gone_from_provider(versions: &Versions) -> Option<bool> {
    match versions.package_release(PROVIDER) {
        Some(provider) => Some(provider >= REMOVED),
        None => (versions.airflow_line() == Some(AirflowLine::Three)).then_some(true),
    }
}

fn is_gone_from_airflow(versions: &Versions) -> Option<bool> {
    versions.airflow_line().map(|line| line == AirflowLine::Three)
}
