//! Keys of dag-factory files of which nothing more is known than what they mean.

use super::Hover;
use super::key::Key;
use super::text::Text;
use crate::lsp::View;
use crate::lsp::completion::{DagPlace, dag_format};
use crate::model::DagSource;
use crate::read::dag_factory::{dag_key, task_key};
use crate::syntax::Span;
use crate::syntax::yaml::{Node, Step};

/// What the key under the cursor means.
pub(super) fn hover(view: &View, offset: usize) -> Option<Hover> {
    let tree = view.document.yaml()?;
    let (source, whole) = dag_format(view, tree)?;
    if source != DagSource::DagFactory {
        return None;
    }
    let mut path = Vec::new();
    let (name, span) = seek(tree.root()?, offset, &mut path)?;
    let place = DagPlace::of(source, whole, &path).filter(|place| place.key.is_none())?;
    let (name, schema) = if place.arguments { task_key(name) } else { dag_key(name) }?;
    let mut text = Text::new();
    let key = Key { name, schema, required: false, executors: &[], deployment_types: &[] };
    key.tell(None, None, &mut text);
    Some(Hover { span, text })
}

/// The key under the cursor, and the way to its mapping.
fn seek<'t>(node: Node<'t>, offset: usize, path: &mut Vec<Step<'t>>) -> Option<(&'t str, Span)> {
    let holds = |node: Node<'_>| node.span().start <= offset && offset <= node.span().end;
    for entry in node.entries() {
        let name = entry.key.scalar()?;
        if holds(entry.key) {
            return Some((name, entry.key.span()));
        }
        if holds(entry.value) {
            path.push(Step::Key(name));
            return seek(entry.value, offset, path);
        }
    }
    let item = node.items().find(|item| holds(*item))?;
    path.push(Step::Item);
    seek(item, offset, path)
}
