//! `airlint config`.

use super::{Exit, Failure, output};
use airlint::model::Limits;
use airlint::syntax::LineIndex;
use airlint::workspace::{ConfigurationSource, FileTable, Request, Settings, Workspace};
use anstyle::Style;
use camino::Utf8PathBuf;
use clap::ValueEnum;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Debug, clap::Args)]
pub(super) struct Config {
    /// The file or folder whose settings to show [default: .]
    #[arg(value_name = "PATH")]
    path: Option<Utf8PathBuf>,
    /// Read this configuration file instead of the nearest airlint.toml or pyproject.toml
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<Utf8PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    isolated: bool,
    /// How to print the settings
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table
    Text,
    /// A JSON array, one object a setting
    Json,
}

/// One setting in effect.
#[derive(Debug, Serialize)]
struct Entry {
    key: String,
    /// As it would be written in airlint.toml.
    value: String,
    /// The file that sets it; `None` where nobody does.
    path: Option<String>,
    /// The line in that file, from 1.
    line: Option<usize>,
}

impl Config {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let configuration = match (self.config, self.isolated) {
            (Some(path), _) => ConfigurationSource::File(path),
            (None, true) => ConfigurationSource::Isolated,
            (None, false) => ConfigurationSource::Discovered,
        };
        let request = Request { paths: self.path.into_iter().collect(), configuration, ..Request::default() };
        let mut workspace = Workspace::new(&request.current);
        let survey = workspace.survey(&request);
        let entries = entries(&survey.settings, workspace.files());
        output::print(|out| match self.format {
            Format::Text => text(&entries, out),
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &entries)?;
                writeln!(out)
            }
        })?;
        for problem in &survey.problems {
            output::say(&format!("airlint: {problem}"));
        }
        Ok(if survey.problems.is_empty() { Exit::Clean } else { Exit::Failed })
    }
}

/// What is set, in the order of the file, then the defaults of what is not.
fn entries(settings: &Settings, files: &FileTable) -> Vec<Entry> {
    let configuration = settings.configuration();
    let set = configuration.map(|it| it.entries.as_slice()).unwrap_or_default();
    let lines = configuration.map(|it| LineIndex::new(&files.text(it.file).unwrap_or_default()));
    let written = set.iter().map(|entry| Entry {
        key: entry.key.clone(),
        value: entry.value.clone(),
        path: Some(files.path(entry.place.file).to_string()),
        line: lines.as_ref().map(|lines| lines.line_of(entry.place.span().start) + 1),
    });
    let missing = defaults().into_iter().filter(|(key, _)| !set.iter().any(|entry| entry.key == *key));
    let missing = missing.map(|(key, value)| Entry { key: key.into(), value, path: None, line: None });
    written.chain(missing).collect()
}

/// What holds where nothing is said.
fn defaults() -> Vec<(&'static str, String)> {
    let limits = Limits::default();
    vec![
        ("select", "[]".into()),
        ("ignore", "[]".into()),
        ("always-report", "[]".into()),
        ("exclude", "[]".into()),
        ("fail-on", "\"warning\"".into()),
        ("min-severity", "\"info\"".into()),
        ("limits.max-workers", limits.max_workers.to_string()),
        ("limits.pod-cpu", limits.pod_cpu.cpu_text()),
        ("limits.pod-memory", format!("\"{}\"", limits.pod_memory.memory_text())),
    ]
}

fn text(entries: &[Entry], out: &mut dyn Write) -> io::Result<()> {
    let dim = Style::new().dimmed();
    let keys = entries.iter().map(|entry| entry.key.chars().count()).max().unwrap_or_default();
    let values = entries.iter().map(|entry| one_line(&entry.value).chars().count()).max().unwrap_or_default().min(50);
    for entry in entries {
        let origin = match (&entry.path, entry.line) {
            (Some(path), Some(line)) => format!("{path}:{line}"),
            (Some(path), None) => path.clone(),
            (None, _) => "default".to_string(),
        };
        writeln!(out, "{:keys$}  {:values$}  {dim}{origin}{dim:#}", entry.key, one_line(&entry.value))?;
    }
    Ok(())
}

/// A value that goes over several lines, on one.
fn one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}
