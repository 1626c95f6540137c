//! `explain`, `rules`, `completions`, `--help`, `--version`.

use crate::project::{airlint, command};

#[test]
fn explain_prints_a_document_without_markdown_fences() {
    let run = airlint("explain unknown-queue");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.starts_with("unknown-queue  error in queues"), "{run}");
    assert!(run.stdout.contains("\nWhat to do\n") && !run.stdout.contains("```"), "{run}");
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 120), "{run}");
}

#[test]
fn explain_suggests_the_rule_that_was_meant() {
    for (typed, meant) in [("unkown-queue", "unknown-queue"), ("queue-ignored", "queue-ignored-under-kubernetes")] {
        let run = airlint(&format!("explain {typed}"));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
        assert_eq!(run.stderr, format!("airlint: there is no rule `{typed}`; did you mean `{meant}`?\n"));
    }
    let run = airlint("explain xyzzy");
    assert_eq!(run.stderr, "airlint: there is no rule `xyzzy`; `airlint rules` lists them all\n");
}

#[test]
fn explain_takes_the_name_as_people_type_it() {
    assert_eq!(airlint("explain Unknown_Queue").code, 0);
}

#[test]
fn rules_as_json_have_all_that_a_table_needs() {
    let run = airlint("rules --format json");
    let rules: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let rules = rules.as_array().expect("an array");
    let rule = rules.iter().find(|rule| rule["name"] == "unknown-queue").expect("the rule");
    assert_eq!((rule["category"].as_str(), rule["severity"].as_str()), (Some("queues"), Some("error")));
    assert_eq!(rule["needs_deployment"], true);
    assert!(rules.iter().all(|rule| rule["summary"].as_str().is_some_and(|summary| summary.len() > 10)));
}

#[test]
fn rules_fit_the_terminal() {
    let run = airlint("rules");
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 100), "{run}");
}

#[test]
fn completions_for_each_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = airlint(&format!("completions {shell}"));
        assert!(run.code == 0 && run.stdout.contains("stdin-filename"), "{shell}: {run}");
    }
    assert_eq!(airlint("completions cmd").code, 2);
}

#[test]
fn help_and_version() {
    assert_eq!(airlint("--version").stdout, format!("airlint {}\n", env!("CARGO_PKG_VERSION")));
    for subcommand in ["lint", "facts", "explain", "rules", "config", "completions"] {
        let run = airlint(&format!("{subcommand} --help"));
        assert!(run.code == 0 && run.stdout.contains("Usage: airlint"), "{run}");
    }
    assert!(airlint("lint --help").stdout.contains("Exit code: 0"));
}

#[test]
fn wrong_arguments_end_with_2() {
    for arguments in ["", "lint --format yaml", "lint --fail-on never", "lint --config a --isolated", "explain"] {
        assert_eq!(airlint(arguments).code, 2, "{arguments}");
    }
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_airlint"))
        .args(["rules", "--format", "json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("airlint runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("airlint ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let colours = |arguments: &[&str], variable: Option<(&str, &str)>| {
        let output = command().args(arguments).envs(variable).output().expect("airlint runs");
        String::from_utf8_lossy(&output.stdout).contains('\u{1b}')
    };
    assert!(!colours(&["rules"], None));
    assert!(colours(&["rules", "--color", "always"], None));
    assert!(colours(&["rules"], Some(("CLICOLOR_FORCE", "1"))));
    assert!(!colours(&["rules", "--color", "never"], Some(("CLICOLOR_FORCE", "1"))));
}
