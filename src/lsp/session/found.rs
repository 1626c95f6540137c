//! The findings of projects, by file.

use crate::model::FileId;
use crate::rules::{Finding, Severity};
use crate::workspace::{Checked, ConfigurationError, Problem, Snapshot, put_in_order};
use std::collections::HashMap;
use std::sync::Arc;

/// What editors call faults in airlint's configuration; there is no rule of that name.
const CONFIGURATION: &str = "configuration";

/// Findings by file, each file's by position.
pub(super) type Findings = HashMap<FileId, Arc<[Finding]>>;

/// What the rules found in one project.
#[derive(Debug)]
pub(super) struct Found {
    files: Vec<(FileId, Arc<[Finding]>)>,
    pub(super) problems: Vec<Problem>,
}

impl Found {
    /// What a check found. Files whose findings are those of `before` share them with it.
    pub(super) fn new(checked: Checked, before: &Findings) -> Self {
        let mut files: HashMap<FileId, Vec<Finding>> = HashMap::new();
        for finding in checked.findings {
            files.entry(finding.place.file).or_default().push(finding);
        }
        let share = |(file, findings): (FileId, Vec<Finding>)| (file, shared(file, findings, before));
        Self { files: files.into_iter().map(share).collect(), problems: checked.problems }
    }
}

/// Puts the findings of projects together: those of a deployment that several projects run on are each there once. Faults in
/// the configuration are findings in it. Files whose findings are those of `before` share them with it.
pub(super) fn by_file(snapshot: &Snapshot, found: &[&Found], least: Option<Severity>, before: &Findings) -> Findings {
    let mut all: HashMap<FileId, Vec<Arc<[Finding]>>> = HashMap::new();
    for (file, findings) in found.iter().flat_map(|found| &found.files) {
        all.entry(*file).or_default().push(Arc::clone(findings));
    }
    for fault in snapshot.problems().iter().filter_map(fault) {
        all.entry(fault.place.file).or_default().push(Arc::new([fault]));
    }
    let is_shown = |finding: &Finding| least.is_none_or(|least| finding.severity >= least);
    let mut result = Findings::with_capacity(all.len());
    for (file, mut parts) in all {
        let findings = match (parts.pop(), parts.as_slice()) {
            (Some(only), []) if only.iter().all(is_shown) => only,
            (last, others) => {
                let all = others.iter().chain(&last).flat_map(|part| part.iter());
                let mut findings: Vec<Finding> = all.filter(|finding| is_shown(finding)).cloned().collect();
                put_in_order(&mut findings, snapshot.files());
                shared(file, findings, before)
            }
        };
        if !findings.is_empty() {
            result.insert(file, findings);
        }
    }
    result
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
