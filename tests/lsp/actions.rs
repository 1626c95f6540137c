//! Code actions: what the command line mends, an editor mends in the same way.

use crate::client::{Client, Server};
use crate::parity::{self, each_project, texts};
use crate::{DEPLOYMENT, PROJECT, truth};
use airlint::rules::Applicability;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// A fix: its title, whether it is safe, and the texts of the files that it changes.
type Fix = (String, bool, BTreeMap<String, String>);

#[test]
fn the_fixes_of_all_rules_are_offered() {
    each_project(|_, project| {
        let files = texts(project);
        // What cannot be carried out is not offered to a client that wants the edits at once: the lists are the same.
        let server = Server::with_files(&files).without("/textDocument/codeAction/resolveSupport").pull();
        let mut client = server.start();
        let mut truth = fixes(&client.root);
        let mut fault = None;
        for (path, _) in &files {
            client.open(path);
            let offered: BTreeSet<Fix> = actions(&mut client, path, json!(["quickfix"]))
                .iter()
                .filter(|it| is_of_a_finding(it))
                .map(|it| fix(&client, it))
                .collect();
            let wanted = truth.remove(*path).unwrap_or_default();
            // Only the best safe fix of a finding is preferred.
            let titles =
                |them: &BTreeSet<Fix>| them.iter().map(|it| (it.0.clone(), it.2.clone())).collect::<BTreeSet<_>>();
            if titles(&offered) != titles(&wanted) || !offered.iter().all(|it| !it.1 || wanted.contains(it)) {
                fault = Some(format!("{path}\nthe command line: {wanted:#?}\nthe server: {offered:#?}"));
            }
        }
        client.finish();
        fault
    });
}

#[test]
fn an_action_is_worked_out_when_it_is_chosen() {
    let files = parity::files("examples/astro-project");
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut client = Server::with_files(&files).pull().start();
    let truth = fixes(&client.root);
    let mut seen = 0;
    for (path, wanted) in truth {
        client.open(&path);
        for action in actions(&mut client, &path, json!(["quickfix"])) {
            assert!(action.get("edit").is_none(), "{action}");
            if !is_of_a_finding(&action) {
                continue;
            }
            let id = client.ask("codeAction/resolve", action.clone());
            // One that cannot be carried out is not among the command line's.
            let Ok(resolved) = client.answer(id) else { continue };
            let (title, _, after) = fix(&client, &resolved);
            assert!(wanted.iter().any(|it| it.0 == title && it.2 == after), "{path}: {title}: {after:#?}");
            seen += 1;
        }
        client.close(&path);
    }
    assert!(seen > 5, "{seen} fixes");
}

#[test]
fn everything_safe_at_once_is_what_the_command_line_writes() {
    let example = parity::files("examples/astro-project");
    let example: Vec<_> = example.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let wrong = DEPLOYMENT
        .replace("CELERY", "celery")
        .replace("A20", "a20")
        .replace("min_worker_count: 1", "min_worker_count: '1'");
    let ours = [PROJECT[0], ("deployments/prod.yaml", wrong.as_str()), PROJECT[2]];
    for files in [&example[..], &ours] {
        let mut client = Server::with_files(files).pull().start();
        for (path, before) in files {
            client.open(path);
            let offered = actions(&mut client, path, json!(["source.fixAll"]));
            let said = match offered.as_slice() {
                [] => before.to_string(),
                [one] => {
                    assert_eq!(one["kind"], "source.fixAll.airlint");
                    let resolved = client.request("codeAction/resolve", one.clone());
                    client.after(&resolved["edit"]).remove(*path).expect("the file changes")
                }
                more => panic!("{more:?}"),
            };
            let mut command = Command::new(env!("CARGO_BIN_EXE_airlint"));
            command.args(["lint", "--fix", path]).current_dir(&client.root).output().expect("the command runs");
            assert_eq!(said, client.on_disk(path), "{path}");
            client.write(path, before);
            client.close(path);
        }
    }
}

#[test]
fn an_action_of_an_old_text_is_refused() {
    let mut client = Server::with_files(PROJECT).pull().start();
    client.open("deployments/prod.yaml");
    client.replace("deployments/prod.yaml", "CELERY", "celery");
    let action = actions(&mut client, "deployments/prod.yaml", json!(["quickfix"])).remove(0);
    client.replace("deployments/prod.yaml", "prod", "production");
    let id = client.ask("codeAction/resolve", action);
    assert_eq!(client.answer(id).unwrap_err()["code"], -32801);
}

#[test]
fn suggested_fixes_are_shown_first() {
    let files = [("prod.yaml", DEPLOYMENT.replace("      min_worker_count: 1\n", ""))];
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let mut client = Server::with_files(&files).pull().start();
    client.open("prod.yaml");
    let action =
        actions(&mut client, "prod.yaml", json!(["quickfix"])).into_iter().find(is_of_a_finding).expect("a fix");
    let resolved = client.request("codeAction/resolve", action);
    let annotations = resolved["edit"]["changeAnnotations"].as_object().expect("annotations");
    for edit in resolved["edit"]["documentChanges"][0]["edits"].as_array().unwrap() {
        let id = edit["annotationId"].as_str().expect("an annotation");
        assert_eq!(annotations[id]["needsConfirmation"], true);
    }
}

#[test]
fn comments_silence_a_finding() {
    for (title, where_) in
        [("Ignore `unknown-queue` on this line", "line"), ("Ignore `unknown-queue` in this file", "file")]
    {
        let dag = PROJECT[2].1.replace("\"ml\"", "\"lm\"");
        let mut client = Server::with_files(&[PROJECT[0], PROJECT[1], ("dags/train.py", &dag)]).pull().start();
        client.open("dags/train.py");
        let all = actions(&mut client, "dags/train.py", json!(["quickfix"]));
        let titles: Vec<_> = all.iter().map(|it| it["title"].clone()).collect();
        let action = all.into_iter().find(|it| it["title"] == title).unwrap_or_else(|| panic!("{where_}: {titles:?}"));
        let resolved = client.request("codeAction/resolve", action);
        let after = client.after(&resolved["edit"]).remove("dags/train.py").unwrap();
        client.change("dags/train.py", &[crate::client::Change { bytes: None, text: &after }]);
        assert_eq!(client.pulled("dags/train.py"), [Value::Null; 0], "{after}");
    }
}

#[test]
fn refactorings_change_the_executor_and_add_a_queue() {
    let mut client = Server::with_files(PROJECT).pull().start();
    client.open("deployments/prod.yaml");
    let offered = actions(&mut client, "deployments/prod.yaml", json!(["refactor"]));
    let kinds: BTreeSet<_> = offered.iter().map(|it| it["kind"].as_str().unwrap().to_owned()).collect();
    let wanted = ["refactor.rewrite.airlint.executor", "refactor.rewrite.airlint.queue"].map(str::to_owned);
    assert_eq!(kinds, BTreeSet::from(wanted), "{offered:#?}");
    for action in offered {
        let resolved = client.request("codeAction/resolve", action.clone());
        let after = client.after(&resolved["edit"]);
        assert!(after.contains_key("deployments/prod.yaml"), "{action}");
        client.open_as("after.yaml", &after["deployments/prod.yaml"]);
        let errors: Vec<_> =
            client.pulled("after.yaml").into_iter().filter(|it| it["code"] == "syntax-error").collect();
        assert!(errors.is_empty(), "{action}: {errors:?}");
        client.close("after.yaml");
    }
}

/// What the command line can mend in each file, by path.
fn fixes(root: &str) -> BTreeMap<String, BTreeSet<Fix>> {
    let outcome = truth::run(root, true);
    let mut found: BTreeMap<String, BTreeSet<Fix>> = BTreeMap::new();
    for finding in &outcome.findings {
        for fix in &finding.fixes {
            // From the end, so that places hold; of two texts for one place the first stands first.
            let mut edits: Vec<_> = fix.edits.iter().rev().collect();
            edits.sort_by_key(|edit| std::cmp::Reverse((edit.place.span().start, edit.place.span().end)));
            let mut after: BTreeMap<String, String> = BTreeMap::new();
            for edit in edits {
                let file = edit.place.file;
                let text = || outcome.files.text(file).expect("a text").to_string();
                let text = after.entry(outcome.files.path(file).to_string()).or_insert_with(text);
                text.replace_range(edit.place.span().start..edit.place.span().end, &edit.content);
            }
            let path = outcome.files.path(finding.place.file).to_string();
            found.entry(path).or_default().insert((fix.title.clone(), fix.applicability == Applicability::Safe, after));
        }
    }
    found
}

/// Whether an action carries out a fix of a finding, not of a whole rule and not a comment.
fn is_of_a_finding(action: &Value) -> bool {
    let title = action["title"].as_str().expect("a title");
    !title.starts_with("Ignore `") && !title.starts_with("Fix all ")
}

fn fix(client: &Client, action: &Value) -> Fix {
    let title = action["title"].as_str().expect("a title").to_owned();
    (title, action["isPreferred"] == true, client.after(&action["edit"]))
}

/// The actions of those kinds for a whole file.
fn actions(client: &mut Client, path: &str, only: Value) -> Vec<Value> {
    let mut params = client.file(path);
    let all = 0..client.text(path).len();
    params["range"] = crate::client::text::range(client.text(path), all, client.encoding());
    params["context"] = json!({"diagnostics": [], "only": only, "triggerKind": 1});
    client.request("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
}
