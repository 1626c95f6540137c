//! airflow.cfg to facts: the options that it sets.

use crate::model::{ConfigurationOption, FileId, Place, Setting};
use crate::syntax::ini::{Entry, Ini, Interpolated, Section};

/// Reads the options of an airflow.cfg, in order; of one that is there twice Airflow reads neither. Source:
/// `AirflowConfigParser`.
///
/// Names in capitals are left out: Airflow asks for small letters, and its parser does not fold what it reads. Options
/// of the section DEFAULT count in every section, but no option is looked up there by itself.
pub fn read(file: FileId, text: &str, ini: &Ini) -> Vec<ConfigurationOption> {
    let is_small = |name: &str| !name.is_empty() && !name.contains(char::is_uppercase);
    let sections = ini.sections.iter().filter(|section| is_small(section.name.of(text)));
    let options = sections.flat_map(|section| section.entries.iter().map(move |entry| (section, entry)));
    let named = options.filter(|(_, entry)| is_small(entry.key.of(text)));
    named.map(|(section, entry)| option(file, text, section, entry)).collect()
}

fn option(file: FileId, text: &str, section: &Section, entry: &Entry) -> ConfigurationOption {
    ConfigurationOption {
        section: section.name.of(text).into(),
        section_place: Place::new(file, section.name),
        key: entry.key.of(text).into(),
        key_place: Place::new(file, entry.key),
        value: value(file, text, entry),
    }
}

fn value(file: FileId, text: &str, entry: &Entry) -> Setting<Box<str>> {
    let place = Place::new(file, entry.value_span());
    match Interpolated::of(&entry.raw(text)) {
        Interpolated::Refers => Setting::opaque(place, "the value of another option"),
        Interpolated::Broken { .. } => Setting::opaque(place, "a `%` that Airflow cannot read"),
        Interpolated::Text(value) if value.contains('$') || value.starts_with('~') => {
            Setting::opaque(place, "a variable of the process")
        }
        // The file that Airflow writes by itself, and templates that others fill.
        Interpolated::Text(value) if value.contains("{{") || value.contains("{AIRFLOW_HOME}") => {
            Setting::opaque(place, "a place for a value")
        }
        Interpolated::Text(value) => Setting::known(value.into(), place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::ini;

    fn options(text: &str) -> Vec<(String, String, Option<String>)> {
        let options = read(FileId(0), text, &ini::parse(text));
        let said = |it: ConfigurationOption| {
            assert_eq!(it.key_place.span().of(text), &*it.key);
            (it.section.to_string(), it.key.to_string(), it.value.value().map(ToString::to_string))
        };
        options.into_iter().map(said).collect()
    }

    #[test]
    fn options_with_their_values() {
        let text = "[core]\nexecutor = CeleryExecutor\nExecutor = Other\n[celery]\nworker_concurrency=16 ; many\nbroker_url = redis://$HOST\nresult_backend = db+%(sql)s\n[logging]\nformat = %%Y\n[CORE]\nexecutor = None\n";
        let said =
            |section: &str, key: &str, value: Option<&str>| (section.into(), key.into(), value.map(str::to_owned));
        assert_eq!(
            options(text),
            [
                said("core", "executor", Some("CeleryExecutor")),
                said("celery", "worker_concurrency", Some("16 ; many")),
                said("celery", "broker_url", None),
                said("celery", "result_backend", None),
                said("logging", "format", Some("%Y")),
            ]
        );
    }
}
