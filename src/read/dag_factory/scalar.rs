//! Scalars as they reach dag-factory: environment variables first, then PyYAML's reading.

use crate::model::ValueKind;
use crate::syntax::yaml::{Node, Yaml11, pyyaml_scalar};

/// What a scalar means.
pub(super) fn scalar(node: Node<'_>) -> ValueKind {
    if has_environment_variable(node.raw()) {
        return ValueKind::Opaque("an environment variable stands in it".into());
    }
    if let Some(tag) = node.tag()
        && !matches!(tag, "!" | "!!str" | "!!int" | "!!float" | "!!bool" | "!!null")
    {
        return ValueKind::Opaque(format!("the YAML tag {tag}").into());
    }
    match pyyaml_scalar(node) {
        Some(Yaml11::Null) => ValueKind::Null,
        Some(Yaml11::Bool(truth)) => ValueKind::Bool(truth),
        Some(Yaml11::Int(number)) => match i64::try_from(number) {
            Ok(number) => ValueKind::Int(number),
            Err(_) => ValueKind::Opaque("a number past 64 bits".into()),
        },
        Some(Yaml11::Float(number)) => ValueKind::Float(number),
        Some(Yaml11::Timestamp) => ValueKind::Opaque("a date".into()),
        Some(Yaml11::Text) | None => ValueKind::Text(node.scalar().unwrap_or_default().into()),
    }
}

/// `$NAME` or `${NAME}`, as Python's `os.path.expandvars` finds them in the raw text.
fn has_environment_variable(raw: &str) -> bool {
    raw.split('$').skip(1).any(|after| match after.strip_prefix('{') {
        Some(braced) => braced.contains('}'),
        None => after.starts_with(|first: char| first.is_alphabetic() || first == '_'),
    })
}

#[cfg(test)]
mod tests {
    use super::has_environment_variable;

    #[test]
    fn environment_variables() {
        for raw in ["$HOME/dags", "\"${QUEUE}\"", "a$B"] {
            assert!(has_environment_variable(raw), "{raw}");
        }
        for raw in ["$5", "$(date)", "100$", "${QUEUE"] {
            assert!(!has_environment_variable(raw), "{raw}");
        }
    }
}
