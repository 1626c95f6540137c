//! The deployments that are given for all DAGs, besides those that projects describe.

use super::described::described;
use super::facts::{FactStore, Named};
use super::{DeploymentSource, FileTable, Problem};
use crate::model::{Deployment, FileId, Shape};

/// The deployments that a file describes, for all DAGs, with what it strays from its format in.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub(super) file: FileId,
    pub(super) deployments: Vec<Deployment>,
    pub(super) shapes: Vec<Shape>,
}

impl Given {
    /// Reads them.
    ///
    /// # Errors
    /// Where its file cannot be read or describes no deployment.
    pub(super) fn of(source: &DeploymentSource, files: &mut FileTable) -> Result<Self, Problem> {
        let file = source.file(files);
        let mut facts = FactStore::default();
        if let Some((_, problem)) = facts.read(files, &[(file, Named::Yes)]).pop() {
            return Err(problem);
        }
        let deployments = described(files, &facts, &[file]);
        match facts.of(file) {
            Some(facts) if !deployments.is_empty() => Ok(Self { file, deployments, shapes: facts.shapes.clone() }),
            _ => Err(Problem::NoDeployment { path: files.path(file).to_owned() }),
        }
    }
}

impl DeploymentSource {
    /// The file of it; a text is held as one.
    pub(super) fn file(&self, files: &mut FileTable) -> FileId {
        match self {
            DeploymentSource::File(path) => files.add(&files.absolute_of(path)),
            DeploymentSource::Text(text) => {
                let file = files.add(&files.current().join("<stdin>"));
                files.set_text(file, text.as_str().into());
                file
            }
        }
    }
}
