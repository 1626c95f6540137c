//! Applies the fixes of every document's findings: each must make its finding go away, break nothing and need no second
//! run, and where the document shows a file after its fix, that must be what comes out.

use crate::document::Project;
use crate::survivors;
use crate::written;
use airlint::fix::{TextEdit, apply, write_all};
use airlint::rules::{Finding, Fix, Rule, Severity};
use airlint::workspace::{self, Choice, Outcome, Overrides, Request};
use camino::Utf8Path;
use std::collections::BTreeMap;
use std::fs;

/// Everything that is wrong with the fixes of one project's findings.
pub fn check(rule: &Rule, project: &Project) -> Vec<String> {
    let (_guard, root) = written(project);
    let before = run(&root, &[]);
    let own: Vec<&Finding> = before.findings.iter().filter(|finding| finding.rule == rule.name).collect();
    let mut faults = Vec::new();
    for finding in &own {
        // What cannot be read cannot always be changed.
        let path = before.files.path(finding.place.file);
        let is_broken = project.files.iter().any(|file| *path == *file.path && file.broken);
        if finding.fixes.len() < finding.proposals.len() && !is_broken {
            faults.push(format!("a proposal of \"{}\" cannot be carried out: {:?}", finding.message, titles(finding)));
        }
        for fix in &finding.fixes {
            faults.extend(alone(rule, project, &before, finding, fix));
        }
    }
    faults.extend(shown(rule, project));
    faults.into_iter().map(|fault| format!(":{}: \"{}\": {fault}", project.line, project.heading)).collect()
}

/// The number of fixes that the rule offers in a project; 0 where a file does not parse that should.
pub fn offered(rule: &Rule, project: &Project) -> usize {
    let (_guard, root) = written(project);
    let outcome = run(&root, &[]);
    let whole = |finding: &Finding| {
        let path = outcome.files.path(finding.place.file);
        finding.rule != "syntax-error" || project.files.iter().any(|file| *path == *file.path && file.broken)
    };
    if !outcome.findings.iter().all(whole) {
        return 0;
    }
    outcome.findings.iter().filter(|finding| finding.rule == rule.name).map(|finding| finding.fixes.len()).sum()
}

fn titles(finding: &Finding) -> Vec<&str> {
    finding.proposals.iter().map(|proposal| proposal.title.as_str()).collect()
}

fn run(root: &Utf8Path, select: &[&str]) -> Outcome {
    let overrides = Overrides { select: select.iter().map(ToString::to_string).collect(), ..Overrides::default() };
    workspace::run(&Request { current: root.to_owned(), overrides, fixes: true, ..Request::default() })
}

/// One fix on its own: the finding goes, nothing worse comes.
fn alone(rule: &Rule, project: &Project, before: &Outcome, finding: &Finding, fix: &Fix) -> Vec<String> {
    let (_guard, root) = written(project);
    let mut by_path: BTreeMap<&Utf8Path, Vec<TextEdit>> = BTreeMap::new();
    for edit in &fix.edits {
        let text_edit = TextEdit::replace(edit.place.span(), edit.content.clone());
        by_path.entry(before.files.path(edit.place.file)).or_default().push(text_edit);
    }
    let mut faults = Vec::new();
    for (path, edits) in by_path {
        let (shown, path) = (path, root.join(path));
        let text = fs::read_to_string(&path).expect("a file of the project");
        let fixed = apply(&text, &edits).expect("edits that do not overlap");
        for lost in survivors::lost(shown.as_str(), &text, &fixed, &edits) {
            faults.push(format!("\"{}\" takes `{lost}` out of {shown}, which it has nothing to do with", fix.title));
        }
        fs::write(&path, fixed).expect("the fixed file");
    }
    let after = run(&root, &[]);
    let count = |outcome: &Outcome| outcome.findings.iter().filter(|it| it.rule == rule.name).count();
    let same = after.findings.iter().filter(|it| it.rule == rule.name && it.message == finding.message).count();
    let was = before.findings.iter().filter(|it| it.rule == rule.name && it.message == finding.message).count();
    if same >= was && count(&after) >= count(before) {
        faults.push(format!("\"{}\" leaves its finding behind: {}", fix.title, finding.message));
    }
    let errors = |outcome: &Outcome| {
        let errors = outcome.findings.iter().filter(|it| it.severity == Severity::Error);
        errors.map(|it| (it.rule, it.message.clone())).collect::<Vec<_>>()
    };
    let old = errors(before);
    let new = errors(&after);
    for (rule, message) in new.clone() {
        let known = old.iter().any(|(old_rule, old_message)| *old_rule == rule && *old_message == message);
        // Messages quote values, so an old fault may have another message now, and one that names all faults of a kind
        // may say less than before.
        let of_rule = |errors: &[(&str, String)]| errors.iter().filter(|(other, _)| *other == rule).count();
        if !known && of_rule(&new) > of_rule(&old) {
            faults.push(format!("\"{}\" brings a new error [{rule}]: {message}", fix.title));
        }
    }
    faults
}

/// All fixes of the rule together: what comes out is what the document shows, and a second run changes nothing.
fn shown(rule: &Rule, project: &Project) -> Vec<String> {
    let (_guard, root) = written(project);
    // What a comment silences is known only where the other rules run.
    let select = if rule.category == "suppression" { Vec::new() } else { vec![rule.name.to_string()] };
    let overrides = Overrides { select, ..Overrides::default() };
    let request = Request { current: root.clone(), overrides, ..Request::default() };
    let choice = Choice { suggested: true, only: vec![rule.name.to_string()] };
    let mended = match workspace::mend(&request, &choice) {
        Ok(mended) => mended,
        Err(error) => return vec![error.to_string()],
    };
    if let Err(error) = write_all(&mended.changes) {
        return vec![error.to_string()];
    }
    let mut faults = Vec::new();
    match workspace::mend(&request, &choice) {
        Ok(again) if again.changes.is_empty() => {}
        Ok(again) => faults.push(format!("a second run changes {} again", again.changes[0].path)),
        Err(error) => faults.push(error.to_string()),
    }
    for fixed in &project.fixed {
        let text = fs::read_to_string(root.join(&fixed.path)).unwrap_or_default();
        if text != fixed.text {
            faults.push(format!("{} after the fixes is\n{text}\nand not\n{}", fixed.path, fixed.text));
        }
    }
    if mended.changes.is_empty() && !project.fixed.is_empty() {
        faults.push("shows files after a fix, but no fix is offered".to_string());
    }
    faults
}
