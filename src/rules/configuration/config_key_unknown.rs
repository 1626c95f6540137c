use crate::model::{ConfigurationKey, ConfigurationKeys, ConfigurationVariable, Configured, Project, Standing};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, nearest};

pub const RULE: Rule = Rule {
    name: "config-key-unknown",
    category: "configuration",
    severity: Severity::Warning,
    document: include_str!("config_key_unknown.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

/// The newest line of the table of keys. What an older one knew, it knows as renamed or removed.
const NEWEST: (u32, u32) = (3, 3);
/// Shorter names are near too many others.
const SHORTEST: usize = 7;

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let set = project.configured();
    findings.extend(set.iter().filter_map(|configured| finding(&set, configured)));
}

fn finding(set: &[Configured], configured: &Configured) -> Option<Finding> {
    let (section, key) = named(configured)?;
    let meant = meant(&section, &key)?;
    let (label, is_section) = (configured.label(), section != meant.section);
    let right = match configured.by_variable {
        true => meant.variable(),
        false => format!("[{}] {}", meant.section, meant.name),
    };
    let message = format!("{label} is no option of Airflow, and so it is ignored without a word: {right} is one");
    let finding = Finding::new(&RULE, configured.name, message).help(format!("write {right}"));
    let is_taken = set.iter().any(|it| {
        &*it.section == meant.section && &*it.key == meant.name && it.name.file == configured.name.file
    });
    // Another section of a file is for the user to open.
    let can_rename = !is_taken && (configured.by_variable || !is_section);
    let to = if configured.by_variable { right } else { meant.name.to_owned() };
    let rename = Action::Rename { key: configured.name, to: to.clone() };
    let proposal = can_rename.then(|| Proposal::suggested(format!("Rename it to `{to}`"), [rename]));
    Some(finding.propose_all(proposal))
}

/// Section and key without what says that the value is fetched.
fn named(configured: &Configured) -> Option<(String, String)> {
    if configured.by_variable {
        let parsed = ConfigurationVariable::parse(&configured.label())?;
        return parsed.team.is_none().then_some((parsed.section, parsed.key));
    }
    let key = &*configured.key;
    let plain = ["_cmd", "_secret"].iter().find_map(|suffix| key.strip_suffix(suffix));
    let keys = ConfigurationKeys::get();
    let key = plain.filter(|plain| keys.look_up(&configured.section, plain).is_some()).unwrap_or(key);
    Some((configured.section.to_string(), key.to_owned()))
}

/// The key of Airflow that is nearly spelt so, where no release knows this one.
fn meant(section: &str, key: &str) -> Option<&'static ConfigurationKey> {
    let keys = ConfigurationKeys::get();
    if keys.standing(section, key, NEWEST) != Standing::Unknown {
        return None;
    }
    if keys.sections().any(|known| known == section) {
        let meant = nearest(key, keys.of_section(section).map(|key| key.name))?;
        return keys.look_up(section, meant).filter(|meant| meant.name.len() >= SHORTEST);
    }
    // A section of a plugin may be called anything; one that has the very key is meant.
    let with_key = keys.sections().filter(|known| known.len() >= SHORTEST && keys.look_up(known, key).is_some());
    keys.look_up(nearest(section, with_key)?, key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_keys_and_sections() {
        let meant = |section, key| meant(section, key).map(|key| format!("{}.{}", key.section, key.name));
        assert_eq!(meant("core", "parallelsim").as_deref(), Some("core.parallelism"));
        assert_eq!(meant("celery", "worker_concurency").as_deref(), Some("celery.worker_concurrency"));
        assert_eq!(meant("kubernetes_executors", "namespace").as_deref(), Some("kubernetes_executor.namespace"));
        for (section, key) in [
            ("core", "executor"),
            ("core", "dag_concurrency"),
            ("core", "my_own"),
            ("my_plugin", "executor"),
            ("kubernetes", "namespace"),
            ("webserver", "rbac"),
        ] {
            assert_eq!(meant(section, key), None, "{section}.{key}");
        }
    }
}
