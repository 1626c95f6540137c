use super::{PROVIDER, load_failure, starts_pod_of_provider};
use crate::model::{KubernetesPod, Project, Setting};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, nearest};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    name: "kpo-bad-enum",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("kpo_bad_enum.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// An argument that takes one of a few words.
struct Argument {
    name: &'static str,
    setting: fn(&KubernetesPod) -> &Setting<Box<str>>,
    values: &'static [&'static str],
    /// Whether the provider refuses other words when the DAG is read; else Kubernetes does when the pod starts.
    on_load: bool,
}

/// Sources: `OnFinishAction` and `OnKillAction` of provider 10.25; Kubernetes API 1.33, `imagePullPolicy`.
const ARGUMENTS: [Argument; 3] = [
    Argument {
        name: "on_finish_action",
        setting: |pod| &pod.on_finish_action,
        values: &["delete_pod", "delete_succeeded_pod", "keep_pod", ACTIVE],
        on_load: true,
    },
    Argument {
        name: "on_kill_action",
        setting: |pod| &pod.on_kill_action,
        values: &["delete_pod", "keep_pod"],
        on_load: true,
    },
    Argument {
        name: "image_pull_policy",
        setting: |pod| &pod.image_pull_policy,
        values: &["Always", "IfNotPresent", "Never"],
        on_load: false,
    },
];

/// The value that later providers have added. It is in 10.12, and not in 10.4.
const ACTIVE: &str = "delete_active_pod";
const WITHOUT_ACTIVE: (u32, u32) = (10, 4);

fn check(project: &Project, found: &mut Vec<Finding>) {
    let provider = project.versions.package_release(PROVIDER);
    let lacks = |value: &str| value == ACTIVE && provider.is_some_and(|provider| provider <= WITHOUT_ACTIVE);
    let mut seen = HashSet::new();
    for task in project.tasks().filter(|task| starts_pod_of_provider(task)) {
        let Some(pod) = &task.kubernetes_pod else { continue };
        for argument in &ARGUMENTS {
            let Some(written) = (argument.setting)(pod).as_known() else { continue };
            let values = || argument.values.iter().copied().filter(|value| !lacks(value));
            // An empty text is none to Kubernetes.
            let is_fine = values().any(|value| *value == *written.value) || written.value.is_empty() && !argument.on_load;
            if is_fine || !seen.insert(written.place) {
                continue;
            }
            let consequence = match argument.on_load {
                true => format!("the operator raises an error, and {}", load_failure(project, written.place.file)),
                false => "the API server refuses the pod, and the task fails".to_string(),
            };
            let message =
                format!("`{}` is no value for `{}` of task `{}`: {consequence}", written.value, argument.name, task.label());
            let listed: Vec<String> = values().map(|value| format!("`{value}`")).collect();
            let finding = Finding::new(&RULE, written.place, message).help(format!("write one of {}", listed.join(", ")));
            let meant = nearest(&written.value, values()).map(|meant| {
                let is_case = meant.eq_ignore_ascii_case(&written.value);
                let write = [Action::write(written, meant)];
                let title = format!("Write `{meant}`");
                if is_case { Proposal::safe(title, write).unless_shared([written]) } else { Proposal::suggested(title, write) }
            });
            found.push(finding.propose_all(meant));
        }
    }
}
