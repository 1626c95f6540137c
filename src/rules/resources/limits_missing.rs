use super::asked::{By, asked};
use crate::model::{FileId, Place, Project, Resources, Setting};
use crate::rules::{Finding, Rule, Severity};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    name: "limits-missing",
    category: "resources",
    severity: Severity::Info,
    document: include_str!("limits_missing.md"),
    needs_deployment: false,
    check,
};

/// How many more places a finding points at.
const NAMED: usize = 2;

fn check(project: &Project, found: &mut Vec<Finding>) {
    let mut files: BTreeMap<FileId, Vec<(String, Place, bool)>> = BTreeMap::new();
    for asked in asked(project) {
        if let Some((request, place)) = unlimited_memory(&asked.resources) {
            let is_override = matches!(asked.by, By::Override(_));
            files.entry(place.file).or_default().push((request.to_string(), place, is_override));
        }
    }
    found.extend(files.into_values().filter_map(|mut containers| {
        containers.sort_by_key(|(_, place, _)| *place);
        let (first, rest) = containers.split_first()?;
        let message = match rest.len() {
            0 => format!("memory has a request of `{}` but no limit: {}", first.0, consequence(&containers)),
            _ => format!(
                "{} containers of this file request memory without a limit (here `{}`): {}",
                containers.len(),
                first.0,
                consequence(&containers)
            ),
        };
        let finding = Finding::new(&RULE, first.1, message)
            .help(format!("add `\"memory\": \"{}\"` to `limits`, or a higher amount", first.0));
        Some(rest.iter().take(NAMED).fold(finding, |finding, (_, place, _)| finding.related(*place, "another one")))
    }));
}

fn consequence(containers: &[(String, Place, bool)]) -> &'static str {
    if containers.iter().all(|(_, _, is_override)| *is_override) {
        "an override replaces `resources` as a whole, so a limit of the pod template is dropped with it, and the task may \
         take all memory of its node"
    } else {
        "such a container may take all memory of its node, or gets the default limit of its namespace, which may be lower \
         than the request"
    }
}

/// The memory request and its place, where there certainly is no memory limit.
fn unlimited_memory(resources: &Resources) -> Option<(&str, Place)> {
    let request = resources.requests.value()?.get("memory")?.quantity.as_known()?;
    let unlimited = match &resources.limits {
        Setting::Absent => true,
        Setting::Known(limits) => !limits.value.incomplete && limits.value.get("memory").is_none(),
        Setting::Opaque(_) => false,
    };
    unlimited.then_some((&*request.value, request.place))
}
