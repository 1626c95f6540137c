//! What can be written at the cursor: keys, values and names that make sense there, and nothing that would be ignored.

mod deployment;
mod item;
mod queues;
mod site;
mod template;
mod variables;

#[cfg(test)]
mod tests;

pub use item::{Client, Insertion, Item, ItemKind};
pub use template::Template;

use self::item::Choice;
use super::View;
use crate::read::Language;

/// What can be written at `offset` of the file, best first.
pub fn complete(view: &View<'_>, offset: usize) -> Vec<Item> {
    match view.document.language() {
        Language::Yaml => yaml(view, offset).unwrap_or_default(),
        Language::Python | Language::Dockerfile | Language::Requirements => Vec::new(),
    }
}

fn yaml(view: &View<'_>, offset: usize) -> Option<Vec<Item>> {
    let site = site::Site::new(view, offset)?;
    if deployment::is_one(&site) {
        return Some(deployment::complete(&site));
    }
    None
}
