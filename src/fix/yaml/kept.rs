//! Values that keep what the file has.

use crate::rules::{Action, Written};
use crate::syntax::Span;
use crate::syntax::yaml::{Kind, Node, Style, Tree};

/// The action with the text of the file in the place of what it keeps. `None` where that cannot be written again as it
/// is: text over several lines, comments, anchors.
pub(super) fn filled_in(tree: &Tree, action: &Action) -> Option<Action> {
    let mut action = action.clone();
    if let Action::Set { to: value, .. }
    | Action::Insert { value, .. }
    | Action::InsertBeside { value, .. }
    | Action::Substitute { value, .. }
    | Action::Append { item: value, .. } = &mut action
    {
        *value = filled(tree, value)?;
    }
    Some(action)
}

fn filled(tree: &Tree, value: &Written) -> Option<Written> {
    let entries = |entries: &[(String, Written)]| {
        entries.iter().map(|(key, value)| Some((key.clone(), filled(tree, value)?))).collect::<Option<Vec<_>>>()
    };
    Some(match value {
        Written::Kept(place) => {
            let node = value_at(tree, place.span())?;
            let span = node.span();
            if tree.comments().iter().any(|comment| span.contains(comment.span)) {
                return None;
            }
            again(node)?
        }
        Written::List(items) => Written::List(items.iter().map(|item| filled(tree, item)).collect::<Option<_>>()?),
        Written::Map(map) => Written::Map(entries(map)?),
        Written::Object { path, arguments } => Written::Object { path: path.clone(), arguments: entries(arguments)? },
        other => other.clone(),
    })
}

fn value_at(tree: &Tree, span: Span) -> Option<Node<'_>> {
    let located = super::locate(tree, span);
    located.into_iter().map(super::Located::value).find(|node| node.span() == span)
}

/// What a node says, to be written once more.
fn again(node: Node<'_>) -> Option<Written> {
    if node.anchor().is_some() || node.tag().is_some() || node.is_broken() {
        return None;
    }
    match node.kind() {
        Kind::Scalar(Style::Literal | Style::Folded) => None,
        Kind::Scalar(_) if node.raw().is_empty() => Some(Written::Number("null".to_string())),
        Kind::Scalar(_) | Kind::Alias => {
            (!node.raw().contains(['\n', '\r'])).then(|| Written::Number(node.raw().to_string()))
        }
        Kind::Sequence { .. } => Some(Written::List(node.items().map(again).collect::<Option<_>>()?)),
        Kind::Mapping { .. } => {
            let entry =
                |key: Node<'_>, value| Some((key.scalar().filter(|_| !key.is_merge_key())?.to_string(), again(value)?));
            Some(Written::Map(node.entries().map(|it| entry(it.key, it.value)).collect::<Option<_>>()?))
        }
    }
}
