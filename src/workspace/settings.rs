//! What holds in a project: its configuration, with what the command line says over it.

use super::configuration::{Configuration, Level, Patterns, Selector};
use super::{ConfigurationError, FileTable, Overrides};
use crate::model::{FileId, Limits, Versions};
use crate::rules::{Finding, Rule, Severity};
use camino::Utf8Path;
use std::sync::Arc;

/// The command line's part, checked.
#[derive(Debug, Clone, Default)]
pub(super) struct CommandLine {
    select: Vec<Selector>,
    ignore: Vec<Selector>,
    exclude: Patterns,
}

impl CommandLine {
    /// Looks the names and patterns up.
    pub(super) fn new(overrides: &Overrides, current: &Utf8Path) -> Result<Self, Vec<ConfigurationError>> {
        let mut faults = Vec::new();
        let mut selectors = |option: &str, names: &[String]| {
            let mut found = Vec::new();
            for name in names {
                match Selector::named(name) {
                    Some(selector) => found.push(selector),
                    None => faults.push(ConfigurationError {
                        origin: option.to_owned(),
                        place: None,
                        message: super::configuration::unknown_selector(name),
                    }),
                }
            }
            found
        };
        let select = selectors("--select", &overrides.select);
        let ignore = selectors("--ignore", &overrides.ignore);
        let patterns = overrides.exclude.iter().map(String::as_str);
        let exclude = Patterns::new(current, patterns).unwrap_or_else(|message| {
            faults.push(ConfigurationError { origin: "--exclude".to_owned(), place: None, message });
            Patterns::default()
        });
        if faults.is_empty() { Ok(Self { select, ignore, exclude }) } else { Err(faults) }
    }
}

/// What holds in one project.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    configuration: Option<Arc<Configuration>>,
    command_line: Arc<CommandLine>,
}

impl Settings {
    pub(super) fn new(configuration: Option<Arc<Configuration>>, command_line: Arc<CommandLine>) -> Self {
        Self { configuration, command_line }
    }

    /// The configuration file's part, where there is one.
    pub fn configuration(&self) -> Option<&Configuration> {
        self.configuration.as_deref()
    }

    pub(super) fn shared_configuration(&self) -> Option<Arc<Configuration>> {
        self.configuration.clone()
    }

    /// Whether a rule runs.
    pub fn is_on(&self, rule: &Rule) -> bool {
        let takes_in = |selectors: &[Selector]| selectors.iter().any(|selector| selector.takes_in(rule));
        let line = &*self.command_line;
        if takes_in(&line.ignore) {
            return false;
        }
        if !line.select.is_empty() && !takes_in(&line.select) {
            return false;
        }
        // A rule that the command line asks for by its own name runs whatever the file says.
        if line.select.contains(&Selector::Rule(rule.name)) {
            return true;
        }
        let Some(configuration) = self.configuration() else { return !rule.is_optional() };
        let is_named = configuration.select.contains(&Selector::Rule(rule.name));
        let is_graded =
            |level: &(Selector, Level)| matches!(level, (Selector::Rule(name), Level::At(_)) if *name == rule.name);
        if rule.is_optional() && !is_named && !configuration.severity.iter().any(is_graded) {
            return false;
        }
        let selected = !line.select.is_empty() || configuration.select.is_empty() || takes_in(&configuration.select);
        selected && !takes_in(&configuration.ignore) && self.level(rule) != Some(Level::Off)
    }

    /// The level that the configuration gives a rule; its own name counts more than its category's.
    fn level(&self, rule: &Rule) -> Option<Level> {
        let levels = &self.configuration()?.severity;
        let of =
            |wanted: Selector| levels.iter().rev().find(|(selector, _)| *selector == wanted).map(|(_, level)| *level);
        of(Selector::Rule(rule.name)).or_else(|| of(Selector::Category(rule.category)))
    }

    /// Gives a finding the level that the configuration says: one that its rule lowered stays lowered.
    pub(super) fn grade(&self, rule: &Rule, finding: &mut Finding) {
        let Some(Level::At(level)) = self.level(rule) else { return };
        let mut graded = level;
        let mut steps = rule.severity;
        while steps > finding.severity && steps > Severity::Hint {
            steps = steps.lowered();
            graded = graded.lowered();
        }
        finding.severity = graded;
    }

    /// Whether the configuration keeps a rule from reporting in a file.
    pub(super) fn is_ignored_in(&self, rule: &Rule, file: FileId, files: &FileTable) -> bool {
        let Some(configuration) = self.configuration() else { return false };
        configuration.per_file_ignores.iter().any(|(patterns, selectors)| {
            selectors.iter().any(|selector| selector.takes_in(rule)) && patterns.match_file(files.absolute(file))
        })
    }

    /// Whether comments and baselines may silence a rule.
    pub fn may_be_silenced(&self, rule: &Rule) -> bool {
        let always = self.configuration().map_or(&[][..], |it| it.always_report.as_slice());
        !always.iter().any(|selector| selector.takes_in(rule))
    }

    /// Whether an absolute path is excluded.
    pub(super) fn excludes(&self, path: &Utf8Path, is_folder: bool) -> bool {
        let matches = |patterns: &Patterns| {
            if is_folder { patterns.match_folder(path) } else { patterns.match_file(path) }
        };
        matches(&self.command_line.exclude) || self.configuration().is_some_and(|it| matches(&it.exclude))
    }

    /// The level from which on findings fail the run, where the configuration says it.
    pub fn fail_on(&self) -> Option<Severity> {
        self.configuration()?.fail_on
    }

    /// The level below which findings are not shown, where the configuration says it.
    pub fn min_severity(&self) -> Option<Severity> {
        self.configuration()?.min_severity
    }

    /// Figures of the account.
    pub(super) fn limits(&self) -> Limits {
        self.configuration().map(|it| it.limits.clone()).unwrap_or_default()
    }

    /// Versions that the configuration states.
    pub(super) fn versions(&self) -> Versions {
        self.configuration().map(|it| it.versions.clone()).unwrap_or_default()
    }
}
