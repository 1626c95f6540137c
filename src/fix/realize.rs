//! From proposals to edits: what a rule means, in the bytes of each file.

use super::{TextEdit, dockerfile, hcl, python, trial, yaml};
use crate::model::{FileId, Place};
use crate::rules::{Action, Edit, Fix, Proposal, Written};
use crate::syntax::{python as python_syntax, yaml as yaml_syntax};
use std::collections::{BTreeMap, BTreeSet};

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
    /// Terraform.
    Terraform,
    /// Anything else, in which texts stand as they are: values can be set and keys renamed.
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
            "tf" | "tofu" | "tfvars" => Language::Terraform,
            _ if name.starts_with("dockerfile") => Language::Dockerfile,
            _ => Language::Plain,
        }
    }
}

/// Works out fixes, keeping the trees of the files between proposals.
pub struct Realizer<'t, T> {
    texts: &'t T,
    trees: BTreeMap<FileId, FileTree>,
}

/// A file as its language reads it.
enum FileTree {
    Yaml(yaml_syntax::Tree),
    Python(python_syntax::Tree),
    /// A language whose edits need no tree.
    None,
}

impl<'t, T: Texts> Realizer<'t, T> {
    /// One that reads `texts`.
    pub fn new(texts: &'t T) -> Self {
        Self { texts, trees: BTreeMap::new() }
    }

    /// The fix for a proposal. `None` where one of its actions cannot be done in the file as it stands, where its edits
    /// overlap, or where the file would not parse afterwards: such a proposal is not offered.
    pub fn fix(&mut self, proposal: &Proposal) -> Option<Fix> {
        self.fixes(&[proposal]).pop().flatten()
    }

    /// The fixes for many proposals, each on its own. That files parse afterwards is tried for many of them at once, so
    /// that the time grows with the number of proposals and the length of the files, not with both multiplied.
    pub fn fixes(&mut self, proposals: &[&Proposal]) -> Vec<Option<Fix>> {
        let mut drafts: Vec<Option<Draft>> = proposals.iter().map(|proposal| self.draft(proposal)).collect();
        let files: BTreeSet<FileId> = drafts.iter().flatten().flat_map(|draft| draft.keys().copied()).collect();
        for file in files {
            let Some((text, language)) = self.texts.text(file) else { continue };
            let edits: Vec<(usize, &[TextEdit])> = drafts
                .iter()
                .enumerate()
                .filter_map(|(index, draft)| Some((index, draft.as_ref()?.get(&file)?.as_slice())))
                .collect();
            let faults = errors(text, language);
            let still_parses = |changed: &str| still_parses(text, faults, changed, language);
            let sound = match faults {
                0 => trial::sound(text, &edits, still_parses),
                _ => trial::sound_alone(text, &edits, still_parses),
            };
            let unsound: Vec<usize> = edits.iter().map(|(index, _)| *index).filter(|it| !sound.contains(it)).collect();
            for index in unsound {
                if let Some(draft) = drafts.get_mut(index) {
                    *draft = None;
                }
            }
        }
        proposals.iter().zip(drafts).map(|(proposal, draft)| Some(fix(proposal, draft?))).collect()
    }

    /// The edits of a proposal, not tried yet.
    fn draft(&mut self, proposal: &Proposal) -> Option<Draft> {
        let mut by_file: BTreeMap<FileId, Vec<&Action>> = BTreeMap::new();
        for action in &proposal.actions {
            let kept = action.written().map(Written::kept).unwrap_or_default();
            if kept.iter().any(|place| place.file != action.file()) {
                return None;
            }
            by_file.entry(action.file()).or_default().push(action);
        }
        let mut draft = Draft::new();
        for (file, actions) in by_file {
            let (text, language) = self.texts.text(file)?;
            let edits = match (self.tree(file, text, language), language) {
                (FileTree::Yaml(tree), _) => yaml::edits(tree, &actions)?,
                (FileTree::Python(tree), _) => python::edits(text, tree, &actions)?,
                (FileTree::None, Language::Dockerfile) => dockerfile::edits(text, &actions)?,
                (FileTree::None, Language::Terraform) => hcl::edits(text, &actions)?,
                (FileTree::None, _) => plain(&actions)?,
            };
            draft.insert(file, edits);
        }
        Some(draft)
    }

    fn tree(&mut self, file: FileId, text: &str, language: Language) -> &FileTree {
        self.trees.entry(file).or_insert_with(|| match language {
            Language::Yaml => FileTree::Yaml(yaml_syntax::parse(text)),
            Language::Python => FileTree::Python(python_syntax::Tree::parse(text)),
            Language::Dockerfile | Language::Terraform | Language::Plain => FileTree::None,
        })
    }
}

/// The edits of one proposal by file.
type Draft = BTreeMap<FileId, Vec<TextEdit>>;

fn fix(proposal: &Proposal, draft: Draft) -> Fix {
    let in_file = |(file, edits): (FileId, Vec<TextEdit>)| {
        edits.into_iter().map(move |edit| Edit { place: Place::new(file, edit.span), content: edit.content })
    };
    let mut edits: Vec<Edit> = draft.into_iter().flat_map(in_file).collect();
    edits.sort_by_key(|edit| edit.place);
    Fix { title: proposal.title.clone(), applicability: proposal.applicability, edits }
}

/// The number of a text's syntax errors.
pub(super) fn errors(text: &str, language: Language) -> usize {
    match language {
        Language::Yaml => yaml_syntax::parse(text).errors().len(),
        Language::Python => python_syntax::Tree::parse(text).errors().len(),
        Language::Dockerfile => crate::syntax::dockerfile::parse(text).errors.len(),
        Language::Terraform => crate::syntax::hcl::parse(text).errors.len(),
        Language::Plain => 0,
    }
}

/// A file with faults may keep them, but gets no new ones; JSON stays JSON.
fn still_parses(before: &str, faults: usize, after: &str, language: Language) -> bool {
    errors(after, language) <= faults && (language != Language::Yaml || !is_json(before) || is_json(after))
}

/// Whether a text is JSON, which has no comments.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn plain(actions: &[&Action]) -> Option<Vec<TextEdit>> {
    let replace = |action: &&Action| match action {
        Action::Replace { place, content } => Some(TextEdit::replace(place.span(), content.clone())),
        // Values and names of airflow.cfg and of env files stand as they are.
        Action::Rename { key, to } => Some(TextEdit::replace(key.span(), to.clone())),
        Action::Set { value, to: Written::Text(text) | Written::Number(text) } => {
            Some(TextEdit::replace(value.span(), text.clone()))
        }
        _ => None,
    };
    actions.iter().map(replace).collect()
}
