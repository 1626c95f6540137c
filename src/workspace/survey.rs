//! Which files a request is about, and which projects they make up.

use super::configuration::{Configurations, DeploymentTable, Patterns};
use super::facts::Named;
use super::files::FileTable;
use super::marks::Projects;
use super::settings::{CommandLine, Settings};
use super::walk::{Excluded, is_found, plain, walk};
use super::{Problem, Request};
use crate::model::FileId;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::ErrorKind;
use std::sync::Arc;

/// The files of one project.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// The project's folder, absolute.
    pub root: Utf8PathBuf,
    /// What holds in it.
    pub settings: Settings,
    /// Its files by path.
    pub files: Vec<FileId>,
    /// Those of them that lie in another project, which reports on them: deployment files that the configuration names.
    pub borrowed: HashSet<FileId>,
    /// The `[[deployment]]` tables of the configuration that run DAGs of it, as indices.
    pub(super) tables: Vec<usize>,
    /// The file that makes up a project of its own, for want of one around it.
    pub(super) alone: Option<FileId>,
}

/// What a request is about.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// The projects, by path. Files that are there only to be known are among theirs.
    pub groups: Vec<Group>,
    /// The files that the user wants to hear about.
    pub selected: HashSet<FileId>,
    /// The files that were named one by one.
    pub named: HashSet<FileId>,
    /// Paths that could not be looked at.
    pub problems: Vec<Problem>,
    /// What holds where the run starts.
    pub settings: Settings,
}

impl Survey {
    /// Whether the user named a file.
    pub(super) fn named(&self, file: FileId) -> Named {
        if self.named.contains(&file) { Named::Yes } else { Named::No }
    }
}

/// Finds the files of `request` and groups them.
pub(super) fn survey(request: &Request, files: &mut FileTable) -> Survey {
    let mut configurations = Configurations::new(request.configuration.clone(), files);
    let command_line = CommandLine::new(&request.overrides, files.current()).unwrap_or_else(|faults| {
        configurations.faults.extend(faults);
        CommandLine::default()
    });
    let mut surveyor = Surveyor {
        configurations,
        command_line: Arc::new(command_line),
        projects: Projects::default(),
        survey: Survey::default(),
        files,
    };
    let targets = surveyor.targets(request);
    let found = surveyor.found(&targets);
    surveyor.group(&targets, found);
    let Surveyor { configurations, mut survey, .. } = surveyor;
    survey.problems.extend(configurations.faults.into_iter().map(Problem::Configuration));
    survey
}

/// Whether a deployment of the configuration runs DAGs of a group.
fn concerns(table: &DeploymentTable, group: &Group, files: &FileTable) -> bool {
    let runs = |patterns: &Patterns| group.files.iter().any(|&file| patterns.match_file(files.absolute(file)));
    table.dags.as_ref().is_none_or(runs)
}

/// What the user named, absolute.
#[derive(Debug, Default)]
struct Targets {
    folders: BTreeSet<Utf8PathBuf>,
    files: BTreeSet<Utf8PathBuf>,
}

impl Targets {
    fn take_in(&self, path: &Utf8Path) -> bool {
        self.files.contains(path) || path.ancestors().any(|above| self.folders.contains(above))
    }

    /// The outermost named folder around a path.
    fn folder_around<'p>(&self, path: &'p Utf8Path) -> Option<&'p Utf8Path> {
        path.ancestors().filter(|above| self.folders.contains(*above)).last()
    }
}

struct Surveyor<'f> {
    configurations: Configurations,
    command_line: Arc<CommandLine>,
    projects: Projects,
    survey: Survey,
    files: &'f mut FileTable,
}

impl Surveyor<'_> {
    fn targets(&mut self, request: &Request) -> Targets {
        let mut targets = Targets::default();
        if let Some((path, text)) = &request.stdin {
            let path = self.files.absolute_of(path);
            let file = self.files.add(&path);
            self.files.set_text(file, text.as_str().into());
            targets.files.insert(path);
        }
        let current = [Utf8PathBuf::from(".")];
        let nothing_named = request.paths.is_empty() && request.stdin.is_none();
        for path in if nothing_named { &current } else { request.paths.as_slice() } {
            let absolute = self.files.absolute_of(path);
            match std::fs::metadata(&absolute) {
                Ok(about) if about.is_dir() => _ = targets.folders.insert(absolute),
                Ok(_) => _ = targets.files.insert(absolute),
                Err(_) if self.files.is_file(&absolute) => _ = targets.files.insert(absolute),
                Err(error) => {
                    let path = self.files.shown_of(&absolute);
                    self.survey.problems.push(match error.kind() {
                        ErrorKind::NotFound => Problem::Missing { path },
                        _ => Problem::Unreadable { path, reason: plain(&error) },
                    });
                }
            }
        }
        let start = match (&request.stdin, targets.folders.first(), targets.files.first()) {
            (None, Some(folder), _) => folder.clone(),
            (_, _, Some(file)) => file.parent().unwrap_or(file).to_owned(),
            _ => self.files.current().to_owned(),
        };
        self.survey.settings = self.settings(&start);
        targets
    }

    fn settings(&mut self, folder: &Utf8Path) -> Settings {
        Settings::new(self.configurations.of(folder, self.files), Arc::clone(&self.command_line))
    }

    fn root(&mut self, folder: &Utf8Path) -> Option<Utf8PathBuf> {
        self.projects.root(folder, &mut self.configurations, self.files)
    }

    /// Every file that may matter: those of the named folders and files, and of the projects around them.
    fn found(&mut self, targets: &Targets) -> Vec<Utf8PathBuf> {
        let mut roots = targets.folders.clone();
        let parents = targets.files.iter().filter_map(|file| file.parent());
        for folder in targets.folders.iter().map(|folder| &**folder).chain(parents).collect::<BTreeSet<_>>() {
            roots.extend(self.root(folder));
        }
        // A named folder inside another root is walked on its own: it may be one that .gitignore leaves out.
        let outer: Vec<Utf8PathBuf> = roots
            .iter()
            .filter(|root| {
                targets.folders.contains(*root) || !root.ancestors().skip(1).any(|above| roots.contains(above))
            })
            .cloned()
            .collect();
        let settings: Arc<[Settings]> = outer.iter().map(|root| self.settings(root)).collect();
        let files = &*self.files;
        let excluded: Excluded =
            Arc::new(move |path, is_folder| settings.iter().any(|it| it.excludes(path, is_folder)));
        let walk = walk(&outer, &excluded, &|path| files.shown_of(path));
        self.survey.problems.extend(walk.problems);
        let mut found = walk.files;
        let held = files.held().map(|(file, _)| files.absolute(file));
        let unsaved = held.filter(|path| !path.exists() && is_found(path, &outer, &excluded));
        found.extend(unsaved.map(Utf8Path::to_owned));
        found.extend(targets.files.iter().cloned());
        found.sort();
        found.dedup();
        found
    }

    fn group(&mut self, targets: &Targets, found: Vec<Utf8PathBuf>) {
        /// A project's folder, and the file where the file makes up a project of its own.
        type Home = (Utf8PathBuf, Option<Utf8PathBuf>);
        let mut homes: BTreeMap<Home, Vec<Utf8PathBuf>> = BTreeMap::new();
        for path in found {
            let Some(folder) = path.parent().map(Utf8Path::to_owned) else { continue };
            let around = match self.root(&folder) {
                Some(root) => Some(root),
                None => targets.folder_around(&folder).map(Utf8Path::to_owned),
            };
            let home = match around {
                Some(root) => (root, None),
                None => (folder, Some(path.clone())),
            };
            homes.entry(home).or_default().push(path);
        }
        for ((root, alone), paths) in homes {
            let settings = self.settings(&root);
            if !paths.iter().any(|path| targets.take_in(path)) {
                continue;
            }
            let alone = alone.map(|path| self.files.add(&path));
            let mut group = Group { root, settings, alone, ..Group::default() };
            for path in paths {
                if group.settings.excludes(&path, false) {
                    continue;
                }
                let file = self.files.add(&path);
                group.files.push(file);
                if targets.take_in(&path) {
                    self.survey.selected.insert(file);
                }
                if targets.files.contains(&path) {
                    self.survey.named.insert(file);
                }
            }
            self.stated(&mut group, targets);
            self.survey.groups.push(group);
        }
    }

    /// Adds the deployment files that the configuration names for DAGs of the group, wherever they are.
    fn stated(&mut self, group: &mut Group, targets: &Targets) {
        let Some(configuration) = group.settings.shared_configuration() else { return };
        let tables = configuration.deployments.iter().enumerate();
        let ours = tables.filter(|(_, table)| concerns(table, group, self.files));
        group.tables = ours.map(|(index, _)| index).collect();
        for table in group.tables.iter().filter_map(|&index| configuration.deployments.get(index)) {
            let Some((path, place)) = &table.file else {
                // Findings on facts that the table states lie in the configuration.
                if targets.take_in(self.files.absolute(configuration.file)) {
                    self.survey.selected.insert(configuration.file);
                }
                continue;
            };
            if !self.files.is_file(path) {
                let shown = self.files.shown_of(path);
                let message = format!("deployment `{}`: there is no file {shown}", table.name);
                let fault = configuration.fault_at(*place, message, self.files);
                if !self.configurations.faults.contains(&fault) {
                    self.configurations.faults.push(fault);
                }
                continue;
            }
            let file = self.files.add(path);
            if !group.files.contains(&file) {
                group.files.push(file);
                group.borrowed.insert(file);
            }
        }
    }
}
