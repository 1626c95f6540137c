//! New values, and how they are written into a file.

use crate::rules::Written;
use crate::syntax::yaml::{Node, Style};

/// How new lines are laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Format<'f> {
    /// The file's line break.
    pub(super) line_break: &'f str,
    /// Blanks of one level.
    pub(super) step: usize,
    /// How much further right than its key a list's dash stands.
    pub(super) dash_step: usize,
}

/// A block-style value behind `key:`, the key standing in `column`; starts with a blank or a line break.
pub(super) fn after_key(value: &Written, column: usize, format: Format<'_>) -> String {
    match value {
        Written::Text(_) | Written::Number(_) | Written::Boolean(_) | Written::Kept(_) | Written::Configured { .. } => {
            format!(" {}", scalar(value))
        }
        Written::Object { .. } => after_key(&mapping_of(value), column, format),
        Written::Map(entries) if entries.is_empty() => " {}".to_string(),
        Written::List(items) if items.is_empty() => " []".to_string(),
        Written::Map(_) => {
            let inner = column + format.step;
            format!("{}{}{}", format.line_break, " ".repeat(inner), block(value, inner, format))
        }
        Written::List(_) => {
            let inner = column + format.dash_step;
            format!("{}{}{}", format.line_break, " ".repeat(inner), block(value, inner, format))
        }
    }
}

/// A block-style value whose first line starts in `column`; the first line's indentation is already written.
pub(super) fn block(value: &Written, column: usize, format: Format<'_>) -> String {
    let glue = format!("{}{}", format.line_break, " ".repeat(column));
    match value {
        Written::Map(entries) if !entries.is_empty() => {
            let line = |(key, value): &(String, Written)| {
                format!("{}:{}", plain_or_quoted(key), after_key(value, column, format))
            };
            entries.iter().map(line).collect::<Vec<_>>().join(&glue)
        }
        Written::List(items) if !items.is_empty() => {
            let line = |item: &Written| format!("- {}", block(item, column + 2, format));
            items.iter().map(line).collect::<Vec<_>>().join(&glue)
        }
        Written::Map(_) => "{}".to_string(),
        Written::List(_) => "[]".to_string(),
        Written::Object { .. } => block(&mapping_of(value), column, format),
        scalar_value => scalar(scalar_value),
    }
}

/// A value in flow style; JSON where `json`.
pub(super) fn flow(value: &Written, notation: Notation) -> String {
    match value {
        Written::Text(text) if notation == Notation::Json => double_quoted(text),
        Written::Configured { section, key } if notation == Notation::Json => double_quoted(&configured(section, key)),
        Written::Text(_) | Written::Number(_) | Written::Boolean(_) | Written::Kept(_) | Written::Configured { .. } => {
            scalar(value)
        }
        Written::Object { .. } => flow(&mapping_of(value), notation),
        Written::List(items) => {
            let items: Vec<String> = items.iter().map(|item| flow(item, notation)).collect();
            format!("[{}]", items.join(", "))
        }
        Written::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", flow_key(key, notation), flow(value, notation)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// A construction as dag-factory writes it: a mapping with `__type__`.
fn mapping_of(value: &Written) -> Written {
    match value {
        Written::Object { path, arguments, .. } => {
            let class = ("__type__".to_string(), Written::text(path.as_str()));
            Written::Map(std::iter::once(class).chain(arguments.iter().cloned()).collect())
        }
        other => other.clone(),
    }
}

/// Whether a flow collection is YAML or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// Quotes only where needed.
    Yaml,
    /// Every text in double quotes.
    Json,
}

/// A key in flow style.
pub(super) fn flow_key(key: &str, notation: Notation) -> String {
    if notation == Notation::Json { double_quoted(key) } else { plain_or_quoted(key) }
}

/// A scalar value on its own.
pub(super) fn scalar(value: &Written) -> String {
    match value {
        Written::Text(text) => plain_or_quoted(text),
        Written::Number(text) => text.clone(),
        Written::Boolean(value) => value.to_string(),
        // Filled in before anything is written.
        Written::Kept(_) => "null".to_string(),
        Written::Configured { section, key } => plain_or_quoted(&configured(section, key)),
        Written::Map(_) | Written::List(_) | Written::Object { .. } => flow(value, Notation::Yaml),
    }
}

/// A template that looks up Airflow's configuration.
fn configured(section: &str, key: &str) -> String {
    format!("{{{{ conf.get('{section}', '{key}') }}}}")
}

/// A scalar in the place of `old`: in its quotes, if it has some and the new one is a text.
pub(super) fn scalar_like(old: Node<'_>, value: &Written) -> String {
    match (value, old.style()) {
        (Written::Text(text), Some(Style::DoubleQuoted)) => double_quoted(text),
        (Written::Text(text), Some(Style::SingleQuoted)) if !text.contains(['\n', '\r', '\t']) => {
            format!("'{}'", text.replace('\'', "''"))
        }
        _ => scalar(value),
    }
}

/// A text as a scalar, in quotes where some reader of YAML would take it for something else without.
pub(crate) fn plain_or_quoted(text: &str) -> String {
    if is_safe_plain(text) { text.to_string() } else { double_quoted(text) }
}

/// Whether every YAML reader, 1.1 or 1.2, takes the text without quotes as this text.
fn is_safe_plain(text: &str) -> bool {
    const RETYPED: [&str; 12] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '_');
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | '@' | '+' | '=' | ':');
    starts_well
        && text.chars().all(letters)
        && !text.contains(": ")
        && !text.ends_with([':', ' '])
        && !RETYPED.contains(&text.to_ascii_lowercase().as_str())
        || is_quantity_like(text)
}

/// A number with a unit, such as `2Gi` or `500m`: no reader takes it for a number.
fn is_quantity_like(text: &str) -> bool {
    let digits = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    text.starts_with(|c: char| c.is_ascii_digit())
        && matches!(&text[digits..], "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei" | "m")
}

/// A text in double quotes, as YAML and JSON read them.
pub(crate) fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
