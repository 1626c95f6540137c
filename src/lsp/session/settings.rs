//! The editor's settings: what airlint.toml says with the same names, and how much the editor shows.

use crate::lsp::figures::Shown;
use crate::rules::{Severity, nearest};
use crate::workspace::{ConfigurationSource, DeploymentSource, Overrides, Patterns, Scope, Selector, unknown_selector};
use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Map, Value};

/// The editor's settings in one folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditorSettings {
    /// `select`: the only rules to run.
    pub select: Vec<String>,
    /// `ignore`: rules not to run.
    pub ignore: Vec<String>,
    /// `exclude`: patterns of paths not to check.
    pub exclude: Vec<String>,
    /// `configuration`: the file to read instead of the nearest airlint.toml.
    pub configuration: Option<Utf8PathBuf>,
    /// `deployment`: the deployment file that every DAG runs on.
    pub deployment: Option<Utf8PathBuf>,
    /// `minSeverity`: the level below which findings are not shown.
    pub min_severity: Option<Severity>,
    /// `codeLens` and `inlayHints`: which figures to draw above lines and inside them; all of them, none, or one by one.
    pub figures: Shown,
    /// `logLevel`: what goes into the editor's log.
    pub log_level: LogLevel,
}

/// What goes into the editor's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// What airlint could not do.
    Error,
    /// That, and what is odd about the editor's messages.
    #[default]
    Warning,
    /// That, and what airlint does.
    Info,
    /// That, and how long it takes.
    Debug,
}

/// The settings. Some editors write `min-severity` or `min_severity` for `minSeverity`.
const KEYS: [&str; 9] =
    ["select", "ignore", "exclude", "configuration", "deployment", "minSeverity", "codeLens", "inlayHints", "logLevel"];

/// Settings that extensions keep beside ours, for themselves.
const FOREIGN: [&str; 6] = ["args", "command", "enable", "env", "path", "trace"];

const LOG_LEVELS: [(&str, LogLevel); 5] = [
    ("off", LogLevel::Off),
    ("error", LogLevel::Error),
    ("warning", LogLevel::Warning),
    ("info", LogLevel::Info),
    ("debug", LogLevel::Debug),
];

impl EditorSettings {
    /// The settings that an editor states, over `self`, and what is wrong with them: each complaint names its key, and the
    /// other keys hold.
    #[must_use]
    pub fn with(mut self, stated: &Value) -> (Self, Vec<String>) {
        let mut complaints = Vec::new();
        match stated {
            Value::Null => {}
            Value::Object(stated) => {
                // `{"airlint": {…}}` where an editor hands over all of its settings.
                let inner = stated.get("airlint").or_else(|| stated.get("settings"));
                self.read(inner.and_then(Value::as_object).unwrap_or(stated), &mut complaints);
            }
            other => complaints.push(format!("airlint's settings must be an object, not {}", kind(other))),
        }
        (self, complaints)
    }

    fn read(&mut self, stated: &Map<String, Value>, complaints: &mut Vec<String>) {
        for (key, value) in stated {
            if value.is_null() || FOREIGN.contains(&key.as_str()) {
                continue;
            }
            if let Err(complaint) = self.set(key, value) {
                complaints.push(complaint);
            }
        }
    }

    fn set(&mut self, key: &str, value: &Value) -> Result<(), String> {
        match camel_case(key).as_str() {
            "select" => self.select = selectors(key, value)?,
            "ignore" => self.ignore = selectors(key, value)?,
            "exclude" => self.exclude = patterns(key, value)?,
            "configuration" => self.configuration = path(key, value)?,
            "deployment" => self.deployment = path(key, value)?,
            "minSeverity" => self.min_severity = Some(severity(key, value)?),
            "codeLens" => {
                let Shown { users, capacity, executor, .. } = &mut self.figures;
                switches(key, value, [("users", users), ("capacity", capacity), ("executor", executor)])?;
            }
            "inlayHints" => {
                let Shown { defaults, inherited, .. } = &mut self.figures;
                switches(key, value, [("defaults", defaults), ("inherited", inherited)])?;
            }
            "logLevel" => self.log_level = log_level(key, value)?,
            _ => return Err(unknown(key)),
        }
        Ok(())
    }

    /// What the engine is told; the folders are not the settings' business.
    pub(super) fn extent(&self) -> Scope {
        Scope {
            deployment: self.deployment.clone().map(DeploymentSource::File),
            configuration: self.configuration.clone().map_or_else(Default::default, ConfigurationSource::File),
            overrides: Overrides {
                select: self.select.clone(),
                ignore: self.ignore.clone(),
                exclude: self.exclude.clone(),
            },
            ..Scope::default()
        }
    }
}

/// `min-severity` and `min_severity` as `minSeverity`.
fn camel_case(key: &str) -> String {
    let mut result = String::with_capacity(key.len());
    let mut is_first = false;
    for c in key.chars() {
        match c {
            '-' | '_' => is_first = true,
            _ if is_first => {
                result.extend(c.to_uppercase());
                is_first = false;
            }
            _ => result.push(c),
        }
    }
    result
}

fn unknown(key: &str) -> String {
    match nearest(key, KEYS) {
        Some(meant) => format!("unknown setting `airlint.{key}`: did you mean `{meant}`?"),
        None => format!("unknown setting `airlint.{key}`: airlint knows {}", KEYS.join(", ")),
    }
}

fn wrong(key: &str, expected: &str, value: &Value) -> String {
    format!("`airlint.{key}` must be {expected}, not {}: it is left out", kind(value))
}

fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(it) => it.to_string(),
        Value::Number(it) => it.to_string(),
        Value::String(it) => format!("\"{it}\""),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A list of texts; a single text is a list of one.
fn texts(key: &str, value: &Value) -> Result<Vec<String>, String> {
    let expected = || wrong(key, "a list of strings", value);
    match value {
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Array(items) => items.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(expected)).collect(),
        _ => Err(expected()),
    }
}

fn selectors(key: &str, value: &Value) -> Result<Vec<String>, String> {
    let names = texts(key, value)?;
    match names.iter().find(|name| Selector::named(name).is_none()) {
        Some(name) => Err(format!("`airlint.{key}`: {}", unknown_selector(name))),
        None => Ok(names),
    }
}

fn patterns(key: &str, value: &Value) -> Result<Vec<String>, String> {
    let patterns = texts(key, value)?;
    for pattern in &patterns {
        if let Err(reason) = Patterns::new(Utf8Path::new("/"), [pattern.as_str()]) {
            return Err(format!("`airlint.{key}`: `{pattern}` is no pattern: {reason}"));
        }
    }
    Ok(patterns)
}

fn path(key: &str, value: &Value) -> Result<Option<Utf8PathBuf>, String> {
    let text = value.as_str().ok_or_else(|| wrong(key, "a path", value))?;
    Ok((!text.is_empty()).then(|| text.into()))
}

/// `true` or `false` for all of them, or an object with one for each.
fn switches<const N: usize>(key: &str, value: &Value, switches: [(&str, &mut bool); N]) -> Result<(), String> {
    let names = switches.each_ref().map(|(name, _)| *name);
    let expected = format!("true, false or an object of {}", names.join(", "));
    let read = |name: &str| match value {
        Value::Bool(all) => Ok(Some(*all)),
        Value::Object(each) => match each.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(one) => one.as_bool().map(Some).ok_or_else(|| wrong(&format!("{key}.{name}"), "true or false", one)),
        },
        _ => Err(wrong(key, &expected, value)),
    };
    let values: Vec<Option<bool>> = names.into_iter().map(read).collect::<Result<_, _>>()?;
    if let Some(odd) = value.as_object().and_then(|each| each.keys().find(|name| !names.contains(&name.as_str()))) {
        return Err(format!("unknown setting `airlint.{key}.{odd}`: airlint knows {}", names.join(", ")));
    }
    for ((_, switch), value) in switches.into_iter().zip(values) {
        *switch = value.unwrap_or(*switch);
    }
    Ok(())
}

fn severity(key: &str, value: &Value) -> Result<Severity, String> {
    let named = value.as_str().and_then(Severity::named);
    named.ok_or_else(|| wrong(key, "error, warning, info or hint", value))
}

fn log_level(key: &str, value: &Value) -> Result<LogLevel, String> {
    let named = |text: &str| LOG_LEVELS.into_iter().find(|(name, _)| *name == text).map(|(_, level)| level);
    let names = LOG_LEVELS.map(|(name, _)| name).join(", ");
    value.as_str().and_then(named).ok_or_else(|| wrong(key, &format!("one of {names}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_have_the_names_of_the_configuration() {
        let stated = json!({
            "airlint": {
                "select": ["queues", "missing-resources"], "ignore": "unused-queue", "exclude": ["vendor/"],
                "min-severity": "warning", "codeLens": false, "inlay_hints": {"inherited": false}, "logLevel": "debug",
                "configuration": "conf/airlint.toml", "deployment": "", "trace": {"server": "verbose"},
            },
        });
        let (settings, complaints) = EditorSettings::default().with(&stated);
        assert_eq!(complaints, Vec::<String>::new());
        assert_eq!(settings.select, ["queues", "missing-resources"]);
        assert_eq!(settings.ignore, ["unused-queue"]);
        assert_eq!(settings.min_severity, Some(Severity::Warning));
        assert_eq!(settings.log_level, LogLevel::Debug);
        let figures = Shown { users: false, capacity: false, executor: false, defaults: true, inherited: false };
        assert_eq!(settings.figures, figures);
        assert_eq!((settings.configuration.as_deref(), settings.deployment), (Some("conf/airlint.toml".into()), None));
    }

    #[test]
    fn what_is_wrong_is_named_and_the_rest_holds() {
        let stated = json!({
            "slect": [], "ignore": ["unknown-queues"], "exclude": ["a{"], "minSeverity": 3, "codeLens": "no",
            "inlayHints": {"defaults": 1}, "select": ["queues"],
        });
        let (settings, complaints) = EditorSettings::default().with(&stated);
        assert_eq!(settings.select, ["queues"]);
        assert_eq!(settings, EditorSettings { select: vec!["queues".into()], ..EditorSettings::default() });
        let starts = [
            "unknown setting `airlint.slect`: did you mean `select`?",
            "`airlint.ignore`: no rule or category is called `unknown-queues`: did you mean `unknown-queue`?",
            "`airlint.exclude`: `a{` is no pattern",
            "`airlint.minSeverity` must be error, warning, info or hint, not 3",
            "`airlint.codeLens` must be true, false or an object of users, capacity, executor, not \"no\"",
            "`airlint.inlayHints.defaults` must be true or false, not 1",
        ];
        assert_eq!(complaints.len(), starts.len(), "{complaints:#?}");
        for (complaint, start) in complaints.iter().zip(starts) {
            assert!(complaint.starts_with(start), "{complaint}");
        }
        assert_eq!(EditorSettings::default().with(&json!(7)).1.len(), 1);
        assert_eq!(EditorSettings::default().with(&Value::Null), (EditorSettings::default(), Vec::new()));
    }
}
