//! Readers: one for each file format, from syntax trees to facts. They know formats and judge nothing.
//!
//! The facts of a file depend on its bytes alone. What needs other files (imported constants, `defaults.yml`) is left
//! open in them and linked when a project is put together.

pub mod airflow_cfg;
pub mod airflow_declarative;
pub mod airflow_settings;
pub mod astro;
pub mod boundary_layer;
mod command;
pub mod compose;
pub mod dag_factory;
mod dag_yaml;
pub mod dockerfile;
pub mod dotenv;
pub mod gitops;
pub mod gusty;
pub mod helm;
mod image;
mod kind;
pub mod lock;
pub mod manifest;
pub mod pod_template;
mod process;
pub mod pyproject;
pub mod python;
mod recognise;
pub mod requirements;
pub mod schema;
pub mod suppression;
pub mod terraform;
pub mod typed;
pub mod yaml_value;

pub use kind::FileKind;
pub use recognise::Language;
pub use suppression::Suppression;

use crate::model::{
    DagFile, DagSource, Deployment, EnvironmentVariable, FileId, Place, PodTemplate, Pools, RuntimeVersion, Setting,
    Shape, ShapeKind,
};
use crate::syntax::{self, SyntaxError};
use camino::Utf8Path;
use std::sync::Arc;

/// The facts of one file.
#[derive(Debug, Clone, Default)]
pub struct FileFacts {
    /// What kind of file it is; `None` for one that says nothing to airlint.
    pub kind: Option<FileKind>,
    /// What the file says.
    pub content: Content,
    /// Where it deviates from its format, syntax errors included.
    pub shapes: Vec<Shape>,
    /// Comments that tell airlint to be silent.
    pub suppressions: Vec<Suppression>,
}

/// Reads one file. What it says depends on `language`, `text` and the name of the file alone, by which a deployment is called
/// in messages and files of one language are told apart, such as values of Terraform's variables.
pub fn read(file: FileId, path: &Utf8Path, language: Language, text: &str) -> FileFacts {
    if !language.may_matter(text.as_bytes()) {
        return FileFacts { suppressions: of_module(file, language, text), ..FileFacts::default() };
    }
    match language {
        Language::Python => {
            let module = python::read(file, text);
            let suppressions = suppression::suppressions(file, text, module.remarks());
            FileFacts::of(FileKind::Python, Content::Python(Arc::new(module)), suppressions)
        }
        Language::Yaml => yaml(file, path, text),
        Language::Dockerfile => {
            let dockerfile = syntax::dockerfile::parse(text);
            let suppressions = suppression::suppressions(file, text, &dockerfile.comments);
            let image = dockerfile::read(file, text, &dockerfile);
            FileFacts::of(FileKind::Dockerfile, Content::Dockerfile(image), suppressions)
        }
        Language::AirflowCfg => airflow_cfg(file, path, text),
        Language::EnvFile => {
            let dotenv = syntax::dotenv::parse(text);
            let suppressions = suppression::suppressions(file, text, &dotenv.comments);
            let variables = dotenv::read(file, text, &dotenv);
            FileFacts::of(FileKind::EnvFile, Content::EnvFile(variables), suppressions)
        }
        Language::Terraform => {
            let hcl = syntax::hcl::parse(text);
            let (module, shapes) = terraform::read(file, path, &hcl);
            if module.is_empty() {
                return FileFacts::default();
            }
            let suppressions = suppression::suppressions(file, text, &hcl.comments);
            let kind = module.has_deployment().then_some(FileKind::Terraform);
            FileFacts { kind, content: Content::Terraform(Box::new(module)), shapes, suppressions }
        }
        Language::Requirements => {
            let pins = match path.file_name() {
                Some("pyproject.toml") => pyproject::read(file, text),
                Some("uv.lock" | "poetry.lock") => lock::read(file, text),
                _ => requirements::read(file, text),
            };
            FileFacts::of(FileKind::Requirements, Content::Requirements(pins), Vec::new())
        }
    }
}

impl FileFacts {
    /// Facts of a file that deviates from its format nowhere.
    fn of(kind: FileKind, content: Content, suppressions: Vec<Suppression>) -> Self {
        Self { kind: Some(kind), content, shapes: Vec::new(), suppressions }
    }
}

/// The comments to airlint of a Python file that says nothing by itself: what is wrong with a DAG may stand in a module that
/// it imports from.
fn of_module(file: FileId, language: Language, text: &str) -> Vec<Suppression> {
    if language != Language::Python || !suppression::may_be_in(text) {
        return Vec::new();
    }
    suppression::suppressions(file, text, &syntax::python::Tree::parse(text).comments(text))
}

fn yaml(file: FileId, path: &Utf8Path, text: &str) -> FileFacts {
    let tree = syntax::yaml::parse(text);
    let name = path.file_name().unwrap_or(path.as_str());
    let (kind, content, shapes) = if astro::recognise(&tree) {
        let (deployment, shapes) = astro::read(file, name, &tree);
        (FileKind::AstroDeployment, Content::Astro(Box::new(deployment)), shapes)
    } else if dag_factory::recognise(&tree) || dag_factory::is_of_defaults(name, &tree) {
        (FileKind::DagFactory, Content::DagFactory(Box::new(dag_factory::read(file, &tree))), Vec::new())
    } else if gusty::recognise_task(&tree) || name == gusty::METADATA_NAME && gusty::recognise_metadata(&tree) {
        (FileKind::Gusty, Content::Gusty(Box::new(gusty::read(file, &tree))), Vec::new())
    } else if boundary_layer::recognise(&tree) {
        (FileKind::BoundaryLayer, Content::Dags(Arc::new(boundary_layer::read(file, &tree))), Vec::new())
    } else if airflow_declarative::recognise(&tree) {
        (FileKind::AirflowDeclarative, Content::Dags(Arc::new(airflow_declarative::read(file, &tree))), Vec::new())
    } else if compose::recognise(&tree) {
        let (deployment, shapes) = compose::read(file, name, &tree);
        (FileKind::Compose, Content::Deployments(vec![deployment]), shapes)
    } else if pod_template::recognise(name, &tree) {
        let (template, shapes) = pod_template::read(file, &tree);
        (FileKind::PodTemplate, Content::PodTemplate(Box::new(template)), shapes)
    } else if airflow_settings::recognise(name, &tree) {
        let (pools, shapes) = airflow_settings::read(file, &tree);
        (FileKind::AirflowSettings, Content::AirflowSettings(pools), shapes)
    } else if helm::recognise(&tree) {
        let (deployments, shapes) = helm::read_file(file, name, &tree);
        (FileKind::HelmValues, Content::Deployments(deployments), shapes)
    } else if let Some(chart) = (name == helm::CHART_FILE).then(|| helm::read_chart(file, &tree)).flatten() {
        (FileKind::HelmChart, Content::HelmChart(Box::new(chart)), Vec::new())
    } else if let Some((found, shapes)) = gitops::read(file, name, &tree) {
        (found.kind, Content::GitOps(Box::new(found)), shapes)
    } else if let Some((found, shapes)) = manifest::read(file, &tree) {
        (FileKind::Manifest, Content::Manifest(Box::new(found)), shapes)
    } else {
        return FileFacts::default();
    };
    let suppressions = suppression::suppressions(file, text, &suppression::yaml_comments(&tree));
    FileFacts { kind: Some(kind), content, shapes, suppressions }
}

fn airflow_cfg(file: FileId, path: &Utf8Path, text: &str) -> FileFacts {
    let ini = syntax::ini::parse(text);
    let name = path.file_name().unwrap_or(path.as_str());
    let suppressions = || suppression::suppressions(file, text, &ini.comments);
    if !airflow_cfg::recognise(text, &ini) {
        // As Airflow writes it when every option is left at its default: all of it is a comment.
        let is_blank = name == "airflow.cfg" && ini.sections.is_empty() && ini.errors.is_empty();
        let blank = || FileFacts::of(FileKind::AirflowConfiguration, Content::Nothing, suppressions());
        return if is_blank { blank() } else { FileFacts::default() };
    }
    let (deployment, shapes) = airflow_cfg::read(file, name, text, &ini);
    let content = Content::Deployments(vec![deployment]);
    FileFacts { shapes, ..FileFacts::of(FileKind::AirflowConfiguration, content, suppressions()) }
}

/// What a file says, by format.
#[derive(Debug, Clone, Default)]
pub enum Content {
    /// Nothing that matters here.
    #[default]
    Nothing,
    /// An Astro deployment file.
    Astro(Box<Deployment>),
    /// Deployments that something else than an Astro deployment file describes; one file may describe several.
    Deployments(Vec<Deployment>),
    /// Objects of Argo CD or Flux.
    GitOps(Box<gitops::File>),
    /// Manifests of Kubernetes, whose deployments are known once those of the folder are.
    Manifest(Box<manifest::File>),
    /// A part of a Terraform module, whose deployments are known once its other files are.
    Terraform(Box<terraform::File>),
    /// The Chart.yaml of a chart that runs Airflow, or has a part that does.
    HelmChart(Box<helm::ChartFile>),
    /// A file of environment variables.
    EnvFile(Vec<EnvironmentVariable>),
    /// A Python file.
    Python(Arc<python::Module>),
    /// A DAG file of dag-factory, or defaults for such files.
    DagFactory(Box<dag_factory::File>),
    /// A task of gusty, or what configures a folder of them.
    Gusty(Box<gusty::File>),
    /// Whole DAGs, for which no other file is needed.
    Dags(Arc<DagFile>),
    /// A pod template.
    PodTemplate(Box<PodTemplate>),
    /// The settings of a local Airflow, with its pools where it lists some.
    AirflowSettings(Option<Pools>),
    /// A Dockerfile.
    Dockerfile(Image),
    /// Pins of a requirements file: normalised package name and the one version it allows.
    Requirements(Vec<(Box<str>, Setting<Box<str>>)>),
}

impl Content {
    /// The deployments that it describes.
    pub fn deployments(&self) -> &[Deployment] {
        match self {
            Content::Astro(deployment) => std::slice::from_ref(&**deployment),
            Content::Deployments(deployments) => deployments,
            Content::GitOps(found) => &found.deployments,
            _ => &[],
        }
    }

    /// Whether it says something about where DAGs run, rather than about DAGs.
    pub fn is_of_deployments(&self) -> bool {
        match self {
            Content::Astro(_)
            | Content::Deployments(_)
            | Content::GitOps(_)
            | Content::Manifest(_)
            | Content::Terraform(_)
            | Content::HelmChart(_)
            | Content::EnvFile(_)
            | Content::PodTemplate(_)
            | Content::AirflowSettings(_)
            | Content::Dockerfile(_)
            | Content::Requirements(_) => true,
            Content::Nothing | Content::Python(_) | Content::DagFactory(_) | Content::Gusty(_) | Content::Dags(_) => {
                false
            }
        }
    }
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

/// Syntax errors as deviations.
pub fn syntax_shapes(file: FileId, errors: &[SyntaxError]) -> impl Iterator<Item = Shape> {
    errors.iter().map(move |error| Shape {
        place: Place::new(file, error.span),
        kind: ShapeKind::Syntax { message: error.message.as_str().into(), tab: false },
    })
}

/// The format of a YAML file of DAGs, or of defaults for them, by its content alone.
pub fn dag_source(tree: &syntax::yaml::Tree) -> Option<DagSource> {
    if dag_factory::recognise(tree) {
        Some(DagSource::DagFactory)
    } else if gusty::recognise_task(tree) || gusty::is_metadata_for_certain(tree) {
        Some(DagSource::Gusty)
    } else if boundary_layer::recognise(tree) {
        Some(DagSource::BoundaryLayer)
    } else if airflow_declarative::recognise(tree) {
        Some(DagSource::AirflowDeclarative)
    } else {
        dag_factory::recognise_defaults(tree).then_some(DagSource::DagFactory)
    }
}

/// The deviations of a YAML file of DAGs that it has in whatever format: syntax errors and keys that stand twice. A template
/// has none: it is another text by the time that it is read.
fn yaml_form_shapes(file: FileId, tree: &syntax::yaml::Tree) -> Vec<Shape> {
    if tree.is_template() {
        return Vec::new();
    }
    let mut shapes: Vec<Shape> = yaml_syntax_shapes(file, tree).collect();
    for root in tree.documents() {
        dag_yaml::duplicate_keys(file, root, &mut shapes);
    }
    shapes
}

/// The syntax errors of a YAML file as deviations.
pub fn yaml_syntax_shapes(file: FileId, tree: &syntax::yaml::Tree) -> impl Iterator<Item = Shape> {
    let text = tree.text();
    let is_tabbed = move |place: Place| {
        let start = text.get(..place.span().start).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
        let line = text.get(start..).unwrap_or("");
        line.chars().take_while(|c| matches!(c, ' ' | '\t')).any(|c| c == '\t')
    };
    syntax_shapes(file, tree.errors()).map(move |mut shape| {
        if let ShapeKind::Syntax { tab, .. } = &mut shape.kind {
            *tab = is_tabbed(shape.place);
        }
        shape
    })
}
