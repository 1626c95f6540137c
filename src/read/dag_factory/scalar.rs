//! Scalars as they reach dag-factory: environment variables first, then PyYAML's reading.

use crate::model::ValueKind;
use crate::read::yaml_value;
use crate::syntax::yaml::Node;

/// What a scalar means.
pub(super) fn scalar(node: Node<'_>) -> ValueKind {
    if has_environment_variable(node.raw()) {
        return ValueKind::Opaque("an environment variable stands in it".into());
    }
    yaml_value::scalar(node)
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
