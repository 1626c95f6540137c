//! Readers: one for each file format, from syntax trees to facts. They know formats and judge nothing.
//!
//! The facts of a file depend on its bytes alone. What needs other files (imported constants, `defaults.yml`) is left
//! open in them and linked when a project is put together.

pub mod astro;
pub mod dag_factory;
pub mod dockerfile;
pub mod python;
pub mod requirements;
pub mod schema;
pub mod typed;

use crate::model::{
    Dag, Deployment, EnvironmentVariable, FileId, KubernetesObject, Place, RuntimeVersion, Setting, Shape, ShapeKind,
    Task,
};
use crate::syntax::SyntaxError;

/// The facts of one file.
#[derive(Debug, Clone, Default)]
pub struct FileFacts {
    /// What the file says.
    pub content: Content,
    /// Where it deviates from its format, syntax errors included.
    pub shapes: Vec<Shape>,
}

/// What a file says, by format.
#[derive(Debug, Clone, Default)]
pub enum Content {
    /// Nothing that matters here.
    #[default]
    Nothing,
    /// An Astro deployment file.
    Astro(Box<Deployment>),
    /// A Dockerfile.
    Dockerfile(Image),
    /// Pins of a requirements file: normalised package name and the one version it allows.
    Requirements(Vec<(Box<str>, Setting<Box<str>>)>),
}

/// What a Dockerfile says.
#[derive(Debug, Clone, Default)]
pub struct Image {
    /// Whether the last `FROM` is an image that Airflow runs from.
    pub is_airflow: bool,
    /// The Astro Runtime of the last `FROM`.
    pub runtime: Setting<RuntimeVersion>,
    /// The Airflow version of the last `FROM`, for images that name it (`apache/airflow:2.10.5`).
    pub airflow: Setting<Box<str>>,
    /// Its `ENV` lines.
    pub environment: Vec<EnvironmentVariable>,
}

/// What a file of DAGs says once the files that it leans on are known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Linked {
    /// Its DAGs.
    pub dags: Vec<Dag>,
    /// Its tasks; their `dag` is an index into `dags` here.
    pub tasks: Vec<Task>,
    /// Constructions of Kubernetes objects in it.
    pub objects: Vec<KubernetesObject>,
    /// Where it deviates from its format, syntax errors included.
    pub shapes: Vec<Shape>,
}

/// Syntax errors as deviations.
pub fn syntax_shapes(file: FileId, errors: &[SyntaxError]) -> impl Iterator<Item = Shape> {
    errors.iter().map(move |error| Shape {
        place: Place::new(file, error.span),
        kind: ShapeKind::Syntax { message: error.message.as_str().into() },
    })
}
