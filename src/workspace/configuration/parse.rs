//! The keys of the configuration.

use super::toml::{Reader, Value};
use super::{Configuration, Level, Patterns, deployment, keys};
use crate::model::{FileId, Known, Limits, Origin, Quantity, RuntimeVersion, Setting, Versions};
use crate::read::requirements;
use crate::rules::Severity;
use crate::workspace::ConfigurationError;
use camino::Utf8Path;
use toml::de::DeTable;

/// Reads a configuration file, `airlint.toml` or a `pyproject.toml`: `path` as shown to users, `folder` absolute. `Ok(None)`
/// for a pyproject.toml without `[tool.airlint]`.
///
/// # Errors
/// Everything that is wrong in it, with line and column.
pub fn parse(
    file: FileId,
    path: &Utf8Path,
    folder: &Utf8Path,
    text: &str,
) -> Result<Option<Configuration>, Vec<ConfigurationError>> {
    let is_pyproject = path.file_name() == Some("pyproject.toml");
    if is_pyproject && !text.contains("airlint") {
        return Ok(None);
    }
    let mut reader = Reader::new(file, path, text);
    let root = match DeTable::parse(text) {
        Ok(root) => root,
        Err(error) => {
            let at = error.span().unwrap_or(0..0);
            reader.fault(at, error.message());
            return Err(reader.faults);
        }
    };
    let mut configuration = Configuration::empty(file, folder);
    if is_pyproject {
        let tool = root.get_ref().get("tool").and_then(|tool| tool.get_ref().as_table());
        let Some(ours) = tool.and_then(|tool| tool.get("airlint")) else { return Ok(None) };
        if let Some(table) = reader.table("tool.airlint", ours) {
            read(&mut reader, table, &mut configuration);
        }
    } else {
        read(&mut reader, root.get_ref(), &mut configuration);
    }
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    configuration.entries = reader.entries;
    configuration.entries.sort_by_key(|entry| entry.place);
    Ok(Some(configuration))
}

impl Configuration {
    fn empty(file: FileId, folder: &Utf8Path) -> Self {
        Self {
            file,
            folder: folder.to_owned(),
            select: Vec::new(),
            ignore: Vec::new(),
            severity: Vec::new(),
            per_file_ignores: Vec::new(),
            always_report: Vec::new(),
            exclude: Patterns::default(),
            fail_on: None,
            min_severity: None,
            versions: Versions::default(),
            limits: Limits::default(),
            deployments: Vec::new(),
            entries: Vec::new(),
        }
    }
}

fn read<'t>(reader: &mut Reader<'t>, table: &DeTable<'t>, configuration: &mut Configuration) {
    for (key, value) in table.iter() {
        let name: &str = key.get_ref();
        match name {
            "select" | "ignore" | "always-report" | "exclude" | "fail-on" | "min-severity" => reader.note(name, value),
            _ => {}
        }
        match name {
            "select" => configuration.select = reader.selectors(name, value),
            "ignore" => configuration.ignore = reader.selectors(name, value),
            "always-report" => configuration.always_report = reader.selectors(name, value),
            "exclude" => configuration.exclude = patterns(reader, name, value, &configuration.folder),
            "fail-on" => configuration.fail_on = level(reader, name, value),
            "min-severity" => configuration.min_severity = level(reader, name, value),
            "severity" => severity(reader, value, configuration),
            "per-file-ignores" => per_file_ignores(reader, value, configuration),
            "target" => target(reader, value, &mut configuration.versions),
            "limits" => limits(reader, value, &mut configuration.limits),
            "deployment" => configuration.deployments = deployment::tables(reader, value, &configuration.folder),
            _ => reader.unknown_key(key, "", &keys::ROOT.names()),
        }
    }
    for deployment in &mut configuration.deployments {
        deployment.limits = configuration.limits.clone();
    }
}

pub(super) fn patterns<'t>(reader: &mut Reader<'t>, key: &str, value: &Value<'t>, folder: &Utf8Path) -> Patterns {
    let texts = reader.texts(key, value);
    for (text, range) in &texts {
        if let Err(reason) = Patterns::new(folder, [*text]) {
            reader.fault(range.clone(), format!("`{text}` is no pattern: {reason}"));
        }
    }
    Patterns::new(folder, texts.iter().map(|(text, _)| *text)).unwrap_or_default()
}

/// A level's name; `off` gives no severity.
fn level_or_off(reader: &mut Reader, key: &str, value: &Value) -> Option<Level> {
    let text = reader.text(key, value)?;
    if text == "off" {
        return Some(Level::Off);
    }
    let severity = Severity::named(text);
    if severity.is_none() {
        let message = format!("`{key}` must be error, warning, info, hint or off, not \"{text}\"");
        reader.fault(value.span(), message);
    }
    severity.map(Level::At)
}

fn level(reader: &mut Reader, key: &str, value: &Value) -> Option<Severity> {
    let text = reader.text(key, value)?;
    let severity = Severity::named(text);
    if severity.is_none() {
        reader.fault(value.span(), format!("`{key}` must be error, warning, info or hint, not \"{text}\""));
    }
    severity
}

fn severity<'t>(reader: &mut Reader<'t>, value: &Value<'t>, configuration: &mut Configuration) {
    let Some(table) = reader.table("severity", value) else { return };
    for (key, value) in table.iter() {
        let name: &str = key.get_ref();
        let dotted = format!("severity.{name}");
        reader.note(&dotted, value);
        let selector = reader.selector(name, key.span());
        let level = level_or_off(reader, &dotted, value);
        configuration.severity.extend(selector.zip(level));
    }
}

fn per_file_ignores<'t>(reader: &mut Reader<'t>, value: &Value<'t>, configuration: &mut Configuration) {
    let Some(table) = reader.table("per-file-ignores", value) else { return };
    for (key, value) in table.iter() {
        let pattern: &str = key.get_ref();
        let dotted = format!("per-file-ignores.\"{pattern}\"");
        reader.note(&dotted, value);
        let selectors = reader.selectors(&dotted, value);
        match Patterns::new(&configuration.folder, [pattern]) {
            Ok(patterns) => configuration.per_file_ignores.push((patterns, selectors)),
            Err(reason) => reader.fault(key.span(), format!("`{pattern}` is no pattern: {reason}")),
        }
    }
}

/// A version that the configuration states.
fn stated<T>(reader: &Reader, value: &Value, stated: T) -> Setting<T> {
    let place = reader.place(value.span());
    Setting::Known(Known { value: stated, place, literal: place, origin: Origin::Configuration })
}

fn version<'v>(reader: &mut Reader, key: &str, value: &'v Value) -> Option<&'v str> {
    let text = reader.text(key, value)?;
    let plausible = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_'));
    if !plausible {
        reader.fault(value.span(), format!("`{key}` must be one version such as \"2.10.5\", not \"{text}\""));
    }
    plausible.then_some(text)
}

fn target<'t>(reader: &mut Reader<'t>, value: &Value<'t>, versions: &mut Versions) {
    let Some(table) = reader.table("target", value) else { return };
    for (key, value) in table.iter() {
        let name: &str = key.get_ref();
        match name {
            "airflow" => {
                reader.note("target.airflow", value);
                if let Some(text) = version(reader, "target.airflow", value) {
                    versions.airflow = stated(reader, value, text.into());
                }
            }
            "runtime" => {
                reader.note("target.runtime", value);
                if let Some(text) = version(reader, "target.runtime", value) {
                    versions.runtime = stated(reader, value, RuntimeVersion::new(text));
                }
            }
            "packages" => packages(reader, value, versions),
            _ => reader.unknown_key(key, "target", &keys::TARGET.names()),
        }
    }
}

fn packages<'t>(reader: &mut Reader<'t>, value: &Value<'t>, versions: &mut Versions) {
    let Some(table) = reader.table("target.packages", value) else { return };
    for (key, value) in table.iter() {
        let dotted = format!("target.packages.{}", key.get_ref());
        reader.note(&dotted, value);
        if let Some(text) = version(reader, &dotted, value) {
            versions.packages.push((requirements::normalised(key.get_ref()), stated(reader, value, text.into())));
        }
    }
}

fn limits<'t>(reader: &mut Reader<'t>, value: &Value<'t>, limits: &mut Limits) {
    let Some(table) = reader.table("limits", value) else { return };
    for (key, value) in table.iter() {
        let name: &str = key.get_ref();
        let dotted = format!("limits.{name}");
        if keys::LIMITS.key(name).is_some() {
            reader.note(&dotted, value);
        }
        match name {
            "max-workers" => limits.max_workers = reader.number(&dotted, value).unwrap_or(limits.max_workers),
            "max-concurrency" => limits.max_concurrency = reader.number(&dotted, value),
            "grace-hours" => {
                limits.grace_seconds = reader.number(&dotted, value).map(|hours| hours.saturating_mul(3_600));
            }
            "pod-cpu" => limits.pod_cpu = quantity(reader, &dotted, value).unwrap_or(limits.pod_cpu),
            "pod-memory" => limits.pod_memory = quantity(reader, &dotted, value).unwrap_or(limits.pod_memory),
            _ => reader.unknown_key(key, "limits", &keys::LIMITS.names()),
        }
    }
}

/// A quantity: a text as in Kubernetes, or a whole number.
fn quantity(reader: &mut Reader, key: &str, value: &Value) -> Option<Quantity> {
    if value.get_ref().is_integer() {
        return reader.number(key, value).map(Quantity::whole);
    }
    let text = reader.text(key, value)?;
    let quantity = Quantity::parse(text);
    if quantity.is_none() {
        let message = format!("`{key}` must be a Kubernetes quantity such as \"64\" or \"128Gi\", not \"{text}\"");
        reader.fault(value.span(), message);
    }
    quantity
}
