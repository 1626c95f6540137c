//! The facts of one file.

use super::construction::Gusty;
use super::keys::{METADATA_KEYS, TASK_KEYS};
use super::recognise::recognise_task;
use crate::model::{FileId, Place, Shape, ShapeKind, Value, ValueKind};
use crate::read::dag_yaml::{note_sla, pairs, setting};
use crate::read::typed::EVERY_ARGUMENT;
use crate::read::yaml_form_shapes;
use crate::read::yaml_value::Values;
use crate::syntax::Span;
use crate::syntax::yaml::{Node, Tree};

/// The facts of one task file or `METADATA.yml`. They depend on its bytes alone; [`super::link`] makes a task or a DAG of
/// them.
#[derive(Debug, Clone)]
pub struct File {
    pub(super) file: FileId,
    /// The whole file as a mapping.
    pub(super) root: Value,
    /// Whether it configures a folder; else it is a task.
    pub(super) is_metadata: bool,
    pub(super) shapes: Vec<Shape>,
}

impl File {
    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// Whether it configures a folder; else it is a task.
    pub fn is_metadata(&self) -> bool {
        self.is_metadata
    }
}

/// Reads a file that [`recognise_task`] or [`recognise_metadata`](super::recognise_metadata) took.
pub fn read(file: FileId, tree: &Tree) -> File {
    let whole = Place::new(file, Span::new(0, tree.text().len()));
    let mut shapes = yaml_form_shapes(file, tree);
    let Some(node) = tree.root() else {
        return File { file, root: Value::new(whole, ValueKind::Null), is_metadata: false, shapes };
    };
    let root = Values::<Gusty>::new(file, tree.text().len()).value(node);
    let is_metadata = !recognise_task(tree);
    note_sla(&root, &mut shapes);
    if let Some(default_args) = setting(&root, "default_args") {
        note_sla(default_args, &mut shapes);
    }
    if !node.is_broken() {
        dropped_keys(&root, node, is_metadata, &mut shapes);
    }
    File { file, root, is_metadata, shapes }
}

/// Keys that gusty does not know. It hands those of a task to the operator only where that has an argument of the name, so
/// that only the rule can say which of them are slips.
fn dropped_keys(root: &Value, node: Node<'_>, is_metadata: bool, shapes: &mut Vec<Shape>) {
    let names = |value| pairs(value).iter().map(|(name, _, _)| (*name).into()).collect::<Vec<Box<str>>>();
    let default_args = setting(root, "default_args").map(names).unwrap_or_default();
    let operator = setting(root, "operator").and_then(Value::text);
    let own = if is_metadata { METADATA_KEYS } else { TASK_KEYS };
    let allowed = |name: &str| own.contains(&name) || (!is_metadata && EVERY_ARGUMENT.contains(&name));
    for (name, key, _) in pairs(root) {
        // Keys of a merged mapping stand elsewhere.
        let is_here = node.entries().any(|pair| pair.key.span() == key.place.span());
        if is_here && !allowed(name) {
            shapes.push(Shape {
                place: key.place,
                kind: ShapeKind::GustyKey {
                    key: name.into(),
                    operator: operator.map(Into::into),
                    own,
                    arguments: &EVERY_ARGUMENT,
                    present: names(root),
                    default_args: default_args.clone(),
                    within: root.place,
                },
            });
        }
    }
}
