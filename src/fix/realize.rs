//! From proposals to edits: what a rule means, in the bytes of each file.

use super::{TextEdit, apply, dockerfile, python, yaml};
use crate::model::{FileId, Place};
use crate::rules::{Action, Edit, Fix, Proposal, Written};
use crate::syntax::yaml::Tree;
use std::collections::BTreeMap;
use std::collections::btree_map;

/// The texts that edits are worked out on.
pub trait Texts {
    /// The text of a file and the language it is in; `None` where it cannot be read or has none that can be edited.
    fn text(&self, file: FileId) -> Option<(&str, Language)>;
}

/// How a file is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// YAML or JSON.
    Yaml,
    /// Python.
    Python,
    /// A Dockerfile.
    Dockerfile,
    /// Anything else: only [`Action::Replace`] is possible.
    Plain,
}

impl Language {
    /// The language by a file name's ending.
    pub fn of(file_name: &str) -> Self {
        let name = file_name.to_ascii_lowercase();
        match name.rsplit('.').next().unwrap_or("") {
            "yaml" | "yml" | "json" => Language::Yaml,
            "py" => Language::Python,
            "dockerfile" => Language::Dockerfile,
            _ if name.starts_with("dockerfile") => Language::Dockerfile,
            _ => Language::Plain,
        }
    }
}

/// Works out fixes, keeping the trees of the files between proposals.
pub struct Realizer<'t, T> {
    texts: &'t T,
    trees: BTreeMap<FileId, Tree>,
}

impl<'t, T: Texts> Realizer<'t, T> {
    /// One that reads `texts`.
    pub fn new(texts: &'t T) -> Self {
        Self { texts, trees: BTreeMap::new() }
    }

    /// The fix for a proposal. `None` where one of its actions cannot be done in the file as it stands, where its edits
    /// overlap, or where the file would not parse afterwards: such a proposal is not offered.
    pub fn fix(&mut self, proposal: &Proposal) -> Option<Fix> {
        let mut by_file: BTreeMap<FileId, Vec<&Action>> = BTreeMap::new();
        for action in &proposal.actions {
            let kept = action.written().map(Written::kept).unwrap_or_default();
            if kept.iter().any(|place| place.file != action.file()) {
                return None;
            }
            by_file.entry(action.file()).or_default().push(action);
        }
        let mut edits = Vec::new();
        for (file, actions) in by_file {
            let (text, language) = self.texts.text(file)?;
            let file_edits = match language {
                Language::Yaml => yaml::edits(tree(&mut self.trees, file, text), &actions)?,
                Language::Python => python::edits(text, &actions)?,
                Language::Dockerfile => dockerfile::edits(text, &actions)?,
                Language::Plain => plain(&actions)?,
            };
            let changed = apply(text, &file_edits).ok()?;
            if !still_parses(text, &changed, language) {
                return None;
            }
            edits.extend(
                file_edits.into_iter().map(|edit| Edit { place: Place::new(file, edit.span), content: edit.content }),
            );
        }
        edits.sort_by_key(|edit| edit.place);
        Some(Fix { title: proposal.title.clone(), applicability: proposal.applicability, edits })
    }
}

fn tree<'a>(trees: &'a mut BTreeMap<FileId, Tree>, file: FileId, text: &str) -> &'a Tree {
    match trees.entry(file) {
        btree_map::Entry::Occupied(entry) => entry.into_mut(),
        btree_map::Entry::Vacant(entry) => entry.insert(crate::syntax::yaml::parse(text)),
    }
}

/// A file with faults may keep them, but gets no new ones.
fn still_parses(before: &str, after: &str, language: Language) -> bool {
    match language {
        Language::Yaml => {
            let errors = |text| crate::syntax::yaml::parse(text).errors().len();
            errors(after) <= errors(before) && (!is_json(before) || is_json(after))
        }
        Language::Python => {
            let errors = |text| crate::syntax::python::Tree::parse(text).errors().len();
            errors(after) <= errors(before)
        }
        Language::Dockerfile => {
            let errors = |text| crate::syntax::dockerfile::parse(text).errors.len();
            errors(after) <= errors(before)
        }
        Language::Plain => true,
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn plain(actions: &[&Action]) -> Option<Vec<TextEdit>> {
    let replace = |action: &&Action| match action {
        Action::Replace { place, content } => Some(TextEdit::replace(place.span(), content.clone())),
        _ => None,
    };
    actions.iter().map(replace).collect()
}
