//! Running the rules on a project.

use super::facts::Comments;
use super::isolate::isolated;
use super::silence::Silence;
use super::survey::Group;
use super::{FileTable, Problem};
use crate::model::{FileId, Project};
use crate::read::Suppression;
use crate::rules::{Finding, Rule};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
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

/// What rules found, before comments and settings have their say.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    /// Rules that panicked.
    pub(super) problems: Vec<Problem>,
}

/// The rules that ran, by name.
#[derive(Debug, Default)]
pub(super) struct Ran {
    rules: HashMap<&'static str, &'static Rule>,
}

impl Ran {
    pub(super) fn of(rules: &[&'static Rule]) -> Self {
        Self { rules: rules.iter().map(|rule| (rule.name, *rule)).collect() }
    }

    /// Without the rules that panicked.
    pub(super) fn without(mut self, problems: &[Problem]) -> Self {
        for problem in problems {
            if let Problem::RulePanicked { rule, .. } = problem {
                self.rules.remove(rule);
            }
        }
        self
    }
}

impl Check<'_> {
    /// Runs `rules` on `project`, side by side.
    pub(super) fn run(&self, project: &Project, rules: &[&'static Rule]) -> Checked {
        let mut checked = Checked::default();
        let (seeing, blind) = self.rules_on(project, rules);
        checked.unchecked.extend(blind.iter().map(|rule| rule.name));
        let ran = Ran::of(&seeing);
        let judged = self.judge(seeing.iter().map(|&rule| (rule, project)).collect());
        let ran = ran.without(&judged.problems);
        (checked.findings, checked.problems) = (judged.findings, judged.problems);
        let comments = self.comments.iter().filter(|(file, _)| self.is_reported(**file));
        self.settle(&mut checked.findings, comments.flat_map(|(_, comments)| comments.iter()), &ran);
        checked.cancelled = self.cancel.load(Ordering::Relaxed);
        checked
    }

    /// The rules that are on, without those that can say nothing about the project; and these.
    pub(super) fn rules_on(
        &self,
        project: &Project,
        rules: &[&'static Rule],
    ) -> (Vec<&'static Rule>, Vec<&'static Rule>) {
        let is_blind = |rule: &&Rule| rule.needs_deployment && project.deployments.is_empty();
        let on = rules.iter().copied().filter(|rule| self.group.settings.is_on(rule));
        let (blind, seeing) = on.partition(|rule| is_blind(rule));
        (seeing, blind)
    }

    /// What rules find in the files to report on, each in a project, side by side.
    pub(super) fn judge(&self, tasks: Vec<(&'static Rule, &Project)>) -> Judged {
        let results: Vec<_> = tasks.par_iter().map(|(rule, project)| self.judge_by(project, rule)).collect();
        let mut judged = Judged::default();
        for ((rule, project), result) in tasks.into_iter().zip(results) {
            match result {
                Ok(findings) => judged.findings.extend(findings),
                Err(reason) => {
                    let project = project.root.clone();
                    judged.problems.push(Problem::RulePanicked { rule: rule.name, project, reason });
                }
            }
        }
        judged
    }

    /// The findings of one rule; none once the check is cancelled.
    fn judge_by(&self, project: &Project, rule: &Rule) -> Result<Vec<Finding>, String> {
        let mut findings = Vec::new();
        if self.cancel.load(Ordering::Relaxed) {
            return Ok(findings);
        }
        isolated(|| (rule.check)(project, &mut findings))?;
        findings.retain(|finding| self.is_reported(finding.place.file));
        Ok(findings)
    }

    /// Lets comments and settings have their say over findings. `comments` are all those in the files of the findings.
    pub(super) fn settle<'c>(
        &self,
        findings: &mut Vec<Finding>,
        comments: impl Iterator<Item = &'c Suppression>,
        ran: &Ran,
    ) {
        let silence = Silence { ran: &ran.rules, settings: &self.group.settings, today: today() };
        silence.apply(comments, findings);
        findings.retain_mut(|finding| {
            let Some(rule) = ran.rules.get(finding.rule) else { return true };
            self.group.settings.grade(rule, finding);
            !self.group.settings.is_ignored_in(rule, finding.place.file, self.files)
        });
    }

    /// Whether settings leave every finding as it is.
    pub(super) fn is_plain(&self) -> bool {
        let configuration = self.group.settings.configuration();
        configuration.is_none_or(|it| it.severity.is_empty() && it.per_file_ignores.is_empty())
    }

    /// Whether a file is one to report on.
    pub(super) fn is_reported(&self, file: FileId) -> bool {
        self.selected.contains(&file) && !self.group.borrowed.contains(&file)
    }
}

/// The day, in UTC, so that it is the same one on every machine of a team.
pub(super) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
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
