use super::{PROVIDER, load_failure};
use crate::model::{AirflowLine, FileId, KubernetesClass, KubernetesObject, Place, Project, Value, ValueKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "camel-case-kwarg",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("camel_case_kwarg.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// The first client that takes the API's names. Tried with `kubernetes` 29, 33, 34, 35, 36 and 37.
const LENIENT_CLIENT: (u32, u32) = (37, 0);

/// The newest provider known to demand an older client than that. Source: its package metadata.
const STRICT_PROVIDER: (u32, u32) = (10, 25);

fn check(project: &Project, found: &mut Vec<Finding>) {
    for object in project.kubernetes_objects() {
        let Some(class) = KubernetesClass::named(&object.class) else { continue };
        for ((written, place), value) in object.keywords.iter().zip(&object.values) {
            let Some(python) = class.python_name(written) else { continue };
            let Some(certain) = refused(project, place.file) else { continue };
            let which = if certain { "the Kubernetes client" } else { "the Kubernetes client before 37" };
            let message = format!(
                "`{}` has no argument `{written}`: {which} raises an error here, and {}",
                object.class,
                load_failure(project, place.file),
            );
            let help = match &*python {
                "empty_dir" => "write `empty_dir=k8s.V1EmptyDirVolumeSource()`".to_string(),
                _ => format!("write `{python}`"),
            };
            let severity = if certain { Severity::Error } else { Severity::Warning };
            let finding = Finding::new(&RULE, *place, message).help(help).severity(severity);
            found.push(finding.propose_all(respell(object, *place, value, &python)));
        }
    }
}

/// The same argument under its Python name; nothing where that is given as well.
fn respell(object: &KubernetesObject, key: Place, value: &Value, python: &str) -> Option<Proposal> {
    if object.keywords.iter().any(|(name, _)| &**name == python) {
        return None;
    }
    let is_empty = matches!(&value.kind, ValueKind::Map(entries) if entries.is_empty());
    let action = if python == "empty_dir" && is_empty && value.place == value.literal {
        let source = Written::kubernetes::<&str>("V1EmptyDirVolumeSource", []);
        Action::Substitute { entry: key, key: python.to_string(), value: source }
    } else {
        Action::Rename { key, to: python.to_string() }
    };
    Some(Proposal::safe(format!("Write `{python}`"), [action]))
}

/// Whether the client certainly refuses the name, or only may; `None` where it certainly takes it.
fn refused(project: &Project, file: FileId) -> Option<bool> {
    if let Some(client) = project.versions.package_release("kubernetes") {
        return (client < LENIENT_CLIENT).then_some(true);
    }
    if let Some(provider) = project.versions.package_release(PROVIDER)
        && provider <= STRICT_PROVIDER
    {
        return Some(true);
    }
    Some(airflow_line(project, file) == Some(AirflowLine::Two))
}

/// The Airflow line of the project, or else the one that all deployments of the file agree on.
fn airflow_line(project: &Project, file: FileId) -> Option<AirflowLine> {
    project.versions.airflow_line().or_else(|| {
        let deployments = project.deployments_of(file);
        let mut lines = deployments.iter().map(|it| it.runtime.value().and_then(|runtime| runtime.airflow_line()));
        let first = lines.next()??;
        lines.all(|line| line == Some(first)).then_some(first)
    })
}
