//! New values as Python code, and the imports they need.

use crate::fix::TextEdit;
use crate::fix::layout::{line_break, line_end};
use crate::rules::Written;
use crate::syntax::python::Tree;
use crate::syntax::python::parts::{Import, first_import_place, imports};

/// Prints values for one file, and remembers which imports they need.
pub(super) struct Printer {
    imports: Vec<Import>,
    first_place: usize,
    quote: char,
    /// Import statements to add.
    missing: Vec<(String, String)>,
}

impl Printer {
    pub(super) fn new(text: &str, tree: &Tree) -> Self {
        let quote = if text.matches('\'').count() > text.matches('"').count() { '\'' } else { '"' };
        Self { imports: imports(tree), first_place: first_import_place(tree), quote, missing: Vec::new() }
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
        }
    }

    /// A text in the quotes that the file uses most.
    pub(super) fn text(&self, text: &str) -> String {
        let quote = if text.contains(self.quote) && !text.contains(['"', '\'']) { '"' } else { self.quote };
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
    pub(super) fn import_edits(self, text: &str) -> Vec<TextEdit> {
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
