//! The findings of projects, by file.

use crate::model::FileId;
use crate::rules::{Finding, Severity};
use crate::workspace::{ConfigurationError, Judgement, Problem, Snapshot, put_in_order};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What editors call faults in airlint's configuration; there is no rule of that name.
const CONFIGURATION: &str = "configuration";

/// Findings by file, each file's by position.
pub(super) type Findings = FxHashMap<FileId, Arc<[Finding]>>;

/// The findings of projects put together: those of a deployment that several projects run on are each there once. Faults in
/// the configuration are findings in it.
pub(super) struct Joined<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) projects: Vec<&'s Judgement>,
    /// The least level to show.
    pub(super) least: Option<Severity>,
}

impl Joined<'_> {
    /// All of them. Files whose findings are those of `before` share them with it.
    pub(super) fn all(&self, before: &Findings) -> Findings {
        let of_projects = self.projects.iter().flat_map(|project| project.findings()).map(|(file, _)| file);
        let faulty: BTreeSet<FileId> = of_projects.chain(self.faults().map(|fault| fault.place.file)).collect();
        faulty.into_iter().filter_map(|file| Some((file, self.findings_in(file, before)?))).collect()
    }

    /// Those of `before`, but in files whose findings are others now.
    pub(super) fn after(&self, before: &Findings, changed: &BTreeSet<FileId>) -> Findings {
        let mut findings = before.clone();
        for &file in changed {
            match self.findings_in(file, before) {
                Some(found) => _ = findings.insert(file, found),
                None => _ = findings.remove(&file),
            }
        }
        findings
    }

    /// The findings in a file; `None` where there are none.
    fn findings_in(&self, file: FileId, before: &Findings) -> Option<Arc<[Finding]>> {
        let is_shown = |finding: &Finding| self.least.is_none_or(|least| finding.severity >= least);
        let parts: Vec<&Arc<[Finding]>> = self.projects.iter().filter_map(|it| it.findings_in(file)).collect();
        let faults: Vec<Finding> = self.faults().filter(|fault| fault.place.file == file).collect();
        match (parts.as_slice(), faults.is_empty()) {
            ([], true) => None,
            ([only], true) if only.iter().all(is_shown) => Some(Arc::clone(only)),
            (parts, _) => {
                let found = parts.iter().flat_map(|part| part.iter()).filter(|it| is_shown(it)).cloned();
                let mut findings: Vec<Finding> = found.chain(faults).collect();
                put_in_order(&mut findings, self.snapshot.files());
                (!findings.is_empty()).then(|| shared(file, findings, before))
            }
        }
    }

    fn faults(&self) -> impl Iterator<Item = Finding> {
        self.snapshot.problems().iter().filter_map(fault)
    }
}

/// `findings`, or the same ones of `before`.
fn shared(file: FileId, findings: Vec<Finding>, before: &Findings) -> Arc<[Finding]> {
    let known = before.get(&file).filter(|known| ***known == *findings);
    known.map_or_else(|| findings.into(), Arc::clone)
}

/// A fault in a configuration file as a finding in it.
fn fault(problem: &Problem) -> Option<Finding> {
    let Problem::Configuration(ConfigurationError { message, place, .. }) = problem else { return None };
    Some(Finding {
        rule: CONFIGURATION,
        severity: Severity::Error,
        message: message.clone(),
        help: None,
        place: (*place)?,
        related: Vec::new(),
        proposals: Vec::new(),
        fixes: Vec::new(),
    })
}
