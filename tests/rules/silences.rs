//! Silences each finding of every document by the comment that editors offer, on its line and in its file: it must be gone,
//! and nothing else may go or come, least of all a finding about the comment.

use crate::document::Project;
use crate::written;
use airlint::fix::{Reach, Suppressor, apply};
use airlint::rules::{Finding, Rule};
use airlint::workspace::{self, Outcome, Request};
use camino::Utf8Path;
use std::collections::BTreeSet;
use std::fs;

/// What silencing the findings of one project came to.
#[derive(Debug, Default)]
pub struct Silenced {
    pub faults: Vec<String>,
    /// Findings in files that can have comments.
    pub asked: usize,
    /// Those whose line can have none.
    pub unsaid: usize,
}

pub fn check(rule: &Rule, project: &Project) -> Silenced {
    let (_guard, root) = written(project);
    let before = run(&root);
    let mut silenced = Silenced::default();
    let mut seen: BTreeSet<(&str, usize)> = BTreeSet::new();
    for finding in before.findings.iter().filter(|finding| finding.rule == rule.name) {
        let path = before.files.path(finding.place.file);
        let Some(file) = project.files.iter().find(|file| *path == *file.path) else { continue };
        let at = finding.place.span().start;
        let Some(suppressor) = Suppressor::new(path, &file.text) else {
            if !matches!(path.extension(), Some("json" | "toml" | "txt")) {
                silenced.faults.push(format!("{path} has no comments"));
            }
            continue;
        };
        if !seen.insert((&file.path, suppressor.line(at))) {
            continue;
        }
        silenced.asked += 1;
        for reach in [Reach::Line, Reach::File] {
            let Some(edit) = suppressor.suppress(at, rule.name, reach) else {
                silenced.unsaid += 1;
                if reach == Reach::File {
                    silenced.faults.push(format!("no comment can silence {path}"));
                }
                continue;
            };
            let new = apply(&file.text, std::slice::from_ref(&edit)).expect("one edit");
            fs::write(root.join(path), &new).expect("the file");
            let after = run(&root);
            fs::write(root.join(path), &file.text).expect("the file");
            let is_meant = |it: &Finding| {
                let is_there = it.rule == rule.name && it.place.file == finding.place.file;
                is_there && (reach == Reach::File || suppressor.line(it.place.span().start) == suppressor.line(at))
            };
            let expected = told(&before, |it| !is_meant(it));
            let found = told(&after, |_| true);
            if expected != found {
                let gone: Vec<_> = expected.iter().filter(|it| !found.contains(it)).collect();
                let came: Vec<_> = found.iter().filter(|it| !expected.contains(it)).collect();
                let what = format!("{reach:?} of {path}: gone {gone:?}, came {came:?}, in\n{new}");
                silenced.faults.push(what);
            }
        }
    }
    for fault in &mut silenced.faults {
        *fault = format!(":{}: \"{}\": {fault}", project.line, project.heading);
    }
    silenced
}

fn run(root: &Utf8Path) -> Outcome {
    workspace::run(&Request { current: root.to_owned(), ..Request::default() })
}

/// The findings as they are told, without their places, which move.
fn told(outcome: &Outcome, wanted: impl Fn(&Finding) -> bool) -> Vec<String> {
    let findings = outcome.findings.iter().filter(|finding| wanted(finding));
    let path = |finding: &Finding| outcome.files.path(finding.place.file).to_owned();
    let mut told: Vec<String> = findings.map(|it| format!("{} {} {}", path(it), it.rule, it.message)).collect();
    told.sort();
    told
}
