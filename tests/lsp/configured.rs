//! What the configuration and the settings say, while they are right and while they are not.

use crate::client::{Client, Server, codes};
use crate::{DEPLOYMENT, PROJECT};
use serde_json::json;

const PROD: &str = "deployments/prod.yaml";
const CONFIGURATION: &str = "airlint.toml";

/// `PROJECT` with a configuration, and an executor that is spelt wrong.
fn with_configuration(text: &str) -> Client {
    let wrong = DEPLOYMENT.replace("CELERY", "celery");
    let mut files = PROJECT.to_vec();
    files.retain(|(path, _)| *path != PROD);
    files.extend([(PROD, wrong.as_str()), (CONFIGURATION, text)]);
    Server::with_files(&files).pull().start()
}

#[test]
fn the_configuration_that_was_right_last_holds_while_it_is_wrong() {
    let mut client = with_configuration("ignore = [\"executor-case\"]\n");
    client.open(PROD);
    client.open(CONFIGURATION);
    assert_eq!(codes(&client.pulled(PROD)), [""; 0]);
    client.replace(CONFIGURATION, "executor-case", "executor-cased");
    let faults = client.pulled(CONFIGURATION);
    assert_eq!(codes(&faults), ["configuration"]);
    assert_eq!(faults[0]["range"]["start"], json!({"line": 0, "character": 10}));
    assert_eq!(codes(&client.pulled(PROD)), [""; 0], "what was ignored stays ignored");
    client.replace(PROD, "worker_type: A20", "worker_type: A21");
    assert_eq!(codes(&client.pulled(PROD)), ["worker-type-unknown"], "and the rest is checked");
    client.replace(CONFIGURATION, "executor-cased", "worker-type-unknown");
    assert_eq!(codes(&client.pulled(CONFIGURATION)), [""; 0]);
    assert_eq!(codes(&client.pulled(PROD)), ["executor-case"]);
}

#[test]
fn nothing_is_checked_where_the_configuration_was_never_right() {
    let mut client = with_configuration("ignore = [\n");
    client.open(PROD);
    assert_eq!(codes(&client.pulled(PROD)), [""; 0]);
    assert_eq!(codes(&client.pulled(CONFIGURATION)), ["configuration"]);
    client.open(CONFIGURATION);
    client.replace(CONFIGURATION, "[", "[]");
    assert_eq!(codes(&client.pulled(PROD)), ["executor-case"]);
}

#[test]
fn less_is_shown_from_a_level_on() {
    let files: Vec<_> = PROJECT.iter().filter(|(path, _)| !path.starts_with("dags/")).copied().collect();
    let unused = DEPLOYMENT.replace("CELERY", "celery");
    for (settings, expected) in [
        (json!({}), vec!["executor-case"]),
        (json!({"minSeverity": "warning"}), vec!["executor-case"]),
        (json!({"minSeverity": "error"}), vec![]),
        (json!({"minSeverity": "loud"}), vec!["executor-case"]),
    ] {
        let server = Server::with_files(&files).settings(settings.clone());
        let mut client = server.capability("/workspace/configuration", json!(false)).pull().start();
        client.open_as(PROD, &unused);
        assert_eq!(codes(&client.pulled(PROD)), expected, "{settings}");
        if settings["minSeverity"] == "loud" {
            client.expect("a word about the setting", |it| it["method"] == "window/showMessage");
        }
    }
}

#[test]
fn a_configuration_that_is_not_there_is_told() {
    let settings = json!({"configuration": "conf/airlint.toml"});
    let server = Server::with_files(PROJECT).settings(settings);
    let mut client = server.capability("/workspace/configuration", json!(false)).pull().start();
    let told = client.expect("a word about the setting", |it| it["method"] == "window/showMessage");
    let told = told["params"]["message"].as_str().expect("a message");
    assert!(told.contains("conf/airlint.toml"), "{told}");
}
