//! What the files in the folders around a file of DAGs say for it.

use super::FileTable;
use super::facts::FactStore;
use crate::model::FileId;
use crate::read::{Content, dag_factory, gusty};
use camino::Utf8Path;

/// The folders around files.
pub(super) struct Surroundings<'w> {
    pub(super) files: &'w FileTable,
    /// The root of the project, beyond which nothing counts.
    pub(super) root: &'w Utf8Path,
    pub(super) facts: &'w FactStore,
}

/// Whether a file of that name says something for the files of its folder and below.
pub(super) fn speaks_for_others(name: &str) -> bool {
    name == gusty::METADATA_NAME || dag_factory::DEFAULTS_NAMES.contains(&name)
}

impl<'w> Surroundings<'w> {
    /// The folders around a file, nearest first.
    fn around<'p>(&self, path: &'p Utf8Path) -> impl Iterator<Item = &'p Utf8Path> {
        let root = self.root;
        path.ancestors().skip(1).take_while(move |folder| folder.starts_with(root))
    }

    fn content(&self, file: FileId) -> Option<&'w Content> {
        self.facts.of(file).map(|facts| &facts.content)
    }

    /// The `defaults.yml` files of the folders above a file, nearest first.
    pub(super) fn defaults(&self, path: &Utf8Path) -> Vec<(FileId, &'w dag_factory::File)> {
        let in_folder = |folder: &Utf8Path| {
            dag_factory::DEFAULTS_NAMES.iter().find_map(|name| {
                let beside = folder.join(name);
                let file = self.files.id(&beside).filter(|_| beside != path)?;
                match self.content(file)? {
                    Content::DagFactory(defaults) => Some((file, &**defaults)),
                    _ => None,
                }
            })
        };
        self.around(path).filter_map(in_folder).collect()
    }

    /// The folders of gusty around a file, nearest first, up to the outermost with a `METADATA.yml`.
    pub(super) fn folders<'p>(&self, path: &'p Utf8Path) -> Vec<gusty::Folder<'p>>
    where
        'w: 'p,
    {
        let metadata = |folder: &Utf8Path| match self.content(self.files.id(&folder.join(gusty::METADATA_NAME))?)? {
            Content::Gusty(file) if file.is_metadata() => Some(&**file),
            _ => None,
        };
        let of =
            |folder: &'p Utf8Path| gusty::Folder { name: folder.file_name().unwrap_or(""), metadata: metadata(folder) };
        let mut folders: Vec<gusty::Folder<'p>> = self.around(path).map(of).collect();
        let outermost = folders.iter().rposition(|folder| folder.metadata.is_some());
        folders.truncate(outermost.map_or(0, |at| at + 1));
        folders
    }
}
