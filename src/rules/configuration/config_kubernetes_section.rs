use crate::model::{ConfigurationKeys, Configured, Project, variable_of_option};
use crate::rules::{Action, Finding, Proposal, Reach, Release, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "config-kubernetes-section",
    category: "configuration",
    severity: Severity::Warning,
    document: include_str!("config_kubernetes_section.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

/// The old section, the new one, and the release that renamed it. Source: `deprecated_sections` in `configuration.py`.
const OLD: &str = "kubernetes";
const NEW: &str = "kubernetes_executor";
const SINCE: (u32, u32) = (2, 5);

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let set = project.configured();
    let mut places = std::collections::BTreeSet::new();
    // What stands in the new section as well is taken from there: values of old charts say both.
    let is_double = |it: &Configured| {
        set.iter().any(|new| &*new.section == NEW && new.key == it.key && new.name.file == it.name.file)
    };
    // A variable of an option that the new section never had would be lost under its new name as well.
    let is_moved = |it: &Configured| !it.by_variable || ConfigurationKeys::get().look_up(NEW, &it.key).is_some();
    for configured in set.iter().filter(|it| &*it.section == OLD && is_moved(it) && !is_double(it)) {
        // A section of a file once, variables one by one.
        let place = configured.section_place.unwrap_or(configured.name);
        let Some(release) = Release::of(project, configured.deployment) else { continue };
        if release.number >= SINCE && places.insert(place) {
            findings.push(finding(&set, configured, &release));
        }
    }
}

fn finding(set: &[Configured], configured: &Configured, release: &Release) -> Finding {
    let (place, what, to) = match configured.section_place {
        Some(place) => (place, format!("the section [{OLD}] is"), NEW.to_owned()),
        None => {
            let name = configured.label();
            (configured.name, format!("{name} belongs to the section [{OLD}], which is"), variable_of_option(NEW, &configured.key))
        }
    };
    let message = format!("{what} called [{NEW}] since Airflow 2.5, and this is {}", release.words());
    let finding = release.point(Finding::new(&RULE, place, message)).help(format!("write `{to}`"));
    let taken = set.iter().any(|it| &*it.section == NEW && it.name.file == place.file);
    let rename = Action::Rename { key: place, to: to.clone() };
    finding.propose_all((!taken).then(|| Proposal::suggested(format!("Rename it to `{to}`"), [rename])))
}
