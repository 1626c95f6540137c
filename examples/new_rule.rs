//! Starts a new rule: `cargo run --example new_rule -- queues my-rule`.
//!
//! Writes `src/rules/queues/my_rule.rs` and `my_rule.md`, and registers the rule in the category's `mod.rs`. It compiles
//! as it is; its document fails the tests until the rule finds what the document says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [category, name] = arguments.as_slice() else {
        eprintln!("usage: cargo run --example new_rule -- CATEGORY NAME\n\ncategories: {}", categories().join(", "));
        return ExitCode::from(2);
    };
    match scaffold(category, name) {
        Ok(files) => {
            for file in files {
                println!("{}", file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(&file).display());
            }
            println!("\nNext: write the document, then the check, until this passes:");
            println!("  AIRLINT_RULE={name} cargo test --test rules");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn rules_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules")
}

fn categories() -> Vec<String> {
    let entries = fs::read_dir(rules_folder()).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().join("mod.rs").exists());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().replace('_', "-")).collect();
    names.sort();
    names
}

/// Writes the files of a rule and returns them.
fn scaffold(category: &str, name: &str) -> Result<Vec<PathBuf>, String> {
    if !categories().iter().any(|it| it == category) {
        return Err(format!("there is no category `{category}`: {}", categories().join(", ")));
    }
    let words = name.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !words || name != name.to_lowercase() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(format!("`{name}` is no name for a rule: write it like `unknown-queue`"));
    }
    let folder = rules_folder().join(category.replace('-', "_"));
    let module = name.replace('-', "_");
    let (code, document) = (folder.join(format!("{module}.rs")), folder.join(format!("{module}.md")));
    if code.exists() || document.exists() {
        return Err(format!("{} is there already", code.display()));
    }
    let table = folder.join("mod.rs");
    let registered = register(&fs::read_to_string(&table).map_err(|error| error.to_string())?, &module)
        .ok_or_else(|| format!("{}: found no `category![…]` to add the rule to", table.display()))?;

    let fill =
        |template: &str| template.replace("{name}", name).replace("{category}", category).replace("{module}", &module);
    let write = |path: &Path, text: &str| fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()));
    write(&code, &fill(CODE))?;
    write(&document, &fill(DOCUMENT))?;
    write(&table, &registered)?;
    // The layout of a long table is rustfmt's business; without rustfmt the file is right all the same.
    let _ = Command::new("cargo").arg("fmt").current_dir(env!("CARGO_MANIFEST_DIR")).status();
    Ok(vec![code, document, table])
}

/// The table of a category with one more module, sorted.
fn register(text: &str, module: &str) -> Option<String> {
    let start = text.find("category![")? + "category![".len();
    let end = start + text.get(start..)?.find(']')?;
    let mut modules: Vec<&str> = text.get(start..end)?.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    modules.push(module);
    modules.sort_unstable();
    Some(format!("{}{}{}", text.get(..start)?, modules.join(", "), text.get(end..)?))
}

const CODE: &str = r#"use crate::model::Project;
use crate::rules::{Finding, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "{name}",
    category: "{category}",
    severity: Severity::Warning,
    document: include_str!("{module}.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let tasks = project.tasks().filter(|task| task.label().is_empty());
    findings.extend(tasks.map(|task| {
        let message = format!("what is wrong with task `{}`, and why it hurts", task.label());
        Finding::new(&RULE, task.place, message).help("what to do")
    }));
}
"#;

const DOCUMENT: &str = r#"# {name}

Finds … (one sentence: it stands in `airlint rules` and in the README).

## What happens

What happens to the user and why, and when the rule stays silent.

## What to do

What the user changes.

## Source

Where the facts come from.

## Reported

### The plainest case

```python file=dags/example.py
from airflow.sdk import dag, task


@dag
def example():
    @task  # <- warning
    def work(): ...

    work()


example()
```

## Not reported

### The trap: what a naive check would report

```python file=dags/example.py
from airflow.sdk import dag, task


@dag
def example():
    @task(queue="default")
    def work(): ...

    work()


example()
```
"#;
