//! Completion through the whole server, in texts that are not saved.

use crate::client::text::{self, Encoding};
use crate::client::{Client, Server};
use crate::{DEPLOYMENT, PROJECT};
use serde_json::{Value, json};

const PROD: &str = "deployments/prod.yaml";
const DAG: &str = "dags/train.py";

/// The items behind `needle` in an open file.
fn items(client: &mut Client, path: &str, needle: &str) -> Vec<Value> {
    let at = client.at(path, needle, needle.len());
    let list = client.request("textDocument/completion", at);
    assert_eq!(list["isIncomplete"], false, "{list}");
    let items = list["items"].as_array().expect("a list").clone();
    let order: Vec<&str> = items.iter().filter_map(|item| item["sortText"].as_str()).collect();
    assert!(order.len() == items.len() && order.is_sorted(), "{order:?}");
    items
}

fn item<'i>(items: &'i [Value], label: &str) -> &'i Value {
    let labels: Vec<&Value> = items.iter().map(|item| &item["label"]).collect();
    items.iter().find(|item| item["label"] == label).unwrap_or_else(|| panic!("no {label} among {labels:?}"))
}

/// The text of an open file with an item taken.
fn after(client: &Client, path: &str, item: &Value) -> String {
    let mut edits = vec![item["textEdit"].clone()];
    edits.extend(item["additionalTextEdits"].as_array().into_iter().flatten().cloned());
    text::edited(client.text(path), &edits, client.encoding())
}

#[test]
fn a_queue_that_is_not_saved_is_offered_in_every_encoding() {
    for encoding in Encoding::ALL {
        let mut client = Server::with_files(PROJECT).encoding(encoding).pull().start();
        client.open(PROD);
        client.open(DAG);
        client.replace(PROD, "name: ml", "name: gpu");
        client.replace(DAG, "@task(queue=\"ml\")", "@task(retries=len(\"é🚀\"), queue=\"g");
        let items = items(&mut client, DAG, "queue=\"g");
        assert_eq!(item(&items, "gpu")["detail"], "A20 · 8 slots · prod.yaml");
        assert!(after(&client, DAG, item(&items, "gpu")).contains("len(\"é🚀\"), queue=\"gpu\"\n"));
        client.replace(DAG, "queue=\"g", "exec");
        let found = self::items(&mut client, DAG, ", exec");
        let timeout = item(&found, "execution_timeout");
        let after = after(&client, DAG, &plain(timeout, "execution_timeout=timedelta(hours=1)"));
        assert!(
            after.contains("from datetime import timedelta\n") && after.contains("timedelta(hours=1)\n"),
            "{after}"
        );
        assert!(!found.iter().any(|item| item["label"] == "executor_config"));
    }
}

/// An item with its snippet filled in.
fn plain(item: &Value, text: &str) -> Value {
    let mut item = item.clone();
    item["textEdit"]["newText"] = json!(text);
    item
}

#[test]
fn snippets_and_indentation_as_the_client_takes_them() {
    let queue = |server: Server| {
        let mut client = server.pull().start();
        client.open_as(PROD, &DEPLOYMENT.replace("    - name: ml\n", "    - \n"));
        let items = items(&mut client, PROD, "worker_concurrency: 5\n    - ");
        (item(&items, "a worker queue").clone(), client)
    };
    let support = |value| Server::with_files(PROJECT).capability("/textDocument/completion/completionItem", value);
    let (item, _) = queue(support(json!({"snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]}})));
    assert_eq!((&item["insertTextFormat"], &item["insertTextMode"]), (&json!(2), &json!(1)), "{item}");
    let text = item["textEdit"]["newText"].as_str().unwrap();
    assert!(text.starts_with("name: ${1:ml}\n      worker_type: ${2:A5}\n"), "{text}");
    let (item, _) = queue(support(json!({"snippetSupport": true})));
    let text = item["textEdit"]["newText"].as_str().unwrap();
    assert!(text.starts_with("name: ${1:ml}\n  worker_type: ${2:A5}\n") && item["insertTextMode"].is_null(), "{item}");
    let (item, client) = queue(support(json!({})));
    assert_eq!(item["insertTextFormat"], 1, "{item}");
    assert!(after(&client, PROD, &item).contains("    - name: ml\n      worker_type: A5\n"));
}

#[test]
fn files_that_say_nothing_yet() {
    let mut client = Server::with_files(PROJECT).pull().start();
    client.open_as("deployments/new.yaml", "");
    let found = items(&mut client, "deployments/new.yaml", "");
    assert!(
        item(&found, "deployment: a whole file")["textEdit"]["newText"].as_str().unwrap().contains("runtime_version")
    );
    client.replace("deployments/new.yaml", "", "deployment:\n  conf");
    let found = items(&mut client, "deployments/new.yaml", "conf");
    assert_eq!(found[1]["label"], "configuration");
    client.open_as("airlint.toml", "[limits]\nmax");
    let found = items(&mut client, "airlint.toml", "max");
    assert_eq!(item(&found, "max-workers")["documentation"]["kind"], "markdown");
}
