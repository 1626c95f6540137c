//! YAML inside a scalar of YAML, with the places of the outer text.

use super::{Node, Style, Tree, parse};

impl<'t> Node<'t> {
    /// The text of a literal block scalar (`|`) as a tree of its own, whose spans are bytes of the text that the scalar
    /// stands in. `None` for any other node: other styles fold or escape, so that a value has no one place; and for a
    /// text of several documents.
    pub fn embedded(self) -> Option<Tree> {
        let node = self.resolve();
        if node.style() != Some(Style::Literal) {
            return None;
        }
        let (text, span) = (node.tree().text(), node.span());
        let header = text.get(span.start..span.end)?.find('\n')?;
        let body = span.start + header + 1;
        let mut outside = String::with_capacity(span.end);
        // All before it is blank, byte by byte: a block at the root of a document may stand indented.
        outside.extend(text.get(..body)?.bytes().map(blank));
        let mut has_content = false;
        for line in text.get(body..span.end)?.split_inclusive('\n') {
            let content = line.trim();
            match content {
                "---" if has_content => return None,
                "---" => outside.extend(line.bytes().map(blank)),
                _ => outside.push_str(line),
            }
            has_content |= !(content.is_empty() || content.starts_with('#') || content == "---");
        }
        Some(parse(&outside))
    }
}

/// Line breaks stay, so that the text is laid out as the one around it.
fn blank(byte: u8) -> char {
    if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn spans_are_those_of_the_outer_text() {
        let text =
            "é: 1\nspec:\n  values: |\n    # Airflow\n    executor: CeleryExecutor\n    env: |\n      - name: A\n";
        let tree = parse(text);
        let scalar = tree.root().and_then(|root| root.get("spec")?.get("values")).expect("a block");
        let inner = scalar.embedded().expect("YAML");
        assert!(inner.errors().is_empty());
        let root = inner.root().expect("a mapping");
        let executor = root.entry("executor").expect("an entry");
        assert_eq!(executor.key.span().of(text), "executor");
        assert_eq!(executor.value.span().of(text), "CeleryExecutor");
        let env = root.get("env").and_then(|env| env.embedded()).expect("YAML in YAML in YAML");
        let name = env.root().and_then(|list| list.items().next()?.get("name")).expect("a name");
        assert_eq!((name.scalar(), name.span().of(text)), (Some("A"), "A"));
        assert!(executor.value.embedded().is_none());
    }

    #[test]
    fn one_document_alone() {
        let inner = |text: &str| parse(text).root().and_then(|root| root.get("a")?.embedded());
        assert!(
            inner("a: |\n  ---\n  b: 1\n").is_some_and(|tree| tree.root().is_some_and(|root| root.get("b").is_some()))
        );
        assert!(inner("a: |\n  b: 1\n  ---\n  c: 1\n").is_none());
        assert!(inner("a: >\n  b: 1\n").is_none());
        assert!(inner("a: |\n").is_none_or(|tree| tree.root().is_none()));
    }
}
