//! From proposals to edits: what a rule means, in the bytes of each file.

use super::{TextEdit, dockerfile, hcl, python, trial, yaml};
use crate::model::{FileId, Place};
use crate::rules::{Action, Edit, Fix, Proposal, Written};
use crate::syntax::{Span, python as python_syntax, yaml as yaml_syntax};
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
    /// Anything else, in which texts stand as they are, one key a line: values can be set, keys renamed and added.
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
                (FileTree::None, _) => plain(text, &actions)?,
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

/// The edits of a text without a tree, in which values and names stand as they are, each on one line.
pub(super) fn plain(text: &str, actions: &[&Action]) -> Option<Vec<TextEdit>> {
    let replace = |action: &&Action| match action {
        Action::Replace { place, content } => Some(TextEdit::replace(place.span(), content.clone())),
        // Values and names of airflow.cfg and of env files stand as they are.
        Action::Rename { key, to } if !to.contains('\n') => Some(TextEdit::replace(key.span(), to.clone())),
        Action::Set { value, to: Written::Text(text) | Written::Number(text) } if !text.contains('\n') => {
            Some(TextEdit::replace(value.span(), text.clone()))
        }
        Action::InsertBeside { beside, key, value: Written::Text(value) | Written::Number(value), .. } => {
            line_below(text, beside.span(), key, value)
        }
        _ => None,
    };
    actions.iter().map(replace).collect()
}

/// One more line `key=value`, laid out as the line of another key, below it. `None` where the other value may go on, or
/// the new one does not stand as it is.
fn line_below(text: &str, beside: Span, key: &str, value: &str) -> Option<TextEdit> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ',' | '/');
    if value.is_empty() || !value.chars().all(is_plain) {
        return None;
    }
    let start = text.get(..beside.start)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text.get(beside.end..)?.find('\n').map_or(text.len(), |at| beside.end + at);
    let (lead, rest) = (text.get(start..beside.start)?, text.get(beside.end..end)?);
    let line_end = if rest.ends_with('\r') { "\r\n" } else { "\n" };
    let rest = rest.trim_end_matches('\r');
    if rest.contains(['"', '\'', '\\']) {
        return None;
    }
    let (before, after) = rest.split_once('=').filter(|(before, _)| before.trim().is_empty())?;
    let blanks = &after[..after.len() - after.trim_start().len()];
    let line = format!("{line_end}{lead}{key}{before}={blanks}{value}");
    let end = end - usize::from(line_end.len() > 1 && text.get(..end)?.ends_with('\r'));
    Some(TextEdit::replace(Span::new(end, end), line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn below(text: &str, key: &str) -> Option<String> {
        let at = text.find(key)?;
        let edit = line_below(text, Span::new(at, at + key.len()), "B", "1")?;
        super::super::apply(text, &[edit]).ok()
    }

    #[test]
    fn a_line_is_laid_out_as_the_one_above_it() {
        assert_eq!(below("A=x\nC=y\n", "A").as_deref(), Some("A=x\nB=1\nC=y\n"));
        assert_eq!(below("export A=x", "A").as_deref(), Some("export A=x\nexport B=1"));
        assert_eq!(below("[s]\r\na = x\r\n", "a").as_deref(), Some("[s]\r\na = x\r\nB = 1\r\n"));
        assert_eq!(below("A=\"x\ny\"\n", "A"), None);
        assert_eq!(below("A\n", "A"), None);
    }
}
