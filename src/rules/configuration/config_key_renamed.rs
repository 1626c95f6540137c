use crate::model::{ConfigurationKeys, Configured, Project, Standing, variable_of_option};
use crate::rules::{Action, Finding, Proposal, Reach, Release, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "config-key-renamed",
    category: "configuration",
    severity: Severity::Warning,
    document: include_str!("config_key_renamed.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

/// Sections that bear on where and how tasks run.
const SECTIONS: [&str; 10] = [
    "celery",
    "celery_broker_transport_options",
    "celery_kubernetes_executor",
    "core",
    "kubernetes_executor",
    "local_kubernetes_executor",
    "operators",
    "scheduler",
    "triggerer",
    "workers",
];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let set = project.configured();
    let ours = set.iter().filter(|configured| SECTIONS.contains(&&*configured.section));
    findings.extend(ours.filter_map(|configured| finding(project, &set, configured)));
}

fn finding(project: &Project, set: &[Configured], configured: &Configured) -> Option<Finding> {
    let release = Release::of(project, configured.deployment)?;
    let standing = ConfigurationKeys::get().standing(&configured.section, &configured.key, release.number);
    let label = configured.label();
    let Standing::Renamed { section, name: Some(name), is_still_read, .. } = standing else {
        let Standing::Removed { last } = standing else { return None };
        let message =
            format!("{label} has no effect: Airflow {last} was the last that read it, and this is {}", release.words());
        return Some(release.point(Finding::new(&RULE, configured.name, message)).help("take it out"));
    };
    let new = match configured.by_variable {
        true => variable_of_option(section, name),
        false => format!("[{section}] {name}"),
    };
    let taken = set.iter().any(|it| &*it.section == section && &*it.key == name && it.name.file == configured.name.file);
    // Airflow looks for the new name first, and is content with it: values of old charts say both.
    if is_still_read && taken {
        return None;
    }
    let consequence = match is_still_read {
        true => "still reads the old name, with a warning at each start",
        false => "does not read it any more: the setting is ignored",
    };
    let message = format!("{label} is called {new} now, and {} {consequence}", release.words());
    let finding = release.point(Finding::new(&RULE, configured.name, message)).help(format!("write {new}"));
    let to = if configured.by_variable { new } else { name.to_owned() };
    // Another section of a file is for the user to open.
    let is_near = configured.by_variable || section == &*configured.section;
    let rename = Action::Rename { key: configured.name, to: to.clone() };
    let proposal = (is_near && !taken).then(|| Proposal::suggested(format!("Rename it to `{to}`"), [rename]));
    Some(finding.propose_all(proposal))
}
