//! Everything that can be asked about a place in a file, and that the answers point into the text.

use crate::client::Client;
use crate::client::text::{self, position, range};
use serde_json::{Value, json};

/// The requests at a position that the server says it answers: the capability, the method.
const AT_POSITION: [(&str, &str); 6] = [
    ("completionProvider", "textDocument/completion"),
    ("hoverProvider", "textDocument/hover"),
    ("definitionProvider", "textDocument/definition"),
    ("referencesProvider", "textDocument/references"),
    ("documentHighlightProvider", "textDocument/documentHighlight"),
    ("renameProvider", "textDocument/prepareRename"),
];

/// The requests about a whole file.
const OF_FILE: [(&str, &str); 3] = [
    ("documentSymbolProvider", "textDocument/documentSymbol"),
    ("foldingRangeProvider", "textDocument/foldingRange"),
    ("codeLensProvider", "textDocument/codeLens"),
];

/// Asks everything about a byte offset of an open file, all at once. Fails where a request fails, or an answer points
/// outside the text.
#[track_caller]
pub fn ask_everything(client: &mut Client, path: &str, offset: usize) {
    let (text, encoding) = (client.text(path).to_owned(), client.encoding());
    let file = client.file(path);
    let at = position(&text, offset, encoding);
    let all = range(&text, 0..text.len(), encoding);
    let with = |members: &[(&str, Value)]| {
        let mut params = file.clone();
        members.iter().for_each(|(key, value)| params[*key] = value.clone());
        params
    };
    let mut asked = vec![];
    let server = client.server.clone();
    let can = |capability: &str| server.get(capability).is_some_and(|it| *it != json!(false));
    for (capability, method) in AT_POSITION.into_iter().filter(|it| can(it.0)) {
        let mut params = with(&[("position", at.clone())]);
        if method == "textDocument/references" {
            params["context"] = json!({"includeDeclaration": true});
        }
        asked.push((method, client.ask(method, params), capability));
    }
    for (capability, method) in OF_FILE.into_iter().filter(|it| can(it.0)) {
        asked.push((method, client.ask(method, file.clone()), capability));
    }
    let here = json!({"start": at, "end": at});
    let context = json!({"diagnostics": [], "triggerKind": 1});
    for (capability, method, params) in [
        ("selectionRangeProvider", "textDocument/selectionRange", with(&[("positions", json!([at]))])),
        ("inlayHintProvider", "textDocument/inlayHint", with(&[("range", all)])),
        ("codeActionProvider", "textDocument/codeAction", with(&[("range", here), ("context", context)])),
    ] {
        if can(capability) {
            asked.push((method, client.ask(method, params), capability));
        }
    }
    assert_eq!(asked.len(), 12, "all of it is answered: {asked:?}");
    let name = client.uri(path);
    for (method, id, _) in asked {
        match client.answer(id) {
            Ok(answer) => inside(&answer, &name, &text, encoding),
            // A place where there is nothing to rename.
            Err(error) => {
                assert!(method == "textDocument/prepareRename", "{method} at byte {offset} failed: {error}\n{text}")
            }
        }
    }
}

/// Fails where a position in an answer is none of the text.
#[track_caller]
fn inside(answer: &Value, name: &str, text: &str, encoding: text::Encoding) {
    match answer {
        Value::Object(members) => {
            let elsewhere = |key: &str| members.get(key).is_some_and(|it| it != name);
            if elsewhere("uri") || elsewhere("targetUri") {
                return;
            }
            if members.contains_key("line") && members.contains_key("character") {
                text::offset(text, answer, encoding);
            } else if members.contains_key("start") && members.contains_key("end") {
                text::bytes(text, answer, encoding);
            }
            // What an answer carries for later is the server's own.
            let told = members.iter().filter(|(key, _)| *key != "data");
            told.for_each(|(_, it)| inside(it, name, text, encoding));
        }
        Value::Array(items) => items.iter().for_each(|it| inside(it, name, text, encoding)),
        _ => {}
    }
}
