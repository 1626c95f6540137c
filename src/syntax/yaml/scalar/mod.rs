//! What a scalar means to the two readers that matter, both of YAML 1.1 and yet not the same: yaml.v2 in Go (the Astro
//! CLI, Helm) and PyYAML (Airflow, dag-factory).

mod go;
mod pyyaml;

use std::borrow::Cow;

use super::node::CORE;
use super::{Kind, Node, Style};

/// A scalar as a YAML 1.1 reader understands it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Yaml11 {
    /// `~`, `null`, or nothing.
    Null,
    /// `true`, `yes`, `on` …
    Bool(bool),
    /// An integer in any notation.
    Int(i128),
    /// A float; also an integer too large for [`Yaml11::Int`].
    Float(f64),
    /// A date, with a time or without. Go hands it on as the text that was written, Python as a date.
    Timestamp,
    /// Text: see [`Node::scalar`].
    Text,
}

/// How yaml.v2 2.4 reads a scalar when it decodes into an open type, as the Astro CLI and Helm do. Aliases are followed;
/// `None` on collections.
pub fn go_scalar(node: Node<'_>) -> Option<Yaml11> {
    let node = node.resolve();
    let text = node.scalar()?;
    Some(match reading(node) {
        Reading::Resolved => go::resolve(text),
        Reading::Text => Yaml11::Text,
        // A tag that the text does not fit is refused; then nothing but the text is left.
        Reading::As(tag) => match (tag.as_str(), go::resolve_tagged(text)) {
            ("float", Yaml11::Int(int)) => Yaml11::Float(int as f64),
            ("float", value @ Yaml11::Float(_)) => value,
            ("int", value @ Yaml11::Int(_)) => value,
            ("bool", value @ Yaml11::Bool(_)) => value,
            ("null", value @ Yaml11::Null) => value,
            ("timestamp", _) if go::is_timestamp(text) => Yaml11::Timestamp,
            _ => Yaml11::Text,
        },
    })
}

/// How PyYAML 6's safe loaders read a scalar. Aliases are followed; `None` on collections.
pub fn pyyaml_scalar(node: Node<'_>) -> Option<Yaml11> {
    let node = node.resolve();
    let text = node.scalar()?;
    Some(match reading(node) {
        Reading::Resolved => pyyaml::resolve(text),
        Reading::Text => Yaml11::Text,
        Reading::As(tag) => pyyaml::construct(&tag, text).unwrap_or(Yaml11::Text),
    })
}

/// The text that a Go string field receives from the Astro CLI, which decodes YAML to JSON and JSON to the field:
/// numbers and booleans are written anew (`0777` becomes `511`, `yes` becomes `true`, `9.10` becomes `9.1`). `None` for
/// null, which leaves the field as it is, and for collections.
pub fn go_text_of(node: Node<'_>) -> Option<Cow<'_, str>> {
    let node = node.resolve();
    let text = node.scalar()?;
    Some(match go_scalar(node)? {
        Yaml11::Null => return None,
        Yaml11::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        Yaml11::Int(value) => Cow::Owned(value.to_string()),
        Yaml11::Float(value) => Cow::Owned(go::float_text(value)),
        Yaml11::Timestamp | Yaml11::Text => Cow::Borrowed(text),
    })
}

/// What decides how the text is read.
enum Reading {
    /// Its form, as it is plain.
    Resolved,
    /// It is text: quoted, a block, or tagged as something else.
    Text,
    /// Its core tag.
    As(String),
}

fn reading(node: Node<'_>) -> Reading {
    let Some(tag) = node.whole_tag() else {
        return if node.kind() == Kind::Scalar(Style::Plain) { Reading::Resolved } else { Reading::Text };
    };
    match tag.strip_prefix(CORE) {
        // libyaml and PyYAML alike: a lone `!` has even a quoted text read by its form.
        None if tag == "!" => Reading::Resolved,
        None | Some("str") => Reading::Text,
        Some(core) => Reading::As(core.to_owned()),
    }
}

/// Reads digits of `radix`, which must be some and nothing else.
fn digits(text: &str, radix: u32) -> Option<Yaml11> {
    if text.is_empty() || !text.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    Some(match i128::from_str_radix(text, radix) {
        Ok(int) => Yaml11::Int(int),
        Err(_) if radix == 10 => Yaml11::Float(text.parse().ok()?),
        Err(_) => {
            let digits = text.chars().filter_map(|c| c.to_digit(radix));
            Yaml11::Float(digits.fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit)))
        }
    })
}

fn negated(value: Yaml11) -> Yaml11 {
    match value {
        Yaml11::Int(int) => Yaml11::Int(-int),
        Yaml11::Float(float) => Yaml11::Float(-float),
        other => other,
    }
}

/// Takes the sign off a number's text; whether it was a minus.
fn unsigned(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
