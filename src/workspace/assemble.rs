//! Putting a project together from the facts of its files.

use super::bind::{self, Bindings};
use super::described::described;
use super::facts::{FactStore, Named};
use super::given::Given;
use super::isolate::isolated;
use super::modules::{Imports, Lookup, ProjectModules, ReadModules};
use super::surroundings::Surroundings;
use super::survey::Group;
use super::{FileTable, Problem};
use crate::model::{
    DagFile, Deployment, DescribedBy, EnvironmentVariable, ExecutorName, FileId, Platform, Project, Setting, Versions,
};
use crate::read::{Content, Language, dag_factory, gusty, helm, python};
use camino::Utf8PathBuf;
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A package with its version.
type Pin = (Box<str>, Setting<Box<str>>);

/// Python files that are read and linked before their syntax is let go of.
pub(super) const BATCH: usize = 256;

/// What the project is put together from.
pub(super) struct Assembly<'w> {
    pub(super) files: &'w FileTable,
    pub(super) group: &'w Group,
    /// The deployment that the run was given for all DAGs.
    pub(super) given: Option<&'w Given>,
}

impl Assembly<'_> {
    /// The project from files that are read now and whose syntax is let go of as soon as they are linked: what is left in
    /// `facts` are the comments to airlint.
    pub(super) fn streamed(&self, facts: &mut FactStore, named: impl Fn(FileId) -> Named) -> (Project, Vec<Problem>) {
        let (python, others) = self.by_language();
        let modules = ProjectModules::new(self.files, &self.group.root, &python);
        let read = ReadModules::default();
        let wanted = |files: &[FileId]| files.iter().map(|&file| (file, named(file))).collect::<Vec<_>>();
        let mut problems = facts.read(self.files, &wanted(&others));
        let (mut project, bindings, mut faults) = self.frame(facts, self.shown());
        let version = dag_factory_version(&project);
        let mut link = |facts: &FactStore, files: &[FileId]| {
            let linking =
                Linking { assembly: self, facts, modules: &modules, read: &read, dag_factory: version.as_deref() };
            for (file, result) in linking.link(files, Asking::Unnoticed) {
                match result {
                    Ok(Link { facts, .. }) if facts.is_empty() => {}
                    Ok(Link { facts, .. }) => project.dag_files.set(file, Arc::new(facts)),
                    Err(problem) => faults.push(problem),
                }
            }
        };
        link(facts, &others);
        for batch in python.chunks(BATCH) {
            problems.extend(facts.read(self.files, &wanted(batch)));
            link(facts, batch);
            facts.keep_comments(batch.iter().copied());
        }
        project.bindings = Arc::new(bindings.of_all(self, &project.dag_files));
        facts.keep_comments(others);
        (project, problems.into_iter().map(|(_, problem)| problem).chain(faults).collect())
    }

    /// The Python files of the group, and its other files.
    pub(super) fn by_language(&self) -> (Vec<FileId>, Vec<FileId>) {
        let is_python = |file: &FileId| Language::of(self.files.absolute(*file)) == Some(Language::Python);
        self.group.files.iter().copied().partition(is_python)
    }

    /// The paths of the group's files as users see them.
    pub(super) fn shown(&self) -> Arc<BTreeMap<FileId, Utf8PathBuf>> {
        Arc::new(self.group.files.iter().map(|&file| (file, self.files.path(file).to_owned())).collect())
    }

    /// The project without its DAGs, and where they run.
    pub(super) fn frame(
        &self,
        facts: &FactStore,
        shown: Arc<BTreeMap<FileId, Utf8PathBuf>>,
    ) -> (Project, Bindings, Vec<Problem>) {
        let root = self.files.shown_of(&self.group.root);
        let mut project = Project { root, files: shown, ..Project::default() };
        project.versions = self.versions(facts, &mut project);
        self.deployments(facts, &mut project);
        let (bindings, problems) = bind::bind(self, facts, &mut project);
        (project, bindings, problems)
    }

    /// The facts of the file at a path below the root.
    fn at<'f>(&self, facts: &'f FactStore, name: &str) -> Option<&'f Content> {
        let file = self.files.id(&self.group.root.join(name))?;
        facts.of(file).map(|facts| &facts.content)
    }

    /// The versions of packages: from requirements.txt, or else from what a lock file resolved, or else from what
    /// pyproject.toml demands.
    fn pins<'f>(&self, facts: &'f FactStore) -> Option<&'f [Pin]> {
        let files = ["requirements.txt", "uv.lock", "poetry.lock", "pyproject.toml"];
        files.iter().find_map(|name| match self.at(facts, name)? {
            Content::Requirements(pins) if !pins.is_empty() || *name == "requirements.txt" => Some(pins.as_slice()),
            _ => None,
        })
    }

    fn versions(&self, facts: &FactStore, project: &mut Project) -> Versions {
        let stated = self.group.settings.versions();
        let mut versions = Versions::default();
        if let Some(Content::Dockerfile(image)) = self.at(facts, "Dockerfile") {
            versions.runtime = image.runtime.clone();
            versions.airflow = image.airflow.clone();
            project.image_environment = image.environment.clone();
        }
        if let Some(pins) = self.pins(facts) {
            versions.packages = pins.to_vec();
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
        project.deployments = described(self.files, facts, &self.group.files);
        for &file in &self.group.files {
            let Some(facts) = facts.of(file) else { continue };
            match &facts.content {
                Content::EnvFile(variables) => project.env_files.push((file, variables.clone())),
                Content::PodTemplate(template) => project.pod_templates.push((**template).clone()),
                Content::AirflowSettings(Some(pools)) => project.local_pools.push(pools.clone()),
                _ => {}
            }
            project.deployment_shapes.extend(facts.shapes.iter().cloned());
        }
        for deployment in &mut project.deployments {
            deployment.limits = self.group.settings.limits();
        }
        self.tell_charts(facts, project);
        self.leave_out_local_runs(project);
        self.take_in_env_files(project);
        self.tell_apart(&mut project.deployments);
    }

    /// Values of a chart: the nearest Chart.yaml above them tells which chart, and its version.
    fn tell_charts(&self, facts: &FactStore, project: &mut Project) {
        for deployment in &mut project.deployments {
            let Some(chart) = deployment.chart.as_deref_mut().filter(|chart| chart.version.is_absent()) else {
                continue;
            };
            let above = self.files.absolute(deployment.file).ancestors().skip(1);
            let above = above.take_while(|folder| folder.starts_with(&self.group.root));
            let found = above.filter_map(|folder| facts.of(self.files.id(&folder.join(helm::CHART_FILE))?)).next();
            let Some(Content::HelmChart(file)) = found.map(|facts| &facts.content) else { continue };
            let told = match (chart.under, file.parts.as_slice()) {
                (None, _) => file.own.as_ref().filter(|own| chart.kind.is_none_or(|kind| kind == own.kind)),
                (Some(_), [part]) => Some(part).filter(|part| chart.kind.is_none_or(|kind| kind == part.kind)),
                (Some(_), _) => None,
            };
            if let Some(told) = told {
                chart.kind = Some(told.kind);
                chart.version = told.version.clone();
            }
        }
    }

    /// Beside deployments on Astro, and in projects of the Astro CLI, a compose file or an airflow.cfg is for a developer's
    /// machine.
    fn leave_out_local_runs(&self, project: &mut Project) {
        let on_astro = project.deployments.iter().any(|it| it.platform == Platform::Astro);
        if on_astro || self.group.root.join(".astro").is_dir() {
            let is_local =
                |it: &Deployment| matches!(it.described_by, DescribedBy::Compose | DescribedBy::AirflowConfiguration);
            project.deployments.retain(|deployment| !is_local(deployment));
        }
    }

    /// An airflow.cfg with an env file beside it: the variables win over the file, and so do those of the image.
    fn take_in_env_files(&self, project: &mut Project) {
        let folder = |file| self.files.absolute(file).parent();
        let mut settled = std::mem::take(&mut project.deployments);
        for deployment in &mut settled {
            if deployment.described_by == DescribedBy::AirflowConfiguration {
                let beside = project.env_files.iter().filter(|(file, _)| folder(*file) == folder(deployment.file));
                let variables: Vec<EnvironmentVariable> = beside.flat_map(|(_, it)| it).cloned().collect();
                deployment.environment = Setting::known(variables, deployment.place);
                let executor = project.option(deployment, "core", "executor");
                deployment.executor = executor.map(|text| ExecutorName::airflow(&text));
            }
        }
        project.deployments = settled;
    }

    /// Deployments of the same name in different files are told apart by their paths.
    fn tell_apart(&self, deployments: &mut [Deployment]) {
        let mut named: HashMap<Box<str>, usize> = HashMap::new();
        for deployment in deployments.iter() {
            *named.entry(deployment.label.clone()).or_default() += 1;
        }
        for deployment in deployments {
            if named.get(&deployment.label).is_some_and(|&count| count > 1) {
                let path = self.files.absolute(deployment.file);
                let below = path.strip_prefix(&self.group.root).unwrap_or(path).as_str().replace('\\', "/");
                deployment.label = match path.file_name() == Some(&*deployment.label) {
                    true => below.into(),
                    // A file may describe several.
                    false => format!("{} in {below}", deployment.label).into(),
                };
            }
        }
    }
}

/// The version of dag-factory that a project states.
pub(super) fn dag_factory_version(project: &Project) -> Option<Box<str>> {
    project.versions.package("dag-factory").and_then(Setting::value).cloned()
}

/// What files of DAGs are linked with.
pub(super) struct Linking<'w> {
    pub(super) assembly: &'w Assembly<'w>,
    pub(super) facts: &'w FactStore,
    pub(super) modules: &'w ProjectModules,
    pub(super) read: &'w ReadModules,
    /// The version of dag-factory.
    pub(super) dag_factory: Option<&'w str>,
}

/// Whether to note what linking a file asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    Noted,
    Unnoticed,
}

/// A linked file, and what linking it asked for.
#[derive(Debug, Default)]
pub(super) struct Link {
    pub(super) facts: DagFile,
    pub(super) asked: Box<[Lookup]>,
    /// The other files that it takes something from, as far as that was noted: what they say may be at fault here.
    pub(super) leans: Arc<[FileId]>,
}

impl Linking<'_> {
    /// Links files that were read, side by side. Files without DAGs come to nothing.
    pub(super) fn link(&self, files: &[FileId], asking: Asking) -> Vec<(FileId, Result<Link, Problem>)> {
        let panicked = |file, reason| {
            let path = self.assembly.files.path(file).to_owned();
            Problem::ReaderPanicked { path, reason }
        };
        let link = |file| isolated(|| self.linked(file, asking)).map_err(|reason| panicked(file, reason));
        files.par_iter().map(|&file| (file, link(file))).collect()
    }

    fn surroundings(&self) -> Surroundings<'_> {
        let Assembly { files, group, .. } = self.assembly;
        Surroundings { files, root: &group.root, facts: self.facts }
    }

    fn linked(&self, file: FileId, asking: Asking) -> Link {
        let Some(facts) = self.facts.of(file) else { return Link::default() };
        match &facts.content {
            Content::Python(module) => {
                let imports = Imports {
                    files: self.assembly.files,
                    modules: self.modules,
                    facts: self.facts,
                    read: self.read,
                    asked: (asking == Asking::Noted).then(RefCell::default),
                };
                let facts = python::link(module, &imports);
                let asked: Box<[Lookup]> =
                    imports.asked.map(|asked| asked.into_inner().into_iter().collect()).unwrap_or_default();
                let leans: BTreeSet<FileId> = asked.iter().filter_map(|lookup| lookup.found).collect();
                Link { facts, asked, leans: leans.into_iter().collect() }
            }
            Content::DagFactory(dags) => {
                let defaults = self.surroundings().defaults(self.assembly.files.absolute(file));
                let leans = defaults.iter().map(|(file, _)| *file).collect();
                let defaults: Vec<&dag_factory::File> = defaults.into_iter().map(|(_, defaults)| defaults).collect();
                Link { facts: dag_factory::link(dags, &defaults, self.dag_factory), asked: Box::default(), leans }
            }
            Content::Gusty(task) => {
                let path = self.assembly.files.absolute(file);
                let folders = self.surroundings().folders(path);
                let leans = folders.iter().filter_map(|folder| Some(folder.metadata?.file())).collect();
                let facts = gusty::link(task, path.file_stem().unwrap_or(""), &folders);
                Link { facts, asked: Box::default(), leans }
            }
            Content::Dags(dags) => Link { facts: DagFile::clone(dags), ..Link::default() },
            _ => Link::default(),
        }
    }
}
