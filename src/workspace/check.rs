//! Running the rules on a project.

use super::facts::FactStore;
use super::isolate::isolated;
use super::settings::Settings;
use super::{FileTable, Problem, silence};
use crate::model::{FileId, Project};
use crate::rules::{Finding, Rule};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

/// What a check needs to know besides the project.
pub(super) struct Check<'w> {
    pub(super) files: &'w FileTable,
    pub(super) facts: &'w FactStore,
    pub(super) settings: &'w Settings,
    /// The files to report on.
    pub(super) selected: &'w HashSet<FileId>,
    /// Set by somebody else to stop the check between two rules.
    pub(super) cancel: &'w AtomicBool,
}

/// What came of a check.
#[derive(Debug, Default)]
pub struct Checked {
    /// The findings, in no particular order.
    pub findings: Vec<Finding>,
    /// What airlint could not do.
    pub problems: Vec<Problem>,
    /// Rules that would have run if a deployment were known.
    pub unchecked: Vec<&'static str>,
}

impl Check<'_> {
    /// Runs `rules` on `project`, side by side.
    pub(super) fn run(&self, project: &Project, rules: &[&'static Rule]) -> Checked {
        let mut checked = Checked::default();
        let is_blind = |rule: &&Rule| rule.needs_deployment && project.deployments.is_empty();
        let on = rules.iter().copied().filter(|rule| self.settings.is_on(rule));
        let (blind, seeing): (Vec<&'static Rule>, Vec<&'static Rule>) = on.partition(|rule| is_blind(&rule));
        checked.unchecked.extend(blind.iter().map(|rule| rule.name));
        let results: Vec<_> = seeing.par_iter().map(|rule| self.judge(project, rule)).collect();
        let mut ran: HashMap<&str, &Rule> = HashMap::new();
        for (rule, result) in seeing.into_iter().zip(results) {
            match result {
                Ok(findings) => {
                    ran.insert(rule.name, rule);
                    checked.findings.extend(findings);
                }
                Err(reason) => {
                    let project = project.root.clone();
                    checked.problems.push(Problem::RulePanicked { rule: rule.name, project, reason });
                }
            }
        }
        checked.findings.retain(|finding| self.selected.contains(&finding.place.file));
        for finding in &mut checked.findings {
            if let Some(rule) = ran.get(finding.rule) {
                self.settings.grade(rule, finding);
            }
        }
        let reported = self.reported_files(project);
        silence::apply(self.facts, &reported, &ran, &mut checked.findings);
        checked.findings.retain(|finding| {
            ran.get(finding.rule).is_none_or(|rule| !self.settings.is_ignored_in(rule, finding.place.file, self.files))
        });
        checked
    }

    /// The findings of one rule; none once the check is cancelled.
    fn judge(&self, project: &Project, rule: &Rule) -> Result<Vec<Finding>, String> {
        let mut findings = Vec::new();
        if self.cancel.load(Ordering::Relaxed) {
            return Ok(findings);
        }
        isolated(|| (rule.check)(project, &mut findings))?;
        Ok(findings)
    }

    fn reported_files(&self, project: &Project) -> Vec<FileId> {
        project.files.keys().copied().filter(|file| self.selected.contains(file)).collect()
    }
}
