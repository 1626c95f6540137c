//! Airflow's own configuration: options by section and key.

use super::{Deployment, EnvironmentVariable, Place, Setting};

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

/// An option that is set somewhere, by a file or by a variable.
#[derive(Debug, Clone)]
pub struct Configured<'p> {
    /// The section, in lower case.
    pub section: Box<str>,
    /// The key, in lower case.
    pub key: Box<str>,
    /// The place of the key, or of the variable's name.
    pub name: Place,
    /// The place of the section's name, where a file sets it.
    pub section_place: Option<Place>,
    /// The value.
    pub value: &'p Setting<Box<str>>,
    /// Whether a variable sets it.
    pub by_variable: bool,
    /// The deployment that it is set for; `None` for the image, and for env files that belong to no deployment.
    pub deployment: Option<&'p Deployment>,
}

impl<'p> Configured<'p> {
    /// By a variable; `None` where its name is not known or names no option.
    pub(super) fn by_variable(variable: &'p EnvironmentVariable, deployment: Option<&'p Deployment>) -> Option<Self> {
        let named = variable.key.as_known()?;
        let (section, key) = option_of_variable(&named.value)?;
        let (section, key) = (section.into(), key.into());
        let (name, value) = (named.place, &variable.value);
        Some(Self { section, key, name, section_place: None, value, by_variable: true, deployment })
    }

    /// By a file.
    pub(super) fn by_option(option: &'p ConfigurationOption, deployment: &'p Deployment) -> Self {
        Self {
            section: option.section.clone(),
            key: option.key.clone(),
            name: option.key_place,
            section_place: Some(option.section_place),
            value: &option.value,
            by_variable: false,
            deployment: Some(deployment),
        }
    }

    /// Whether it is this option.
    pub fn is(&self, section: &str, key: &str) -> bool {
        &*self.section == section && &*self.key == key
    }

    /// What users call it where it stands: the variable, or `[section] key`.
    pub fn label(&self) -> String {
        match self.by_variable {
            true => variable_of_option(&self.section, &self.key),
            false => format!("[{}] {}", self.section, self.key),
        }
    }
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
