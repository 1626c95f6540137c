//! Python files: those that changed, those that import from them, and how much of them is kept in memory.

use super::{State, Update};
use crate::model::FileId;
use crate::read::Content;
use crate::read::python::Module;
use crate::workspace::FileTable;
use crate::workspace::assemble::BATCH;
use crate::workspace::modules::Lookup;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// How many files that lean on open ones are kept in memory with their syntax; more are read again at every keystroke in
/// what they lean on.
const MOST_LEANING: usize = 2_000;

impl State {
    /// Reads and links `python` files, and the files that lean on those of them that are `stale`. Says whether files of DAGs
    /// came or went.
    pub(super) fn update_python(
        &mut self,
        update: &Update,
        stale: &BTreeSet<FileId>,
        python: BTreeSet<FileId>,
    ) -> bool {
        let files = update.files;
        let touched: Vec<FileId> = stale.iter().copied().filter(|file| python.contains(file)).collect();
        let before: Vec<Option<Arc<Module>>> = touched.iter().map(|&file| self.known_module(file)).collect();
        self.read.retain(|file| !stale.contains(&file));
        touched.iter().for_each(|&file| self.facts.forget(file));
        let mut changed = HashSet::new();
        for (&file, before) in touched.iter().zip(before) {
            // What others import from an open file is mostly the same after a keystroke.
            let same = before.filter(|_| files.held_text(file).is_some()).is_some_and(|before| {
                let problems = self.facts.read(files, &update.wanted(&[file]));
                self.note_read(&[file], problems);
                let after = self.known_module(file).or_else(|| self.read.get(files, file));
                after.is_some_and(|after| before.offers_the_same(&after))
            });
            if !same {
                changed.insert(file);
            }
        }
        let leaning = |asked: &[Lookup]| asked.iter().any(|it| it.found.is_some_and(|file| changed.contains(&file)));
        let importers = self.asked.iter().filter(|(_, asked)| leaning(asked)).map(|(&file, _)| file);
        let python: BTreeSet<FileId> = importers.chain(python).collect();
        let python: Vec<FileId> = python.into_iter().collect();
        let (mut done, mut unordered) = (0, false);
        for batch in python.chunks(BATCH) {
            let unread: Vec<FileId> = batch.iter().copied().filter(|&file| !self.facts.is_whole(file)).collect();
            let problems = self.facts.read(files, &update.wanted(&unread));
            self.note_read(&unread, problems);
            unordered |= self.link(update, batch);
            self.let_go(batch, files);
            done += batch.len();
            (update.tell)(done, python.len());
        }
        self.let_go_of_modules(files);
        unordered
    }

    /// The syntax of a Python file, where it is at hand.
    fn known_module(&self, file: FileId) -> Option<Arc<Module>> {
        match self.facts.of(file).map(|facts| &facts.content) {
            Some(Content::Python(module)) => Some(Arc::clone(module)),
            _ => self.read.known(file),
        }
    }

    /// Lets go of the syntax of files, but for those that are open and those that lean on open ones: they are linked at
    /// every keystroke.
    fn let_go(&mut self, batch: &[FileId], files: &FileTable) {
        for &file in batch {
            let is_open = |file: FileId| files.held_text(file).is_some();
            let leans = |asked: &[Lookup]| asked.iter().any(|lookup| lookup.found.is_some_and(is_open));
            let is_leaning = self.asked.get(&file).is_some_and(|asked| leans(asked));
            let has_room = self.leaning.len() < MOST_LEANING || self.leaning.contains(&file);
            if is_leaning && has_room {
                self.leaning.insert(file);
            } else {
                self.leaning.remove(&file);
                if !is_open(file) {
                    self.facts.keep_comments([file]);
                }
            }
        }
    }

    /// Keeps only the modules that open files lean on.
    fn let_go_of_modules(&mut self, files: &FileTable) {
        let mut wanted = HashSet::new();
        for (file, _) in files.held() {
            wanted.extend(self.asked.get(&file).into_iter().flatten().filter_map(|lookup| lookup.found));
        }
        self.read.retain(|file| wanted.contains(&file));
    }
}
