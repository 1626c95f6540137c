//! What rules look at: in every document, findings that are kept while files change are those of a look at everything.

use crate::document::{Document, Project};
use crate::written;
use airlint::rules::{self, Finding, Rule};
use airlint::workspace::{Judgement, Live, Overrides, Scope, put_in_order};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

#[test]
fn every_rule_looks_no_further_than_it_says() {
    let wanted = std::env::var("AIRLINT_RULE").unwrap_or_default();
    let rules: Vec<&Rule> = rules::all().filter(|rule| rule.name.contains(&wanted)).collect();
    let check = |rule: &&Rule| {
        let projects = Document::parse(rule.document).projects;
        let faults: Vec<String> = projects.iter().flat_map(|project| check(rule, project)).collect();
        let path = rule.path("md");
        faults.into_iter().map(|fault| format!("{path}{fault}")).collect::<Vec<_>>()
    };
    let faults: Vec<String> = rules.par_iter().flat_map(check).collect();
    assert!(faults.is_empty(), "\n\n{}\n\n{} faults", faults.join("\n\n"), faults.len());
}

/// Opens each file of a project as one that says nothing, then with its text, then with a line more above it.
fn check(rule: &Rule, project: &Project) -> Vec<String> {
    let (_guard, root) = written(project);
    let overrides = Overrides { select: vec![rule.name.to_owned()], ..Overrides::default() };
    let scope = Scope { folder: Some(root.clone()), overrides, ..Scope::default() };
    let mut live = Live::new(scope, &root);
    let mut judged: BTreeMap<usize, Judgement> = BTreeMap::new();
    let mut faults = Vec::new();
    let never = AtomicBool::new(false);
    let is_dag = |path: &str| path.ends_with(".py") || path.ends_with(".yml") || path.ends_with(".yaml");
    for file in project.files.iter().filter(|file| is_dag(&file.path)) {
        for text in [String::new(), file.text.clone(), format!("\n{}", file.text)] {
            live.open(&root.join(&file.path), Arc::from(text.as_str()));
            let snapshot = live.refresh();
            let (mut kept, mut fresh): (Vec<Finding>, Vec<Finding>) = (Vec::new(), Vec::new());
            for project in snapshot.projects() {
                let known = judged.entry(project.number).or_default();
                known.update(&snapshot, project, &never);
                kept.extend(known.findings().flat_map(|(_, findings)| findings.iter().cloned()));
                fresh.extend(snapshot.check(project, &never).findings);
            }
            put_in_order(&mut kept, snapshot.files());
            put_in_order(&mut fresh, snapshot.files());
            if kept != fresh {
                let words = |findings: &[Finding], others: &[Finding]| {
                    let own = findings.iter().filter(|finding| !others.contains(finding));
                    own.map(|it| format!("{}: {}", snapshot.files().position(it.place), it.message)).collect::<Vec<_>>()
                };
                let (stale, missing) = (words(&kept, &fresh), words(&fresh, &kept));
                let (line, heading, reach) = (project.line, &project.heading, rule.reach);
                faults.push(format!(
                    ":{line}: \"{heading}\": looks further than Reach::{reach:?}: after {} changed, an editor would still \
                     show {stale:?} and not yet {missing:?}",
                    file.path
                ));
                return faults;
            }
        }
    }
    faults
}
