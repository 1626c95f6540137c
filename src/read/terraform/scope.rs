//! What `var.` and `local.` stand for in the files of a folder.

use super::File;
use crate::model::{FileId, Place};
use crate::syntax::hcl::{Expression, Kind};
use camino::Utf8Path;
use std::collections::{HashMap, HashSet};

/// How far references to references are followed.
const DEEPEST: usize = 16;

/// The names of one module.
pub(super) struct Scope<'m> {
    variables: HashMap<&'m str, Result<Written<'m>, &'static str>>,
    locals: HashMap<&'m str, Written<'m>>,
}

/// An expression with the file that it stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Written<'m> {
    pub(super) file: FileId,
    pub(super) value: &'m Expression,
}

impl Written<'_> {
    pub(super) fn place(self) -> Place {
        Place::new(self.file, self.value.span)
    }
}

/// Whether Terraform reads a `.tfvars` file without being told to.
pub(super) fn is_read_by_itself(path: &Utf8Path) -> bool {
    path.file_name().is_some_and(|name| name == "terraform.tfvars" || name.ends_with(".auto.tfvars"))
}

impl<'m> Scope<'m> {
    /// The names of the files of one folder; variables that are given a value elsewhere are not known.
    pub(super) fn new(files: &[(&'m Utf8Path, &'m File)], given_elsewhere: &[&'m str]) -> Self {
        let mut scope = Self { variables: HashMap::new(), locals: HashMap::new() };
        for (_, file) in files {
            for (name, default) in &file.variables {
                let value = match default {
                    Some(value) => Ok(Written { file: file.id, value }),
                    None => Err("a variable without a default"),
                };
                scope.variables.insert(name, value);
            }
            scope.locals.extend(file.locals.iter().map(|(name, value)| (&**name, Written { file: file.id, value })));
        }
        // `terraform.tfvars` goes first, then the others by name, and the last one counts.
        let mut assigning: Vec<_> = files.iter().filter(|(path, _)| is_read_by_itself(path)).collect();
        assigning.sort_by_key(|(path, _)| (path.file_name() != Some("terraform.tfvars"), *path));
        for (_, file) in assigning {
            let values = file.assigned.iter().map(|(name, value)| (&**name, Ok(Written { file: file.id, value })));
            scope.variables.extend(values);
        }
        let given: HashSet<&str> = given_elsewhere.iter().copied().collect();
        for (name, value) in &mut scope.variables {
            if given.contains(name) {
                *value = Err("a variable that is given a value elsewhere");
            }
        }
        scope
    }

    /// The expression that `written` comes to, with its references followed; an error says in words for users why it is
    /// not known.
    pub(super) fn resolved(&self, written: Written<'m>) -> Result<Written<'m>, &'static str> {
        let mut written = written;
        for _ in 0..DEEPEST {
            let names: Vec<&str> = match &written.value.kind {
                Kind::Reference(names) => names.iter().map(|name| &**name).collect(),
                Kind::Template => return Err("a text that Terraform puts together"),
                Kind::Computed => return Err("a value that Terraform computes"),
                Kind::Call { name, arguments } => match (&**name, arguments.as_slice()) {
                    (
                        "tolist" | "toset" | "tostring" | "tonumber" | "tobool" | "sensitive" | "nonsensitive",
                        [inner],
                    ) => {
                        written.value = inner;
                        continue;
                    }
                    _ => return Err("a value that Terraform computes"),
                },
                _ => return Ok(written),
            };
            written = self.named(&names)?;
        }
        Err("a reference to itself")
    }

    /// What `var.name` or `local.name`, and keys below them, stand for.
    fn named(&self, names: &[&str]) -> Result<Written<'m>, &'static str> {
        let (mut written, rest) = match names {
            ["var", name, rest @ ..] => match self.variables.get(name) {
                Some(value) => ((*value)?, rest),
                None => return Err("a variable that is not declared here"),
            },
            ["local", name, rest @ ..] => {
                (*self.locals.get(name).ok_or("a local value that is not written here")?, rest)
            }
            _ => return Err("a value that Terraform looks up"),
        };
        for name in rest {
            // A local that refers to itself ends here: objects get smaller with each key.
            if matches!(written.value.kind, Kind::Reference(_)) {
                return Err("a value that Terraform looks up");
            }
            let entry = written.value.entry(name).ok_or("a value that Terraform looks up")?;
            written.value = &entry.value;
        }
        Ok(written)
    }
}
