//! The check itself: what is wrong is found, what is right is not.

use super::{Conversation, Model, Side};
use serde_json::{Value, json};

fn faults(name: &str, value: Value) -> Vec<String> {
    Model::get().check_named(name, &value, "it")
}

#[test]
fn every_name_of_the_meta_model_is_known() {
    let model = Model::get();
    for structure in model.structures.keys() {
        faults(structure, json!({}));
    }
    for messages in [&model.requests, &model.notifications] {
        for message in messages.values() {
            for kind in [&message.params, &message.result, &message.registration_options].into_iter().flatten() {
                model.check(kind, &json!({}), "it");
            }
        }
    }
}

#[test]
fn structures() {
    let range = json!({"start": {"line": 0, "character": 1}, "end": {"line": 0, "character": 2}});
    assert_eq!(faults("Diagnostic", json!({"range": range, "message": "m", "severity": 2})), [""; 0]);
    let wrong = json!({"range": range, "severity": 9, "tag": [], "source": null, "code": true});
    assert_eq!(
        faults("Diagnostic", wrong),
        [
            "it: has no `message`, which Diagnostic needs",
            "it.severity: 9 is no DiagnosticSeverity",
            "it.code: true is no integer",
            "it.source: null is no string",
            "it: Diagnostic has no `tag`",
        ]
    );
    let negative = json!({"line": -1, "character": 1.5});
    assert_eq!(faults("Position", negative), ["it.line: -1 is no uinteger", "it.character: 1.5 is no uinteger"]);
}

#[test]
fn of_several_types_the_closest_is_told() {
    let edit = json!({"documentChanges": [{"textDocument": {"uri": "file:///a", "version": null}, "edits": [{
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0}}, "newText": ""}]}]});
    let missing = "it.documentChanges[0].edits[0].range.end: has no `character`, which Position needs";
    assert_eq!(faults("WorkspaceEdit", edit), [missing]);
    assert_eq!(
        faults("CreateFile", json!({"kind": "rename", "uri": "file:///a"})),
        ["it.kind: \"rename\" is not \"create\""]
    );
}

#[test]
fn enumerations_are_closed_unless_they_say_otherwise() {
    assert_eq!(faults("CodeActionKind", json!("source.fixAll.airlint")), [""; 0]);
    assert_eq!(faults("CodeActionKind", json!(1)), ["it: 1 is no string"]);
    assert_eq!(faults("MarkupKind", json!("html")), ["it: \"html\" is no MarkupKind"]);
}

#[test]
fn uris_are_encoded() {
    let at = |uri: &str| faults("LocationUriOnly", json!({"uri": uri}));
    assert_eq!(at("file:///a%20b/%C3%A9.py"), [""; 0]);
    assert_eq!(at("untitled:Untitled-1"), [""; 0]);
    for wrong in ["/a/b.py", "file:///a b.py", "file:///é.py", "file:///100%.py"] {
        assert_eq!(at(wrong), [format!("it.uri: {:?} is no documenturi", wrong)]);
    }
}

#[test]
fn maps_tuples_and_arrays() {
    let edit = json!({"changes": {"a.py": []}});
    assert_eq!(faults("WorkspaceEdit", edit), ["it.changes.a.py: \"a.py\" is no documenturi"]);
    assert_eq!(faults("ParameterInformation", json!({"label": [1, 2]})), [""; 0]);
    assert_eq!(faults("ParameterInformation", json!({"label": [1]})), ["it.label: [1] is no string"]);
    assert_eq!(faults("SelectionRangeResult", json!({})), ["it: {} is no array"]);
}

/// What is wrong with the last of the messages; there is nothing wrong with the others.
#[track_caller]
fn last(messages: Vec<(Side, Value)>) -> Vec<String> {
    let mut conversation = Conversation::default();
    let last = messages.len() - 1;
    let mut found = vec![];
    for (number, (side, message)) in messages.into_iter().enumerate() {
        found = conversation.say(side, &message);
        assert!(number == last || found.is_empty(), "{message}: {found:?}");
    }
    found
}

fn started() -> Vec<(Side, Value)> {
    let params = json!({"processId": null, "rootUri": null, "capabilities": {}});
    vec![
        (Side::Client, json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params})),
        (Side::Server, json!({"jsonrpc": "2.0", "id": 1, "result": {"capabilities": {}}})),
        (Side::Client, json!({"jsonrpc": "2.0", "method": "initialized", "params": {}})),
    ]
}

fn then(next: impl IntoIterator<Item = (Side, Value)>) -> Vec<String> {
    last(started().into_iter().chain(next).collect())
}

#[test]
fn answers_belong_to_questions() {
    let hover = json!({"textDocument": {"uri": "file:///a"}, "position": {"line": 0, "character": 0}});
    let ask = (Side::Client, json!({"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": hover}));
    let answer = |members: Value| (Side::Server, members);
    let right = json!({"jsonrpc": "2.0", "id": 7, "result": {"contents": "x"}});
    assert_eq!(then([ask.clone(), answer(right.clone())]), [""; 0]);
    assert_eq!(then([answer(right.clone())]), ["id: 7 answers nothing that was asked"]);
    assert_eq!(then([ask.clone(), ask.clone()]), ["id: 7 is that of another request without an answer"]);
    let twice = [ask.clone(), answer(right.clone()), answer(right)];
    assert_eq!(then(twice), ["id: 7 answers nothing that was asked"]);
    let wrong = json!({"jsonrpc": "2.0", "id": 7, "result": {"content": "x"}});
    assert_eq!(
        then([ask.clone(), answer(wrong)]),
        [
            "result: has no `contents`, which Hover needs (the answer to textDocument/hover)",
            "result: Hover has no `content` (the answer to textDocument/hover)"
        ]
    );
    let neither = json!({"jsonrpc": "2.0", "id": 7});
    let both = json!({"jsonrpc": "2.0", "id": 7, "result": null, "error": {"code": 1, "message": ""}});
    for wrong in [neither, both] {
        let fault = "has not one of `result` and `error` (the answer to textDocument/hover)";
        assert_eq!(then([ask.clone(), answer(wrong)]), [fault]);
    }
    let error = json!({"jsonrpc": "2.0", "id": 7, "error": {"code": "x", "message": "m"}});
    assert_eq!(then([ask, answer(error)]), ["error.code: \"x\" is no integer (the answer to textDocument/hover)"]);
}

#[test]
fn who_says_what_when() {
    let early = json!({"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics",
        "params": {"uri": "file:///a", "diagnostics": []}});
    let is_early = "textDocument/publishDiagnostics comes before the answer to initialize";
    assert_eq!(last(vec![(Side::Server, early.clone())]), [is_early]);
    assert_eq!(then([(Side::Client, early)]), ["Client may not say textDocument/publishDiagnostics"]);
    let strange = json!({"jsonrpc": "2.0", "method": "airlint/x"});
    assert_eq!(then([(Side::Server, strange)]), ["airlint/x is no notification of the protocol"]);
    let with_params = json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": {}});
    assert_eq!(then([(Side::Client, with_params)]), ["params: {} is too much: there are none"]);
    let without = json!({"id": 2, "method": "shutdown"});
    assert_eq!(then([(Side::Client, without)]), ["says no `\"jsonrpc\": \"2.0\"`"]);
}

#[test]
fn progress_has_a_beginning_and_one_end() {
    let create =
        json!({"jsonrpc": "2.0", "id": "p", "method": "window/workDoneProgress/create", "params": {"token": "t"}});
    let created = json!({"jsonrpc": "2.0", "id": "p", "result": null});
    let progress = |value: Value| {
        let params = json!({"token": "t", "value": value});
        (Side::Server, json!({"jsonrpc": "2.0", "method": "$/progress", "params": params}))
    };
    let begin = progress(json!({"kind": "begin", "title": "Reading"}));
    let end = progress(json!({"kind": "end"}));
    let agreed = [(Side::Server, create), (Side::Client, created)];
    let after = |next: &[&(Side, Value)]| then(agreed.iter().chain(next.iter().copied()).cloned());
    assert_eq!(after(&[&begin, &end]), [""; 0]);
    assert_eq!(then([begin.clone()]), ["params.token: \"t\" was never agreed on"]);
    assert_eq!(after(&[&end]), ["params.value: Some(\"end\") cannot follow where work is Announced"]);
    assert_eq!(after(&[&begin, &end, &end]), ["params.token: \"t\" was never agreed on"]);
}

#[test]
fn registrations_have_the_options_of_their_method() {
    let register = |options: Value| {
        let registration = json!({"id": "1", "method": "workspace/didChangeWatchedFiles", "registerOptions": options});
        let params = json!({"registrations": [registration]});
        (Side::Server, json!({"jsonrpc": "2.0", "id": 1, "method": "client/registerCapability", "params": params}))
    };
    assert_eq!(then([register(json!({"watchers": [{"globPattern": "**/*.py"}]}))]), [""; 0]);
    let missing = "registerOptions of workspace/didChangeWatchedFiles.watchers[0]: has no `globPattern`, which FileSystemWatcher needs";
    assert_eq!(then([register(json!({"watchers": [{}]}))]), [missing]);
}
