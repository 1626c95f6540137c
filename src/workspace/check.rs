//! Running the rules on a project.

use super::facts::Comments;
use super::isolate::isolated;
use super::survey::Group;
use super::{FileTable, Problem, silence};
use crate::model::{FileId, Project};
use crate::rules::{Finding, Rule};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

/// What a check needs to know besides the project.
pub(super) struct Check<'w> {
    pub(super) files: &'w FileTable,
    /// The comments to airlint in the files of the project.
    pub(super) comments: &'w Comments,
    pub(super) group: &'w Group,
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
    /// Whether somebody stopped it, so that what was found is of no use.
    pub cancelled: bool,
}

impl Check<'_> {
    /// Runs `rules` on `project`, side by side.
    pub(super) fn run(&self, project: &Project, rules: &[&'static Rule]) -> Checked {
        let mut checked = Checked::default();
        let is_blind = |rule: &&Rule| rule.needs_deployment && project.deployments.is_empty();
        let on = rules.iter().copied().filter(|rule| self.group.settings.is_on(rule));
        let (blind, seeing): (Vec<&'static Rule>, Vec<&'static Rule>) = on.partition(|rule| is_blind(rule));
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
        checked.findings.retain(|finding| self.is_reported(finding.place.file));
        let comments = self.comments.iter().filter(|(file, _)| self.is_reported(**file));
        silence::apply(comments.flat_map(|(_, comments)| comments), &ran, &mut checked.findings);
        checked.findings.retain_mut(|finding| {
            let Some(rule) = ran.get(finding.rule) else { return true };
            self.group.settings.grade(rule, finding);
            !self.group.settings.is_ignored_in(rule, finding.place.file, self.files)
        });
        checked.cancelled = self.cancel.load(Ordering::Relaxed);
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

    fn is_reported(&self, file: FileId) -> bool {
        self.selected.contains(&file) && !self.group.borrowed.contains(&file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;
    use crate::rules::{Reach, Severity};
    use crate::workspace::Settings;

    const fn rule(name: &'static str, check: fn(&Project, &mut Vec<Finding>)) -> Rule {
        let severity = Severity::Warning;
        Rule { name, category: "test", severity, document: "", needs_deployment: false, reach: Reach::Project, check }
    }

    static STEADY: Rule = rule("steady", |_, findings| {
        findings.push(Finding::new(&STEADY, Place::default(), "found"));
    });
    static FRAIL: Rule = rule("frail", |project, findings| {
        findings.push(Finding::new(&FRAIL, Place::default(), "half done"));
        panic!("{} deployments", project.deployments.len());
    });

    fn check(cancel: bool) -> Checked {
        let file = FileId(0);
        let group = Group { root: "/p".into(), settings: Settings::default(), files: vec![file], ..Group::default() };
        let project = Project { root: "p".into(), ..Project::default() };
        let (files, comments) = (FileTable::default(), Comments::default());
        let (selected, cancel) = (HashSet::from([file]), AtomicBool::new(cancel));
        let check = Check { files: &files, comments: &comments, group: &group, selected: &selected, cancel: &cancel };
        check.run(&project, &[&FRAIL, &STEADY])
    }

    #[test]
    fn a_rule_that_panics_costs_its_own_findings_only() {
        let checked = check(false);
        assert_eq!(checked.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["steady"]);
        let [Problem::RulePanicked { rule: "frail", project, reason }] = checked.problems.as_slice() else {
            panic!("{:?}", checked.problems)
        };
        assert_eq!(project, "p");
        assert!(reason.starts_with("0 deployments, at src/workspace/check.rs:"), "{reason}");
    }

    #[test]
    fn a_cancelled_check_runs_nothing_more() {
        assert!(check(true).findings.is_empty());
    }
}
