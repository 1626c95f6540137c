//! Features through the whole server: what the editor is sent, on texts that are not saved.

use crate::client::text::{self, Encoding};
use crate::client::{Client, Server};
use crate::{DEPLOYMENT, PROJECT};
use serde_json::{Value, json};

const PROD: &str = "deployments/prod.yaml";
const DAG: &str = "dags/train.py";

/// `PROJECT` with both files open and the queue `ml` called `é🚀`, unsaved, so that columns matter.
fn unsaved(encoding: Encoding) -> Client {
    let mut client = Server::with_files(PROJECT).encoding(encoding).pull().start();
    client.open(PROD);
    client.open(DAG);
    client.replace(PROD, "name: ml", "name: é🚀");
    client.replace(DAG, "queue=\"ml\"", "queue=\"é🚀\"");
    client
}

/// The text that a range of an open file stands for.
fn cut<'c>(client: &'c Client, path: &str, range: &Value) -> &'c str {
    let text = client.text(path);
    &text[text::bytes(text, range, client.encoding())]
}

#[test]
fn a_queue_is_found_and_renamed_in_unsaved_files() {
    for encoding in Encoding::ALL {
        let mut client = unsaved(encoding);
        let at = client.at(DAG, "é🚀", 2);
        let definition = client.request("textDocument/definition", at.clone());
        let target = &definition[0];
        assert_eq!(target["targetUri"], client.uri(PROD), "{definition}");
        assert!(cut(&client, PROD, &target["targetRange"]).contains("é🚀"));
        let mut params = at.clone();
        params["context"] = json!({"includeDeclaration": true});
        let references = client.request("textDocument/references", params);
        let of: Vec<_> = references.as_array().unwrap().iter().map(|it| it["uri"].clone()).collect();
        assert_eq!(of.len(), 2, "{references}");
        let prepared = client.request("textDocument/prepareRename", at.clone());
        assert_eq!(cut(&client, DAG, prepared.get("range").unwrap_or(&prepared)), "é🚀");
        let mut params = at;
        params["newName"] = json!("gpu");
        let edit = client.request("textDocument/rename", params);
        let after = client.after(&edit);
        assert_eq!(after[PROD], DEPLOYMENT.replace("name: ml", "name: gpu"));
        assert_eq!(after[DAG], PROJECT[2].1.replace("\"ml\"", "\"gpu\""));
    }
}

#[test]
fn names_are_completed_from_unsaved_files() {
    for encoding in Encoding::ALL {
        let mut client = unsaved(encoding);
        client.replace(DAG, "queue=\"é🚀\"", "queue=\"\"");
        let at = client.at(DAG, "queue=\"", "queue=\"".len());
        let list = client.request("textDocument/completion", at);
        let items = list["items"].as_array().or(list.as_array()).unwrap_or_else(|| panic!("{list}"));
        let labels: Vec<_> = items.iter().map(|it| it["label"].as_str().unwrap()).collect();
        assert!(labels.contains(&"é🚀") && labels.contains(&"default"), "{labels:?}");
    }
}

#[test]
fn hovers_are_in_a_form_that_the_client_shows() {
    for (format, kind) in [(json!(["markdown", "plaintext"]), "markdown"), (json!(["plaintext"]), "plaintext")] {
        let mut client =
            Server::with_files(PROJECT).capability("/textDocument/hover/contentFormat", format).pull().start();
        client.open(PROD);
        let at = client.at(PROD, "worker_concurrency", 3);
        let hover = client.request("textDocument/hover", at);
        assert_eq!(hover["contents"]["kind"], kind, "{hover}");
        assert!(hover["contents"]["value"].as_str().unwrap().contains("concurrency"), "{hover}");
    }
}

#[test]
fn figures_can_be_switched_off() {
    for is_on in [true, false] {
        let settings = json!({"codeLens": is_on, "inlayHints": is_on});
        let mut client = Server::with_files(PROJECT).settings(settings).pull().start();
        client.open(PROD);
        let file = client.file(PROD);
        let lenses = client.request("textDocument/codeLens", file.clone());
        let lenses = lenses.as_array().map_or(0, Vec::len);
        assert_eq!(lenses > 0, is_on, "{lenses} lenses");
    }
}

#[test]
fn symbols_of_the_workspace() {
    let mut client = unsaved(Encoding::Utf16);
    let symbols = client.request("workspace/symbol", json!({"query": "é🚀"}));
    let found = symbols.as_array().unwrap();
    assert!(found.iter().any(|it| it["name"].as_str().unwrap().contains("é🚀")), "{symbols}");
}

#[test]
fn requests_about_what_is_not_ours_have_no_answer_and_do_no_harm() {
    let mut client = Server::with_files(&[("notes.txt", "x"), ("a.py", "import os\n")]).pull().start();
    client.open("notes.txt");
    client.open("a.py");
    for path in ["notes.txt", "a.py"] {
        let at = json!({"textDocument": {"uri": client.uri(path)}, "position": {"line": 0, "character": 1}});
        for method in ["hover", "definition", "completion", "documentHighlight"] {
            let answer = client.request(&format!("textDocument/{method}"), at.clone());
            let is_empty =
                answer.is_null() || answer.as_array().is_some_and(Vec::is_empty) || answer["items"] == json!([]);
            assert!(is_empty, "{method} of {path}: {answer}");
        }
    }
    let closed = json!({"textDocument": {"uri": client.uri("gone.py")}, "position": {"line": 0, "character": 0}});
    assert_eq!(client.request("textDocument/hover", closed), Value::Null);
}
