//! Which DAGs run on which deployment, where the configuration or the command line says so.

use super::Problem;
use super::assemble::Assembly;
use super::configuration::DeploymentTable;
use super::described::described;
use super::facts::FactStore;
use super::given::Given;
use crate::model::{DagFile, DagFiles, Deployment, FileId, Platform, Project};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where DAGs run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bindings {
    /// The deployments that are given for all DAGs.
    given: Option<Vec<usize>>,
    /// The tables of the configuration that say which DAGs run on a deployment, by the deployment's index.
    tables: BTreeMap<usize, Vec<usize>>,
    /// The number of deployments.
    deployments: usize,
}

/// Adds the deployments that the configuration or the command line states, and says which DAGs run on which deployment.
pub(super) fn bind(assembly: &Assembly, facts: &FactStore, project: &mut Project) -> (Bindings, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut bindings = Bindings::default();
    if let Some(configuration) = assembly.group.settings.configuration() {
        for &number in &assembly.group.tables {
            let Some(table) = configuration.deployments.get(number) else { continue };
            match stated(assembly, facts, table, configuration.file, project) {
                Ok(indices) if table.dags.is_some() => {
                    for index in indices {
                        bindings.tables.entry(index).or_default().push(number);
                    }
                }
                Ok(_) => {}
                Err(problem) => problems.extend(problem),
            }
        }
    }
    bindings.given = assembly.given.map(|given| add_given(assembly, given, project));
    bindings.deployments = project.deployments.len();
    (bindings, problems)
}

impl Bindings {
    /// The deployments of each file of DAGs that does not run on all of them.
    pub(super) fn of_all(&self, assembly: &Assembly, dag_files: &DagFiles) -> BTreeMap<FileId, Vec<usize>> {
        dag_files.iter().filter_map(|(file, facts)| Some((file, self.of(assembly, file, facts)?))).collect()
    }

    /// The deployments that the DAGs of a file run on; `None` where it has none, or runs on all of them.
    pub(super) fn of(&self, assembly: &Assembly, file: FileId, facts: &DagFile) -> Option<Vec<usize>> {
        let everywhere = self.given.is_none() && self.tables.is_empty();
        if everywhere || (facts.dags.is_empty() && facts.tasks.is_empty()) {
            return None;
        }
        let bound = match &self.given {
            Some(given) => given.clone(),
            None => self.stated(assembly, file),
        };
        (bound.len() < self.deployments).then_some(bound)
    }

    /// The deployments that the configuration states: those whose patterns match, or else those without patterns.
    fn stated(&self, assembly: &Assembly, file: FileId) -> Vec<usize> {
        let path = assembly.files.absolute(file);
        let configuration = assembly.group.settings.configuration();
        let tables = configuration.map_or(&[][..], |it| it.deployments.as_slice());
        let matches = |number: &usize| {
            let dags = tables.get(*number).and_then(|table| table.dags.as_ref());
            dags.is_some_and(|dags| dags.match_file(path))
        };
        let matching = self.tables.iter().filter(|(_, numbers)| numbers.iter().any(matches));
        let matching: Vec<usize> = matching.map(|(&index, _)| index).collect();
        if matching.is_empty() {
            (0..self.deployments).filter(|index| !self.tables.contains_key(index)).collect()
        } else {
            matching
        }
    }
}

/// The indices of the deployments that a table of the configuration states.
fn stated(
    assembly: &Assembly,
    facts: &FactStore,
    table: &DeploymentTable,
    configuration: FileId,
    project: &mut Project,
) -> Result<Vec<usize>, Option<Problem>> {
    let Some((path, _)) = &table.file else {
        Arc::make_mut(&mut project.files).insert(configuration, assembly.files.path(configuration).to_owned());
        project.deployments.push(table.deployment(configuration, usual_platform(assembly, project)));
        return Ok(vec![project.deployments.len() - 1]);
    };
    let file = assembly.files.id(path).ok_or(None)?;
    let is_of_file = |deployment: &Deployment| deployment.file == file;
    if !project.deployments.iter().any(is_of_file) {
        // One that could not be read is a problem already.
        facts.of(file).ok_or(None)?;
        // One that is left out of the project otherwise, as a local run, is meant where it is named.
        let described = described(assembly.files, facts, &[file]);
        if described.is_empty() {
            return Err(Some(Problem::NoDeployment { path: assembly.files.path(file).to_owned() }));
        }
        add(assembly, &described, project);
    }
    let several = project.deployments.iter().filter(|deployment| is_of_file(deployment)).count() > 1;
    let mut indices = Vec::new();
    for (index, deployment) in project.deployments.iter_mut().enumerate() {
        if is_of_file(deployment) {
            deployment.label = match several {
                true => format!("{}/{}", table.name, deployment.label).into(),
                false => table.name.clone(),
            };
            indices.push(index);
        }
    }
    Ok(indices)
}

/// Astro for a project of the Astro CLI or with an image of Astro Runtime.
fn usual_platform(assembly: &Assembly, project: &Project) -> Platform {
    let of_astro = project.versions.runtime.value().is_some() || assembly.group.root.join(".astro").is_dir();
    if of_astro { Platform::Astro } else { Platform::OpenSource }
}

/// The indices of the deployments that the command line gives.
fn add_given(assembly: &Assembly, given: &Given, project: &mut Project) -> Vec<usize> {
    let file = given.file;
    let of_file = |project: &Project| {
        let numbered = project.deployments.iter().enumerate();
        numbered.filter(|(_, deployment)| deployment.file == file).map(|(index, _)| index).collect::<Vec<_>>()
    };
    let own = of_file(project);
    if !own.is_empty() {
        return own;
    }
    Arc::make_mut(&mut project.files).insert(file, assembly.files.path(file).to_owned());
    project.deployment_shapes.extend(given.shapes.iter().cloned());
    add(assembly, &given.deployments, project);
    of_file(project)
}

/// Adds deployments that are not among the project's own.
fn add(assembly: &Assembly, deployments: &[Deployment], project: &mut Project) {
    for deployment in deployments {
        let mut deployment = deployment.clone();
        deployment.limits = assembly.group.settings.limits();
        project.deployments.push(deployment);
    }
}
