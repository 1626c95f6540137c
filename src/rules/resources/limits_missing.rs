use super::asked::{By, asked};
use crate::model::{DagSource, DescribedBy, FileId, Place, Project, Resources, Setting};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "limits-missing",
    category: "resources",
    severity: Severity::Info,
    document: include_str!("limits_missing.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// A container that requests memory without a limit.
struct Unlimited {
    request: String,
    place: Place,
    is_override: bool,
    /// Whether it is written in Python.
    is_python: bool,
    /// Gives it the request as its limit.
    limit: Action,
}

/// How many more places a finding points at.
const NAMED: usize = 2;

fn check(project: &Project, found: &mut Vec<Finding>) {
    let mut files: BTreeMap<FileId, Vec<Unlimited>> = BTreeMap::new();
    for asked in asked(project) {
        let (is_override, is_python) = match asked.by {
            By::Override(task) => (true, task.source == DagSource::Python),
            By::KubernetesPod(task) => (false, task.source == DagSource::Python),
            By::Unattached => (false, true),
            By::Template => (false, false),
            // Other values of the chart may set the limit.
            By::Workers(deployment) if deployment.described_by == DescribedBy::Values => continue,
            By::Workers(_) => (false, false),
        };
        if let Some((place, request, limit)) = unlimited_memory(&asked.resources) {
            let unlimited = Unlimited { request, place, is_override, is_python, limit };
            files.entry(unlimited.place.file).or_default().push(unlimited);
        }
    }
    found.extend(files.into_values().filter_map(|mut containers| {
        containers.sort_by_key(|container| container.place);
        let (first, rest) = containers.split_first()?;
        let message = match rest.len() {
            0 => format!("memory has a request of `{}` but no limit: {}", first.request, consequence(&containers)),
            _ => format!(
                "{} containers of this file request memory without a limit (here `{}`): {}",
                containers.len(),
                first.request,
                consequence(&containers)
            ),
        };
        let finding = Finding::new(&RULE, first.place, message)
            .help(help(first))
            .propose(limit(&containers));
        Some(rest.iter().take(NAMED).fold(finding, |finding, container| finding.related(container.place, "another one")))
    }));
}

fn help(container: &Unlimited) -> String {
    let request = &container.request;
    match container.is_python {
        true => format!("add `\"memory\": \"{request}\"` to `limits`, or a higher amount"),
        false => format!("add `memory: {request}` to `limits`, or a higher amount"),
    }
}

/// Gives each container its request as its limit.
fn limit(containers: &[Unlimited]) -> Proposal {
    let title = match containers {
        [one] => format!("Limit the memory to `{}`, as requested", one.request),
        _ => "Limit the memory of each container to what it requests".to_string(),
    };
    Proposal::safe(title, containers.iter().map(|container| container.limit.clone()))
}

fn consequence(containers: &[Unlimited]) -> &'static str {
    if containers.iter().all(|container| container.is_override) {
        "an override replaces `resources` as a whole, so a limit of the pod template is dropped with it, and the task may \
         take all memory of its node"
    } else {
        "such a container may take all memory of its node, or gets the default limit of its namespace, which may be lower \
         than the request"
    }
}

/// The memory request, where there certainly is no memory limit.
fn unlimited_memory(resources: &Resources) -> Option<(Place, String, Action)> {
    let request = resources.requests.value()?.get("memory")?.quantity.as_known()?;
    let memory = Written::text(&*request.value);
    let limit = match &resources.limits {
        Setting::Absent => Action::Insert {
            into: resources.literal,
            key: "limits".to_string(),
            value: Written::map([("memory", memory)]),
            order: vec!["requests", "limits"],
        },
        Setting::Known(limits) if !limits.value.incomplete && limits.value.get("memory").is_none() => Action::Insert {
            into: limits.literal,
            key: "memory".to_string(),
            value: memory,
            order: vec!["cpu", "memory"],
        },
        Setting::Known(_) | Setting::Opaque(_) => return None,
    };
    Some((request.place, request.value.to_string(), limit))
}
