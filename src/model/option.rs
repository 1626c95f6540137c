//! Airflow's own configuration: options by section and key.

use super::{EnvironmentVariable, Place, Setting};

/// One option of `airflow.cfg`, or of the part of a chart's values that becomes one. Options set by environment
/// variables are [`EnvironmentVariable`]s.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigurationOption {
    /// The section, in lower case: `celery`.
    pub section: Box<str>,
    /// The section's name where it is written.
    pub section_place: Place,
    /// The key, in lower case: `worker_concurrency`.
    pub key: Box<str>,
    /// The key where it is written.
    pub key_place: Place,
    /// The value as Airflow receives it.
    pub value: Setting<Box<str>>,
}

/// The option that a variable `AIRFLOW__SECTION__KEY` sets, in lower case; a trailing `_CMD` or `_SECRET` is part of the
/// key. `None` for a variable of another shape. Source: `configuration.py` of Airflow, `_env_var_name`.
pub fn option_of_variable(name: &str) -> Option<(String, String)> {
    let (section, key) = name.strip_prefix("AIRFLOW__")?.split_once("__")?;
    let is_name = |text: &str| {
        // Some keys of Celery's brokers have a hyphen: `client-config`.
        let is_letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
        !text.is_empty() && text.bytes().all(is_letter)
    };
    (is_name(section) && is_name(key)).then(|| (section.to_ascii_lowercase(), key.to_ascii_lowercase()))
}

/// The variable that sets an option. A dot in a section becomes `_`.
pub fn variable_of_option(section: &str, key: &str) -> String {
    format!("AIRFLOW__{}__{}", section.replace('.', "_").to_ascii_uppercase(), key.to_ascii_uppercase())
}

/// What `options` say about an option; opaque where the value comes from a command or a secret store.
pub(super) fn look_up_option(options: &[ConfigurationOption], section: &str, key: &str) -> Setting<Box<str>> {
    let of = |key: &str| options.iter().rev().find(|it| &*it.section == section && &*it.key == key);
    if let Some(option) = of(key) {
        return option.value.clone();
    }
    let elsewhere = [format!("{key}_cmd"), format!("{key}_secret")].iter().find_map(|key| of(key));
    elsewhere.map_or(Setting::Absent, |option| Setting::opaque(option.key_place, "a value that is fetched at start"))
}

/// The variable among `variables` that sets an option by fetching it, where one does.
pub(super) fn fetched<'v>(variables: &'v [EnvironmentVariable], name: &str) -> Option<&'v EnvironmentVariable> {
    let fetches = |text: &str| text.strip_prefix(name).is_some_and(|rest| matches!(rest, "_CMD" | "_SECRET"));
    variables.iter().find(|variable| variable.key.value().is_some_and(|key| fetches(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_name_options() {
        let of = |name| option_of_variable(name);
        let some = |section: &str, key: &str| Some((section.to_owned(), key.to_owned()));
        assert_eq!(of("AIRFLOW__CORE__EXECUTOR"), some("core", "executor"));
        assert_eq!(of("AIRFLOW__CELERY__BROKER_URL_CMD"), some("celery", "broker_url_cmd"));
        assert_eq!(of("AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE"), some("kubernetes_executor", "namespace"));
        for other in
            ["AIRFLOW_CORE__EXECUTOR", "AIRFLOW__CORE_EXECUTOR", "AIRFLOW__core__executor", "AIRFLOW__CORE__", "PATH"]
        {
            assert_eq!(of(other), None, "{other}");
        }
        assert_eq!(variable_of_option("core", "executor"), "AIRFLOW__CORE__EXECUTOR");
    }
}
