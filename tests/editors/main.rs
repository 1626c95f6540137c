//! What the files of `editors` say, against what airlint does and what is documented. `editors/test.sh` runs the editors.

use airlint::lsp::session::EditorSettings;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Settings of the extension that the server has nothing to do with.
const OWN: [&str; 2] = ["path", "trace.server"];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn package() -> Value {
    serde_json::from_str(&read("editors/vscode/package.json")).expect("JSON")
}

/// The settings that the extension contributes, without `airlint.`.
fn contributed() -> Map<String, Value> {
    let package = package();
    let properties = package["contributes"]["configuration"]["properties"].as_object().expect("properties");
    properties.iter().map(|(key, value)| (key.strip_prefix("airlint.").expect(key).to_owned(), value.clone())).collect()
}

#[test]
fn the_extension_has_the_settings_of_the_server() {
    let settings = contributed();
    let ours = settings.iter().filter(|(key, _)| !OWN.contains(&key.as_str()));
    // The table of the documentation, and what the server itself says that it knows.
    let document = read("docs/language-server.md");
    let section = document.split("\n## ").find(|section| section.starts_with("Settings")).expect("the section");
    let row = |line: &str| Some(line.strip_prefix("| `airlint.")?.split_once('`')?.0.to_owned());
    let table: BTreeSet<String> = section.lines().filter_map(row).collect();
    let names: BTreeSet<String> = ours.clone().map(|(key, _)| key.clone()).collect();
    assert_eq!(names, table);
    let unknown = EditorSettings::default().with(&serde_json::json!({ "qqqqqqqqqq": 1 })).1;
    let known = unknown[0].split_once("airlint knows ").expect("the names").1;
    assert_eq!(names, known.split(", ").map(str::to_owned).collect());
    // What VS Code sends where the user has set nothing is what holds without settings.
    let defaults: Map<String, Value> = ours.map(|(key, value)| (key.clone(), value["default"].clone())).collect();
    assert_eq!(EditorSettings::default().with(&Value::Object(defaults)), (EditorSettings::default(), Vec::new()));
}

#[test]
fn each_value_that_a_setting_offers_is_taken() {
    for (key, setting) in contributed().into_iter().filter(|(key, _)| !OWN.contains(&key.as_str())) {
        let listed = setting["enum"].as_array().cloned().unwrap_or_default();
        let switches = setting["properties"].as_object().into_iter().flat_map(|all| all.keys());
        let values = listed.into_iter().chain(switches.map(|name| serde_json::json!({ name: false })));
        for value in values {
            let complaints = EditorSettings::default().with(&serde_json::json!({ &key: value })).1;
            assert_eq!(complaints, Vec::<String>::new(), "{key}: {value}");
        }
    }
}

#[test]
fn versions_agree() {
    assert_eq!(package()["version"], env!("CARGO_PKG_VERSION"));
    for path in ["editors/zed/Cargo.toml", "editors/zed/extension.toml"] {
        assert!(read(path).contains(&format!("version = \"{}\"", env!("CARGO_PKG_VERSION"))), "{path}");
    }
}

#[test]
fn what_is_documented_is_the_file() {
    let document = read("docs/editors.md");
    let mut files = Vec::new();
    for part in document.split("<!-- editors/").skip(1) {
        let (path, rest) = part.split_once(" -->\n```").expect("a block behind the name of its file");
        let (_, rest) = rest.split_once('\n').expect("a language");
        let (text, _) = rest.split_once("\n```\n").expect("an end");
        assert_eq!(text, read(&format!("editors/{path}")).trim_end(), "{path}");
        files.push(path);
    }
    assert_eq!(files.len(), 8, "{files:?}");
}

#[test]
fn no_file_names_where_packages_come_from() {
    let lock = read("editors/vscode/package-lock.json");
    assert!(!lock.contains("\"resolved\""), "npm install with omit-lockfile-registry-resolved");
}
