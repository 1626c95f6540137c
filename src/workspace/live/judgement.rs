//! What the rules find in a project, kept from one moment to the next: rules are asked again only where something that they
//! [look at](Reach) has changed.

use super::{LiveProject, Snapshot};
use crate::model::{FileId, Project};
use crate::rules::{self, Finding, Reach, Rule};
use crate::workspace::check::{Check, Judged, Ran};
use crate::workspace::{Problem, put_in_order};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where more DAG files have changed than this, everything is looked at again.
const FEW: usize = 16;

/// What the rules find in a project.
#[derive(Debug, Default)]
pub struct Judgement {
    /// The project; `None` before it was looked at for the first time.
    project: Option<Arc<LiveProject>>,
    /// What rules found that do not look at all DAG files together, before comments and settings have their say.
    apart: ByFile,
    /// What the others found.
    together: ByFile,
    /// The findings, by file, each file's in order.
    findings: ByFile,
    problems: Vec<Problem>,
    /// In which other files each DAG file, by itself, has faults, and of which rules. Of files that changed lately.
    shares: HashMap<FileId, Shares>,
}

/// Findings by file.
type ByFile = HashMap<FileId, Arc<[Finding]>>;

/// Faults in other files, by file and rule.
type Shares = BTreeSet<(FileId, &'static str)>;

impl Judgement {
    /// The project that it is about.
    pub fn project(&self) -> Option<&Arc<LiveProject>> {
        self.project.as_ref()
    }

    /// The findings in a file, in order; `None` where there are none. Their fixes are not worked out.
    pub fn findings_in(&self, file: FileId) -> Option<&Arc<[Finding]>> {
        self.findings.get(&file)
    }

    /// All findings, by file.
    pub fn findings(&self) -> impl Iterator<Item = (FileId, &Arc<[Finding]>)> {
        self.findings.iter().map(|(file, findings)| (*file, findings))
    }

    /// What went wrong in the rules.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Brings it up to date with a project of a snapshot. Gives the files whose findings are others now; `None`, and it
    /// stays as it was, where `cancel` was set.
    pub fn update(
        &mut self,
        snapshot: &Snapshot,
        project: &Arc<LiveProject>,
        cancel: &AtomicBool,
    ) -> Option<BTreeSet<FileId>> {
        if !snapshot.is_checkable {
            let before = std::mem::take(self);
            self.project = Some(Arc::clone(project));
            return Some(before.findings.into_keys().collect());
        }
        let check = snapshot.check_of(project, cancel);
        let all: Vec<&'static Rule> = rules::all().collect();
        let (rules, _) = check.rules_on(&project.project, &all);
        let news = self.changes(project).and_then(|changes| changes.judge(&check, &rules, self));
        let news = news.unwrap_or_else(|| whole(&check, &project.project, &rules));
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let ran = Ran::of(&rules).without(&news.problems);
        let touched = self.take_over(news, snapshot);
        let changed = touched.into_iter().filter(|file| self.settle(*file, &check, &ran, snapshot)).collect();
        self.project = Some(Arc::clone(project));
        Some(changed)
    }

    /// What has changed; `None` where everything is to be looked at.
    fn changes(&self, now: &Arc<LiveProject>) -> Option<Changes> {
        let then = self.project.as_ref()?;
        let same_frame = Arc::ptr_eq(&then.frame_mark, &now.frame_mark) && Arc::ptr_eq(&then.selected, &now.selected);
        // A rule that panics is on and off with what it looks at.
        if !same_frame || !self.problems.is_empty() {
            return None;
        }
        let mut files: BTreeSet<FileId> =
            now.project.dag_files.changed_since(&then.project.dag_files).into_iter().collect();
        if !Arc::ptr_eq(&then.project.bindings, &now.project.bindings) {
            files.extend(differing(&then.project.bindings, &now.project.bindings));
        }
        if files.len() > FEW {
            return None;
        }
        let is_same = Arc::ptr_eq(&then.comments, &now.comments);
        let comments = if is_same { Vec::new() } else { differing(&then.comments, &now.comments) };
        Some(Changes { then: Arc::clone(then), now: Arc::clone(now), files, comments })
    }

    /// Takes over what rules found. Gives the files for which comments and settings are to be asked.
    fn take_over(&mut self, news: News, snapshot: &Snapshot) -> BTreeSet<FileId> {
        let mut touched: BTreeSet<FileId> = news.comments.into_iter().collect();
        self.problems = news.problems;
        self.shares.extend(news.shares);
        if news.is_whole {
            self.shares.clear();
            touched.extend(self.findings.keys());
            touched.extend(news.together.iter().flat_map(HashMap::keys));
            self.apart.retain(|file, _| news.apart.contains_key(file));
        }
        for (file, findings) in news.apart {
            touched.insert(file);
            keep(&mut self.apart, file, findings, snapshot);
        }
        let Some(together) = news.together else { return touched };
        let gone: Vec<FileId> = self.together.keys().filter(|file| !together.contains_key(file)).copied().collect();
        for (file, findings) in gone.into_iter().map(|file| (file, Vec::new())).chain(together) {
            if keep(&mut self.together, file, findings, snapshot) {
                touched.insert(file);
            }
        }
        touched
    }

    /// Lets comments and settings have their say over what was found in a file. Says whether its findings are others now.
    fn settle(&mut self, file: FileId, check: &Check, ran: &Ran, snapshot: &Snapshot) -> bool {
        let comments = check.comments.get(&file).filter(|_| check.is_reported(file));
        let comments = comments.map_or(&[][..], |comments| comments);
        let found = (self.apart.get(&file), self.together.get(&file));
        let settled: Option<Arc<[Finding]>> = match found {
            (None, None) if comments.is_empty() => None,
            (Some(only), None) | (None, Some(only)) if comments.is_empty() && check.is_plain() => {
                Some(Arc::clone(only))
            }
            (apart, together) => {
                let all = apart.into_iter().chain(together).flat_map(|findings| findings.iter().cloned());
                let mut all: Vec<Finding> = all.collect();
                check.settle(&mut all, comments.iter(), ran);
                put_in_order(&mut all, snapshot.files());
                (!all.is_empty()).then(|| all.into())
            }
        };
        match (self.findings.get(&file), settled) {
            (None, None) => false,
            (Some(known), Some(settled)) if Arc::ptr_eq(known, &settled) || **known == *settled => false,
            (_, Some(settled)) => {
                self.findings.insert(file, settled);
                true
            }
            (Some(_), None) => self.findings.remove(&file).is_some(),
        }
    }
}

/// Puts findings in a file in place of those that are known. Says whether they are others.
fn keep(all: &mut ByFile, file: FileId, mut findings: Vec<Finding>, snapshot: &Snapshot) -> bool {
    put_in_order(&mut findings, snapshot.files());
    match all.get(&file) {
        None if findings.is_empty() => false,
        Some(_) if findings.is_empty() => all.remove(&file).is_some(),
        Some(known) if **known == *findings => false,
        _ => {
            all.insert(file, findings.into());
            true
        }
    }
}

/// The keys whose values differ.
fn differing<T: PartialEq>(then: &BTreeMap<FileId, T>, now: &BTreeMap<FileId, T>) -> Vec<FileId> {
    let new = now.iter().filter(|(file, value)| then.get(file) != Some(value));
    let gone = then.iter().filter(|(file, _)| !now.contains_key(file));
    new.chain(gone).map(|(file, _)| *file).collect()
}

/// What rules found anew.
#[derive(Default)]
struct News {
    /// Whether it is all there is; otherwise files that are not named in `apart` are as they were there.
    is_whole: bool,
    apart: HashMap<FileId, Vec<Finding>>,
    /// `None` where everything is as it was.
    together: Option<HashMap<FileId, Vec<Finding>>>,
    problems: Vec<Problem>,
    shares: HashMap<FileId, Shares>,
    /// Files whose comments are others.
    comments: Vec<FileId>,
}

impl News {
    fn add(&mut self, finding: Finding, together: &HashSet<&str>) {
        let is_of_all = together.contains(finding.rule);
        let list = if is_of_all { self.together.get_or_insert_default() } else { &mut self.apart };
        list.entry(finding.place.file).or_default().push(finding);
    }
}

/// The rules that look at all DAG files together, by name.
fn looking_at_all(rules: &[&'static Rule]) -> HashSet<&'static str> {
    rules.iter().filter(|rule| rule.reach == Reach::Project).map(|rule| rule.name).collect()
}

/// What the rules find in all of a project.
fn whole(check: &Check, project: &Project, rules: &[&'static Rule]) -> News {
    let Judged { findings, problems } = check.judge(rules.iter().map(|&rule| (rule, project)).collect());
    let comments = check.comments.keys().copied().collect();
    let mut news = News { is_whole: true, problems, comments, together: Some(HashMap::new()), ..News::default() };
    let together = looking_at_all(rules);
    findings.into_iter().for_each(|finding| news.add(finding, &together));
    news
}

/// What has changed in a project: few of its DAG files, and comments.
struct Changes {
    then: Arc<LiveProject>,
    now: Arc<LiveProject>,
    files: BTreeSet<FileId>,
    comments: Vec<FileId>,
}

impl Changes {
    /// What rules find that look at something that has changed; `None` where one of them panics.
    fn judge(&self, check: &Check, rules: &[&'static Rule], before: &Judgement) -> Option<News> {
        let mut news = News { comments: self.comments.clone(), ..News::default() };
        if self.files.is_empty() {
            return Some(news);
        }
        news.together = Some(HashMap::new());
        let reaching = |reach: Reach| rules.iter().copied().filter(move |rule| rule.reach == reach);
        let apart: Vec<&'static Rule> = reaching(Reach::DagFiles).collect();
        let names: BTreeSet<&'static str> = apart.iter().map(|rule| rule.name).collect();
        let together = looking_at_all(rules);
        // One copy of the project, that shows rules now these DAG files and now those.
        let mut part = self.now.project.clone();
        let mut wider: BTreeMap<FileId, BTreeSet<&'static str>> = BTreeMap::new();
        let mut is_first = true;
        for &file in &self.files {
            part.dag_files = self.now.project.dag_files.only(&[file]);
            let mut tasks: Vec<(&'static Rule, &Project)> = Vec::new();
            if std::mem::take(&mut is_first) {
                tasks.extend(reaching(Reach::Project).map(|rule| (rule, &self.now.project)));
            }
            tasks.extend(apart.iter().map(|&rule| (rule, &part)));
            let found = judged(check, tasks)?;
            let (all, own): (Vec<Finding>, Vec<Finding>) =
                found.into_iter().partition(|finding| together.contains(finding.rule));
            all.into_iter().for_each(|finding| news.add(finding, &together));
            let shares = shares(&own, self.leans(&self.now, file));
            let shared = before.shares.get(&file).cloned();
            let shared = match shared {
                Some(shared) => shared,
                None => self.shares_then(check, &apart, file)?,
            };
            for &(other, rule) in shared.union(&shares) {
                wider.entry(other).or_default().insert(rule);
            }
            news.shares.insert(file, shares);
            if self.is_leant_on(file) {
                wider.entry(file).or_default();
            } else {
                let own = own.into_iter().filter(|finding| finding.place.file == file);
                let kept = before.apart.get(&file).into_iter().flat_map(|findings| findings.iter());
                let kept = kept.filter(|finding| !names.contains(finding.rule)).cloned();
                news.apart.insert(file, own.chain(kept).collect());
            }
        }
        for (file, concerned) in wider {
            let names = if self.files.contains(&file) { names.clone() } else { concerned };
            let leaning = self.now.leans.iter().filter(|(_, leans)| leans.contains(&file)).map(|(&file, _)| file);
            let files: Vec<FileId> = leaning.chain([file]).collect();
            part.dag_files = self.now.project.dag_files.only(&files);
            let concerned = apart.iter().filter(|rule| names.contains(rule.name));
            let found = judged(check, concerned.map(|&rule| (rule, &part)).collect())?;
            let own = found.into_iter().filter(|finding| finding.place.file == file);
            let kept = before.apart.get(&file).into_iter().flat_map(|findings| findings.iter());
            let kept = kept.filter(|finding| !names.contains(finding.rule)).cloned();
            news.apart.insert(file, own.chain(kept).collect());
        }
        Some(news)
    }

    /// The faults that a file had in others, by itself, before it changed.
    fn shares_then(&self, check: &Check, rules: &[&'static Rule], file: FileId) -> Option<Shares> {
        let leans = self.leans(&self.then, file);
        if leans.is_empty() {
            return Some(Shares::new());
        }
        let mut part = self.then.project.clone();
        part.dag_files = part.dag_files.only(&[file]);
        let found = judged(check, rules.iter().map(|&rule| (rule, &part)).collect())?;
        Some(shares(&found, leans))
    }

    fn leans<'p>(&self, project: &'p LiveProject, file: FileId) -> &'p [FileId] {
        project.leans.get(&file).map_or(&[], |leans| leans)
    }

    /// Whether a file of DAGs takes something from a file.
    fn is_leant_on(&self, file: FileId) -> bool {
        self.now.leans.values().any(|leans| leans.contains(&file))
    }
}

/// What rules find; `None` where one of them panics.
fn judged(check: &Check, tasks: Vec<(&'static Rule, &Project)>) -> Option<Vec<Finding>> {
    let Judged { findings, problems } = check.judge(tasks);
    problems.is_empty().then_some(findings)
}

/// What is found in files that a file leans on.
fn shares(found: &[Finding], leans: &[FileId]) -> Shares {
    let foreign = found.iter().filter(|finding| leans.contains(&finding.place.file));
    foreign.map(|finding| (finding.place.file, finding.rule)).collect()
}
