//! Astro deployment files: a deployment as code, for `astro deployment create` and `update`.
//!
//! Read as the Astro CLI reads them: YAML 1.1 or JSON, keys in any case, the first document only, unknown keys dropped,
//! null and empty texts as if nothing were written. The keys and their types stand in the format's JSON Schema and
//! nowhere else. Source: astro-cli `cloud/deployment/fromfile` and `inspect` at ed93cc5 (2026-08-13).

mod facts;
mod fields;
mod format;
mod missing;
mod recognise;
mod scalar;
mod shapes;
#[cfg(test)]
mod tests;

pub use format::{Part, has_effect, key_order, schema};
pub use recognise::recognise;

use crate::model::{Deployment, FileId, Place, Platform, Shape};
use crate::syntax::yaml::Tree;

/// Reads a deployment file that [`recognise`] takes for one: what it says, and where it deviates from the format. `label`
/// names the deployment in messages.
pub fn read(file: FileId, label: &str, tree: &Tree) -> (Deployment, Vec<Shape>) {
    let mut shapes = syntax_errors(file, tree);
    let (Some(root), Some(format)) = (tree.root(), format::Sections::load()) else {
        return (Deployment::new(file, label, Place::default(), Platform::Astro), shapes);
    };
    let source = fields::Source::new(file);
    let sections = facts::sections(&source, root);
    let deployment = facts::deployment(&source, &sections, label);

    let mut checker = shapes::Checker::new(file, &format);
    checker.check_root(root);
    shapes.append(&mut checker.shapes);
    shapes.append(&mut missing::missing(&source, &sections, &deployment));
    shapes.sort_by_key(|shape| shape.place);
    (deployment, shapes)
}

/// The syntax errors of a file, unless it is the template of a file: what a template engine fills in first need not be
/// YAML yet.
fn syntax_errors(file: FileId, tree: &Tree) -> Vec<Shape> {
    if is_template(tree) {
        return Vec::new();
    }
    crate::read::yaml_syntax_shapes(file, tree).collect()
}

/// Whether a line is a statement of a template, or an error stands on a line with a template's mark.
fn is_template(tree: &Tree) -> bool {
    let text = tree.text();
    let marked = |line: &str| line.contains("{{") || line.contains("{%");
    tree.is_template()
        || tree.errors().iter().any(|error| {
            let start = text.get(..error.span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
            text.get(start..).and_then(|rest| rest.lines().next()).is_some_and(marked)
        })
}
