//! What clients can do, and that the server keeps to it.

use serde_json::{Value, json};

/// A client that can do about everything, as VS Code can, but does not ask for diagnostics.
pub fn full() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"], "staleRequestSupport": {"cancel": true, "retryOnContentModified": []}},
        "window": {"workDoneProgress": true, "showMessage": {"messageActionItem": {"additionalPropertiesSupport": true}},
            "showDocument": {"support": true}},
        "workspace": {
            "applyEdit": true, "configuration": true, "workspaceFolders": true,
            "didChangeConfiguration": {"dynamicRegistration": true},
            "didChangeWatchedFiles": {"dynamicRegistration": true, "relativePatternSupport": true},
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create", "rename", "delete"],
                "failureHandling": "textOnlyTransactional", "normalizesLineEndings": true,
                "changeAnnotationSupport": {"groupsOnLabel": true}},
            "symbol": {"dynamicRegistration": true, "symbolKind": {"valueSet": (1..=26).collect::<Vec<_>>()},
                "tagSupport": {"valueSet": [1]}, "resolveSupport": {"properties": ["location.range"]}},
            "executeCommand": {"dynamicRegistration": true},
            "codeLens": {"refreshSupport": true}, "inlayHint": {"refreshSupport": true},
            "semanticTokens": {"refreshSupport": true},
            "fileOperations": {"dynamicRegistration": true, "didCreate": true, "didRename": true, "didDelete": true,
                "willCreate": true, "willRename": true, "willDelete": true},
        },
        "textDocument": {
            "synchronization": {"dynamicRegistration": true, "willSave": true, "willSaveWaitUntil": true, "didSave": true},
            "publishDiagnostics": {"relatedInformation": true, "versionSupport": true, "tagSupport": {"valueSet": [1, 2]},
                "codeDescriptionSupport": true, "dataSupport": true},
            "completion": {"contextSupport": true, "completionItem": {"snippetSupport": true,
                "commitCharactersSupport": true, "documentationFormat": ["markdown", "plaintext"],
                "deprecatedSupport": true, "preselectSupport": true, "tagSupport": {"valueSet": [1]},
                "insertReplaceSupport": true, "labelDetailsSupport": true,
                "resolveSupport": {"properties": ["documentation", "detail", "additionalTextEdits"]},
                "insertTextModeSupport": {"valueSet": [1, 2]}},
                "completionItemKind": {"valueSet": (1..=25).collect::<Vec<_>>()},
                "completionList": {"itemDefaults": ["commitCharacters", "editRange", "insertTextFormat", "insertTextMode", "data"]}},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "definition": {"linkSupport": true}, "references": {}, "documentHighlight": {},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true, "tagSupport": {"valueSet": [1]},
                "symbolKind": {"valueSet": (1..=26).collect::<Vec<_>>()}, "labelSupport": true},
            "codeAction": {"isPreferredSupport": true, "disabledSupport": true, "dataSupport": true,
                "resolveSupport": {"properties": ["edit"]}, "honorsChangeAnnotations": true,
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix", "refactor",
                    "refactor.extract", "refactor.inline", "refactor.rewrite", "source", "source.organizeImports"]}}},
            "codeLens": {}, "rename": {"prepareSupport": true, "prepareSupportDefaultBehavior": 1, "honorsChangeAnnotations": true},
            "foldingRange": {"rangeLimit": 5000, "lineFoldingOnly": true, "foldingRange": {"collapsedText": false}},
            "selectionRange": {}, "inlayHint": {"resolveSupport": {"properties": ["tooltip"]}},
        },
    })
}

/// What a message of the server asks for that the client never said it can do.
pub fn overstepped(capabilities: &Value, message: &Value) -> Vec<String> {
    let can = |pointer: &str| match capabilities.pointer(pointer) {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(_) => true,
    };
    let mut faults = vec![];
    let mut need = |pointer: &str, what: &str| {
        if !can(pointer) {
            faults.push(format!("{what}, but the client does not have {pointer}"));
        }
    };
    let params = &message["params"];
    match message["method"].as_str().unwrap_or_default() {
        method @ "workspace/diagnostic/refresh" => need("/workspace/diagnostics/refreshSupport", method),
        method @ "workspace/codeLens/refresh" => need("/workspace/codeLens/refreshSupport", method),
        method @ "workspace/inlayHint/refresh" => need("/workspace/inlayHint/refreshSupport", method),
        method @ "window/workDoneProgress/create" => need("/window/workDoneProgress", method),
        method @ "window/showDocument" => need("/window/showDocument/support", method),
        method @ "workspace/configuration" => need("/workspace/configuration", method),
        method @ "workspace/workspaceFolders" => need("/workspace/workspaceFolders", method),
        method @ "workspace/applyEdit" => need("/workspace/applyEdit", method),
        "client/registerCapability" => {
            for registration in params["registrations"].as_array().into_iter().flatten() {
                let method = registration["method"].as_str().unwrap_or_default();
                need(&format!("/{method}/dynamicRegistration"), &format!("{method} is registered"));
            }
        }
        "textDocument/publishDiagnostics" => {
            let base = "/textDocument/publishDiagnostics";
            let key = |key: &str| format!("{base}/{key}");
            if can("/textDocument/diagnostic") && can("/workspace/diagnostics/refreshSupport") {
                need("/pushed", "diagnostics are pushed to a client that asks for them");
            }
            for diagnostic in params["diagnostics"].as_array().into_iter().flatten() {
                for (member, capability) in [
                    ("relatedInformation", "relatedInformation"),
                    ("codeDescription", "codeDescriptionSupport"),
                    ("data", "dataSupport"),
                    ("tags", "tagSupport"),
                ] {
                    if diagnostic.get(member).is_some() {
                        need(&key(capability), member);
                    }
                }
            }
        }
        _ => {}
    }
    faults
}
