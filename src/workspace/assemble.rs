//! Putting a project together from the facts of its files.

use super::facts::{FactStore, Named};
use super::isolate::isolated;
use super::modules::ProjectModules;
use super::survey::Group;
use super::{FileTable, Problem, bind};
use crate::model::{Deployment, FileId, Project, Setting, Shape, Versions};
use crate::read::{Content, Language, dag_factory, python};
use camino::Utf8Path;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// Python files that are read and linked before their syntax is let go of.
const BATCH: usize = 256;

/// What the project is put together from.
pub(super) struct Assembly<'w> {
    pub(super) files: &'w FileTable,
    pub(super) group: &'w Group,
    /// The deployment that the run was given for all DAGs.
    pub(super) given: Option<&'w Given>,
}

/// A deployment for all DAGs of a run, with what its file strays from the format in.
#[derive(Debug)]
pub struct Given {
    /// The deployment.
    pub deployment: Deployment,
    /// Where its file deviates from the format.
    pub shapes: Vec<Shape>,
}

impl Assembly<'_> {
    /// The project from facts that were read already, and the files that could not be linked.
    pub(super) fn project(&self, facts: &FactStore) -> (Project, Vec<Problem>) {
        let (python, others) = self.by_language();
        let modules = ProjectModules::new(self.files, &self.group.root, &python);
        let mut project = self.frame(facts);
        let mut problems = self.link(facts, &modules, &others, &mut project);
        problems.extend(self.link(facts, &modules, &python, &mut project));
        problems.extend(bind::bind(self, facts, &mut project));
        (project, problems)
    }

    /// The project from files that are read now and whose syntax is let go of as soon as they are linked: what is left in
    /// `facts` are the comments to airlint.
    pub(super) fn streamed(&self, facts: &mut FactStore, named: impl Fn(FileId) -> Named) -> (Project, Vec<Problem>) {
        let (python, others) = self.by_language();
        let modules = ProjectModules::new(self.files, &self.group.root, &python);
        let wanted = |files: &[FileId]| files.iter().map(|&file| (file, named(file))).collect::<Vec<_>>();
        let mut problems = facts.read(self.files, &wanted(&others));
        let mut project = self.frame(facts);
        problems.extend(self.link(facts, &modules, &others, &mut project));
        for batch in python.chunks(BATCH) {
            problems.extend(facts.read(self.files, &wanted(batch)));
            problems.extend(self.link(facts, &modules, batch, &mut project));
            facts.keep_comments(batch);
        }
        problems.extend(bind::bind(self, facts, &mut project));
        facts.keep_comments(&others);
        (project, problems)
    }

    /// The Python files of the group, and its other files.
    fn by_language(&self) -> (Vec<FileId>, Vec<FileId>) {
        let is_python = |file: &FileId| Language::of(self.files.absolute(*file)) == Some(Language::Python);
        self.group.files.iter().copied().partition(is_python)
    }

    /// The project without its DAGs.
    fn frame(&self, facts: &FactStore) -> Project {
        let Group { root, files, .. } = self.group;
        let mut project = Project { root: self.files.shown_of(root), ..Project::default() };
        project.files = Arc::new(files.iter().map(|&file| (file, self.files.path(file).to_owned())).collect());
        project.versions = self.versions(facts, &mut project);
        self.deployments(facts, &mut project);
        project
    }

    /// The facts of the file at a path below the root.
    fn at<'f>(&self, facts: &'f FactStore, name: &str) -> Option<&'f Content> {
        let file = self.files.id(&self.group.root.join(name))?;
        facts.of(file).map(|facts| &facts.content)
    }

    fn versions(&self, facts: &FactStore, project: &mut Project) -> Versions {
        let stated = self.group.settings.versions();
        let mut versions = Versions::default();
        if let Some(Content::Dockerfile(image)) = self.at(facts, "Dockerfile") {
            versions.runtime = image.runtime.clone();
            versions.airflow = image.airflow.clone();
            project.image_environment = image.environment.clone();
        }
        if let Some(Content::Requirements(pins)) = self.at(facts, "requirements.txt") {
            versions.packages = pins.clone();
            // An image's own Airflow is not what a requirement makes of it.
            let is_told = versions.runtime.value().is_some() || versions.airflow.value().is_some();
            if let (false, Some(pin)) = (is_told, versions.package("apache-airflow").cloned())
                && pin.value().is_some()
            {
                versions.airflow = pin;
            }
        }
        if !(stated.runtime.is_absent() && stated.airflow.is_absent()) {
            versions.runtime = stated.runtime;
            versions.airflow = stated.airflow;
        }
        versions.packages.retain(|(name, _)| !stated.packages.iter().any(|(other, _)| other == name));
        versions.packages.extend(stated.packages);
        versions
    }

    fn deployments(&self, facts: &FactStore, project: &mut Project) {
        for &file in &self.group.files {
            let Some(facts) = facts.of(file) else { continue };
            if let Content::Astro(deployment) = &facts.content {
                let mut deployment = (**deployment).clone();
                deployment.limits = self.group.settings.limits();
                project.deployments.push(deployment);
            }
            project.deployment_shapes.extend(facts.shapes.iter().cloned());
        }
        self.tell_apart(&mut project.deployments);
    }

    /// Deployments of the same file name in different folders are called by their paths.
    fn tell_apart(&self, deployments: &mut [Deployment]) {
        let mut named: HashMap<Box<str>, usize> = HashMap::new();
        for deployment in deployments.iter() {
            *named.entry(deployment.label.clone()).or_default() += 1;
        }
        for deployment in deployments {
            if named.get(&deployment.label).is_some_and(|&count| count > 1) {
                let path = self.files.absolute(deployment.file);
                let below = path.strip_prefix(&self.group.root).unwrap_or(path);
                deployment.label = below.as_str().replace('\\', "/").into();
            }
        }
    }

    /// Adds the DAGs of `files`. Gives the files that could not be linked.
    fn link(
        &self,
        facts: &FactStore,
        modules: &ProjectModules,
        files: &[FileId],
        project: &mut Project,
    ) -> Vec<Problem> {
        let dag_factory = project.versions.package("dag-factory").and_then(Setting::value).cloned();
        let imports = modules.with(facts);
        let link = |file: FileId| match &facts.of(file)?.content {
            Content::Python(module) => Some(python::link(module, &imports)),
            Content::DagFactory(dags) => {
                let defaults = self.defaults_of(facts, self.files.absolute(file));
                Some(dag_factory::link(dags, &defaults, dag_factory.as_deref()))
            }
            Content::Nothing | Content::Astro(_) | Content::Dockerfile(_) | Content::Requirements(_) => None,
        };
        let linked: Vec<_> = files.par_iter().map(|&file| (file, isolated(|| link(file)))).collect();
        let mut problems = Vec::new();
        for (file, result) in linked {
            match result {
                Ok(None) => {}
                Ok(Some(linked)) if linked.is_empty() => {}
                Ok(Some(linked)) => project.dag_files.set(file, Arc::new(linked)),
                Err(reason) => {
                    problems.push(Problem::ReaderPanicked { path: self.files.path(file).to_owned(), reason });
                }
            }
        }
        problems
    }

    /// The `defaults.yml` files of the folders above a file, nearest first.
    fn defaults_of<'f>(&self, facts: &'f FactStore, path: &Utf8Path) -> Vec<&'f dag_factory::File> {
        let folders = path.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.group.root));
        let mut defaults = Vec::new();
        for folder in folders {
            let found = dag_factory::DEFAULTS_NAMES.iter().find_map(|name| {
                let beside = folder.join(name);
                let file = self.files.id(&beside).filter(|_| beside != path)?;
                match &facts.of(file)?.content {
                    Content::DagFactory(defaults) => Some(&**defaults),
                    _ => None,
                }
            });
            defaults.extend(found);
        }
        defaults
    }
}
