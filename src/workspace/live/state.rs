//! One project between two snapshots: what is known of its files, and how it is brought up to date.

mod python;

use super::LiveProject;
use super::snapshot::Leans;
use crate::model::{DagFiles, FileId, Project};
use crate::read::{Content, FileFacts};
use crate::workspace::assemble::{Asking, Assembly, Link, Linking, dag_factory_version};
use crate::workspace::bind::Bindings;
use crate::workspace::facts::{Comments, FactStore, Named};
use crate::workspace::given::Given;
use crate::workspace::modules::{Lookup, ProjectModules, ReadModules};
use crate::workspace::surroundings::speaks_for_others;
use crate::workspace::survey::Group;
use crate::workspace::{FileTable, Problem};
use camino::Utf8PathBuf;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// What tells a project from others, whatever its files are.
pub(super) type Key = (Utf8PathBuf, Option<FileId>);

/// The key of the project that a group is.
pub(super) fn key(group: &Group) -> Key {
    (group.root.clone(), group.alone)
}

/// What a project is brought up to date with.
pub(super) struct Update<'l> {
    pub(super) files: &'l FileTable,
    /// Files whose text may be another than the one that was read.
    pub(super) stale: &'l HashSet<FileId>,
    pub(super) given: Option<&'l Given>,
    /// Files that the user named.
    pub(super) named: &'l HashSet<FileId>,
    /// Files to report on.
    pub(super) selected: &'l Arc<HashSet<FileId>>,
    /// Is told how many files were read, and of how many.
    pub(super) tell: &'l (dyn Fn(usize, usize) + Sync),
}

impl Update<'_> {
    fn wanted(&self, files: &[FileId]) -> Vec<(FileId, Named)> {
        let named = |file| if self.named.contains(&file) { Named::Yes } else { Named::No };
        files.iter().map(|&file| (file, named(file))).collect()
    }
}

/// One project between two snapshots.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    number: usize,
    group: Arc<Group>,
    members: HashSet<FileId>,
    python: Vec<FileId>,
    others: Vec<FileId>,
    shown: Arc<BTreeMap<FileId, Utf8PathBuf>>,
    modules: ProjectModules,
    /// Facts of files: all of them for files that are no Python and for open ones, comments to airlint for the rest.
    facts: FactStore,
    /// Modules that open files lean on.
    read: ReadModules,
    /// Python files that lean on open ones, and whose syntax is kept for that.
    leaning: HashSet<FileId>,
    /// What linking each Python file asked for.
    asked: HashMap<FileId, Box<[Lookup]>>,
    /// The files that each file of DAGs takes something from.
    leans: Arc<Leans>,
    dag_files: DagFiles,
    comments: Arc<Comments>,
    /// What is wrong with single files.
    faults: BTreeMap<FileId, Problem>,
    /// What is wrong with the project as a whole.
    frame_faults: Vec<Problem>,
    bindings: Bindings,
    /// Where the DAGs of each file run, and whether all of it is to be worked out again.
    bound: Arc<BTreeMap<FileId, Vec<usize>>>,
    unbound: bool,
    /// Files that were linked since their DAGs were bound.
    linked: Vec<FileId>,
    /// Files to link that did not change themselves.
    unlinked: BTreeSet<FileId>,
    /// Whether the parts of the project besides its DAGs may have changed.
    unframed: bool,
    /// The project without its DAGs.
    frame: Project,
    /// Another one whenever that was worked out anew.
    frame_mark: Arc<()>,
    project: Option<Arc<LiveProject>>,
}

impl State {
    /// A project that nothing is known of; `number` is its own in the workspace.
    pub(super) fn new(number: usize) -> Self {
        Self { number, ..Self::default() }
    }

    pub(super) fn group(&self) -> &Group {
        &self.group
    }

    pub(super) fn key(&self) -> Key {
        key(&self.group)
    }

    /// The project as of the last update.
    pub(super) fn project(&self) -> Option<&Arc<LiveProject>> {
        self.project.as_ref()
    }

    /// Says that what holds for the project as a whole may have changed.
    pub(super) fn reframe(&mut self) {
        self.unframed = true;
    }

    /// Says that a file was changed on disk.
    pub(super) fn distrust(&mut self, file: FileId) {
        self.facts.distrust(file);
    }

    /// Takes over the group that a new survey found for the project.
    pub(super) fn regroup(&mut self, group: Group, files: &FileTable) {
        self.unframed = true;
        self.unbound = true;
        let same = self.group.files == group.files;
        self.group = Arc::new(group);
        if same {
            return;
        }
        let assembly = Assembly { files, group: &self.group, given: None };
        self.shown = assembly.shown();
        let (python, others) = assembly.by_language();
        let members: HashSet<FileId> = self.group.files.iter().copied().collect();
        let gone: Vec<FileId> = self.members.difference(&members).copied().collect();
        let came: Vec<FileId> = members.difference(&self.members).copied().collect();
        for &file in gone.iter().chain(&came) {
            self.unlink_below_defaults(file, files);
        }
        if self.python != python {
            self.modules = ProjectModules::new(files, &self.group.root, &python);
            let resolve = |lookup: &Lookup| self.modules.resolve(files, lookup.from, &lookup.dotted) == lookup.found;
            let moved = self.asked.iter().filter(|(_, asked)| !asked.iter().all(resolve));
            self.unlinked.extend(moved.map(|(&file, _)| file));
        }
        (self.python, self.others, self.members) = (python, others, members);
        let is_member = |file: &FileId| self.members.contains(file);
        self.facts.retain(|file| self.members.contains(&file));
        self.read.retain(|file| self.members.contains(&file));
        self.asked.retain(|file, _| is_member(file));
        Arc::make_mut(&mut self.leans).retain(|file, _| is_member(file));
        self.leaning.retain(is_member);
        self.faults.retain(|file, _| is_member(file));
        Arc::make_mut(&mut self.comments).retain(|file, _| is_member(file));
        self.unlinked.retain(is_member);
        self.unlinked.extend(came);
        self.order_dag_files();
    }

    /// Puts the files of DAGs in their order again, without those that are gone.
    fn order_dag_files(&mut self) {
        let mut ordered = DagFiles::default();
        for file in self.others.iter().chain(&self.python) {
            if let Some(facts) = self.dag_files.shared(*file) {
                ordered.set(*file, facts);
            }
        }
        self.dag_files = ordered;
    }

    /// Where `file` may hold defaults for other files, all those below it are to be linked again.
    fn unlink_below_defaults(&mut self, file: FileId, files: &FileTable) {
        let path = files.absolute(file);
        let (Some(name), Some(folder)) = (path.file_name(), path.parent()) else { return };
        if speaks_for_others(name) {
            let below = self.others.iter().filter(|&&other| files.absolute(other).starts_with(folder));
            let concerned: Vec<FileId> = below.copied().filter(|&other| self.takes_defaults(other)).collect();
            self.unlinked.extend(concerned);
        }
    }

    /// Whether a file may take defaults from the folders around it.
    fn takes_defaults(&self, file: FileId) -> bool {
        self.facts.of(file).is_some_and(|facts| matches!(facts.content, Content::DagFactory(_) | Content::Gusty(_)))
    }

    fn is_dag_factory(&self, file: FileId) -> bool {
        self.facts.of(file).is_some_and(|facts| matches!(facts.content, Content::DagFactory(_)))
    }

    /// Brings the project up to date.
    pub(super) fn update(&mut self, update: &Update) {
        let files = update.files;
        let changed = |file: &FileId| {
            self.members.contains(file) && (update.stale.contains(file) && !self.facts.is_current(files, *file))
        };
        let stale: BTreeSet<FileId> = update.stale.iter().copied().filter(changed).collect();
        if stale.is_empty() && self.unlinked.is_empty() && !self.unframed && self.project.is_some() {
            return;
        }
        let unlinked = std::mem::take(&mut self.unlinked);
        let (python, others): (BTreeSet<FileId>, BTreeSet<FileId>) =
            stale.iter().chain(&unlinked).copied().partition(|file| self.modules.has(*file));
        self.read_others(update, &others);
        let version = dag_factory_version(&self.frame);
        if std::mem::take(&mut self.unframed) {
            self.build_frame(update);
        }
        let mut others: BTreeSet<FileId> = others.into_iter().chain(std::mem::take(&mut self.unlinked)).collect();
        if dag_factory_version(&self.frame) != version {
            others.extend(self.others.iter().filter(|&&file| self.is_dag_factory(file)));
        }
        let mut unordered = self.link(update, &others.into_iter().collect::<Vec<_>>());

        unordered |= self.update_python(update, &stale, python);
        if unordered {
            self.order_dag_files();
        }
        self.assemble(update);
    }

    /// Reads files that are no Python, and notes whether the project as a whole or other files are concerned.
    fn read_others(&mut self, update: &Update, others: &BTreeSet<FileId>) {
        let others: Vec<FileId> = others.iter().copied().collect();
        let before: Vec<Option<Arc<FileFacts>>> = others.iter().map(|&file| self.facts.of(file).cloned()).collect();
        let problems = self.facts.read(update.files, &update.wanted(&others));
        self.note_read(&others, problems);
        for (&file, before) in others.iter().zip(before) {
            let after = self.facts.of(file);
            let either = |is: fn(&Content) -> bool| {
                before.as_ref().is_some_and(|facts| is(&facts.content)) || after.is_some_and(|facts| is(&facts.content))
            };
            let same = before.as_ref().zip(after).is_some_and(|(before, after)| Arc::ptr_eq(before, after));
            if same {
                continue;
            }
            self.unframed |= either(|content| content.is_of_deployments());
            if either(|content| matches!(content, Content::DagFactory(_) | Content::Gusty(_))) {
                self.unlink_below_defaults(file, update.files);
            }
        }
    }

    /// Notes what reading files came to.
    fn note_read(&mut self, read: &[FileId], problems: Vec<(FileId, Problem)>) {
        for file in read {
            self.faults.remove(file);
            let comments = self.facts.of(*file).map_or(&[][..], |facts| facts.suppressions.as_slice());
            if self.comments.get(file).map_or(&[][..], |known| known) != comments {
                let all = Arc::make_mut(&mut self.comments);
                if comments.is_empty() {
                    all.remove(file)
                } else {
                    all.insert(*file, comments.into())
                };
            }
        }
        self.faults.extend(problems);
    }

    /// Links files that were read. Says whether files of DAGs came or went.
    fn link(&mut self, update: &Update, files: &[FileId]) -> bool {
        let version = dag_factory_version(&self.frame);
        let assembly = Assembly { files: update.files, group: &self.group, given: update.given };
        let linking = Linking {
            assembly: &assembly,
            facts: &self.facts,
            modules: &self.modules,
            read: &self.read,
            dag_factory: version.as_deref(),
        };
        let linked = linking.link(files, Asking::Noted);
        let mut unordered = false;
        self.linked.extend(files);
        for (file, result) in linked {
            let link = result.unwrap_or_else(|problem| {
                self.faults.insert(file, problem);
                Link::default()
            });
            if link.asked.is_empty() {
                self.asked.remove(&file)
            } else {
                self.asked.insert(file, link.asked)
            };
            if self.leans.get(&file).map_or(&[][..], |leans| leans) != &*link.leans {
                let all = Arc::make_mut(&mut self.leans);
                if link.leans.is_empty() {
                    all.remove(&file)
                } else {
                    all.insert(file, link.leans)
                };
            }
            match (self.dag_files.of(file), link.facts.is_empty()) {
                (None, true) => {}
                (Some(_), true) => {
                    self.dag_files.remove(file);
                    unordered = true;
                }
                // Who shares the facts need not look at them again.
                (Some(known), false) if *known == link.facts => {}
                (known, false) => {
                    unordered |= known.is_none();
                    self.dag_files.set(file, Arc::new(link.facts));
                }
            }
        }
        unordered
    }

    /// Works out what holds for the project as a whole.
    fn build_frame(&mut self, update: &Update) {
        let assembly = Assembly { files: update.files, group: &self.group, given: update.given };
        let (frame, bindings, faults) = assembly.frame(&self.facts, Arc::clone(&self.shown));
        self.frame = frame;
        self.frame_mark = Arc::default();
        self.frame_faults = faults;
        self.unbound |= self.bindings != bindings;
        self.bindings = bindings;
    }

    /// Works out where the DAGs run that were linked, or all of them where that may have changed.
    fn bind(&mut self, update: &Update) {
        let assembly = Assembly { files: update.files, group: &self.group, given: update.given };
        let linked = std::mem::take(&mut self.linked);
        if std::mem::take(&mut self.unbound) {
            self.bound = Arc::new(self.bindings.of_all(&assembly, &self.dag_files));
            return;
        }
        for file in linked {
            let bound = self.dag_files.of(file).and_then(|facts| self.bindings.of(&assembly, file, facts));
            if self.bound.get(&file) != bound.as_ref() {
                let all = Arc::make_mut(&mut self.bound);
                match bound {
                    Some(bound) => _ = all.insert(file, bound),
                    None => _ = all.remove(&file),
                }
            }
        }
    }

    fn assemble(&mut self, update: &Update) {
        let mut project = self.frame.clone();
        project.dag_files = self.dag_files.clone();
        self.bind(update);
        project.bindings = Arc::clone(&self.bound);
        self.project = Some(Arc::new(LiveProject {
            number: self.number,
            project,
            group: Arc::clone(&self.group),
            problems: self.faults.values().chain(&self.frame_faults).cloned().collect(),
            comments: Arc::clone(&self.comments),
            frame_mark: Arc::clone(&self.frame_mark),
            leans: Arc::clone(&self.leans),
            selected: Arc::clone(update.selected),
        }));
    }
}
