//! Values as Terraform writes them.

use crate::fix::layout::{indentation, line_break};
use crate::model::terraform_key;
use crate::rules::Written;

/// Blanks of one level, as `terraform fmt` has them.
pub(super) const STEP: &str = "  ";

/// A value for the place at `offset`, with the lines inside it indented below that line. `None` for one that Terraform
/// cannot write.
pub(super) fn value(text: &str, offset: usize, value: &Written) -> Option<String> {
    print(value, indentation(text, offset), line_break(text))
}

/// A value whose first line is indented by `indent`.
pub(super) fn print(value: &Written, indent: &str, line_break: &str) -> Option<String> {
    let inner = format!("{indent}{STEP}");
    Some(match value {
        Written::Text(text) => quoted(text),
        Written::Number(number) => number.clone(),
        Written::Boolean(truth) => truth.to_string(),
        Written::Map(entries) if entries.is_empty() => "{}".to_string(),
        Written::Map(entries) => {
            let named: Option<Vec<(&str, &Written)>> =
                entries.iter().map(|(key, value)| Some((terraform_key(key)?, value))).collect();
            let named = named?;
            let width = named.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
            let mut text = "{".to_string();
            for (key, value) in named {
                let value = print(value, &inner, line_break)?;
                text.push_str(&format!("{line_break}{inner}{key:width$} = {value}"));
            }
            text + line_break + indent + "}"
        }
        Written::List(items) if items.iter().any(|item| matches!(item, Written::Map(_))) => {
            let mut text = "[".to_string();
            for item in items {
                text.push_str(&format!("{line_break}{inner}{},", print(item, &inner, line_break)?));
            }
            text + line_break + indent + "]"
        }
        Written::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(|item| print(item, indent, line_break)).collect();
            format!("[{}]", items?.join(", "))
        }
        Written::Object { .. } | Written::Kept(_) | Written::Configured { .. } => return None,
    })
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '$' | '%' if rest.peek() == Some(&'{') => quoted.extend([c, c]),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
