use crate::model::{Deployment, ExecutorEntry, Known, Platform, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Release, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "executor-removed",
    category: "configuration",
    severity: Severity::Error,
    document: include_str!("executor_removed.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// An executor that Airflow no longer has.
struct Removed {
    class: &'static str,
    /// The first release without it.
    since: (u32, u32),
    /// What Airflow does with the name since.
    fate: &'static str,
    /// What to write instead, where something does the same.
    instead: Option<&'static str>,
}

const UNKNOWN_CLASS: &str = "its processes stop when they look for that class";

/// Source: `executor_constants.py` and `executor_loader.py` of Airflow 1.10.15 to 3.3.2, `deprecated_values` of its
/// `configuration.py`.
const REMOVED: [Removed; 6] = [
    Removed {
        class: "CeleryKubernetesExecutor",
        since: (3, 0),
        fate: UNKNOWN_CLASS,
        instead: Some("CeleryExecutor,KubernetesExecutor"),
    },
    Removed {
        class: "LocalKubernetesExecutor",
        since: (3, 0),
        fate: UNKNOWN_CLASS,
        instead: Some("LocalExecutor,KubernetesExecutor"),
    },
    Removed {
        class: "SequentialExecutor",
        since: (3, 0),
        fate: "it silently runs LocalExecutor instead",
        instead: Some("LocalExecutor"),
    },
    Removed { class: "DebugExecutor", since: (3, 0), fate: UNKNOWN_CLASS, instead: Some("LocalExecutor") },
    Removed { class: "DaskExecutor", since: (2, 8), fate: UNKNOWN_CLASS, instead: None },
    Removed { class: "MesosExecutor", since: (2, 0), fate: UNKNOWN_CLASS, instead: None },
];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let open_source = project.deployments.iter().filter(|deployment| deployment.platform == Platform::OpenSource);
    findings.extend(open_source.filter_map(|deployment| finding(project, deployment)));
}

fn finding(project: &Project, deployment: &Deployment) -> Option<Finding> {
    let executor = deployment.executor.as_known()?;
    let named = |entry: ExecutorEntry<'_>| REMOVED.iter().find(|it| it.class == entry.class());
    let removed = executor.value.entries().find_map(named)?;
    let Removed { class, since: (major, minor), fate, .. } = removed;
    let release = Release::of(project, Some(deployment));
    let finding = match &release {
        Some(release) if release.number >= removed.since => {
            let message = format!("{class} was removed in Airflow {major}.{minor}, and this is {}: {fate}", release.words());
            let severity = if *fate == UNKNOWN_CLASS { RULE.severity } else { Severity::Warning };
            release.point(Finding::new(&RULE, executor.place, message).severity(severity))
        }
        Some(_) => return None,
        None => {
            let message = format!(
                "{class} was removed in Airflow {major}.{minor}: which version runs here is written nowhere, and from that \
                 one on {fate}"
            );
            Finding::new(&RULE, executor.place, message).severity(Severity::Info)
        }
    };
    let finding = match removed.instead {
        Some(instead) if instead.contains(',') => finding.help(format!(
            "name both executors, `{instead}`, and give tasks for pods `executor=\"KubernetesExecutor\"` instead of the \
             queue `kubernetes`"
        )),
        Some(instead) => finding.help(format!("write `{instead}`")),
        None => finding.help("choose CeleryExecutor, KubernetesExecutor or LocalExecutor"),
    };
    Some(finding.propose_all(proposal(executor, removed)))
}

/// Only where the executor stands alone, since a list holds each executor once.
fn proposal(executor: &Known<crate::model::ExecutorName>, removed: &Removed) -> Option<Proposal> {
    let instead = removed.instead.filter(|_| &*executor.value.text == removed.class)?;
    let set = Action::Set { value: executor.literal, to: Written::text(instead) };
    Some(Proposal::suggested(format!("Write `{instead}`"), [set]))
}
