//! What is published beside the crate says the same version, and the blocks of docs/ci.md are what they claim to be.

use airlint::model::FileId;
use airlint::read::{Language, read};
use airlint::syntax::yaml;
use assert_cmd::Command;
use std::fs;
use std::path::Path;

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The blocks of a Markdown text that name a file, each with that name.
fn blocks(markdown: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let file = info.split_whitespace().find_map(|word| word.strip_prefix("file=")).unwrap_or("");
        blocks.push((file.to_owned(), body.join("\n")));
    }
    blocks
}

fn assert_yaml(name: &str, text: &str) {
    let tree = yaml::parse(text);
    assert!(tree.errors().is_empty(), "{name}: {:?}", tree.errors());
}

#[test]
fn one_version_everywhere() {
    for (path, written) in [
        ("pyproject.toml", format!("\nversion = \"{VERSION}\"\n")),
        ("pyproject.toml", format!("dependencies = [\"airlint=={VERSION}\"]")),
        ("action.yml", format!("default: \"{VERSION}\"")),
        ("packaging/gitlab/airlint.yml", format!("AIRLINT_VERSION: \"{VERSION}\"")),
        ("packaging/gitlab/airlint.yml", format!("/airlint/v{VERSION}/")),
        ("docs/ci.md", format!("rev: v{VERSION}\n")),
        ("docs/ci.md", format!("uses: airlint/airlint@v{VERSION}\n")),
        ("docs/ci.md", format!("airlint=={VERSION}\n")),
    ] {
        assert!(text(path).contains(&written), "{path} does not say {written:?}");
    }
    // No other version of airlint is named.
    for path in ["pyproject.toml", "docs/ci.md", "packaging/gitlab/airlint.yml"] {
        let text = text(path);
        for before in ["airlint==", "airlint@v", "rev: v", "airlint/v"] {
            for (at, _) in text.match_indices(before) {
                let rest = &text[at + before.len()..];
                assert!(rest.starts_with(VERSION) || rest.starts_with('$'), "{path}: {before}{}", &rest[..10]);
            }
        }
    }
    for path in ["packaging/python/pyproject.toml", "packaging/npm/build.js"] {
        assert!(!text(path).contains(VERSION), "{path} takes the version from Cargo.toml");
    }
}

#[test]
fn files_for_services_are_yaml() {
    for path in
        [".pre-commit-hooks.yaml", "action.yml", ".github/workflows/release.yml", "packaging/gitlab/airlint.yml"]
    {
        assert_yaml(path, &text(path));
    }
    let hooks = text(".pre-commit-hooks.yaml");
    let ids: Vec<&str> = hooks.lines().filter_map(|line| line.strip_prefix("- id: ")).collect();
    assert_eq!(ids, ["airlint", "airlint-fix", "airlint-rust"]);
    for id in ids {
        assert!(text("docs/ci.md").contains(&format!("`{id}`")), "docs/ci.md does not speak of {id}");
    }
}

#[test]
fn the_image_is_a_binary_on_nothing() {
    let text = text("Dockerfile");
    let facts = read(FileId(0), "Dockerfile".into(), Language::Dockerfile, &text);
    assert!(facts.shapes.is_empty(), "{:?}", facts.shapes);
    let stages: Vec<&str> = text.lines().filter(|line| line.starts_with("FROM ")).collect();
    assert_eq!(stages.last(), Some(&"FROM scratch"));
    let rust = env!("CARGO_PKG_RUST_VERSION");
    assert!(stages[0].starts_with(&format!("FROM rust:{rust}")), "{} builds with Rust {rust}", stages[0]);
}

#[test]
fn the_blocks_of_the_documentation_are_yaml() {
    let blocks = blocks(&text("docs/ci.md"));
    let yaml: Vec<_> = blocks.iter().filter(|(file, _)| file.ends_with("yaml") || file.ends_with("yml")).collect();
    assert!(yaml.len() >= 6, "{}", yaml.len());
    for (file, block) in yaml {
        assert_yaml(file, block);
    }
}

#[test]
fn the_commands_of_the_documentation_do_their_work() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/astro-project");
    let mut commands = Vec::new();
    for (_, block) in blocks(&text("docs/ci.md")) {
        for line in block.lines() {
            let Some(at) = line.find("airlint lint ") else { continue };
            let arguments = line[at + "airlint ".len()..].trim_end_matches('\'');
            commands.push(arguments.split('|').next().unwrap_or("").trim().to_owned());
        }
    }
    assert!(commands.len() >= 4, "{commands:?}");
    for command in commands {
        // Files are written to a folder of the test's own, which the example is checked from.
        let run = Command::new(env!("CARGO_BIN_EXE_airlint"))
            .current_dir(folder.path())
            .args(command.split_whitespace())
            .arg(&example)
            .output()
            .expect("airlint runs");
        let stderr = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(1), "airlint {command}: {stderr}");
        for file in command.split_whitespace().filter_map(|word| word.split_once('=')).map(|(_, file)| file) {
            assert!(folder.path().join(file).is_file(), "airlint {command} writes no {file}");
        }
    }
}

#[test]
fn exit_codes_are_documented_alike() {
    let (readme, guide) = (text("README.md"), text("docs/ci.md"));
    for code in
        ["| 0 | nothing at `--fail-on` (by default `warning`) or above", "| 1 | findings at or above it", "| 2 | "]
    {
        assert!(readme.contains(code) && guide.contains(code), "{code}");
    }
}
