//! A run: all of a request, once.

use super::assemble::{Assembly, BATCH};
use super::carry_out;
use super::check::Check;
use super::facts::FactStore;
use super::given::Given;
use super::survey::{Survey, survey};
use super::{FileTable, Outcome, Problem, Recognised, Request};
use crate::model::{FileId, Project, Task};
use crate::rules::{self, Finding, Rule};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The files of one run.
#[derive(Debug, Default)]
pub struct Workspace {
    files: FileTable,
}

impl Workspace {
    /// An empty workspace; `current` is the folder that paths start from, the process's own where empty.
    pub fn new(current: &Utf8Path) -> Self {
        let own = || std::env::current_dir().ok().and_then(|folder| Utf8PathBuf::from_path_buf(folder).ok());
        let own = own().unwrap_or_else(|| Utf8PathBuf::from("/"));
        Self { files: FileTable::new(&own.join(current)) }
    }

    /// Holds `text` as the text of a file, whatever is on disk: what an editor has not saved yet.
    pub fn open(&mut self, path: &Utf8Path, text: Arc<str>) -> FileId {
        let file = self.files.add(&self.files.absolute_of(path));
        self.files.set_text(file, text);
        file
    }

    /// The files that were met so far.
    pub fn files(&self) -> &FileTable {
        &self.files
    }

    /// Finds the files of a request and groups them into projects.
    pub fn survey(&mut self, request: &Request) -> Survey {
        survey(request, &mut self.files)
    }

    /// Tells what each file of a request is, and checks nothing.
    pub fn recognise(mut self, request: &Request) -> Recognised {
        let mut survey = self.survey(request);
        let mut wanted: Vec<_> = survey.selected.iter().map(|&file| (file, survey.named(file))).collect();
        wanted.sort_by(|(a, _), (b, _)| self.files.path(*a).cmp(self.files.path(*b)));
        let mut facts = FactStore::default();
        let mut files = Vec::with_capacity(wanted.len());
        let mut problems = std::mem::take(&mut survey.problems);
        for batch in wanted.chunks(BATCH) {
            problems.extend(facts.read(&self.files, batch).into_iter().map(|(_, problem)| problem));
            for &(file, _) in batch {
                let kind = facts.of(file).and_then(|facts| facts.kind);
                files.push((self.files.path(file).to_owned(), kind));
                facts.forget(file);
            }
        }
        Recognised { files, problems }
    }

    /// Does all of a request. Stops between two rules once `cancel` is set; what was found until then is of no use.
    pub fn run(mut self, request: &Request, cancel: &AtomicBool) -> Outcome {
        let mut survey = self.survey(request);
        let mut outcome = Outcome { problems: std::mem::take(&mut survey.problems), ..Outcome::default() };
        let given = request.deployment.as_ref().map(|source| Given::of(source, &mut self.files));
        let given = given.and_then(|given| match given {
            Ok(given) => {
                survey.selected.insert(given.file);
                Some(given)
            }
            Err(problem) => {
                outcome.problems.push(problem);
                None
            }
        });
        let is_misconfigured = |problem: &Problem| matches!(problem, Problem::Configuration(_));
        if !outcome.problems.iter().any(is_misconfigured) {
            let rules: Vec<&'static Rule> = rules::all().collect();
            let groups = survey.groups.par_iter();
            let checked: Vec<_> = groups
                .map(|group| {
                    let assembly = Assembly { files: &self.files, group, given: given.as_ref() };
                    let mut facts = FactStore::default();
                    let (project, problems) = assembly.streamed(&mut facts, |file| survey.named(file));
                    let comments = facts.comments();
                    let check =
                        Check { files: &self.files, comments: &comments, group, selected: &survey.selected, cancel };
                    let mut checked = check.run(&project, &rules);
                    checked.problems.extend(problems);
                    (project, checked)
                })
                .collect();
            for (project, checked) in checked {
                outcome.findings.extend(checked.findings);
                outcome.problems.extend(checked.problems);
                let is_asked_for = |task: &Task| survey.selected.contains(&task.file());
                if !checked.unchecked.is_empty() && project.tasks().any(is_asked_for) {
                    outcome.unchecked.push(unchecked(&project, &checked.unchecked));
                }
                outcome.projects.push(project);
            }
            let members: HashSet<FileId> = survey.groups.iter().flat_map(|group| group.files.iter().copied()).collect();
            outcome.checked = survey.selected.intersection(&members).count();
        }
        outcome.selected = survey.selected.into_iter().collect();
        outcome.settings = survey.settings;
        let files = self.files;
        put_in_order(&mut outcome.findings, &files);
        if request.fixes {
            carry_out::fill_fixes(&mut outcome.findings, &files);
        }
        outcome.files = files;
        outcome
    }
}

/// Sorts findings, and leaves each once: a deployment that several projects run on may be at fault in each of them.
pub fn put_in_order(findings: &mut Vec<Finding>, files: &FileTable) {
    findings.sort_by(|a, b| order(a, b, files));
    findings.dedup_by(|a, b| (a.place, a.rule, &a.message) == (b.place, b.rule, &b.message));
}

/// By path, then by position; equal places by rule and message, so that two runs never differ.
fn order(a: &Finding, b: &Finding, files: &FileTable) -> std::cmp::Ordering {
    let path = |finding: &Finding| files.path(finding.place.file);
    path(a)
        .cmp(path(b))
        .then_with(|| a.place.cmp(&b.place))
        .then_with(|| a.rule.cmp(b.rule))
        .then_with(|| a.message.cmp(&b.message))
}

/// The line on what could not be checked for want of a deployment.
fn unchecked(project: &Project, rules: &[&str]) -> String {
    let count = rules.len();
    let are = if count == 1 { "rule was" } else { "rules were" };
    format!(
        "{}: no deployment is known, so {count} {are} not checked ({}); describe one with a `[[deployment]]` table in \
         airlint.toml, or pass `--deployment FILE`",
        project.root,
        rules.join(", ")
    )
}
