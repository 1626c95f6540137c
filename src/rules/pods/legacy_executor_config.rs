use super::PROVIDER;
use super::objects::{in_pod, literal_entries};
use crate::model::{ExecutorConfig, OtherKey, Place, Project, Value, ValueKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, nearest, override_faults};

pub const RULE: Rule = Rule {
    name: "legacy-executor-config",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("legacy_executor_config.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
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

impl Fault<'_> {
    fn mend(&self, key: &OtherKey, config: &ExecutorConfig) -> Option<Proposal> {
        let entry = key.place;
        Some(match self {
            Fault::Legacy => {
                let (key, value) = ("pod_override".to_string(), pod(&key.value)?);
                Proposal::suggested("Say it as `pod_override`", [Action::Substitute { entry, key, value }])
            }
            Fault::Both => Proposal::suggested("Remove `KubernetesExecutor`", [Action::Remove { entry }]),
            Fault::Misspelt(_, meant) => {
                // Beside the right key, or another slip for it, nobody knows which value is meant.
                let means_it = |other: &&OtherKey| nearest(&other.name, KEYS) == Some(*meant);
                let rivals = config.other_keys.iter().filter(means_it).count();
                let is_there = match *meant {
                    "pod_override" => config.pod_override_key.is_some() || config.pod_override.is_opaque(),
                    _ => !config.pod_template_file.is_absent(),
                };
                if rivals > 1 || is_there {
                    return None;
                }
                let rename = Action::Rename { key: entry, to: (*meant).to_string() };
                Proposal::safe(format!("Write `{meant}`"), [rename])
            }
        })
    }
}

/// The pod for the dict of Airflow 1.10. `None` where it has fields that are not understood here.
fn pod(legacy: &Value) -> Option<Written> {
    let (mut requests, mut limits) = (Vec::new(), Vec::new());
    let (mut container, mut spec, mut metadata) = (vec![("name", Written::text("base"))], Vec::new(), Vec::new());
    for (name, _, value) in literal_entries(legacy)? {
        if value.kind == ValueKind::Null {
            continue;
        }
        let kept = Written::Kept(value.place);
        match name {
            "request_memory" => requests.push(("memory", kept)),
            "request_cpu" => requests.push(("cpu", kept)),
            "request_ephemeral_storage" => requests.push(("ephemeral-storage", kept)),
            "limit_memory" => limits.push(("memory", kept)),
            "limit_cpu" => limits.push(("cpu", kept)),
            "limit_ephemeral_storage" => limits.push(("ephemeral-storage", kept)),
            "image" => container.push(("image", kept)),
            "image_pull_policy" => container.push(("image_pull_policy", kept)),
            "labels" | "annotations" => metadata.push((name, kept)),
            "node_selectors" => spec.push(("node_selector", kept)),
            "service_account_name" => spec.push(("service_account_name", kept)),
            _ => return None,
        }
    }
    let lists = [("requests", requests), ("limits", limits)].into_iter().filter(|(_, list)| !list.is_empty());
    let lists: Vec<_> = lists.map(|(side, list)| (side, Written::map(list))).collect();
    if !lists.is_empty() {
        container.push(("resources", Written::kubernetes("V1ResourceRequirements", lists)));
    }
    spec.insert(0, ("containers", Written::List(vec![Written::kubernetes("V1Container", container)])));
    let spec = Written::kubernetes("V1PodSpec", spec);
    if metadata.is_empty() {
        return Some(in_pod(spec));
    }
    Some(Written::kubernetes("V1Pod", [("metadata", Written::kubernetes("V1ObjectMeta", metadata)), ("spec", spec)]))
}

fn check(project: &Project, found: &mut Vec<Finding>) {
    let age = age(project);
    for ((what, key, config), fault) in override_faults(project, faults) {
        let mended = what.mend(key, config);
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
        found.push(finding.severity(severity).propose_all(mended));
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

fn faults(config: &ExecutorConfig) -> Vec<(Place, (Fault<'_>, &OtherKey, &ExecutorConfig))> {
    let has_override = !config.pod_override.is_absent();
    let faults = config.other_keys.iter().filter_map(|key| {
        let fault = match &*key.name {
            "KubernetesExecutor" if has_override => Fault::Both,
            "KubernetesExecutor" => Fault::Legacy,
            name => Fault::Misspelt(name, nearest(name, KEYS)?),
        };
        Some((key.place, (fault, key, config)))
    });
    faults.collect()
}
