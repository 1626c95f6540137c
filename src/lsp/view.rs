//! What a request is answered from.

use super::Document;
use crate::model::{Dag, Deployment, FileId, Place, Project, Task};
use crate::rules::Finding;
use crate::workspace::{FileTable, Settings};
use std::sync::Arc;

/// One file at one moment, with the project that it belongs to. Everything in it is of the same moment: the facts were
/// read from the texts that `files` gives.
#[derive(Debug, Clone, Copy)]
pub struct View<'s> {
    /// Paths of all files, and the texts of open ones.
    pub files: &'s FileTable,
    /// The project of the file.
    pub project: &'s Project,
    /// What the configuration says in the project.
    pub settings: &'s Settings,
    /// The file.
    pub file: FileId,
    /// Its text.
    pub document: &'s Document,
    /// The findings in the file, by position; their fixes are not worked out.
    pub findings: &'s [Finding],
}

impl<'s> View<'s> {
    /// The text of the file.
    pub fn text(&self) -> &'s str {
        self.document.text()
    }

    /// The deployment that the file describes.
    pub fn deployment(&self) -> Option<&'s Deployment> {
        self.project.deployments.iter().find(|deployment| deployment.file == self.file)
    }

    /// The tasks made in the file.
    pub fn tasks(&self) -> impl Iterator<Item = &'s Task> + use<'s> {
        self.project.dag_files.of(self.file).into_iter().flat_map(|file| &file.tasks)
    }

    /// The DAGs made in the file.
    pub fn dags(&self) -> impl Iterator<Item = &'s Dag> + use<'s> {
        self.project.dag_files.of(self.file).into_iter().flat_map(|file| &file.dags)
    }

    /// The innermost task whose call or mapping holds an offset.
    pub fn task_at(&self, offset: usize) -> Option<&'s Task> {
        let around = self.tasks().filter(|task| self.holds(task.extent, offset) || self.holds(task.place, offset));
        around.min_by_key(|task| task.extent.span().len())
    }

    /// Whether a place is in this file and holds an offset, its end included: a cursor stands behind what was typed.
    pub fn holds(&self, place: Place, offset: usize) -> bool {
        place.file == self.file && place.span().start <= offset && offset <= place.span().end
    }

    /// The text of any file of the workspace as this moment has it; `None` where it cannot be read.
    pub fn text_of(&self, file: FileId) -> Option<Arc<str>> {
        if file == self.file { Some(Arc::clone(self.document.text())) } else { self.files.text(file).ok() }
    }
}
