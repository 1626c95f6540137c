//! From the first message to the last: texts that open, change and close, and how a server ends.

use crate::client::{Encoding, Server, codes};
use crate::{DEPLOYMENT, PROJECT};
use serde_json::{Value, json};
use std::process::Command;

const PROD: &str = "deployments/prod.yaml";

#[test]
fn a_file_is_opened_changed_and_closed() {
    let mut client = Server::with_files(&[(PROD, DEPLOYMENT)]).start();
    client.open(PROD);
    assert_eq!(codes(&client.pushed(PROD)), [""; 0]);
    client.replace(PROD, "CELERY", "celery");
    assert_eq!(codes(&client.pushed(PROD)), ["executor-case"]);
    client.close(PROD);
    assert_eq!(codes(&client.pushed(PROD)), [""; 0], "what is on disk has no fault");
    client.finish();
}

#[test]
fn every_encoding_that_a_client_offers_is_spoken() {
    for encoding in Encoding::ALL {
        let mut client = Server::with_files(&[(PROD, DEPLOYMENT)]).encoding(encoding).start();
        assert_eq!(client.encoding(), encoding);
        client.open_as(
            PROD,
            &DEPLOYMENT.replace("executor: CELERY", "description: \"é🚀\" # 🚀\n    executor: é🚀celery"),
        );
        let found = client.pushed(PROD);
        assert_eq!(codes(&found), ["invalid-executor"]);
        let width =
            [("utf-8", 12), ("utf-16", 9), ("utf-32", 8)].into_iter().find(|it| it.0 == encoding.name()).unwrap().1;
        let (start, end) = (&found[0]["range"]["start"]["character"], &found[0]["range"]["end"]["character"]);
        assert_eq!((start.as_u64(), end.as_u64()), (Some(14), Some(14 + width)));
        client.replace(PROD, "é🚀celery", "CELERY");
        assert_eq!(codes(&client.pushed(PROD)), [""; 0]);
    }
}

#[test]
fn a_client_that_can_do_nothing_gets_findings_too() {
    let mut client = Server::with_files(&[(PROD, DEPLOYMENT)]).bare().start();
    assert_eq!(client.encoding(), Encoding::Utf16);
    client.open(PROD);
    client.replace(PROD, "CELERY", "celery");
    assert_eq!(codes(&client.pushed(PROD)), ["executor-case"]);
}

#[test]
fn an_old_version_changes_nothing_and_is_logged() {
    let mut client = Server::with_files(&[(PROD, DEPLOYMENT)]).start();
    client.open(PROD);
    client.pushed(PROD);
    for version in [1, 0] {
        let change =
            json!({"textDocument": {"uri": client.uri(PROD), "version": version}, "contentChanges": [{"text": ""}]});
        client.notify("textDocument/didChange", change);
        let log = client.expect("a word in the log", |it| it["method"] == "window/logMessage");
        assert!(log["params"]["message"].as_str().unwrap().contains("ignored"), "{log}");
    }
    client.replace(PROD, "CELERY", "celery");
    assert_eq!(codes(&client.pushed(PROD)), ["executor-case"]);
}

#[test]
fn changes_of_what_is_not_open_are_logged() {
    let mut client = Server::with_files(&[(PROD, DEPLOYMENT)]).start();
    let change = json!({"textDocument": {"uri": client.uri(PROD), "version": 2}, "contentChanges": [{"text": ""}]});
    client.notify("textDocument/didChange", change);
    client.expect("a word in the log", |it| it["method"] == "window/logMessage");
    let close = client.file(PROD);
    client.notify("textDocument/didClose", close);
    client.expect("a word in the log", |it| it["method"] == "window/logMessage");
}

#[test]
fn an_unsaved_name_changes_what_is_found_in_other_files() {
    let mut client = Server::with_files(PROJECT).start();
    client.open(PROD);
    client.open("dags/train.py");
    client.pushed(PROD);
    assert_eq!(codes(&client.pushed("dags/train.py")), [""; 0]);
    client.replace(PROD, "name: ml", "name: gpu");
    assert_eq!(codes(&client.pushed(PROD)), ["unused-queue"]);
    assert_eq!(codes(&client.pushed("dags/train.py")), ["unknown-queue"], "the DAG lights up");
    client.replace("dags/train.py", "queue=\"ml\"", "queue=\"gpu\"");
    assert_eq!(codes(&client.pushed("dags/train.py")), [""; 0]);
    assert_eq!(codes(&client.pushed(PROD)), [""; 0], "the queue is in use again");
    client.close(PROD);
    assert_eq!(codes(&client.pushed("dags/train.py")), ["unknown-queue"], "the name on disk counts again");
    assert_eq!(codes(&client.pushed(PROD)), ["unused-queue"]);
    client.close("dags/train.py");
    assert_eq!(codes(&client.pushed("dags/train.py")), [""; 0]);
    assert_eq!(codes(&client.pushed(PROD)), [""; 0]);
}

#[test]
fn a_syntax_error_does_not_hide_the_rest() {
    let mut client = Server::with_files(PROJECT).start();
    client.open_as(PROD, &DEPLOYMENT.replace("CELERY", "celery").replace("    name: prod", "    name: [prod"));
    let found = client.pushed(PROD);
    let found = codes(&found);
    assert!(found.contains(&"syntax-error") && found.contains(&"executor-case"), "{found:?}");
    client.replace(PROD, "[prod", "prod");
    assert_eq!(codes(&client.pushed(PROD)), ["executor-case"]);
}

#[test]
fn a_burst_of_edits_is_published_a_few_times_and_right() {
    let mut client = Server::with_files(PROJECT).start();
    client.open(PROD);
    client.pushed(PROD);
    for round in 0..30 {
        let (old, new) = if round % 2 == 0 { ("CELERY", "celery") } else { ("celery", "CELERY") };
        client.replace(PROD, old, new);
    }
    client.replace(PROD, "CELERY", "celery");
    let uri = client.uri(PROD);
    let mut publishes = 0;
    let last = loop {
        let it = client.expect("diagnostics", |it| it["params"]["uri"] == *uri);
        publishes += 1;
        if it["params"]["version"] == 32 {
            break it;
        }
    };
    assert!(publishes <= 3, "31 edits were published {publishes} times");
    assert_eq!(codes(last["params"]["diagnostics"].as_array().unwrap()), ["executor-case"]);
}

#[test]
fn the_exit_code_tells_whether_the_end_was_orderly() {
    let mut client = Server::with_files(&[]).start();
    client.request("shutdown", Value::Null);
    client.exit();
    assert_eq!(client.exit_code(), 0);

    let mut client = Server::with_files(&[]).start();
    client.exit();
    assert_eq!(client.exit_code(), 1);

    let mut client = Server::with_files(&[]).start();
    client.hang_up();
    assert_eq!(client.exit_code(), 1);
}

#[test]
fn the_binary_ends_with_its_input() {
    let mut client = Server::with_files(&[]).binary().start();
    client.hang_up();
    assert_eq!(client.exit_code(), 1);

    let mut client = Server::with_files(PROJECT).binary().start();
    client.open(PROD);
    client.pushed(PROD);
    client.request("shutdown", Value::Null);
    client.exit();
    assert_eq!(client.exit_code(), 0);
}

#[test]
fn the_binary_does_not_outlive_its_parent() {
    let mut parent = Command::new("sleep").arg("600").spawn().expect("a process");
    let mut client = Server::with_files(&[]).binary().parent(parent.id()).start();
    parent.kill().expect("the parent dies");
    parent.wait().expect("the parent is gone");
    assert_eq!(client.exit_code(), 1);
}

#[test]
fn requests_after_shutdown_are_refused() {
    let mut client = Server::with_files(PROJECT).start();
    client.request("shutdown", Value::Null);
    let params = client.file(PROD);
    let id = client.ask(
        "textDocument/hover",
        json!({"textDocument": params["textDocument"], "position": {"line": 0, "character": 0}}),
    );
    assert_eq!(client.answer(id).unwrap_err()["code"], -32600);
    client.exit();
    assert_eq!(client.exit_code(), 0);
}

#[test]
fn bytes_that_are_no_message_do_not_end_the_server() {
    let mut client = Server::with_files(PROJECT).start();
    for wrong in ["{a}", "[1]", "{\"jsonrpc\": \"2.0\"}"] {
        client.send_bytes(format!("Content-Length: {}\r\n\r\n{wrong}", wrong.len()).as_bytes());
        client.expect("that it is told", |it| it["method"] == "window/logMessage");
    }
    client.open(PROD);
    assert_eq!(codes(&client.pushed(PROD)), [""; 0]);
}

#[test]
fn half_a_character_is_a_column() {
    // What an editor that counts UTF-16 sends when somebody cuts an emoji in two.
    let mut client = Server::with_files(PROJECT).start();
    client.open(PROD);
    client.pushed(PROD);
    let at = client.at(PROD, "prod", 0)["position"].clone();
    let change = |version: u8, length: u64, text: &str| {
        let end = json!({"line": at["line"], "character": at["character"].as_u64().unwrap() + length});
        let change = json!({"range": {"start": at, "end": end}, "text": "TEXT"});
        let document = json!({"uri": client.uri(PROD), "version": version});
        let params = json!({"textDocument": document, "contentChanges": [change]});
        json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})
            .to_string()
            .replace("TEXT", text)
    };
    let changes = [change(2, 4, "\\ud83d"), change(3, 1, "x"), change(4, 1, "prod")];
    for body in changes {
        client.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }
    client.told_version(PROD, 4);
    client.replace(PROD, "CELERY", "celery");
    let found = client.pushed(PROD);
    assert_eq!(codes(&found), ["executor-case"]);
    assert_eq!(
        found[0]["range"],
        crate::client::text::range(
            client.text(PROD),
            client.text(PROD).find("celery").map(|at| at..at + 6).unwrap(),
            client.encoding()
        )
    );
}
