//! Putting a project together from the facts of its files.

use super::facts::FactStore;
use super::isolate::isolated;
use super::modules::ProjectModules;
use super::survey::Group;
use super::{FileTable, Problem, bind};
use crate::model::{Deployment, FileId, Project, Setting, Versions};
use crate::read::{Content, FileFacts, Linked, dag_factory, python};
use camino::Utf8Path;
use rayon::prelude::*;
use std::collections::HashMap;

/// What the project is put together from.
pub(super) struct Assembly<'w> {
    pub(super) files: &'w FileTable,
    pub(super) facts: &'w FactStore,
    pub(super) group: &'w Group,
    /// The deployment that the run was given for all DAGs.
    pub(super) given: Option<&'w Deployment>,
}

impl Assembly<'_> {
    /// The project, and the files that could not be linked.
    pub(super) fn project(&self) -> (Project, Vec<Problem>) {
        let Group { root, files, .. } = self.group;
        let mut project = Project { root: self.files.shown_of(root), ..Project::default() };
        project.files = files.iter().map(|&file| (file, self.files.path(file).to_owned())).collect();
        project.versions = self.versions(&mut project);
        self.deployments(&mut project);
        let mut problems = self.dags(&mut project);
        problems.extend(bind::bind(self, &mut project));
        (project, problems)
    }

    pub(super) fn of(&self, file: FileId) -> Option<&FileFacts> {
        self.facts.of(file).map(|facts| &**facts)
    }

    /// The facts of the file at a path below the root.
    fn at(&self, name: &str) -> Option<&Content> {
        let file = self.files.id(&self.group.root.join(name))?;
        self.of(file).map(|facts| &facts.content)
    }

    fn versions(&self, project: &mut Project) -> Versions {
        let stated = self.group.settings.versions();
        let mut versions = Versions::default();
        if let Some(Content::Dockerfile(image)) = self.at("Dockerfile") {
            versions.runtime = image.runtime.clone();
            versions.airflow = image.airflow.clone();
            project.image_environment = image.environment.clone();
        }
        if let Some(Content::Requirements(pins)) = self.at("requirements.txt") {
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

    fn deployments(&self, project: &mut Project) {
        for &file in &self.group.files {
            let Some(facts) = self.of(file) else { continue };
            if let Content::Astro(deployment) = &facts.content {
                let mut deployment = (**deployment).clone();
                deployment.limits = self.group.settings.limits();
                project.deployments.push(deployment);
            }
            project.shapes.extend(facts.shapes.iter().cloned());
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

    fn dags(&self, project: &mut Project) -> Vec<Problem> {
        let version = project.versions.package("dag-factory").and_then(Setting::value).cloned();
        let modules = ProjectModules::new(self.files, self.facts, &self.group.root, &self.group.files);
        let linked: Vec<_> = self
            .group
            .files
            .par_iter()
            .filter_map(|&file| {
                let facts = self.of(file)?;
                let result = isolated(|| self.link(file, facts, &modules, version.as_deref()));
                Some(
                    result.map_err(|reason| Problem::ReaderPanicked { path: self.files.path(file).to_owned(), reason }),
                )
            })
            .collect();
        let mut problems = Vec::new();
        for result in linked {
            match result {
                Ok(None) => {}
                Ok(Some(linked)) => add(project, linked),
                Err(problem) => problems.push(problem),
            }
        }
        problems
    }

    fn link(
        &self,
        file: FileId,
        facts: &FileFacts,
        modules: &ProjectModules,
        dag_factory: Option<&str>,
    ) -> Option<Linked> {
        match &facts.content {
            Content::Python(module) => Some(python::link(module, modules)),
            Content::DagFactory(dags) => {
                let defaults = self.defaults_of(self.files.absolute(file));
                Some(dag_factory::link(dags, &defaults, dag_factory))
            }
            Content::Nothing | Content::Astro(_) | Content::Dockerfile(_) | Content::Requirements(_) => None,
        }
    }

    /// The `defaults.yml` files of the folders above a file, nearest first.
    fn defaults_of(&self, path: &Utf8Path) -> Vec<&dag_factory::File> {
        let folders = path.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.group.root));
        let mut defaults = Vec::new();
        for folder in folders {
            let found = dag_factory::DEFAULTS_NAMES.iter().find_map(|name| {
                let beside = folder.join(name);
                let file = self.files.id(&beside).filter(|_| beside != path)?;
                match &self.of(file)?.content {
                    Content::DagFactory(defaults) => Some(&**defaults),
                    _ => None,
                }
            });
            defaults.extend(found);
        }
        defaults
    }
}

fn add(project: &mut Project, linked: Linked) {
    // More DAGs than 32 bits number do not fit in memory.
    let before = u32::try_from(project.dags.len()).unwrap_or(u32::MAX);
    project.dags.extend(linked.dags);
    project.tasks.extend(linked.tasks.into_iter().map(|mut task| {
        task.dag = task.dag.map(|dag| before.saturating_add(dag));
        task
    }));
    project.kubernetes_objects.extend(linked.objects);
    project.shapes.extend(linked.shapes);
}
