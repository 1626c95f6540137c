//! New values as Python code, and the imports they need.

use crate::fix::TextEdit;
use crate::fix::layout::{indentation, line_break, line_end, line_start};
use crate::rules::Written;
use crate::syntax::python::Tree;
use crate::syntax::python::parts::{Import, first_import_place, imports};

/// Prints values for one file, and remembers which imports they need.
pub(super) struct Printer<'t> {
    file: &'t str,
    imports: Vec<Import>,
    first_place: usize,
    quote: char,
    /// Import statements to add.
    missing: Vec<(String, String)>,
}

/// The longest line that formatters make by default.
const WIDTH: usize = 88;
/// Values up to this length are never broken: the line was long before.
const SHORT: usize = 60;

/// Where a new value starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// The indentation of its line.
    indent: &'t str,
    /// The characters before it on the line.
    column: usize,
    line_break: &'t str,
}

impl<'t> Line<'t> {
    /// At an offset of a text.
    pub(super) fn at(text: &'t str, offset: usize) -> Self {
        let before = text.get(line_start(text, offset)..offset).unwrap_or("");
        Self { indent: indentation(text, offset), column: before.chars().count(), line_break: line_break(text) }
    }
}

/// A text as a Python literal.
fn quoted(text: &str, quote: char) -> String {
    let mut quoted = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c == quote => {
                quoted.push('\\');
                quoted.push(c);
            }
            c => quoted.push(c),
        }
    }
    quoted.push(quote);
    quoted
}

impl<'t> Printer<'t> {
    pub(super) fn new(text: &'t str, tree: &Tree) -> Self {
        let count = |quote: u8| memchr::memchr_iter(quote, text.as_bytes()).count();
        let quote = if count(b'\'') > count(b'"') { '\'' } else { '"' };
        let (imports, first_place) = (imports(tree), first_import_place(tree));
        Self { file: text, imports, first_place, quote, missing: Vec::new() }
    }

    /// A value as an expression.
    pub(super) fn expression(&mut self, value: &Written) -> String {
        match value {
            Written::Text(text) => self.text(text),
            Written::Number(number) => number.clone(),
            Written::Boolean(true) => "True".to_string(),
            Written::Boolean(false) => "False".to_string(),
            Written::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.expression(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Written::Map(entries) => {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(key, value)| format!("{}: {}", self.text(key), self.expression(value)))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
            Written::Object { path, arguments } => {
                let name = self.name_of(path);
                let arguments: Vec<String> =
                    arguments.iter().map(|(key, value)| format!("{key}={}", self.expression(value))).collect();
                format!("{name}({})", arguments.join(", "))
            }
            Written::Kept(place) => self.file.get(place.span().start..place.span().end).unwrap_or("None").to_string(),
            Written::Configured { section, key } => {
                let configuration = self.name_of("airflow.configuration.conf");
                format!("{configuration}.get({}, {})", self.text(section), self.text(key))
            }
        }
    }

    /// `prefix` and a value, which starts at `line`: over several lines, as formatters lay it out, where one would be too
    /// long.
    pub(super) fn behind(&mut self, prefix: &str, value: &Written, line: Line<'_>) -> String {
        let whole = format!("{prefix}{}", self.expression(value));
        let length = whole.chars().count();
        if length <= SHORT || line.column + length < WIDTH {
            return whole;
        }
        let (open, close, elements): (String, char, Vec<(String, &Written)>) = match value {
            Written::Text(_)
            | Written::Number(_)
            | Written::Boolean(_)
            | Written::Kept(_)
            | Written::Configured { .. } => return whole,
            Written::List(items) => ("[".to_string(), ']', items.iter().map(|item| (String::new(), item)).collect()),
            Written::Map(entries) => {
                let keyed = entries.iter().map(|(key, value)| (format!("{}: ", self.text(key)), value));
                ("{".to_string(), '}', keyed.collect())
            }
            Written::Object { path, arguments } => {
                let keyed = arguments.iter().map(|(key, value)| (format!("{key}="), value));
                (format!("{}(", self.name_of(path)), ')', keyed.collect())
            }
        };
        let indent = format!("{}{}", line.indent, if line.indent.starts_with('\t') { "\t" } else { "    " });
        let inner = Line { indent: &indent, column: indent.len(), ..line };
        let mut text = format!("{prefix}{open}{}", line.line_break);
        for (prefix, value) in elements {
            text += &format!("{indent}{},{}", self.behind(&prefix, value, inner), line.line_break);
        }
        text + line.indent + close.to_string().as_str()
    }

    /// A text in the quotes that the file uses most.
    pub(super) fn text(&self, text: &str) -> String {
        let other = if self.quote == '"' { '\'' } else { '"' };
        quoted(text, if text.contains(self.quote) && !text.contains(other) { other } else { self.quote })
    }

    /// A text in the place of an expression: in the quotes of that, if it is a text itself.
    pub(super) fn text_like(&self, old: &str, text: &str) -> String {
        let is_plain = |quote: char| {
            let inner = old.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
            inner.is_some_and(|inner| !inner.contains(quote))
        };
        match ['"', '\''].into_iter().find(|quote| is_plain(*quote)) {
            Some(quote) => quoted(text, quote),
            None => self.text(text),
        }
    }

    /// How this file can name a class; adds an import where it cannot yet.
    fn name_of(&mut self, path: &str) -> String {
        // The Kubernetes client offers its models under two paths.
        let short = path.strip_prefix("kubernetes.client.models.").map(|class| format!("kubernetes.client.{class}"));
        for path in [Some(path.to_string()), short].into_iter().flatten() {
            for import in self.imports.iter().filter(|import| import.top_level) {
                let full = match &import.name {
                    Some(name) => format!("{}.{name}", import.module),
                    None => import.module.clone(),
                };
                if let Some(rest) = path.strip_prefix(&full)
                    && (rest.is_empty() || rest.starts_with('.'))
                {
                    return format!("{}{rest}", import.bound);
                }
            }
        }
        let (statement, name) = match path.strip_prefix("kubernetes.client.models.") {
            Some(class) => ("from kubernetes.client import models as k8s".to_string(), format!("k8s.{class}")),
            None => {
                let (module, class) = path.rsplit_once('.').unwrap_or(("builtins", path));
                (format!("from {module} import {class}"), class.to_string())
            }
        };
        let root = path.split('.').next().unwrap_or(path).to_string();
        if !self.missing.iter().any(|(known, _)| *known == statement) {
            self.missing.push((statement, root));
        }
        name
    }

    /// Edits that add the imports that were missing: each beside an import of the same package, else behind the last
    /// import.
    pub(super) fn import_edits(self) -> Vec<TextEdit> {
        let text = self.file;
        let line_break = line_break(text);
        let top_level = || self.imports.iter().filter(|import| import.top_level);
        let edits = self.missing.iter().map(|(statement, root)| {
            let kin = top_level().rfind(|import| import.module.split('.').next() == Some(root));
            match kin.or_else(|| top_level().next_back()) {
                Some(import) => {
                    TextEdit::insert(line_end(text, import.statement.end), format!("{line_break}{statement}"))
                }
                None if self.first_place > 0 => {
                    TextEdit::insert(line_end(text, self.first_place), format!("{line_break}{statement}"))
                }
                None => {
                    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
                    TextEdit::insert(start, format!("{statement}{line_break}"))
                }
            }
        });
        edits.collect()
    }
}
