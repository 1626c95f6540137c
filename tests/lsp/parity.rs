//! The command line and the server say the same: every project of every rule's document, and the examples.

use crate::client::text::Encoding;
use crate::client::{Client, Server};
use crate::document::{Document, Project};
use crate::truth;
use airlint::rules;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

#[test]
fn the_documents_of_all_rules() {
    each_project(|number, project| compare(&texts(project), Encoding::ALL[number % 3]));
}

/// The files of a document's project.
pub fn texts(project: &Project) -> Vec<(&str, &str)> {
    project.files.iter().map(|it| (it.path.as_str(), it.text.as_str())).collect()
}

/// Fails where `check` finds a fault with a project of a rule's document. It is given the project's number in there.
pub fn each_project(check: impl Fn(usize, &Project) -> Option<String> + Sync) {
    let rules = Mutex::new(rules::all());
    let faults = Mutex::new(vec![]);
    let work = || {
        loop {
            let rule = rules.lock().unwrap().next();
            let Some(rule) = rule else { break };
            for (number, project) in Document::parse(rule.document).projects.iter().enumerate() {
                if let Some(fault) = check(number, project) {
                    faults.lock().unwrap().push(format!("{}, {:?}: {fault}", rule.name, project.heading));
                }
            }
        }
    };
    // Threads of our own: the server needs those that rules run on.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(work);
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{} faults\n\n{}", faults.len(), faults.join("\n\n"));
}

#[test]
fn the_example() {
    let files = files("examples/astro-project");
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    assert_eq!(compare(&files, Encoding::Utf16), None);
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    let text = format!("\u{feff}{}", crate::DEPLOYMENT.replacen("deployment:", "deploymnt: 1\ndeployment:", 1));
    let files = [("prod.yaml", text.as_str())];
    assert_eq!(compare(&files, Encoding::Utf16), None);
}

/// The texts of all files below a folder of the repository.
pub fn files(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, base: &Path, found: &mut Vec<(String, String)>) {
        let mut entries: Vec<_> =
            std::fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry").path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, base, found);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                found.push((path.strip_prefix(base).expect("below").to_str().expect("UTF-8").to_owned(), text));
            }
        }
    }
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = vec![];
    walk(&base, &base, &mut found);
    found
}

/// Where the server says something else of these files than the command line finds: pushed, asked for the workspace, and
/// asked for each open file.
fn compare(files: &[(&str, &str)], encoding: Encoding) -> Option<String> {
    let mut client = Server::with_files(files).encoding(encoding).pull().start();
    let truth = truth::found(&client.root, encoding);
    let differs = |way: &str, said: &BTreeMap<String, Vec<Value>>| {
        (*said != truth).then(|| format!("{way}\nthe command line: {truth:#?}\nthe server: {said:#?}"))
    };
    let said = workspace(&mut client);
    let mut fault = differs("asked for the workspace", &said);
    let mut said = BTreeMap::new();
    for (path, _) in files {
        client.open(path);
        let found: Vec<_> = client.pulled(path).iter().map(truth::said).collect();
        if !found.is_empty() {
            said.insert((*path).to_owned(), found);
        }
    }
    fault = fault.or_else(|| differs("asked for each open file", &said));
    fault = fault.or_else(|| differs("asked for the workspace with all files open", &workspace(&mut client)));
    client.finish();

    let mut client = Server::with_files(files).encoding(encoding).start();
    let truth = truth::found(&client.root, encoding);
    let mut said = BTreeMap::new();
    for path in truth.keys() {
        said.insert(path.clone(), client.pushed(path).iter().map(truth::said).collect());
    }
    client.finish();
    let differs = (said != truth).then(|| format!("pushed\nthe command line: {truth:#?}\nthe server: {said:#?}"));
    fault.or(differs)
}

/// What the server says of the workspace, by path.
pub fn workspace(client: &mut Client) -> BTreeMap<String, Vec<Value>> {
    let report = client.request("workspace/diagnostic", json!({"previousResultIds": []}));
    let reports = report["items"].as_array().expect("an array").iter();
    let full = reports.map(|it| {
        assert_eq!(it["kind"], "full", "nothing was known before");
        let items = it["items"].as_array().expect("an array").iter().map(truth::said).collect::<Vec<_>>();
        (truth::below(&client.root, it["uri"].as_str().expect("a URI")), items)
    });
    full.filter(|(_, items)| !items.is_empty()).collect()
}
