//! What is around the open files: folders, files on disk, settings, configuration.

use crate::client::{Client, Server, codes};
use crate::{DEPLOYMENT, PROJECT, truth};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const PROD: &str = "deployments/prod.yaml";
const DAG: &str = "dags/train.py";

/// `PROJECT`, pulling, with what it says of the whole workspace: `path rule`.
fn project() -> Client {
    Server::with_files(PROJECT).pull().start()
}

#[track_caller]
fn found(client: &mut Client) -> Vec<String> {
    let found = crate::parity::workspace(client);
    let line = |(path, it): (&String, &Value)| format!("{path} {}", it["rule"].as_str().expect("a rule"));
    found.iter().flat_map(|(path, items)| items.iter().map(move |it| line((path, it)))).collect()
}

#[test]
fn the_server_asks_for_what_it_needs() {
    let mut client = project();
    found(&mut client);
    let deadline = Instant::now() + Duration::from_secs(30);
    while client.registered.len() < 2 && Instant::now() < deadline {
        found(&mut client);
    }
    let methods: Vec<_> = client.registered.iter().map(|it| it["method"].as_str().unwrap()).collect();
    assert_eq!(methods, ["workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"]);
    assert!(client.server.get("diagnosticProvider").is_some());
    let pushing = Server::with_files(PROJECT).start();
    assert_eq!(pushing.server.get("diagnosticProvider"), None, "never both");
}

#[test]
fn files_on_disk_change_come_and_go() {
    let mut client = project();
    assert_eq!(found(&mut client), [""; 0]);
    client.write(PROD, &DEPLOYMENT.replace("name: ml", "name: gpu"));
    client.watched(&[(PROD, 2)]);
    assert_eq!(found(&mut client), [format!("{DAG} unknown-queue"), format!("{PROD} unused-queue")]);
    client.write("dags/late.py", &client.on_disk(DAG).replace("\"ml\"", "\"gpu\"").replace("train", "late"));
    client.watched(&[("dags/late.py", 1)]);
    assert_eq!(found(&mut client), [format!("{DAG} unknown-queue")]);
    client.remove(DAG);
    client.watched(&[(DAG, 3)]);
    assert_eq!(found(&mut client), [""; 0]);
    // A folder at once.
    std::fs::rename(format!("{}/dags", client.root), format!("{}/jobs", client.root)).unwrap();
    client.write(PROD, DEPLOYMENT);
    client.watched(&[("dags", 3), ("jobs", 1), (PROD, 2)]);
    assert_eq!(found(&mut client), [format!("{PROD} unused-queue"), "jobs/late.py unknown-queue".to_owned()]);
}

#[test]
fn what_the_editor_does_to_files_is_heard() {
    let mut client = project();
    client.open(DAG);
    assert_eq!(codes(&client.pulled(DAG)), [""; 0]);
    // A rename in an editor: closed, moved, opened under the new name.
    client.close(DAG);
    std::fs::rename(format!("{}/{DAG}", client.root), format!("{}/dags/fit.py", client.root)).unwrap();
    let files = json!([{"oldUri": client.uri(DAG), "newUri": client.uri("dags/fit.py")}]);
    client.notify("workspace/didRenameFiles", json!({"files": files}));
    client.open("dags/fit.py");
    client.replace("dags/fit.py", "\"ml\"", "\"m\"");
    assert_eq!(codes(&client.pulled("dags/fit.py")), ["unknown-queue"]);
    assert_eq!(found(&mut client), ["dags/fit.py unknown-queue".to_owned(), format!("{PROD} unused-queue")]);
    client.close("dags/fit.py");
    client.remove("dags/fit.py");
    let files = json!([{"uri": client.uri("dags/fit.py")}]);
    client.notify("workspace/didDeleteFiles", json!({"files": files}));
    assert_eq!(found(&mut client), [""; 0]);
    client.write(DAG, &PROJECT[2].1.replace("\"ml\"", "\"lm\""));
    let files = json!([{"uri": client.uri(DAG)}]);
    client.notify("workspace/didCreateFiles", json!({"files": files}));
    assert_eq!(found(&mut client), [format!("{DAG} unknown-queue"), format!("{PROD} unused-queue")]);
}

#[test]
fn findings_of_a_deleted_file_are_cleared() {
    let mut client = Server::with_files(PROJECT).start();
    client.open(DAG);
    client.pushed(DAG);
    client.write(PROD, &DEPLOYMENT.replace("name: ml", "name: gpu"));
    client.watched(&[(PROD, 2)]);
    assert_eq!(codes(&client.pushed(PROD)), ["unused-queue"]);
    assert_eq!(codes(&client.pushed(DAG)), ["unknown-queue"]);
    client.remove(PROD);
    client.watched(&[(PROD, 3)]);
    assert_eq!(codes(&client.pushed(PROD)), [""; 0]);
    assert_eq!(codes(&client.pushed(DAG)), [""; 0]);
}

#[test]
fn a_file_that_was_never_saved_belongs_to_its_project() {
    let mut client = project();
    let text = PROJECT[2].1.replace("\"ml\"", "\"lm\"").replace("train", "fresh");
    client.open_as("dags/fresh.py", &text);
    assert_eq!(codes(&client.pulled("dags/fresh.py")), ["unknown-queue"]);
    assert_eq!(found(&mut client), ["dags/fresh.py unknown-queue"]);
    client.close("dags/fresh.py");
    assert_eq!(found(&mut client), [""; 0]);
}

#[test]
fn a_document_that_is_no_file_is_checked_on_its_own() {
    let mut client = project();
    let name = "untitled:Untitled-1";
    let document =
        json!({"uri": name, "languageId": "yaml", "version": 1, "text": DEPLOYMENT.replace("CELERY", "celery")});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    let report = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": name}}));
    assert_eq!(codes(report["items"].as_array().unwrap()), ["executor-case"]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": name}}));
    assert_eq!(found(&mut client), [""; 0]);
}

#[test]
fn a_file_outside_all_folders_is_checked_on_its_own() {
    let files = [("here/a.py", ""), ("there/prod.yaml", &DEPLOYMENT.replace("CELERY", "celery"))];
    let mut client = Server::with_files(&files).roots(&["here"]).pull().start();
    assert_eq!(found(&mut client), [""; 0]);
    client.open("there/prod.yaml");
    assert_eq!(codes(&client.pulled("there/prod.yaml")), ["executor-case"]);
}

#[test]
fn folders_have_settings_of_their_own_and_come_and_go() {
    let wrong = DEPLOYMENT.replace("CELERY", "celery");
    let ignore = "ignore = [\"executor-case\"]\n";
    let files =
        [("a/prod.yaml", wrong.as_str()), ("b/prod.yaml", &wrong), ("b/airlint.toml", ignore), ("c/prod.yaml", &wrong)];
    let mut client = Server::with_files(&files).roots(&["a", "b"]).pull().start();
    let case = |path: &str| format!("{path} executor-case");
    let cases = |found: Vec<String>| found.into_iter().filter(|it| it.ends_with("executor-case")).collect::<Vec<_>>();
    assert_eq!(cases(found(&mut client)), [case("a/prod.yaml")]);
    let folder = |client: &Client, name: &str| json!({"uri": client.uri(name), "name": name});
    let (a, c) = (folder(&client, "a"), folder(&client, "c"));
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": [c], "removed": []}}));
    assert_eq!(cases(found(&mut client)), [case("a/prod.yaml"), case("c/prod.yaml")]);
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": [], "removed": [a]}}));
    assert_eq!(cases(found(&mut client)), [case("c/prod.yaml")]);
}

#[test]
fn nested_folders_report_a_file_once() {
    let wrong = DEPLOYMENT.replace("CELERY", "celery");
    let files = [("p/deployments/prod.yaml", wrong.as_str()), ("p/dags/a.py", "")];
    let mut client = Server::with_files(&files).roots(&["", "p"]).pull().start();
    let found = found(&mut client);
    let cases = found.iter().filter(|it| it.ends_with("executor-case")).count();
    assert_eq!(cases, 1, "{found:?}");
}

#[test]
fn airlint_toml_is_read_again() {
    let mut client = project();
    client.open(PROD);
    client.replace(PROD, "CELERY", "celery");
    assert_eq!(codes(&client.pulled(PROD)), ["executor-case"]);
    client.write("airlint.toml", "ignore = [\"executor-case\"]\n");
    client.watched(&[("airlint.toml", 1)]);
    assert_eq!(codes(&client.pulled(PROD)), [""; 0]);
    client.open("airlint.toml");
    client.replace("airlint.toml", "executor-case", "unused-queue");
    assert_eq!(codes(&client.pulled(PROD)), ["executor-case"], "unsaved, too");
    client.close("airlint.toml");
    assert_eq!(codes(&client.pulled(PROD)), [""; 0]);
    client.remove("airlint.toml");
    client.watched(&[("airlint.toml", 3)]);
    assert_eq!(codes(&client.pulled(PROD)), ["executor-case"]);
}

#[test]
fn the_editors_settings_hold_and_change() {
    let settings = json!({"ignore": ["executor-case"]});
    let mut client = Server::with_files(PROJECT).settings(settings).pull().start();
    client.open(PROD);
    client.replace(PROD, "CELERY", "celery");
    assert_eq!(codes(&client.pulled(PROD)), [""; 0]);
    client.settings = json!({});
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    // The server asks first: only then does the change hold.
    let deadline = Instant::now() + Duration::from_secs(30);
    while codes(&client.pulled(PROD)).is_empty() && Instant::now() < deadline {}
    assert_eq!(codes(&client.pulled(PROD)), ["executor-case"]);
}

#[test]
fn settings_that_are_wrong_are_told_once_and_the_rest_holds() {
    let settings = json!({"ignore": ["executor-case"], "slect": []});
    let server =
        Server::with_files(PROJECT).settings(settings).capability("/workspace/configuration", json!(false)).pull();
    let mut client = server.start();
    let told = client.expect("a word about the setting", |it| it["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("slect"), "{told}");
    client.open(PROD);
    client.replace(PROD, "CELERY", "celery");
    assert_eq!(codes(&client.pulled(PROD)), [""; 0]);
}

#[test]
fn reports_that_have_not_changed_are_not_said_again() {
    let mut client = project();
    client.open(PROD);
    client.replace(PROD, "CELERY", "celery");
    let mut params = client.file(PROD);
    let full = client.request("textDocument/diagnostic", params.clone());
    assert_eq!(full["kind"], "full");
    params["previousResultId"] = full["resultId"].clone();
    let again = client.request("textDocument/diagnostic", params.clone());
    assert_eq!((&again["kind"], &again["resultId"]), (&json!("unchanged"), &full["resultId"]));
    let previous = json!([{"uri": client.uri(PROD), "value": full["resultId"]}]);
    let workspace = client.request("workspace/diagnostic", json!({"previousResultIds": previous}));
    assert_eq!(workspace["items"][0]["kind"], "unchanged");
    client.replace(PROD, "celery", "CELERY");
    let fixed = client.request("textDocument/diagnostic", params);
    assert_eq!((&fixed["kind"], &fixed["items"]), (&json!("full"), &json!([])));
    let workspace = client.request("workspace/diagnostic", json!({"previousResultIds": previous}));
    assert_eq!(
        workspace["items"][0]["items"],
        json!([]),
        "what the client believes to be wrong is cleared: {workspace}"
    );
}

#[test]
fn a_client_is_told_to_ask_again_for_other_files() {
    let mut client = project();
    client.open(PROD);
    client.open(DAG);
    client.pulled(PROD);
    client.pulled(DAG);
    client.replace(PROD, "name: ml", "name: gpu");
    assert_eq!(codes(&client.pulled(PROD)), ["unused-queue"]);
    let deadline = Instant::now() + Duration::from_secs(30);
    while !client.refreshed.contains_key("workspace/diagnostic/refresh") && Instant::now() < deadline {
        client.pulled(PROD);
    }
    assert!(client.refreshed["workspace/diagnostic/refresh"] >= 1);
    assert_eq!(codes(&client.pulled(DAG)), ["unknown-queue"]);
}

#[test]
fn a_cancelled_request_is_answered_at_once() {
    let mut client = project();
    let id = client.ask("workspace/diagnostic", json!({"previousResultIds": []}));
    client.notify("$/cancelRequest", json!({"id": id}));
    // Cancelled, or done before.
    if let Err(error) = client.answer(id) {
        assert_eq!(error["code"], -32800);
    }
    client.open(PROD);
    assert_eq!(codes(&client.pulled(PROD)), [""; 0]);
}

#[test]
fn commands_are_announced_and_run() {
    let mut client = project();
    let commands = client.server["executeCommandProvider"]["commands"].as_array().unwrap().clone();
    assert!(
        commands.contains(&json!("airlint.restart")) && commands.contains(&json!("airlint.showProject")),
        "{commands:?}"
    );
    let shown = client.request("workspace/executeCommand", json!({"command": "airlint.showProject"}));
    let shown = shown.as_str().expect("Markdown");
    for part in ["prod", "13.0.0", "CELERY"] {
        assert!(shown.contains(part), "{part} is not in:\n{shown}");
    }
    client.open(PROD);
    client.replace(PROD, "CELERY", "celery");
    client.request("workspace/executeCommand", json!({"command": "airlint.restart"}));
    assert_eq!(codes(&client.pulled(PROD)), ["executor-case"], "open texts live on");
    let id = client.ask("workspace/executeCommand", json!({"command": "airlint.nonsense"}));
    assert_eq!(client.answer(id).unwrap_err()["code"], -32602);
}

#[test]
fn the_deployments_in_force_are_told() {
    let mut client = project();
    let mut told = |path: Option<&str>| {
        let asked = path.map_or_else(|| json!({}), |path| json!({"uri": client.uri(path)}));
        client.request("workspace/executeCommand", json!({"command": "airlint.deployments", "arguments": [asked]}))
    };
    let all = told(None);
    assert_eq!(all["role"], Value::Null);
    assert_eq!(all["deployments"].as_array().map(Vec::len), Some(1));
    let prod = &all["deployments"][0];
    assert!(prod["uri"].as_str().is_some_and(|uri| uri.ends_with(PROD)), "{prod}");
    assert_eq!(
        [&prod["label"], &prod["executor"], &prod["queues"], &prod["canChange"]],
        [&json!("prod.yaml"), &json!("CELERY"), &json!(["default", "ml"]), &json!(true)]
    );
    for (path, role) in [(PROD, json!("deployment")), (DAG, json!("dags")), ("requirements.txt", Value::Null)] {
        let found = told(Some(path));
        assert_eq!(found["role"], role, "{path}");
        let expected = if role.is_null() { json!([]) } else { all["deployments"].clone() };
        assert_eq!(found["deployments"], expected, "{path}");
    }
}

#[test]
fn a_name_with_everything_in_it() {
    let odd = "dags/ü n%20[1] 🚀#?.py";
    let files = [PROJECT[0], PROJECT[1], (odd, PROJECT[2].1)];
    let mut client = Server::with_files(&files).pull().start();
    assert_eq!(found(&mut client), [""; 0]);
    client.open(odd);
    client.replace(odd, "\"ml\"", "\"lm\"");
    assert_eq!(codes(&client.pulled(odd)), ["unknown-queue"]);
    let said = crate::parity::workspace(&mut client);
    client.write(odd, client.text(odd));
    assert_eq!(said, truth::found(&client.root, client.encoding()));
}

#[test]
fn a_report_is_whole_in_its_answer_also_where_the_client_takes_parts() {
    let wrong = DEPLOYMENT.replace("CELERY", "celery");
    let files: Vec<(String, &str)> = (0..40).map(|number| (format!("p{number}/prod.yaml"), wrong.as_str())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let mut client = Server::with_files(&files).pull().start();
    let params = json!({"previousResultIds": [], "partialResultToken": "parts"});
    let answer = client.request("workspace/diagnostic", params);
    let items = answer["items"].as_array().expect("items");
    let mut paths: Vec<_> = items.iter().map(|it| truth::below(&client.root, it["uri"].as_str().unwrap())).collect();
    paths.sort();
    let mut found: Vec<_> = truth::found(&client.root, client.encoding()).into_keys().collect();
    found.sort();
    assert_eq!(paths, found, "each file once");
}

#[test]
fn a_first_check_that_takes_long_is_shown() {
    let dag = |number: usize| PROJECT[2].1.replace("train", &format!("train_{number}")).repeat(10);
    let files: Vec<(String, String)> = (0..150).map(|number| (format!("dags/d{number}.py"), dag(number))).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push((PROD, DEPLOYMENT));
    let mut client = Server::with_files(&files).pull().start();
    let before = Instant::now();
    found(&mut client);
    let took = before.elapsed();
    // A moment later the end is told as well; the meta-model's check knows the order.
    let deadline = Instant::now() + Duration::from_secs(30);
    let is_over = |client: &Client| client.progress.last().is_none_or(|it| it["kind"] == "end");
    while !is_over(&client) && Instant::now() < deadline {
        found(&mut client);
    }
    assert!(is_over(&client), "{:?}", client.progress);
    assert!(took < Duration::from_secs(1) || !client.progress.is_empty(), "nothing was shown for {took:?}");
}
