//! airlint's own configuration: keys, tables, levels, and the names of rules and categories.

use super::comments::rules_except;
use super::{Item, ItemKind, Template};
use crate::lsp::hover::{header, key_of, ours};
use crate::rules::Severity;
use crate::syntax::{Span, word_length};
use crate::workspace::{Key, KeyTable};
use camino::Utf8Path;

/// What can be written at `offset` of a configuration file, `airlint.toml` or pyproject.toml.
pub fn configuration(path: &Utf8Path, text: &str, offset: usize) -> Vec<Item> {
    items(path, text, offset).unwrap_or_default()
}

fn items(path: &Utf8Path, text: &str, offset: usize) -> Option<Vec<Item>> {
    let is_pyproject = path.file_name() == Some("pyproject.toml");
    let start = text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next().unwrap_or("");
    let before = text.get(start..offset)?;
    let above = text.get(..start)?;
    if before.contains('#') {
        return None;
    }
    if let Some(brackets) = before.trim_start().strip_prefix('[')
        && !in_list(above)
        && !before.contains(']')
    {
        return Some(tables(text, brackets, is_pyproject, offset));
    }
    let written = above.lines().rev().find_map(header).map_or("", |(name, _)| name);
    let table = ours(written, is_pyproject)?;
    let assigned = before.split_once('=');
    let key = match assigned {
        Some((name, _)) => Some(name.trim()),
        None if in_list(above) => above.lines().rev().find_map(|line| key_of(line).map(|(name, _)| name)),
        None => None,
    };
    match key {
        Some(key) => {
            let value = assigned.map_or(before, |(_, value)| value);
            Some(values(table, key.trim_matches(['"', '\'']), value, text, offset))
        }
        None => Some(keys(table, text, start, line, offset)),
    }
}

/// Whether a list that began above is still open.
fn in_list(above: &str) -> bool {
    let open = |text: &str| text.matches('[').count() > text.matches(']').count();
    let mut below = String::new();
    for line in above.lines().rev() {
        if header(line).is_some() {
            return false;
        }
        if key_of(line).is_some() {
            return open(line.split_once('=').map_or("", |(_, value)| value).to_string().as_str()) && !closes(&below);
        }
        below.push_str(line);
    }
    false
}

/// Whether a list that is open before a text ends in it.
fn closes(text: &str) -> bool {
    text.matches(']').count() > text.matches('[').count()
}

/// The names of tables behind an opened bracket.
fn tables(text: &str, brackets: &str, is_pyproject: bool, offset: usize) -> Vec<Item> {
    let twice = brackets.starts_with('[');
    let typed = brackets.trim_start_matches('[');
    let rest = text.get(offset..).unwrap_or("");
    let ahead = rest.find(['\n', '\r', '#']).unwrap_or(rest.len());
    let ahead = rest.get(..ahead).map_or(0, |rest| rest.trim_end().len());
    let replace = Span::new(offset - typed.len(), offset + ahead);
    let prefix = if is_pyproject { "tool.airlint." } else { "" };
    let root = KeyTable::named("").map_or(&[][..], |table| table.keys);
    let written =
        |name: &str| text.lines().filter_map(header).any(|(known, _)| known.strip_prefix(prefix) == Some(name));
    let wanted = root.iter().filter(|key| {
        let is_list = key.name == "deployment";
        KeyTable::named(key.name).is_some() && (is_list || !(twice || written(key.name)))
    });
    let item = |key: &Key| {
        let is_list = key.name == "deployment";
        let open = if is_list && !twice { "[" } else { "" };
        let close = if is_list { "]]" } else { "]" };
        let template = Template::of(format!("{open}{prefix}{}{close}", key.name));
        Item::new(ItemKind::Key, format!("{prefix}{}", key.name), replace, template).documentation(key.meaning)
    };
    wanted.map(item).collect()
}

/// The keys of a table that are not there yet.
fn keys(table: &str, text: &str, start: usize, line: &str, offset: usize) -> Vec<Item> {
    let before = text.get(start..offset).unwrap_or("");
    let typed = before.trim_start();
    let ahead = word_length(text.get(offset..).unwrap_or(""));
    let word = Span::new(offset - typed.len(), offset + ahead);
    let valued = line.contains('=');
    if table == "severity" {
        let sign = if valued { "" } else { " = " };
        return rules_except(word, &written_keys(text, start), |name| format!("{name}{sign}"));
    }
    let Some(known) = KeyTable::named(table) else { return Vec::new() };
    let written = written_keys(text, start);
    // Tables have their own lines, with brackets.
    let wanted = known
        .keys
        .iter()
        .filter(|key| !(written.contains(&key.name) || table.is_empty() && KeyTable::named(key.name).is_some()));
    wanted
        .map(|key| {
            let template = Template::of(key.name.to_string());
            let template = if valued { template } else { template.text(" = ").then(value_of(table, key.name)) };
            Item::new(ItemKind::Key, key.name, word, template).documentation(key.meaning)
        })
        .collect()
}

/// The keys of the table that `start` is in, on other lines.
fn written_keys(text: &str, start: usize) -> Vec<&str> {
    let (above, below) = text.split_at(start);
    let up = above.lines().rev().take_while(|line| header(line).is_none());
    let down = below.lines().skip(1).take_while(|line| header(line).is_none());
    up.chain(down).filter_map(key_of).map(|(name, _)| name.trim_matches(['"', '\''])).collect()
}

/// What a new key begins with.
fn value_of(table: &str, key: &str) -> Template {
    match (table, key) {
        (_, "select" | "ignore" | "exclude" | "dags" | "queues") => Template::of("[\"").hole("").text("\"]"),
        ("limits", "max-workers" | "max-concurrency" | "grace-hours" | "pod-cpu") => Template::default().hole(""),
        _ => Template::of("\"").hole("").text("\""),
    }
}

/// The values of a key: rules and categories, levels, executors, types.
fn values(table: &str, key: &str, value: &str, text: &str, offset: usize) -> Vec<Item> {
    let quotes = value.matches('"').count();
    let open = quotes % 2 == 1;
    let typed = match value.rfind('"') {
        Some(at) if open => value.get(at + 1..).unwrap_or(""),
        _ => value.rsplit([' ', '[', ',']).next().unwrap_or(""),
    };
    let rest = text.get(offset..).unwrap_or("");
    let ahead = word_length(rest);
    let closed = rest.get(ahead..).is_some_and(|rest| rest.starts_with('"'));
    let word = Span::new(offset - typed.len(), offset + ahead);
    let quoted = |name: &str| match (open, closed) {
        (true, true) => name.to_string(),
        (true, false) => format!("{name}\""),
        (false, _) => format!("\"{name}\""),
    };
    let in_list = value.contains('[') || !value.contains('=');
    let choice = |name: &&str| Item::new(ItemKind::Choice, *name, word, Template::of(quoted(name)));
    let levels = || Severity::ALL.iter().rev().map(|level| level.name());
    match (table, key) {
        ("", "select" | "ignore") | ("per-file-ignores", _) if in_list && !value.trim().is_empty() => {
            let written: Vec<&str> = value.split('"').skip(1).step_by(2).filter(|name| *name != typed).collect();
            rules_except(word, &written, quoted)
        }
        ("severity", _) => levels().chain(["off"]).collect::<Vec<_>>().iter().map(choice).collect(),
        ("", "fail-on" | "min-severity") => levels().collect::<Vec<_>>().iter().map(choice).collect(),
        ("deployment", "platform") => ["astro", "airflow"].iter().map(choice).collect(),
        ("deployment", "type") => ["STANDARD", "DEDICATED", "HYBRID"].iter().map(choice).collect(),
        ("deployment", "executor") => ["CELERY", "KUBERNETES", "ASTRO", "LocalExecutor"].iter().map(choice).collect(),
        _ => Vec::new(),
    }
}
