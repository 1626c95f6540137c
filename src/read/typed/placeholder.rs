//! Texts that something else fills in before they mean anything.

/// The kind of placeholder that a text contains, in words for users; `None` where it means what it says.
///
/// Jinja and Go templates, shell and `envsubst` variables, format fields, `<angle brackets>` and `__UPPER_CASE__` marks.
pub fn placeholder(text: &str) -> Option<&'static str> {
    // Every value of a file is asked, and nearly none has any of these.
    let may_be =
        |text: &[u8]| memchr::memchr3(b'{', b'$', b'<', text).is_some() || memchr::memmem::find(text, b"__").is_some();
    if !may_be(text.as_bytes()) {
        return None;
    }
    if text.contains("{{") || text.contains("{%") {
        return Some("a template that is filled in later");
    }
    if has_variable(text) {
        return Some("a variable that is filled in later");
    }
    if text.contains("<<") || has_angle_brackets(text) || has_dunder(text) || text.contains('{') {
        return Some("a placeholder");
    }
    None
}

/// Whether `$NAME`, `${NAME}` or `$(NAME)` stands in the text.
pub(crate) fn has_variable(text: &str) -> bool {
    text.split('$')
        .skip(1)
        .any(|after| after.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '_' | '{' | '(')))
}

fn has_angle_brackets(text: &str) -> bool {
    text.split_once('<').is_some_and(|(_, after)| after.split_once('>').is_some_and(|(name, _)| !name.is_empty()))
}

/// Whether `__NAME__` stands in the text. Behind an upper-case letter the first dashes join words, as in
/// `AIRFLOW__OPERATORS__DEFAULT_QUEUE`.
fn has_dunder(text: &str) -> bool {
    let word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let joins = |part: &str| part.ends_with(|last: char| last.is_ascii_uppercase() || last.is_ascii_digit());
    let parts: Vec<&str> = text.split("__").collect();
    parts.windows(3).any(|window| matches!(window, [before, inner, _] if !joins(before) && word(inner)))
}

#[cfg(test)]
mod tests {
    use super::placeholder;

    #[test]
    fn placeholders_of_all_kinds() {
        for text in [
            "{{ params.queue }}",
            "{% if x %}a{% endif %}",
            "${QUEUE}",
            "$QUEUE",
            "team-$(ENV)",
            "<your-queue>",
            "<<queue>>",
            "__QUEUE__",
            "ml-__ENV__-2",
            "{queue}",
        ] {
            assert!(placeholder(text).is_some(), "{text}");
        }
    }

    #[test]
    fn plain_texts() {
        for text in [
            "default",
            "ml-heavy",
            "a_b",
            "a__b",
            "costs $5",
            "a < b",
            "1Gi",
            "",
            "$",
            "dbt__daily__run",
            "AIRFLOW__OPERATORS__DEFAULT_QUEUE",
        ] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }
}
