use super::asked::amount;
use crate::model::{Known, Place, Pod, Project, Quantity, ResourceList, Resources, Setting, Task};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, TaskFault, Written, override_reach, overriding_pod};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "pod-override-drops-limits",
    category: "resources",
    severity: Severity::Warning,
    document: include_str!("pod_override_drops_limits.md"),
    needs_deployment: false,
    reach: Reach::Project,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let mut faults: BTreeMap<Place, (Loss, TaskFault)> = BTreeMap::new();
    for task in project.tasks() {
        let Some(own) = override_resources(task) else { continue };
        for (template, fault) in templates(project, task, own.place) {
            let Some(loss) = loss(own, &template) else { continue };
            match faults.get_mut(&own.place) {
                Some((_, known)) => {
                    if known.tasks.iter().all(|other| other.place != task.place) {
                        known.tasks.push(task);
                    }
                }
                None => _ = faults.insert(own.place, (loss, fault)),
            }
        }
    }
    found.extend(faults.into_values().map(|(loss, fault)| {
        let lost: Vec<String> = loss.lost.iter().map(Lost::words).collect();
        let message = format!(
            "the pod override of {} drops {} of the pod template{}: Airflow takes `resources` of an override as a whole",
            fault.names(),
            lost.join(" and "),
            fault.across.only_on(),
        );
        let finding = fault.finding(&RULE, message).help("write requests and limits in the override, all of them");
        let finding = loss.lost.iter().fold(finding, |finding, lost| {
            finding.related(lost.place, format!("the {} of the pod template", lost.kind))
        });
        finding.propose(Proposal::suggested("Write what the pod template has as well", loss.keep))
    }));
}

/// The resources of the container that runs the task, in its pod override.
fn override_resources(task: &Task) -> Option<&Resources> {
    overriding_pod(task.executor_config.value()?)?.containers.value()?.first()?.resources.value()
}

/// The templates that the override of a task is merged with, each with the deployments.
fn templates<'p>(project: &'p Project, task: &'p Task, place: Place) -> Vec<(Pod, TaskFault<'p>)> {
    let Some(across) = override_reach(project, task) else { return Vec::new() };
    let fault = |across| TaskFault { place, tasks: vec![task], across };
    match task.executor_config.value().map(|config| &config.pod_template_file) {
        Some(Setting::Known(path)) => {
            let named = project.pod_template(&path.value);
            named.map(|template| (template.pod.clone(), fault(across))).into_iter().collect()
        }
        Some(Setting::Absent) => {
            let with = across.on.iter().filter_map(|deployment| match project.executor_pod(deployment) {
                Setting::Known(pod) => Some(pod.value),
                Setting::Absent | Setting::Opaque(_) => None,
            });
            with.map(|pod| (pod, fault(across.clone()))).collect()
        }
        Some(Setting::Opaque(_)) | None => Vec::new(),
    }
}

/// What an override drops, and the changes that keep it.
struct Loss {
    lost: Vec<Lost>,
    keep: Vec<Action>,
}

/// An amount of the template that is dropped.
struct Lost {
    /// `memory limit`, `CPU request`.
    kind: String,
    text: Box<str>,
    place: Place,
}

impl Lost {
    fn words(&self) -> String {
        format!("the {} `{}`", self.kind, self.text)
    }
}

fn loss(own: &Resources, template: &Pod) -> Option<Loss> {
    let theirs = template.containers.value()?.first()?.resources.value()?;
    let mut lost = Vec::new();
    let mut keep: Vec<Action> = Vec::new();
    // A limit is a request as well where none is written.
    for (list, side, kind) in [("requests", Side::Requests, "request"), ("limits", Side::Limits, "limit")] {
        let mut amounts = Vec::new();
        for resource in ["cpu", "memory", "ephemeral-storage"] {
            let Some((_, dropped)) = amount(side.of(theirs), resource) else { continue };
            if !side.is_absent(own, resource)? {
                continue;
            }
            let name = if resource == "cpu" { "CPU" } else { resource };
            lost.push(Lost { kind: format!("{name} {kind}"), text: dropped.value.clone(), place: dropped.place });
            amounts.push((resource, side.kept(own, resource, dropped)));
        }
        if amounts.is_empty() {
            continue;
        }
        match side.of(own) {
            Setting::Known(known) => keep.extend(amounts.into_iter().map(|(resource, text)| Action::Insert {
                into: known.literal,
                key: resource.to_string(),
                value: Written::Text(text),
                order: vec!["cpu", "memory", "ephemeral-storage"],
            })),
            _ => keep.push(Action::Insert {
                into: own.literal,
                key: list.to_string(),
                value: Written::map(amounts.into_iter().map(|(resource, text)| (resource, Written::Text(text)))),
                order: vec!["requests", "limits"],
            }),
        }
    }
    (!lost.is_empty()).then_some(Loss { lost, keep })
}

/// One of the two lists.
#[derive(Clone, Copy)]
enum Side {
    Requests,
    Limits,
}

impl Side {
    fn of(self, resources: &Resources) -> &Setting<ResourceList> {
        match self {
            Side::Requests => &resources.requests,
            Side::Limits => &resources.limits,
        }
    }

    /// Whether the list certainly lacks an amount; `None` where that is not known. A limit takes the place of a request.
    fn is_absent(self, resources: &Resources, resource: &str) -> Option<bool> {
        let lacks = |side: Side| match side.of(resources) {
            Setting::Absent => Some(true),
            Setting::Opaque(_) => None,
            Setting::Known(list) if list.value.get(resource).is_some() => Some(false),
            Setting::Known(list) => (!list.value.incomplete).then_some(true),
        };
        match self {
            Side::Requests => Some(lacks(Side::Requests)? && lacks(Side::Limits)?),
            Side::Limits => lacks(Side::Limits),
        }
    }

    /// The amount to write: the template's, or the request of the override where that is above the template's limit.
    fn kept(self, own: &Resources, resource: &str, dropped: &Known<Box<str>>) -> String {
        let theirs = Quantity::parse(dropped.value.trim());
        match (self, amount(&own.requests, resource)) {
            (Side::Limits, Some((request, written))) if theirs.is_none_or(|limit| request > limit) => {
                written.value.to_string()
            }
            _ => dropped.value.to_string(),
        }
    }
}
