//! Looking into YAML files before their format is known.

use crate::syntax::yaml::{Node, Tree};

/// The root mapping of a file with one document that is no Kubernetes object and no list of settings.
pub(in crate::read) fn only_root(tree: &Tree) -> Option<Node<'_>> {
    let mut documents = tree.documents();
    let root = documents.next()?;
    if documents.next().is_some() || !root.is_mapping() {
        return None;
    }
    let has = |name| root.entries().any(|pair| pair.key.scalar() == Some(name));
    (!(has("apiVersion") && has("kind"))).then_some(root)
}

/// The value of a key of a mapping, aliases followed.
pub(in crate::read) fn child<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    let pair = node.resolve().entries().find(|pair| pair.key.scalar() == Some(name))?;
    Some(pair.value.resolve())
}

/// `package.module.ClassName`
pub(in crate::read) fn is_class_path(text: &str) -> bool {
    is_dotted_path(text)
        && text.rsplit('.').next().is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// `package.module.name`
pub(in crate::read) fn is_dotted_path(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|part| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_alphanumeric() || c == '_')
        })
}
