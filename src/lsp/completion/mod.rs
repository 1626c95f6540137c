//! What can be written at the cursor: keys, values and names that make sense there, and nothing that would be ignored.

mod comments;
mod configuration;
mod dag_yaml;
mod deployment;
mod image;
mod item;
mod python;
mod queues;
mod site;
mod tasks;
mod template;
mod variables;

#[cfg(test)]
mod tests;

pub use configuration::configuration;
pub(in crate::lsp) use dag_yaml::{Place as DagPlace, format as dag_format};
pub use item::{Client, Insertion, Item, ItemKind};
pub use template::Template;

use self::item::Choice;
use super::View;
use crate::read::Language;

/// What can be written at `offset` of the file, best first.
pub fn complete(view: &View<'_>, offset: usize) -> Vec<Item> {
    let found = comments::complete(view, offset).or_else(|| match view.document.language() {
        Language::Yaml => yaml(view, offset),
        Language::Python => python::complete(view, offset),
        Language::Dockerfile => image::complete(view, offset),
        _ => None,
    });
    found.unwrap_or_default()
}

fn yaml(view: &View<'_>, offset: usize) -> Option<Vec<Item>> {
    let site = site::Site::new(view, offset)?;
    if deployment::is_one(&site) {
        return Some(deployment::complete(&site));
    }
    dag_yaml::complete(&site)
}
