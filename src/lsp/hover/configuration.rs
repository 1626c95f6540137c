//! airlint's own configuration: `airlint.toml`, and `[tool.airlint]` in pyproject.toml. Read line by line, so that a text
//! that is being typed has hovers too.

use super::text::{Text, code, listed};
use super::{Hover, document};
use crate::syntax::Span;
use crate::workspace::{KeyTable, Selector};
use camino::Utf8Path;

/// The table of a pyproject.toml that is airlint's.
const OURS: &str = "tool.airlint";

/// Whether a file can hold airlint's configuration, by its name.
pub fn is_configuration(path: &Utf8Path) -> bool {
    matches!(path.file_name(), Some("airlint.toml" | "pyproject.toml"))
}

/// What there is to say about a key, a table or the name of a rule in a configuration file.
pub fn configuration(path: &Utf8Path, text: &str, offset: usize) -> Option<Hover> {
    let is_pyproject = path.file_name() == Some("pyproject.toml");
    let start = text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next().unwrap_or("");
    let above = text.get(..start)?;
    let table = match header(line) {
        Some((name, at)) => {
            let span = Span::new(start + at, start + at + name.len());
            let name = ours(name, is_pyproject)?;
            let about = holds(span, offset).then(|| table(name)).flatten();
            return about.map(|text| Hover { span, text });
        }
        None => above.lines().rev().find_map(header).map_or("", |(name, _)| name),
    };
    let table = ours(table, is_pyproject)?;
    if let Some((name, at)) = key_of(line) {
        let span = Span::new(start + at, start + at + name.len());
        if holds(span, offset) {
            return Some(Hover { span, text: key(table, unquoted(name))? });
        }
    }
    let own = key_of(line).map(|(name, _)| name);
    let key = own.or_else(|| above.lines().rev().find_map(|line| key_of(line).map(|(name, _)| name)));
    let takes_selectors = table == "per-file-ignores" || table.is_empty() && matches!(key, Some("select" | "ignore"));
    let span = word_at(text, line, start, offset).filter(|_| takes_selectors)?;
    Some(Hover { span, text: document::selector(span.of(text))? })
}

fn holds(span: Span, offset: usize) -> bool {
    span.start <= offset && offset <= span.end
}

/// The name of a table's header with its place in the line: `[limits]`, `[[deployment]]`.
pub(in crate::lsp) fn header(line: &str) -> Option<(&str, usize)> {
    let inside = line.trim_start().strip_prefix('[')?;
    let inside = inside.strip_prefix('[').unwrap_or(inside);
    let (name, rest) = inside.split_once(']')?;
    let rest = rest.trim_start_matches(']').trim();
    // A list that goes over several lines is no header.
    let is_header = !name.contains(['"', ',', '\'']) && (rest.is_empty() || rest.starts_with('#'));
    let at = line.len() - inside.len();
    is_header.then_some((name, at))
}

/// The name of a table without the prefix of pyproject.toml; `None` for other tools' tables.
pub(in crate::lsp) fn ours(name: &str, is_pyproject: bool) -> Option<&str> {
    if !is_pyproject {
        return Some(name);
    }
    let rest = name.strip_prefix(OURS)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

/// The key of a line, with its place.
pub(in crate::lsp) fn key_of(line: &str) -> Option<(&str, usize)> {
    let (before, _) = line.split_once('=')?;
    let name = before.trim();
    let at = before.len() - before.trim_start().len();
    (!name.is_empty() && !name.starts_with('#')).then_some((name, at))
}

fn unquoted(name: &str) -> &str {
    name.trim_matches(['"', '\''])
}

/// What a table means.
fn table(name: &str) -> Option<Text> {
    let (first, _) = name.split_once('.').unwrap_or((name, ""));
    let root = KeyTable::named("")?;
    let own = root.key(first)?;
    let mut text = Text::from(format!("**{}**", code(&format!("[{name}]"))));
    text.paragraph().say(own.meaning);
    let keys = KeyTable::named(first).map(|table| table.keys).unwrap_or_default();
    let names: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
    if !names.is_empty() {
        text.paragraph().say(format!("Keys: {}.", listed(&names)));
    }
    Some(text)
}

/// What a key of a table means.
fn key(table: &str, name: &str) -> Option<Text> {
    if table == "severity" {
        return document::selector(name);
    }
    if table == "per-file-ignores" {
        return Some(Text::from(format!("Files that match {}, as in a `.gitignore`.", code(name))));
    }
    // A key may have its table before a dot: `limits.max-workers = 60`.
    let (table, name) = match name.rsplit_once('.') {
        Some((before, name)) if table.is_empty() => (before.trim(), name.trim()),
        _ => (table, name),
    };
    let key = KeyTable::named(table)?.key(name)?;
    let mut text = Text::from(format!("**`{name}`**"));
    if !table.is_empty() {
        text.say(format!(" · `[{table}]`"));
    }
    text.paragraph().say(key.meaning);
    Some(text)
}

/// The name of a rule or a category under the cursor.
fn word_at(text: &str, line: &str, start: usize, offset: usize) -> Option<Span> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let at = offset - start;
    let before = line.get(..at)?.rfind(|c| !is_word(c)).map_or(0, |end| end + 1);
    let after = line.get(at..)?.find(|c| !is_word(c)).map_or(line.len(), |end| at + end);
    let span = Span::new(start + before, start + after);
    Selector::named(span.of(text)).is_some().then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(name: &str, text: &str) -> (String, String) {
        let offset = text.find('‸').expect("a cursor");
        let text = text.replacen('‸', "", 1);
        match configuration(Utf8Path::new(name), &text, offset) {
            Some(it) => (it.span.of(&text).to_string(), it.text.plain()),
            None => Default::default(),
        }
    }

    #[track_caller]
    fn says(name: &str, text: &str, token: &str, part: &str) {
        let (found, text) = at(name, text);
        assert_eq!(found, token, "{text}");
        assert!(text.contains(part), "{text}");
    }

    #[test]
    fn keys_and_tables_have_their_meaning() {
        says("airlint.toml", "igno‸re = []\n", "ignore", "do not run");
        says("airlint.toml", "[lim‸its]\n", "limits", "`max-workers`");
        says("airlint.toml", "[limits]\n# why\nmax-wor‸kers = 60\n", "max-workers", "`[limits]`");
        says("airlint.toml", "limits.max-wor‸kers = 60\n", "limits.max-workers", "Most workers");
        says("airlint.toml", "[[deployment]]\nname = \"x\"\nque‸ues = [\n", "queues", "worker queues");
        says("airlint.toml", "select = [\n  \"pods\",\n]\nfail-‸on = \"er", "fail-on", "exit code 1");
        says("pyproject.toml", "[tool.airlint.limits] # more\r\npod-‸cpu = 86\r\n", "pod-cpu", "Most CPU");
        assert_eq!(at("pyproject.toml", "[tool.ruff]\nsel‸ect = [\"E\"]\n").0, "");
        assert_eq!(at("airlint.toml", "[limits]\nnonsense‸ = 1\n").0, "");
    }

    #[test]
    fn rules_and_categories_have_their_documents() {
        says("airlint.toml", "ignore = [\"unused-q‸ueue\"]", "unused-queue", "What happens");
        says("airlint.toml", "select = [\n  \"que‸ues\",\n", "queues", "category of");
        says("airlint.toml", "[severity]\nunused-que‸ue = \"info\"\n", "unused-queue", "What to do");
        says("airlint.toml", "[per-file-ignores]\n\"dags/**\" = [\"po‸ds\"]\n", "pods", "category of");
        says("airlint.toml", "[per-file-ignores]\n\"dags/‸**\" = []\n", "\"dags/**\"", "Files that match");
        assert_eq!(at("airlint.toml", "[limits]\nmax-workers = 60 # unused-q‸ueue\n").0, "");
        assert_eq!(at("airlint.toml", "select = []\nexclude = [\n  \"que‸ues/\"]\n").0, "");
    }
}
