//! One moment of a live workspace.

use crate::model::{FileId, Project};
use crate::rules::{self, Rule};
use crate::workspace::check::{Check, Checked};
use crate::workspace::facts::Comments;
use crate::workspace::survey::Group;
use crate::workspace::{FileTable, Problem, Settings, put_in_order};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// One moment of a live workspace. It shares with the snapshots before it all that did not change since.
///
/// Texts of files that no editor holds are read from disk when somebody asks for them.
#[derive(Debug)]
pub struct Snapshot {
    pub(super) revision: u64,
    pub(super) files: FileTable,
    pub(super) projects: Vec<Arc<LiveProject>>,
    pub(super) homes: Arc<HashMap<FileId, usize>>,
    pub(super) settings: Settings,
    pub(super) problems: Arc<[Problem]>,
    pub(super) misconfigured: bool,
    pub(super) is_checkable: bool,
}

/// For each file of DAGs the other files that it takes something from.
pub(super) type Leans = HashMap<FileId, Arc<[FileId]>>;

/// One project of a snapshot.
#[derive(Debug)]
pub struct LiveProject {
    /// A number that it keeps in later snapshots, and that no other project of the workspace has.
    pub number: usize,
    /// Its facts.
    pub project: Project,
    /// Its files and settings.
    pub group: Arc<Group>,
    /// What could not be read or linked in it.
    pub problems: Vec<Problem>,
    pub(super) comments: Arc<Comments>,
    /// Another one wherever the project without its DAGs is another.
    pub(super) frame_mark: Arc<()>,
    /// The files that each file of DAGs takes something from.
    pub(super) leans: Arc<Leans>,
    /// The files to report on, of all projects.
    pub(super) selected: Arc<HashSet<FileId>>,
}

impl Snapshot {
    /// Its number: each snapshot of a workspace has a higher one than those before.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// All files, with the texts that the editor held.
    pub fn files(&self) -> &FileTable {
        &self.files
    }

    /// The projects, by path.
    pub fn projects(&self) -> &[Arc<LiveProject>] {
        &self.projects
    }

    /// The project of a file; `None` for a file that is excluded or is not airlint's business.
    pub fn project_of(&self, file: FileId) -> Option<&Arc<LiveProject>> {
        self.projects.get(*self.homes.get(&file)?)
    }

    /// What holds where the workspace starts.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What airlint could not do, faults in the configuration among it, besides the problems of single projects.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether the configuration is wrong. The projects are those of before then.
    pub fn is_misconfigured(&self) -> bool {
        self.misconfigured
    }

    /// Runs the rules on a project of this snapshot, in no hurry of its own: it stops between two rules once `cancel` is
    /// set, and says so. The findings are in order; their fixes are not worked out.
    pub fn check(&self, project: &LiveProject, cancel: &AtomicBool) -> Checked {
        if !self.is_checkable {
            return Checked::default();
        }
        let rules: Vec<&'static Rule> = rules::all().collect();
        let mut checked = self.check_of(project, cancel).run(&project.project, &rules);
        put_in_order(&mut checked.findings, &self.files);
        checked
    }

    /// What a check of a project needs to know.
    pub(super) fn check_of<'s>(&'s self, project: &'s LiveProject, cancel: &'s AtomicBool) -> Check<'s> {
        let LiveProject { group, comments, selected, .. } = project;
        Check { files: &self.files, comments, group, selected, cancel }
    }
}
