//! The deployments that files describe: each by itself, or several together.

use super::FileTable;
use super::facts::FactStore;
use crate::model::{Deployment, DescribedBy, FileId};
use crate::read::{Content, gitops, manifest, terraform};
use camino::Utf8Path;

/// The deployments of `wanted`, in the order of their files.
pub(super) fn described(files: &FileTable, facts: &FactStore, wanted: &[FileId]) -> Vec<Deployment> {
    let contents = wanted.iter().filter_map(|&file| Some((files.absolute(file), &facts.of(file)?.content)));
    let contents: Vec<(&Utf8Path, &Content)> = contents.collect();
    let own = contents.iter().flat_map(|(_, content)| content.deployments());
    let mut deployments: Vec<Deployment> = own.cloned().collect();
    deployments.extend(terraform::link(&of_kind(&contents, |content| match content {
        Content::Terraform(module) => Some(&**module),
        _ => None,
    })));
    deployments.extend(manifest::link(&of_kind(&contents, |content| match content {
        Content::Manifest(manifests) => Some(&**manifests),
        _ => None,
    })));
    let order = |file| wanted.iter().position(|other| *other == file);
    deployments.sort_by_cached_key(|deployment| order(deployment.file));
    for (path, found) in of_kind(&contents, |content| match content {
        Content::GitOps(found) => Some(&**found),
        _ => None,
    }) {
        found.value_files.iter().for_each(|named| tell_version(files, path, named, &mut deployments));
    }
    deployments
}

type Paths<'f, T> = Vec<(&'f Utf8Path, &'f T)>;

fn of_kind<'f, T>(
    contents: &[(&'f Utf8Path, &'f Content)],
    read: impl Fn(&'f Content) -> Option<&'f T>,
) -> Paths<'f, T> {
    contents.iter().filter_map(|(path, content)| Some((*path, read(content)?))).collect()
}

/// Tells the values of a file which version of the chart they are for, where a GitOps object at `path` names the file. Its
/// path starts at the root of the repository, which is one of the folders above the object.
fn tell_version(files: &FileTable, path: &Utf8Path, named: &gitops::ValueFile, deployments: &mut [Deployment]) {
    let is_named = |file| {
        let absolute = files.absolute(file);
        absolute.ends_with(&*named.path) && path.ancestors().any(|above| above.join(&*named.path) == absolute)
    };
    for deployment in deployments.iter_mut().filter(|it| it.described_by == DescribedBy::Values && is_named(it.file)) {
        if let Some(chart) = deployment.chart.as_mut().filter(|chart| chart.version.is_absent()) {
            chart.version = named.version.clone();
        }
    }
}
