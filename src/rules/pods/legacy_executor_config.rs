use super::PROVIDER;
use crate::model::{ExecutorConfig, Place, Project};
use crate::rules::{Finding, Rule, Severity, nearest, override_faults};

pub const RULE: Rule = Rule {
    name: "legacy-executor-config",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("legacy_executor_config.md"),
    needs_deployment: false,
    check,
};

/// The first provider release that refuses the dict. Source: its changelog, 10.0.0.
const REFUSED: (u32, u32) = (10, 0);

/// What the Kubernetes executor reads.
const KEYS: [&str; 2] = ["pod_override", "pod_template_file"];

/// A key that does not do what it seems to do.
enum Fault<'p> {
    /// The dict of Airflow 1.10.
    Legacy,
    /// The same beside a `pod_override`.
    Both,
    /// A slip of the pen.
    Misspelt(&'p str, &'static str),
}

fn check(project: &Project, found: &mut Vec<Finding>) {
    let age = age(project);
    for (what, fault) in override_faults(project, faults) {
        let names = fault.names();
        let on = fault.across.only_on();
        let (severity, message, help) = match what {
            Fault::Legacy => {
                let (severity, consequence) = match age {
                    Age::OnlyForm => continue,
                    Age::Deprecated => (Severity::Warning, "is deprecated, and with provider 10 each try fails"),
                    Age::Unknown => {
                        (Severity::Warning, "is read by old Airflow only: since Kubernetes provider 10 each try fails")
                    }
                    Age::Refused => (Severity::Error, "is no longer read: each try fails when the scheduler sends it"),
                };
                let message = format!("the `KubernetesExecutor` dict of {names} {consequence}{on}");
                let help = "say it as `pod_override`: a V1Pod whose first container is called `base`".to_string();
                (severity, message, help)
            }
            Fault::Both => {
                let message = format!(
                    "{names} {} both `KubernetesExecutor` and `pod_override`: Airflow refuses the pair, so each try \
                     fails{on}",
                    fault.verb("has", "have"),
                );
                (Severity::Error, message, "keep `pod_override` only".to_string())
            }
            Fault::Misspelt(written, meant) => {
                let message = format!(
                    "`{written}` is not a key of executor_config: Airflow passes over it without a word, and {names} \
                     {} without it{on}",
                    fault.verb("runs", "run"),
                );
                (Severity::Error, message, format!("write `{meant}`"))
            }
        };
        let finding = fault.finding(&RULE, message).help(help);
        let severity = finding.severity.min(severity);
        found.push(finding.severity(severity));
    }
}

/// How the project's Airflow takes the dict.
#[derive(Clone, Copy)]
enum Age {
    OnlyForm,
    Deprecated,
    Unknown,
    Refused,
}

fn age(project: &Project) -> Age {
    match (project.versions.package_release(PROVIDER), project.versions.airflow_release()) {
        (Some(provider), _) if provider >= REFUSED => Age::Refused,
        (Some(_), _) => Age::Deprecated,
        (None, Some((1, _))) => Age::OnlyForm,
        (None, Some((2, minor))) if minor < 10 => Age::Deprecated,
        (None, Some((major, _))) if major >= 3 => Age::Refused,
        _ => Age::Unknown,
    }
}

fn faults(config: &ExecutorConfig) -> Vec<(Place, Fault<'_>)> {
    let has_override = !config.pod_override.is_absent();
    let fault = |name| match name {
        "KubernetesExecutor" if has_override => Some(Fault::Both),
        "KubernetesExecutor" => Some(Fault::Legacy),
        _ => Some(Fault::Misspelt(name, nearest(name, KEYS)?)),
    };
    config.other_keys.iter().filter_map(|(name, place)| Some((*place, fault(name)?))).collect()
}
