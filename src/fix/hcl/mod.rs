//! Edits on Terraform: set a value, rename, insert and remove a key, append to a list.
//!
//! Keys come under the names of Astro's deployment files and are written under Terraform's.

mod insert;
mod locate;
mod remove;
mod written;

use super::{TextEdit, comment};
use crate::model::terraform_key;
use crate::rules::Action;
use crate::syntax::hcl::{self, Hcl};
use locate::{container, locate};

/// The edits for `actions`, all of which lie in the file of `text`. `None` where one of them cannot be done there.
pub(super) fn edits(text: &str, actions: &[&Action]) -> Option<Vec<TextEdit>> {
    let hcl = hcl::parse(text);
    actions.iter().map(|action| edit(text, &hcl, action)).collect()
}

fn edit(text: &str, hcl: &Hcl, action: &Action) -> Option<TextEdit> {
    match action {
        Action::Replace { place, content } => Some(TextEdit::replace(place.span(), content.clone())),
        Action::Set { value, to } => {
            let at = locate(hcl, value.span())?.value()?.span;
            Some(TextEdit::replace(at, written::value(text, at.start, to)?))
        }
        Action::Rename { key, to } => {
            let at = locate(hcl, key.span())?.key().filter(|at| *at == key.span())?;
            let quoted = at.of(text).starts_with('"');
            Some(TextEdit::replace(at, if quoted { written::quoted(to) } else { to.clone() }))
        }
        Action::Insert { into: at, key, value, order } | Action::InsertBeside { beside: at, key, value, order } => {
            let container = container(hcl, at.span(), matches!(action, Action::Insert { .. }))?;
            let key = terraform_key(key)?;
            match container.value(key) {
                Some(at) => Some(TextEdit::replace(at.span, written::value(text, at.span.start, value)?)),
                None => insert::entry(text, &container, key, value, order),
            }
        }
        Action::Append { list, item } => insert::item(text, locate(hcl, list.span())?.value()?, item),
        Action::Remove { entry } => remove::remove(text, &locate(hcl, entry.span())?),
        Action::RemoveComment { comment } => Some(comment::remove(text, comment.span())),
        Action::Substitute { .. }
        | Action::Move { .. }
        | Action::MoveInto { .. }
        | Action::ToFront { .. }
        | Action::Untab { .. } => None,
    }
}

#[cfg(test)]
mod tests;
