//! Carrying out what rules propose: from proposals to edits of the files as they are.

use super::FileTable;
use crate::fix::{Change, Language, Realizer, TextEdit, Texts, apply};
use crate::model::FileId;
use crate::rules::{Action, Finding, Fix, Proposal};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Works out the fixes of findings from what their rules propose, files side by side. A proposal that cannot be carried
/// out in the file as it stands is left out.
pub fn fill_fixes(findings: &mut [Finding], files: &FileTable) {
    let mut by_files: BTreeMap<BTreeSet<FileId>, Vec<&mut Finding>> = BTreeMap::new();
    for finding in findings.iter_mut().filter(|finding| !finding.proposals.is_empty()) {
        let actions = finding.proposals.iter().flat_map(|proposal| &proposal.actions);
        by_files.entry(actions.map(Action::file).collect()).or_default().push(finding);
    }
    by_files.into_par_iter().for_each(|(touched, findings)| {
        let texts = FileTexts::read(touched, files);
        let proposals: Vec<&Proposal> = findings.iter().flat_map(|finding| &finding.proposals).collect();
        let mut fixes = Realizer::new(&texts).fixes(&proposals).into_iter();
        for finding in findings {
            finding.fixes = fixes.by_ref().take(finding.proposals.len()).flatten().collect();
            // By path: the numbers of files depend on which of them was met first.
            for fix in &mut finding.fixes {
                fix.edits.sort_by(|a, b| files.path(a.place.file).cmp(files.path(b.place.file)));
            }
        }
    });
}

/// The edits of one file, on the text that they were worked out from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The file.
    pub file: FileId,
    /// Its text before.
    pub text: Arc<str>,
    /// The edits; they do not overlap.
    pub edits: Vec<TextEdit>,
}

/// The edits that carry out proposals, all of them together, by file; `None` where they cannot be carried out.
pub fn carry_out(proposals: &[Proposal], files: &FileTable) -> Option<Vec<Edited>> {
    let together = Proposal {
        actions: proposals.iter().flat_map(|proposal| proposal.actions.iter().cloned()).collect(),
        ..proposals.first()?.clone()
    };
    let texts = FileTexts::read(together.actions.iter().map(Action::file).collect(), files);
    let fix = Realizer::new(&texts).fix(&together)?;
    texts.edited(fix)
}

/// What carrying out proposals changes, all of them together; `None` where they cannot be carried out.
pub fn changes(proposals: &[Proposal], files: &FileTable) -> Option<Vec<Change>> {
    let change = |Edited { file, text, edits }: Edited| {
        let new = apply(&text, &edits).ok()?;
        Some(Change { path: files.absolute(file).to_owned(), old: text.to_string(), new })
    };
    let mut changes: Vec<Change> = carry_out(proposals, files)?.into_iter().map(change).collect::<Option<_>>()?;
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Some(changes)
}

/// The texts of the files that proposals touch.
struct FileTexts(BTreeMap<FileId, (Arc<str>, Language)>);

impl FileTexts {
    fn read(touched: BTreeSet<FileId>, files: &FileTable) -> Self {
        let read = |file| Some((file, (files.text(file).ok()?, Language::of(files.path(file).file_name()?))));
        Self(touched.into_iter().filter_map(read).collect())
    }

    /// The edits of a fix by file, with the texts that they were worked out from.
    fn edited(self, fix: Fix) -> Option<Vec<Edited>> {
        let mut by_file: BTreeMap<FileId, Vec<TextEdit>> = BTreeMap::new();
        for edit in fix.edits {
            let edits = by_file.entry(edit.place.file).or_default();
            edits.push(TextEdit { span: edit.place.span(), content: edit.content });
        }
        let edited = |(file, edits)| Some(Edited { file, text: Arc::clone(&self.0.get(&file)?.0), edits });
        by_file.into_iter().map(edited).collect()
    }
}

impl Texts for FileTexts {
    fn text(&self, file: FileId) -> Option<(&str, Language)> {
        self.0.get(&file).map(|(text, language)| (&**text, *language))
    }
}
