//! Files of DAGs: what each makes, shared between the states of a project.

use super::{Dag, FileId, KubernetesObject, Place, Shape, Task};
use std::collections::HashMap;
use std::sync::Arc;

/// What a file of DAGs says once the files that it leans on are known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DagFile {
    /// Its DAGs.
    pub dags: Vec<Dag>,
    /// Its tasks; their `dag` is an index into `dags` here, or into those of `dags_in`.
    pub tasks: Vec<Task>,
    /// The file with the DAGs of its tasks, where that is another: the `METADATA.yml` of a gusty folder.
    pub dags_in: Option<FileId>,
    /// Constructions of Kubernetes objects in it.
    pub objects: Vec<KubernetesObject>,
    /// The paths of operators that are written as texts, each place once.
    pub operator_paths: Vec<(Place, Box<str>)>,
    /// Where it deviates from its format, syntax errors included.
    pub shapes: Vec<Shape>,
}

impl DagFile {
    /// Whether it makes nothing that rules judge.
    pub fn is_empty(&self) -> bool {
        self.dags.is_empty() && self.tasks.is_empty() && self.objects.is_empty() && self.shapes.is_empty()
    }
}

/// The files of DAGs of a project, in the order that messages name them in. Copying it copies no facts.
#[derive(Debug, Clone, Default)]
pub struct DagFiles {
    list: Vec<(FileId, Arc<DagFile>)>,
    /// The index in `list` of each file.
    at: Arc<HashMap<FileId, usize>>,
}

impl DagFiles {
    /// Adds a file behind the others, or puts its facts in place of those that are there.
    pub fn set(&mut self, file: FileId, facts: Arc<DagFile>) {
        match self.at.get(&file).and_then(|&at| self.list.get_mut(at)) {
            Some(known) => known.1 = facts,
            None => {
                Arc::make_mut(&mut self.at).insert(file, self.list.len());
                self.list.push((file, facts));
            }
        }
    }

    /// Takes a file away.
    pub fn remove(&mut self, file: FileId) {
        if let Some(at) = Arc::make_mut(&mut self.at).remove(&file) {
            self.list.remove(at);
            for index in Arc::make_mut(&mut self.at).values_mut().filter(|index| **index > at) {
                *index -= 1;
            }
        }
    }

    /// What a file makes; `None` for a file that makes nothing.
    pub fn of(&self, file: FileId) -> Option<&DagFile> {
        let (_, facts) = self.list.get(*self.at.get(&file)?)?;
        Some(facts)
    }

    /// As [`of`](Self::of), to share.
    pub fn shared(&self, file: FileId) -> Option<Arc<DagFile>> {
        let (_, facts) = self.list.get(*self.at.get(&file)?)?;
        Some(Arc::clone(facts))
    }

    /// Only those of `files`, in the same order.
    pub fn only(&self, files: &[FileId]) -> Self {
        let mut places: Vec<usize> = files.iter().filter_map(|file| self.at.get(file).copied()).collect();
        places.sort_unstable();
        places.dedup();
        let list: Vec<_> = places.into_iter().filter_map(|at| self.list.get(at).cloned()).collect();
        let at = list.iter().enumerate().map(|(at, (file, _))| (*file, at)).collect();
        Self { list, at: Arc::new(at) }
    }

    /// The files whose facts are not shared with `before`: changed since, come or gone.
    pub fn changed_since(&self, before: &Self) -> Vec<FileId> {
        if Arc::ptr_eq(&self.at, &before.at) {
            let pairs = self.list.iter().zip(&before.list);
            return pairs.filter(|((_, now), (_, then))| !Arc::ptr_eq(now, then)).map(|((file, _), _)| *file).collect();
        }
        let find = |files: &Self, file: FileId| {
            files.at.get(&file).and_then(|&at| files.list.get(at)).map(|(_, it)| Arc::as_ptr(it))
        };
        let new = self.list.iter().filter(|(file, now)| find(before, *file) != Some(Arc::as_ptr(now)));
        let gone = before.list.iter().filter(|(file, _)| !self.at.contains_key(file));
        new.chain(gone).map(|(file, _)| *file).collect()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &DagFile)> {
        self.list.iter().map(|(file, facts)| (*file, &**facts))
    }
}
