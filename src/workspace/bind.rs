//! Which DAGs run on which deployment, where the configuration or the command line says so.

use super::Problem;
use super::assemble::{Assembly, Given};
use super::configuration::{DeploymentTable, Patterns};
use super::facts::FactStore;
use super::survey::concerns;
use crate::model::{FileId, Platform, Project};
use crate::read::Content;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Adds the deployments that the configuration or the command line states, and binds the project's DAGs to them.
pub(super) fn bind(assembly: &Assembly, facts: &FactStore, project: &mut Project) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut patterns: BTreeMap<usize, Vec<&Patterns>> = BTreeMap::new();
    let settings = &assembly.group.settings;
    if let Some(configuration) = settings.configuration() {
        let ours = configuration.deployments.iter().filter(|table| concerns(table, assembly.group, assembly.files));
        for table in ours {
            match stated(assembly, facts, table, configuration.file, project) {
                Ok(index) => {
                    if let Some(dags) = &table.dags {
                        patterns.entry(index).or_default().push(dags);
                    }
                }
                Err(problem) => problems.extend(problem),
            }
        }
    }
    let given = assembly.given.map(|given| add_given(assembly, given, project));
    for (file, facts) in project.dag_files.iter() {
        if facts.dags.is_empty() && facts.tasks.is_empty() {
            continue;
        }
        let bound = match given {
            Some(given) => vec![given],
            None => bound(assembly, file, &patterns, project.deployments.len()),
        };
        if bound.len() < project.deployments.len() {
            project.bindings.insert(file, bound);
        }
    }
    problems
}

/// The deployments that the DAGs of `file` run on: those whose patterns match, or else those without patterns.
fn bound(
    assembly: &Assembly,
    file: FileId,
    patterns: &BTreeMap<usize, Vec<&Patterns>>,
    deployments: usize,
) -> Vec<usize> {
    let path = assembly.files.absolute(file);
    let matching = patterns.iter().filter(|(_, patterns)| patterns.iter().any(|it| it.match_file(path)));
    let matching: Vec<usize> = matching.map(|(&index, _)| index).collect();
    if matching.is_empty() {
        (0..deployments).filter(|index| !patterns.contains_key(index)).collect()
    } else {
        matching
    }
}

/// The index of the deployment that a table of the configuration states.
fn stated(
    assembly: &Assembly,
    facts: &FactStore,
    table: &DeploymentTable,
    configuration: FileId,
    project: &mut Project,
) -> Result<usize, Option<Problem>> {
    let Some((path, _)) = &table.file else {
        Arc::make_mut(&mut project.files).insert(configuration, assembly.files.path(configuration).to_owned());
        project.deployments.push(table.deployment(configuration, usual_platform(assembly, project)));
        return Ok(project.deployments.len() - 1);
    };
    let file = assembly.files.id(path).ok_or(None)?;
    let Some(index) = project.deployments.iter().position(|deployment| deployment.file == file) else {
        // One that could not be read is a problem already.
        let read = facts.of(file).ok_or(None)?;
        let is_other = !matches!(read.content, Content::Astro(_));
        return Err(is_other.then(|| Problem::NoDeployment { path: assembly.files.path(file).to_owned() }));
    };
    if let Some(deployment) = project.deployments.get_mut(index) {
        deployment.label = table.name.clone();
    }
    Ok(index)
}

/// Astro for a project of the Astro CLI or with an image of Astro Runtime.
fn usual_platform(assembly: &Assembly, project: &Project) -> Platform {
    let of_astro = project.versions.runtime.value().is_some() || assembly.group.root.join(".astro").is_dir();
    if of_astro { Platform::Astro } else { Platform::OpenSource }
}

/// The index of the deployment that the command line gives.
fn add_given(assembly: &Assembly, given: &Given, project: &mut Project) -> usize {
    let file = given.deployment.file;
    if let Some(index) = project.deployments.iter().position(|deployment| deployment.file == file) {
        return index;
    }
    let mut deployment = given.deployment.clone();
    deployment.limits = assembly.group.settings.limits();
    Arc::make_mut(&mut project.files).insert(file, assembly.files.path(file).to_owned());
    project.deployment_shapes.extend(given.shapes.iter().cloned());
    project.deployments.push(deployment);
    project.deployments.len() - 1
}
