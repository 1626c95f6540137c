//! The settings that hold, each with where it comes from: what `airlint config` prints.

use super::configuration::{Configurations, Selector};
use super::settings::{CommandLine, Settings};
use super::{ConfigurationError, FileTable, Request, Workspace};
use crate::model::Limits;
use camino::Utf8Path;
use std::sync::Arc;

/// One setting that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    /// The key, dotted: `limits.max-workers`.
    pub key: String,
    /// The value, as it would stand in airlint.toml.
    pub value: String,
    /// Where it comes from: `default`, `airlint.toml:3`, `command line`.
    pub origin: String,
}

/// The settings that hold for the first path of a request.
///
/// # Errors
/// Everything that is wrong with the configuration and the options.
pub fn effective(request: &Request) -> Result<Vec<Effective>, Vec<ConfigurationError>> {
    let mut files = Workspace::new(&request.current).into_files();
    let mut configurations = Configurations::new(request.configuration.clone(), &mut files);
    let command_line = CommandLine::new(&request.overrides, files.current()).unwrap_or_else(|faults| {
        configurations.faults.extend(faults);
        CommandLine::default()
    });
    let named = request.stdin.as_ref().map(|(path, _)| path).or(request.paths.first());
    let start = files.absolute_of(named.map_or(Utf8Path::new("."), |path| path));
    let folder = if start.is_dir() { start.as_path() } else { start.parent().unwrap_or(&start) };
    let configuration = configurations.of(folder, &mut files);
    if !configurations.faults.is_empty() {
        return Err(configurations.faults);
    }
    let settings = Settings::new(configuration, Arc::new(command_line));
    Ok(entries(&settings, request, &files))
}

fn entries(settings: &Settings, request: &Request, files: &FileTable) -> Vec<Effective> {
    let mut entries: Vec<Effective> = Vec::new();
    if let Some(configuration) = settings.configuration() {
        let path = files.path(configuration.file);
        entries.extend(configuration.entries.iter().map(|entry| Effective {
            key: entry.key.clone(),
            value: entry.value.clone(),
            origin: format!("{path}:{}", entry.line),
        }));
    }
    let (select, ignore) = settings.command_line().selectors();
    for (key, selectors) in [("select", select), ("ignore", ignore)] {
        if !selectors.is_empty() {
            if key == "select" {
                entries.retain(|entry| entry.key != key);
            }
            entries.push(Effective { key: key.into(), value: names(selectors), origin: "command line".into() });
        }
    }
    if !request.overrides.exclude.is_empty() {
        let value = format!("{:?}", request.overrides.exclude);
        entries.push(Effective { key: "exclude".into(), value, origin: "command line".into() });
    }
    for (key, value) in defaults() {
        if !entries.iter().any(|entry| entry.key == key) {
            entries.push(Effective { key: key.into(), value, origin: "default".into() });
        }
    }
    entries
}

fn names(selectors: &[Selector]) -> String {
    let names: Vec<&str> = selectors
        .iter()
        .map(|selector| match selector {
            Selector::Rule(name) | Selector::Category(name) => *name,
        })
        .collect();
    format!("{names:?}")
}

/// What holds where nobody says otherwise.
fn defaults() -> Vec<(&'static str, String)> {
    let limits = Limits::default();
    vec![
        ("select", "[] # every rule".into()),
        ("ignore", "[]".into()),
        ("exclude", "[]".into()),
        ("fail-on", "\"warning\"".into()),
        ("min-severity", "\"info\"".into()),
        ("limits.max-workers", limits.max_workers.to_string()),
        ("limits.pod-cpu", limits.pod_cpu.as_f64().to_string()),
        ("limits.pod-memory", format!("\"{}Gi\"", limits.pod_memory.as_f64() / f64::from(1 << 30))),
    ]
}
