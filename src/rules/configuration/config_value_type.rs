use crate::model::{ConfigurationKeys, Configured, Known, Project, Reading};
use crate::rules::{Finding, Reach, Release, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "config-value-type",
    category: "configuration",
    severity: Severity::Error,
    document: include_str!("config_value_type.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

/// The option that Airflow's own table calls any text.
const VISIBILITY: (&str, &str) = ("celery_broker_transport_options", "visibility_timeout");

/// The newest line of the table of keys, which takes the most.
const NEWEST: (u32, u32) = (3, 3);

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.configured().iter().filter_map(|configured| finding(project, configured)));
}

fn finding(project: &Project, configured: &Configured) -> Option<Finding> {
    let value = configured.value.as_known()?;
    if configured.is(VISIBILITY.0, VISIBILITY.1) {
        return visibility_timeout(configured, value);
    }
    let key = ConfigurationKeys::get().look_up(&configured.section, &configured.key)?;
    let release = Release::of(project, configured.deployment);
    let wanted = refused(key, &value.value, release.as_ref())?;
    let label = configured.label();
    let message = format!("{label} must be {}, not `{}`: Airflow stops when it reads it", wanted.wants(), value.value);
    Some(Finding::new(&RULE, value.place, message).help(format!("write {}", wanted.wants())))
}

/// Airflow hands this one on as it is, and Celery counts with it. Source: `default_celery.py` of the Celery provider 3.26.
fn visibility_timeout(configured: &Configured, value: &Known<Box<str>>) -> Option<Finding> {
    let text = value.value.trim();
    if text.is_empty() || text.parse::<f64>().is_ok() {
        return None;
    }
    let label = configured.label();
    let message = format!("{label} must be whole seconds, not `{text}`: the broker cannot count with it");
    Some(Finding::new(&RULE, value.place, message).help("write whole seconds, such as 86400"))
}

/// What the key wants, where the Airflow in use refuses the value; where that is not known, each form of the key does.
fn refused(key: &crate::model::ConfigurationKey, value: &str, release: Option<&Release>) -> Option<Reading> {
    let forms = match release.filter(|_| key.package.name == "airflow") {
        Some(release) => vec![key.at(release.number)?],
        None => key.forms.iter().collect(),
    };
    let number = release.map_or(NEWEST, |release| release.number);
    let refusing = |readings: &[Reading]| readings.iter().copied().find(|reading| !reading.accepts(value, number));
    // An empty value means the default for many keys.
    let wanted: Option<Vec<Reading>> = forms.iter().map(|form| refusing(&form.readings)).collect();
    wanted?.first().copied().filter(|_| !value.trim().is_empty())
}
