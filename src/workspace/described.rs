//! The deployments that files describe: each by itself, or several together.

use super::FileTable;
use super::facts::FactStore;
use crate::model::{Deployment, FileId};
use crate::read::{Content, terraform};
use camino::Utf8Path;

/// The deployments of `wanted`, in the order of their files.
pub(super) fn described(files: &FileTable, facts: &FactStore, wanted: &[FileId]) -> Vec<Deployment> {
    let contents = || wanted.iter().filter_map(|&file| Some((file, &facts.of(file)?.content)));
    let mut deployments: Vec<Deployment> =
        contents().flat_map(|(_, content)| content.deployments().iter().cloned()).collect();
    let modules: Vec<(&Utf8Path, &terraform::File)> = contents()
        .filter_map(|(file, content)| match content {
            Content::Terraform(module) => Some((files.absolute(file), &**module)),
            _ => None,
        })
        .collect();
    deployments.extend(terraform::link(&modules));
    let order = |file| wanted.iter().position(|other| *other == file);
    deployments.sort_by_cached_key(|deployment| order(deployment.file));
    deployments
}
