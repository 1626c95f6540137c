//! The text of a file at one moment, with the trees of it, made when somebody asks.

use crate::read::Language;
use crate::syntax::{python, yaml};
use camino::Utf8Path;
use std::sync::{Arc, OnceLock};

/// Endings of files in languages without a tree, in which deployments are described as well.
const PLAIN: [&str; 6] = ["cfg", "env", "hcl", "ini", "tf", "toml"];

/// The text of a file at one moment.
#[derive(Debug)]
pub struct Document {
    text: Arc<str>,
    language: Language,
    /// Whether its name says that it is in a language that has no tree.
    is_plain: bool,
    yaml: OnceLock<yaml::Tree>,
    python: OnceLock<python::Tree>,
}

impl Document {
    /// `text` as that of the file at `path`, which tells its language where no better guess is there.
    pub fn new(path: &Utf8Path, text: Arc<str>) -> Self {
        let language = Language::guessed(path, &text);
        let is_plain = path.extension().is_some_and(|it| PLAIN.contains(&it));
        Self { text, language, is_plain, yaml: OnceLock::new(), python: OnceLock::new() }
    }

    /// The text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The language it is written in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The tree of a YAML or JSON file; `None` for other languages.
    pub fn yaml(&self) -> Option<&yaml::Tree> {
        (self.language == Language::Yaml && !self.is_plain).then(|| self.yaml.get_or_init(|| yaml::parse(&self.text)))
    }

    /// The tree of a Python file; `None` for other languages.
    pub fn python(&self) -> Option<&python::Tree> {
        (self.language == Language::Python).then(|| self.python.get_or_init(|| python::Tree::parse(&self.text)))
    }
}
