//! airflow.cfg to facts: the options that it sets, and the deployment that they describe.

use super::typed::placeholder;
use crate::model::{
    ConfigurationOption, Deployment, DescribedBy, ExecutorName, FileId, Place, Platform, Setting, Shape, ShapeKind,
};
use crate::syntax::ini::{Entry, Ini, Interpolated, Section};

/// Whether a text of sections is Airflow's: `[core]` with a key that Airflow has and git's configuration has not.
pub fn recognise(text: &str, ini: &Ini) -> bool {
    const KEYS: [&str; 5] = ["executor", "dags_folder", "parallelism", "load_examples", "fernet_key"];
    const SECTIONS: [&str; 4] = ["celery", "kubernetes_executor", "scheduler", "webserver"];
    let has = |section: &Section, keys: &[&str]| keys.iter().any(|key| section.entry(text, key).is_some());
    ini.section(text, "core").is_some_and(|core| has(core, &KEYS))
        || SECTIONS.iter().filter(|name| ini.section(text, name).is_some_and(|it| !it.entries.is_empty())).count() > 1
}

/// Reads a file that [`recognise`] takes for Airflow's. `label` names the deployment in messages.
pub fn read(file: FileId, label: &str, text: &str, ini: &Ini) -> (Deployment, Vec<Shape>) {
    let core = ini.section(text, "core").or(ini.sections.first());
    let place = core.map_or(Place::default(), |section| Place::new(file, section.name));
    let mut deployment = Deployment::new(file, label, place, Platform::OpenSource);
    deployment.described_by = DescribedBy::AirflowConfiguration;
    let options = options(file, text, ini);
    let executor = options.iter().rev().find(|option| &*option.section == "core" && &*option.key == "executor");
    let executor = executor.map_or(Setting::Absent, |option| option.value.clone());
    deployment.executor = executor.map(|text| ExecutorName::airflow(&text));
    deployment.options = Setting::known(options, place);
    let shape = |error: &crate::syntax::SyntaxError| Shape {
        place: Place::new(file, error.span),
        kind: ShapeKind::Syntax { message: error.message.as_str().into(), tab: false },
    };
    // Something else fills a template in before Airflow reads it.
    let is_template = text.contains("{%") || text.contains("{{");
    let shapes = if is_template { Vec::new() } else { ini.errors.iter().map(shape).collect() };
    (deployment, shapes)
}

/// Reads the options of an airflow.cfg, in order; of one that is there twice Airflow reads neither. Source:
/// `AirflowConfigParser`.
///
/// Names in capitals are left out: Airflow asks for small letters, and its parser does not fold what it reads. Options
/// of the section DEFAULT count in every section, but no option is looked up there by itself.
pub fn options(file: FileId, text: &str, ini: &Ini) -> Vec<ConfigurationOption> {
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
            Setting::opaque_text(place, "a variable of the process", &value)
        }
        Interpolated::Text(value) => match placeholder(&value).filter(|_| !is_json(&value)) {
            Some(why) => Setting::opaque_text(place, why, &value),
            None => Setting::known(value.into(), place),
        },
    }
}

/// Braces of JSON are no placeholders.
fn is_json(raw: &str) -> bool {
    raw.trim_start().starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(raw).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::ini;

    fn said(text: &str) -> Vec<(String, String, Option<String>)> {
        let options = options(FileId(0), text, &ini::parse(text));
        let said = |it: ConfigurationOption| {
            assert_eq!(it.key_place.span().of(text), &*it.key);
            (it.section.to_string(), it.key.to_string(), it.value.value().map(ToString::to_string))
        };
        options.into_iter().map(said).collect()
    }

    #[test]
    fn options_with_their_values() {
        let text = "[core]\nexecutor = CeleryExecutor\nExecutor = Other\n[celery]\nworker_concurrency=16 ; many\nbroker_url = redis://$HOST\nresult_backend = db+%(sql)s\n[logging]\nformat = %%Y\n[CORE]\nexecutor = None\n";
        let one =
            |section: &str, key: &str, value: Option<&str>| (section.into(), key.into(), value.map(str::to_owned));
        assert_eq!(
            said(text),
            [
                one("core", "executor", Some("CeleryExecutor")),
                one("celery", "worker_concurrency", Some("16 ; many")),
                one("celery", "broker_url", None),
                one("celery", "result_backend", None),
                one("logging", "format", Some("%Y")),
            ]
        );
    }

    fn deployment(text: &str) -> Option<Deployment> {
        let ini = ini::parse(text);
        recognise(text, &ini).then(|| read(FileId(0), "airflow.cfg", text, &ini).0)
    }

    #[test]
    fn executor_and_options_with_places() {
        let text = "[core]\nexecutor = CeleryExecutor\nparallelism = 32\n[celery]\nworker_concurrency = {{ n }}\n";
        let deployment = deployment(text).unwrap();
        let executor = deployment.executor.as_known().unwrap();
        assert_eq!((&*executor.value.text, executor.place.span().of(text)), ("CeleryExecutor", "CeleryExecutor"));
        let options = deployment.options.value().unwrap();
        assert_eq!(options.len(), 3);
        assert_eq!((&*options[1].key, options[1].key_place.span().of(text)), ("parallelism", "parallelism"));
        assert!(options[2].value.is_opaque());
    }

    #[test]
    fn other_programs_have_a_core_too() {
        assert!(deployment("[core]\n\trepositoryformatversion = 0\n\tbare = false\n").is_none());
        assert!(deployment("[flake8]\nmax-line-length = 120\n").is_none());
    }
}
