//! Environment variables that set configuration keys.

use super::{ConfigurationKey, ConfigurationKeys};
use crate::model::option_of_variable;

/// What the name of an environment variable says to Airflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigurationVariable {
    /// The team that it is for (Airflow 3.2 and later): `AIRFLOW__TEAM___SECTION__KEY`.
    pub team: Option<String>,
    /// The section, as Airflow calls it.
    pub section: String,
    /// The key.
    pub key: String,
    /// How the value comes.
    pub through: Through,
}

/// How a variable gives a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Through {
    /// It is the value.
    Value,
    /// It is a command that prints the value: `…_CMD`, for sensitive keys.
    Command,
    /// It is where a secrets backend keeps the value: `…_SECRET`, for sensitive keys.
    Secret,
}

const PREFIX: &str = "AIRFLOW__";

impl ConfigurationVariable {
    /// Reads a name as Airflow does: `AIRFLOW__SECTION__KEY`, in capitals. `None` for every other name. Source:
    /// `_env_var_name` and `_include_envs` of Airflow's configuration parser.
    pub fn parse(name: &str) -> Option<Self> {
        let rest = name.strip_prefix(PREFIX)?;
        let (team, rest) = match rest.split_once("___") {
            Some((team, rest)) if !team.is_empty() && !team.contains("__") && rest.contains("__") => (Some(team), rest),
            _ => (None, rest),
        };
        let (section, key) = match team {
            Some(_) => option_of_variable(&format!("{PREFIX}{rest}"))?,
            None => option_of_variable(name)?,
        };
        let keys = ConfigurationKeys::get();
        // A dot in a section's name became an underscore.
        let section = keys.sections().find(|it| it.replace('.', "_") == section).map_or(section, str::to_owned);
        let sensitive = |suffix: &str| {
            let plain = key.strip_suffix(suffix)?;
            let known = keys.look_up(&section, plain)?;
            known.forms.iter().any(|form| form.is_sensitive).then(|| plain.to_owned())
        };
        let (key, through) = match (sensitive("_cmd"), sensitive("_secret")) {
            (Some(key), _) => (key, Through::Command),
            (_, Some(key)) => (key, Through::Secret),
            _ => (key, Through::Value),
        };
        Some(Self { team: team.map(str::to_lowercase), section, key, through })
    }

    /// The key that a name means which Airflow does not take for a configuration variable: `AIRFLOW_CORE_EXECUTOR`,
    /// `airflow__core__executor`, `AIRFLOW__CORE_EXECUTOR`, `AIRFLOW.CORE.EXECUTOR`. `None` where it is one, or where no
    /// key or more than one fits.
    pub fn meant(name: &str) -> Option<&'static ConfigurationKey> {
        let keys = ConfigurationKeys::get();
        if Self::parse(name).is_some_and(|it| it.team.is_some() || keys.look_up(&it.section, &it.key).is_some()) {
            return None;
        }
        match keys.by_letters(&letters_of(name)) {
            [(section, key)] => keys.look_up(section, key),
            _ => None,
        }
    }
}

/// A name without what separates its words.
pub(super) fn letters_of(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(name: &str) -> Option<(String, String, Through)> {
        ConfigurationVariable::parse(name).map(|it| (it.section, it.key, it.through))
    }

    #[test]
    fn names_as_airflow_reads_them() {
        let expect = |section: &str, key: &str, through| Some((section.to_owned(), key.to_owned(), through));
        assert_eq!(parsed("AIRFLOW__CORE__EXECUTOR"), expect("core", "executor", Through::Value));
        assert_eq!(parsed("AIRFLOW__CELERY__BROKER_URL_CMD"), expect("celery", "broker_url", Through::Command));
        assert_eq!(parsed("AIRFLOW__CELERY__BROKER_URL_SECRET"), expect("celery", "broker_url", Through::Secret));
        assert_eq!(parsed("AIRFLOW__CORE__EXECUTOR_CMD"), expect("core", "executor_cmd", Through::Value));
        assert_eq!(
            parsed("AIRFLOW__COMMON_IO__XCOM_OBJECTSTORAGE_PATH"),
            expect("common.io", "xcom_objectstorage_path", Through::Value)
        );
        assert_eq!(parsed("AIRFLOW__MY_PLUGIN__A__B"), expect("my_plugin", "a__b", Through::Value));
        for none in ["AIRFLOW_CORE_EXECUTOR", "AIRFLOW__CORE", "AIRFLOW____", "AIRFLOW_HOME", "airflow__core__executor"]
        {
            assert_eq!(parsed(none), None, "{none}");
        }
        let team = ConfigurationVariable::parse("AIRFLOW__ML___CELERY__BROKER_URL").unwrap();
        assert_eq!((team.team.as_deref(), &*team.section, &*team.key), (Some("ml"), "celery", "broker_url"));
    }

    #[test]
    fn names_that_mean_a_key() {
        let meant = |name: &str| ConfigurationVariable::meant(name).map(ConfigurationKey::variable);
        let slips =
            ["AIRFLOW_CORE_EXECUTOR", "airflow__core__executor", "AIRFLOW__CORE_EXECUTOR", "AIRFLOW_CORE__EXECUTOR"];
        for slip in slips {
            assert_eq!(meant(slip).as_deref(), Some("AIRFLOW__CORE__EXECUTOR"), "{slip}");
        }
        for fine in
            ["AIRFLOW__CORE__EXECUTOR", "AIRFLOW_HOME", "AIRFLOW_CONN_CORE_EXECUTOR", "CORE_EXECUTOR", "", "AIRFLOW__"]
        {
            assert_eq!(meant(fine), None, "{fine}");
        }
    }

    #[test]
    fn every_key_has_a_variable_of_its_own() {
        for key in ConfigurationKeys::get().all() {
            let variable = ConfigurationVariable::parse(&key.variable()).unwrap();
            assert_eq!((&*variable.section, &*variable.key), (key.section, key.name));
        }
    }
}
