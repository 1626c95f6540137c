//! A project: the DAGs and the deployments that belong together, as rules see them.

use super::option::{Configured, fetched, look_up_option, variable_of_option};
use super::{
    AirflowLine, Dag, DagFiles, Deployment, EnvironmentVariable, FileId, KubernetesObject, Place, PodTemplate, Pools,
    RuntimeVersion, Setting, Shape, Task,
};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything airlint knows of one project.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// The project's folder.
    pub root: Utf8PathBuf,
    /// Every file that was read for it, with the path to show to users.
    pub files: Arc<BTreeMap<FileId, Utf8PathBuf>>,
    /// Its deployments, in the order of their paths.
    pub deployments: Vec<Deployment>,
    /// For each file of DAGs, the deployments its DAGs run on, as indices into `deployments`, where the configuration
    /// says so. A file that is not here runs on every deployment.
    pub bindings: Arc<BTreeMap<FileId, Vec<usize>>>,
    /// Its files of DAGs that make something: YAML, then Python, each by path.
    pub dag_files: DagFiles,
    /// Deviations from the formats of its deployment files.
    pub deployment_shapes: Vec<Shape>,
    /// What runs: versions from the Dockerfile, requirements and the configuration.
    pub versions: Versions,
    /// The variables of its env files, by file.
    pub env_files: Vec<(FileId, Vec<EnvironmentVariable>)>,
    /// `ENV` lines of its Dockerfile.
    pub image_environment: Vec<EnvironmentVariable>,
    /// Its pod templates, by path.
    pub pod_templates: Vec<PodTemplate>,
    /// The pools that its `airflow_settings.yaml` lists.
    pub local_pools: Vec<Pools>,
}

/// Versions that hold for the whole project.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Versions {
    /// Astro Runtime, from the Dockerfile's last `FROM`.
    pub runtime: Setting<RuntimeVersion>,
    /// Airflow as `2.10.5`, from an image tag, a pin or the configuration.
    pub airflow: Setting<Box<str>>,
    /// Pinned versions of packages by normalised name (`apache-airflow-providers-cncf-kubernetes`, `dag-factory`).
    pub packages: Vec<(Box<str>, Setting<Box<str>>)>,
}

impl Versions {
    /// The Airflow line, from the Airflow version or else the runtime; `None` where neither is known.
    pub fn airflow_line(&self) -> Option<AirflowLine> {
        if let Some(version) = self.airflow.value() {
            let major: u32 = version.split('.').next()?.parse().ok()?;
            return Some(if major >= 3 { AirflowLine::Three } else { AirflowLine::Two });
        }
        self.runtime.value()?.airflow_line()
    }

    /// The first two numbers of the Airflow version: `(2, 10)`.
    pub fn airflow_release(&self) -> Option<(u32, u32)> {
        match self.airflow.value() {
            Some(version) => release(version),
            None => release(&self.runtime.value()?.airflow_release()?),
        }
    }

    /// The first two numbers of a package's pinned version: `(10, 25)`.
    pub fn package_release(&self, name: &str) -> Option<(u32, u32)> {
        release(self.package(name)?.value()?)
    }

    /// The pinned version of a package, by normalised name.
    pub fn package(&self, name: &str) -> Option<&Setting<Box<str>>> {
        self.packages.iter().find(|(package, _)| &**package == name).map(|(_, version)| version)
    }
}

/// The last variable of that name, which wins; opaque where one whose name is not known may be it.
pub fn look_up_variable(variables: &[EnvironmentVariable], name: &str) -> Setting<Box<str>> {
    let found = variables.iter().rev().find(|variable| variable.key.value().is_none_or(|key| &**key == name));
    match found {
        None => Setting::Absent,
        Some(variable) if variable.key.is_absent() || variable.key.is_opaque() || variable.value.is_absent() => {
            Setting::opaque(variable.place, "an environment variable that cannot be known from the text")
        }
        Some(variable) => variable.value.clone(),
    }
}

pub(super) fn release(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse().ok());
    Some((numbers.next()??, numbers.next().flatten().unwrap_or(0)))
}

impl Project {
    /// The deployments that the DAGs of a file run on, or may run on.
    pub fn deployments_of(&self, file: FileId) -> Vec<&Deployment> {
        match self.bindings.get(&file) {
            Some(indices) => indices.iter().filter_map(|&index| self.deployments.get(index)).collect(),
            None => self.deployments.iter().filter(|deployment| !deployment.is_overlay()).collect(),
        }
    }

    /// The DAG of a task.
    pub fn dag_of(&self, task: &Task) -> Option<&Dag> {
        let file = self.dag_files.of(task.file())?;
        let home = file.dags_in.map_or(Some(file), |home| self.dag_files.of(home))?;
        home.dags.get(task.dag? as usize)
    }

    /// Its DAGs.
    pub fn dags(&self) -> impl Iterator<Item = &Dag> {
        self.dag_files.iter().flat_map(|(_, file)| &file.dags)
    }

    /// Its tasks.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.dag_files.iter().flat_map(|(_, file)| &file.tasks)
    }

    /// Constructions of Kubernetes objects in its files of DAGs.
    pub fn kubernetes_objects(&self) -> impl Iterator<Item = &KubernetesObject> {
        self.dag_files.iter().flat_map(|(_, file)| &file.objects)
    }

    /// The paths of operators that are written as texts, and where.
    pub fn operator_paths(&self) -> impl Iterator<Item = (Place, &str)> {
        self.dag_files.iter().flat_map(|(_, file)| &file.operator_paths).map(|(place, path)| (*place, &**path))
    }

    /// Deviations from the formats of its files.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.deployment_shapes.iter().chain(self.dag_files.iter().flat_map(|(_, file)| &file.shapes))
    }

    /// An environment variable as the tasks of a deployment see it: the deployment's own wins over the image's. Opaque
    /// where either list may set it without saying so in the text.
    pub fn variable(&self, deployment: &Deployment, name: &str) -> Setting<Box<str>> {
        let own = match &deployment.environment {
            Setting::Absent => Setting::Absent,
            Setting::Known(variables) => look_up_variable(&variables.value, name),
            Setting::Opaque(opaque) => Setting::Opaque(opaque.clone()),
        };
        own.or(self.image_variable(name))
    }

    /// An option of Airflow's configuration on a deployment: the environment wins over the file. Source:
    /// `configuration.py` of Airflow.
    pub fn option(&self, deployment: &Deployment, section: &str, key: &str) -> Setting<Box<str>> {
        let name = variable_of_option(section, key);
        let set = self.variable(deployment, &name);
        if !set.is_absent() {
            return set;
        }
        let own = deployment.environment.value().and_then(|variables| fetched(variables, &name));
        if let Some(variable) = own.or_else(|| fetched(&self.image_environment, &name)) {
            return Setting::opaque(variable.place, "a value that is fetched at start");
        }
        match &deployment.options {
            Setting::Absent => Setting::Absent,
            Setting::Known(options) => look_up_option(&options.value, section, key),
            Setting::Opaque(opaque) => Setting::Opaque(opaque.clone()),
        }
    }

    /// The versions that run on a deployment: what its description tells, else what the project does.
    pub fn versions_on(&self, deployment: &Deployment) -> Versions {
        let own = &deployment.versions;
        let mut versions = self.versions.clone();
        if !(own.runtime.is_absent() && own.airflow.is_absent()) {
            versions.runtime = own.runtime.clone();
            versions.airflow = own.airflow.clone();
        }
        versions.packages.retain(|(name, _)| !own.packages.iter().any(|(other, _)| other == name));
        versions.packages.extend(own.packages.iter().cloned());
        versions
    }

    /// Every option of Airflow's configuration that is set somewhere, each place once.
    pub fn configured(&self) -> Vec<Configured<'_>> {
        let mut found: Vec<Configured> = Vec::new();
        for deployment in &self.deployments {
            let variables = deployment.environment.value().into_iter().flatten();
            found.extend(variables.filter_map(|variable| Configured::by_variable(variable, Some(deployment))));
            let options = deployment.options.value().into_iter().flatten();
            found.extend(options.map(|option| Configured::by_option(option, deployment)));
        }
        let loose = self.env_files.iter().flat_map(|(_, variables)| variables).chain(&self.image_environment);
        found.extend(loose.filter_map(|variable| Configured::by_variable(variable, None)));
        let mut seen = BTreeSet::new();
        found.retain(|configured| seen.insert(configured.name));
        found
    }

    /// Every environment variable that is set somewhere, with the deployment that has it, each place once.
    pub fn variables(&self) -> Vec<(&EnvironmentVariable, Option<&Deployment>)> {
        let own = self.deployments.iter().flat_map(|deployment| {
            let variables = deployment.environment.value().into_iter().flatten();
            variables.map(move |variable| (variable, Some(deployment)))
        });
        let loose = self.env_files.iter().flat_map(|(_, variables)| variables).chain(&self.image_environment);
        let mut seen = BTreeSet::new();
        let all = own.chain(loose.map(|variable| (variable, None)));
        all.filter(|(variable, _)| seen.insert(variable.place)).collect()
    }

    /// An environment variable as the image sets it, which counts where no deployment is known.
    pub fn image_variable(&self, name: &str) -> Setting<Box<str>> {
        look_up_variable(&self.image_environment, name)
    }

    /// The path of a file, for users.
    pub fn path(&self, file: FileId) -> &Utf8Path {
        self.files.get(&file).map_or(Utf8Path::new(""), |path| path)
    }

    /// The tasks that run on a deployment, or may run on it.
    pub fn tasks_on<'p>(&'p self, deployment: &'p Deployment) -> impl Iterator<Item = &'p Task> + 'p {
        let index = self.deployments.iter().position(|it| std::ptr::eq(it, deployment));
        let runs = move |file| match (index, self.bindings.get(&file)) {
            (Some(index), Some(bound)) => bound.contains(&index),
            (index, None) => index.is_some(),
            (None, Some(_)) => false,
        };
        self.dag_files.iter().filter(move |(file, _)| runs(*file)).flat_map(|(_, file)| &file.tasks)
    }
}
