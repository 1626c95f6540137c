//! The state between runs, and the steps of a run.

use super::assemble::{Assembly, Given};
use super::carry_out;
use super::check::{Check, Checked};
use super::facts::{FactStore, Named};
use super::survey::{Group, Survey, survey};
use super::{DeploymentSource, FileTable, Outcome, Problem, Request};
use crate::model::{FileId, Project, Task};
use crate::read::Content;
use crate::rules::{self, Finding, Rule};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Files and their facts, kept between runs: a run reads only what has changed since the one before.
#[derive(Debug, Default)]
pub struct Workspace {
    files: FileTable,
    facts: FactStore,
}

impl Workspace {
    /// An empty workspace; `current` is the folder that paths start from, the process's own where empty.
    pub fn new(current: &Utf8Path) -> Self {
        let own = || std::env::current_dir().ok().and_then(|folder| Utf8PathBuf::from_path_buf(folder).ok());
        let own = own().unwrap_or_else(|| Utf8PathBuf::from("/"));
        Self { files: FileTable::new(&own.join(current)), facts: FactStore::default() }
    }

    /// Holds `text` as the text of a file, whatever is on disk: what an editor has not saved yet.
    pub fn open(&mut self, path: &Utf8Path, text: Arc<str>) -> FileId {
        let file = self.files.add(&self.files.absolute_of(path));
        self.files.set_text(file, text);
        file
    }

    /// Lets go of such a text: what is on disk counts again.
    pub fn close(&mut self, path: &Utf8Path) {
        if let Some(file) = self.files.id(&self.files.absolute_of(path)) {
            self.files.clear_text(file);
        }
    }

    /// The files that were met so far.
    pub fn files(&self) -> &FileTable {
        &self.files
    }

    /// Finds the files of a request and groups them into projects.
    pub fn survey(&mut self, request: &Request) -> Survey {
        survey(request, &mut self.files)
    }

    /// Reads the files of projects whose text is new. Gives what could not be read.
    pub fn read<'g>(&mut self, groups: impl IntoIterator<Item = &'g Group>, survey: &Survey) -> Vec<Problem> {
        let members: BTreeSet<FileId> = groups.into_iter().flat_map(|group| group.files.iter().copied()).collect();
        let wanted: Vec<_> = members.iter().map(|file| (*file, survey.named(*file))).collect();
        self.facts.read(&self.files, &wanted)
    }

    /// Does all of a request. Stops between two rules once `cancel` is set; what was found until then is of no use.
    pub fn run(mut self, request: &Request, cancel: &AtomicBool) -> Outcome {
        let mut survey = self.survey(request);
        let mut outcome = Outcome { problems: std::mem::take(&mut survey.problems), ..Outcome::default() };
        let given = self.given(request, &mut survey, &mut outcome.problems);
        let is_misconfigured = |problem: &Problem| matches!(problem, Problem::Configuration(_));
        if !outcome.problems.iter().any(is_misconfigured) {
            let groups = survey.groups.par_iter();
            let checked: Vec<_> = groups
                .map(|group| {
                    let assembly = Assembly { files: &self.files, group, given: given.as_ref() };
                    let mut facts = FactStore::default();
                    let (project, problems) = assembly.streamed(&mut facts, |file| survey.named(file));
                    let mut checked = self.judge(group, &facts, &project, &survey.selected, cancel);
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
        outcome.settings = survey.settings;
        let files = self.files;
        outcome.findings.sort_by(|a, b| order(a, b, &files));
        // A deployment that several projects run on may be at fault in each of them.
        outcome.findings.dedup_by(|a, b| (a.place, a.rule, &a.message) == (b.place, b.rule, &b.message));
        if request.fixes {
            carry_out::fill_fixes(&mut outcome.findings, &files);
        }
        outcome.files = files;
        outcome
    }

    /// Puts a project together from files that were [read](Self::read), and runs the rules on it, reporting on `selected`
    /// files.
    pub fn check(
        &self,
        group: &Group,
        selected: &HashSet<FileId>,
        given: Option<&Given>,
        cancel: &AtomicBool,
    ) -> (Project, Checked) {
        let (project, problems) = Assembly { files: &self.files, group, given }.project(&self.facts);
        let mut checked = self.judge(group, &self.facts, &project, selected, cancel);
        checked.problems.extend(problems);
        (project, checked)
    }

    fn judge(
        &self,
        group: &Group,
        facts: &FactStore,
        project: &Project,
        selected: &HashSet<FileId>,
        cancel: &AtomicBool,
    ) -> Checked {
        let rules: Vec<&'static Rule> = rules::all().collect();
        Check { files: &self.files, facts, group, selected, cancel }.run(project, &rules)
    }

    /// The deployment that the request gives for all DAGs.
    fn given(&mut self, request: &Request, survey: &mut Survey, problems: &mut Vec<Problem>) -> Option<Given> {
        let file = match request.deployment.as_ref()? {
            DeploymentSource::File(path) => self.files.add(&self.files.absolute_of(path)),
            DeploymentSource::Text(text) => {
                let file = self.files.add(&self.files.current().join("<stdin>"));
                self.files.set_text(file, text.as_str().into());
                file
            }
        };
        problems.extend(self.facts.read(&self.files, &[(file, Named::Yes)]));
        let facts = self.facts.of(file)?;
        let Content::Astro(deployment) = &facts.content else {
            problems.push(Problem::NoDeployment { path: self.files.path(file).to_owned() });
            return None;
        };
        survey.selected.insert(file);
        Some(Given { deployment: (**deployment).clone(), shapes: facts.shapes.clone() })
    }
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
