//! Runs every rule's document: the projects in it are written to a folder and linted with the real engine, and the
//! findings must be exactly the ones that the document marks.
//!
//! `AIRLINT_RULE=unknown-queue cargo test --test rules` runs the documents of the rules whose names hold that text.

mod document;
mod fixes;
mod layouts;
mod reach;
mod silences;
mod survivors;

use airlint::rules::{self, Rule, Severity};
use airlint::workspace::{self, Overrides, Request};
use camino::{Utf8Path, Utf8PathBuf};
use document::{Document, File, Project};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;

/// Levels and messages of what was found, by path and line.
type Found<'a> = BTreeMap<(&'a str, usize), Vec<(Severity, String)>>;

#[test]
fn every_document_holds() {
    let wanted = std::env::var("AIRLINT_RULE").unwrap_or_default();
    let rules: Vec<&Rule> = rules::all().filter(|rule| rule.name.contains(&wanted)).collect();
    assert!(!rules.is_empty() || wanted.is_empty(), "no rule's name holds `{wanted}`");
    let faults: Vec<String> = rules.par_iter().flat_map(|rule| check(rule)).collect();
    assert!(faults.is_empty(), "\n\n{}\n\n{} faults in {} documents", faults.join("\n\n"), faults.len(), rules.len());
}

#[test]
fn every_fix_mends_its_finding_and_nothing_else() {
    let wanted = std::env::var("AIRLINT_RULE").unwrap_or_default();
    let rules: Vec<&Rule> = rules::all().filter(|rule| rule.name.contains(&wanted)).collect();
    let check = |rule: &&Rule| {
        let projects = Document::parse(rule.document).projects;
        let path = rule.path("md");
        let faults = projects.iter().flat_map(|project| fixes::check(rule, project));
        faults.map(|fault| format!("{path}{fault}")).collect::<Vec<_>>()
    };
    let faults: Vec<String> = rules.par_iter().flat_map(check).collect();
    assert!(faults.is_empty(), "\n\n{}\n\n{} faults", faults.join("\n\n"), faults.len());
}

#[test]
fn every_finding_is_silenced_by_the_comment_that_editors_offer() {
    let wanted = std::env::var("AIRLINT_RULE").unwrap_or_default();
    let rules: Vec<&Rule> =
        rules::all().filter(|rule| rule.name.contains(&wanted) && rule.category != "suppression").collect();
    let check = |rule: &&Rule| {
        let mut all = silences::Silenced::default();
        for project in Document::parse(rule.document).projects {
            let one = silences::check(rule, &project);
            all.asked += one.asked;
            all.unsaid += one.unsaid;
            all.faults.extend(one.faults.into_iter().map(|fault| format!("{}{fault}", rule.path("md"))));
        }
        all
    };
    let all: Vec<silences::Silenced> = rules.par_iter().map(check).collect();
    let faults: Vec<&String> = all.iter().flat_map(|it| &it.faults).collect();
    assert!(faults.is_empty(), "\n\n{faults:#?}\n\n{} faults", faults.len());
    let (asked, unsaid) = all.iter().fold((0, 0), |sum, it| (sum.0 + it.asked, sum.1 + it.unsaid));
    assert!(unsaid * 20 <= asked, "no comment can stand on the lines of {unsaid} of {asked} findings");
}

#[test]
fn names_are_unique_and_files_are_where_their_names_say() {
    let mut seen = BTreeMap::new();
    for rule in rules::all() {
        assert!(seen.insert(rule.name, rule.category).is_none(), "two rules are named {}", rule.name);
        for extension in ["rs", "md"] {
            let path = rule.path(extension);
            assert!(Utf8Path::new(&path).exists(), "{} should be in {path}", rule.name);
        }
    }
}

/// Everything that is wrong with one rule's document.
fn check(rule: &Rule) -> Vec<String> {
    let document = Document::parse(rule.document);
    let mut faults = form(rule, &document);
    faults.extend(document.projects.iter().flat_map(|project| lint(rule, project)));
    let path = rule.path("md");
    faults.into_iter().map(|fault| format!("{path}{fault}")).collect()
}

/// What a document must have.
fn form(rule: &Rule, document: &Document) -> Vec<String> {
    let mut faults: Vec<String> = document.faults.iter().map(|fault| format!(": {fault}")).collect();
    let mut demand = |holds: bool, words: String| {
        if !holds {
            faults.push(format!(": {words}"));
        }
    };
    demand(document.title == rule.name, format!("should start with `# {}`", rule.name));
    demand(!document.summary.trim().is_empty(), "has no paragraph under its title".into());
    for section in ["What happens", "What to do", "Source", "Reported", "Not reported"] {
        demand(document.sections.iter().any(|it| it == section), format!("has no `## {section}`"));
    }
    for section in ["Reported", "Not reported"] {
        let found = document.projects.iter().any(|it| it.section == section && !it.files.is_empty());
        demand(found, format!("has no project under `## {section}`"));
    }
    let trap = document.projects.iter().any(|it| it.heading.to_lowercase().contains("trap"));
    demand(trap, "has no heading with \"trap\": the case that a naive check falls into".into());
    for project in &document.projects {
        let marked = project.files.iter().any(|file| !file.expected.is_empty());
        let (heading, line) = (&project.heading, project.line);
        match project.section.as_str() {
            "Reported" => demand(marked, format!(":{line}: \"{heading}\" marks nothing that is reported")),
            "Not reported" => demand(!marked, format!(":{line}: \"{heading}\" marks something that is reported")),
            _ => demand(false, format!(":{line}: \"{heading}\" stands neither under Reported nor under Not reported")),
        }
        demand(!project.files.is_empty(), format!(":{line}: \"{heading}\" has no fenced block with file="));
    }
    faults
}

/// Lints one project with this rule alone and compares.
fn lint(rule: &Rule, project: &Project) -> Vec<String> {
    let (_guard, root) = written(project);
    let mut select = vec![rule.name.to_string()];
    select.extend(rules::named("syntax-error").map(|syntax| syntax.name.to_string()));
    if rule.category == "suppression" {
        // What a comment silences is known only where the other rules run.
        select.clear();
    }
    let overrides = Overrides { select, ..Overrides::default() };
    let outcome = workspace::run(&Request { current: root, overrides, ..Request::default() });

    let mut found = Found::new();
    let mut faults: Vec<String> = outcome
        .problems
        .iter()
        .map(|problem| at(project, project.line, &format!("airlint could not work: {problem}")))
        .collect();
    for finding in &outcome.findings {
        let path = outcome.files.path(finding.place.file);
        let Some(file) = project.files.iter().find(|file| *path == *file.path) else {
            faults.push(at(project, project.line, &format!("reported in {path}, which the document does not have")));
            continue;
        };
        let line = line_of(&file.text, finding.place.span().start);
        if finding.rule == rule.name {
            found.entry((&file.path, line)).or_default().push((finding.severity, finding.message.clone()));
        } else if !file.broken && finding.rule == "syntax-error" {
            let words =
                format!("{path} does not parse: {} (write `broken` after file= if that is meant)", finding.message);
            faults.push(at(project, document_line(file, line), &words));
        }
    }
    for file in &project.files {
        faults.extend(compare(project, file, &mut found));
    }
    faults
}

/// Writes a project's files to a new folder, which goes with the guard.
fn written(project: &Project) -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = Utf8PathBuf::from_path_buf(folder.path().canonicalize().expect("its path")).expect("a UTF-8 path");
    for file in &project.files {
        let path = root.join(&file.path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder for the file");
        fs::write(&path, &file.text).expect("a file of the project");
    }
    (folder, root)
}

/// Compares what a file marks with what was found in it, both ways.
fn compare<'a>(project: &Project, file: &'a File, found: &mut Found<'a>) -> Vec<String> {
    let mut faults = vec![];
    for &(line, level) in &file.expected {
        let here = found.get_mut(&(file.path.as_str(), line));
        match here.and_then(|here| here.iter().position(|(found, _)| *found == level).map(|index| here.remove(index))) {
            Some(_) => {}
            None => faults.push(shown(project, file, line, &format!("- {level} is marked but was not reported"))),
        }
    }
    for ((path, line), rest) in found.iter() {
        if *path == file.path {
            for (level, message) in rest {
                faults.push(shown(
                    project,
                    file,
                    *line,
                    &format!("+ {level} was reported but is not marked: {message}"),
                ));
            }
        }
    }
    faults
}

/// A fault with the line of the project's file that it is about.
fn shown(project: &Project, file: &File, line: usize, words: &str) -> String {
    let text = file.text.lines().nth(line - 1).unwrap_or_default();
    at(project, document_line(file, line), &format!("{}:{line}\n      | {text}\n    {words}", file.path))
}

fn at(project: &Project, line: usize, words: &str) -> String {
    format!(":{line}: \"{}\": {words}", project.heading)
}

fn document_line(file: &File, line: usize) -> usize {
    file.document_lines.get(line - 1).copied().unwrap_or_default()
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|&&byte| byte == b'\n').count() + 1
}
