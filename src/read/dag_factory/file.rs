//! The facts of one file.

use super::form::{dag_keys, kubernetes_objects};
use super::recognise::{recognise, recognise_defaults};
use super::value::DagFactory;
use super::version::Line;
use crate::model::{FileId, KubernetesObject, Place, Shape, Value, ValueKind};
use crate::read::yaml_form_shapes;
use crate::read::yaml_value::Values;
use crate::syntax::Span;
use crate::syntax::yaml::Tree;

/// The facts of one DAG file or `defaults.yml`. They depend on its bytes alone; [`super::link`] makes DAGs of them.
#[derive(Debug, Clone)]
pub struct File {
    pub(super) file: FileId,
    /// The whole file as a mapping.
    pub(super) root: Value,
    /// Whether it holds DAGs; else it holds defaults for the DAGs of other files.
    pub(super) has_dags: bool,
    /// The line of dag-factory that the file itself tells.
    pub(super) line: Option<Line>,
    pub(super) objects: Vec<KubernetesObject>,
    /// Deviations that do not depend on the version.
    pub(super) shapes: Vec<Shape>,
}

/// Reads a file that [`recognise`] or [`recognise_defaults`] took.
pub fn read(file: FileId, tree: &Tree) -> File {
    let whole = Place::new(file, Span::new(0, tree.text().len()));
    let mut shapes = yaml_form_shapes(file, tree);
    let Some(node) = tree.root() else {
        let root = Value::new(whole, ValueKind::Null);
        return File { file, root, has_dags: false, line: None, objects: Vec::new(), shapes };
    };
    let root = Values::<DagFactory>::new(file, tree.text().len()).value(node);
    let has_dags = recognise(tree) || !recognise_defaults(tree);
    dag_keys(file, node, has_dags, &mut shapes);
    File { file, has_dags, line: Line::of_file(node, &root), objects: kubernetes_objects(&root), root, shapes }
}
