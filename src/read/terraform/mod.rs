//! Terraform to facts: the `astro_deployment` resources of the provider astronomer/astro.
//!
//! A module is a folder: the variables and locals of all its files count. A value is known where it is written out, in the
//! resource or behind a `var.` or `local.` whose value is. A variable's default is not the value where a `.tfvars` file or
//! a call of the module gives another one. Everything that Terraform computes is not known. Sources: the language
//! documentation of Terraform ("Input variables", "Override files"), and `schemas/deployment.go` of the provider (2026-08).

mod facts;
mod fields;
mod scope;
#[cfg(test)]
mod tests;
mod value;

use crate::model::{Deployment, FileId, Shape};
use crate::syntax::hcl::{Block, Body, Expression, Hcl, Kind};
use camino::{Utf8Path, Utf8PathBuf};
use scope::Scope;
use std::collections::BTreeMap;

/// The type of the resources that are read.
pub const RESOURCE: &str = "astro_deployment";

/// What one file adds to its folder's module.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    id: FileId,
    /// `resource "astro_deployment" "…"` blocks.
    resources: Vec<Block>,
    /// `variable` blocks with their defaults.
    variables: Vec<(Box<str>, Option<Expression>)>,
    /// The entries of `locals` blocks.
    locals: Vec<(Box<str>, Expression)>,
    /// Variables that a `.tfvars` file gives values.
    assigned: Vec<(Box<str>, Expression)>,
    /// Calls of modules in other folders.
    calls: Vec<Call>,
}

/// A `module` block.
#[derive(Debug, Clone, PartialEq)]
struct Call {
    /// Where the module is, where that is written out.
    source: Option<Box<str>>,
    /// The variables that it gives values.
    arguments: Vec<Box<str>>,
}

/// Reads one file. Deviations are told where it has a deployment in it: other files are none of airlint's.
pub fn read(id: FileId, path: &Utf8Path, hcl: &Hcl) -> (File, Vec<Shape>) {
    if path.extension() == Some("tfvars") {
        return (File { id, assigned: attributes(&hcl.body), ..File::default() }, Vec::new());
    }
    let of = |kind| hcl.body.blocks_of(kind);
    let is_ours = |block: &&Block| block.labels.len() == 2 && block.labels.iter().any(|it| &*it.text == RESOURCE);
    let named = |block: &Block| block.labels.first().map(|label| label.text.clone());
    let file = File {
        id,
        resources: of("resource").filter(is_ours).cloned().collect(),
        variables: of("variable").filter_map(|block| Some((named(block)?, default(block)))).collect(),
        locals: of("locals").flat_map(|block| attributes(&block.body)).collect(),
        assigned: Vec::new(),
        calls: of("module").map(call).collect(),
    };
    let shapes = match file.resources.is_empty() {
        true => Vec::new(),
        false => super::syntax_shapes(id, &hcl.errors).collect(),
    };
    (file, shapes)
}

fn attributes(body: &Body) -> Vec<(Box<str>, Expression)> {
    body.attributes.iter().map(|attribute| (attribute.key.text.clone(), attribute.value.clone())).collect()
}

/// The default of a variable; `None` as well where a broken line may have said one.
fn default(block: &Block) -> Option<Expression> {
    let written = block.body.attribute("default").filter(|_| !block.body.is_broken);
    written.map(|attribute| attribute.value.clone())
}

fn call(block: &Block) -> Call {
    let source = block.body.attribute("source").and_then(|source| source.value.as_text());
    let arguments = block.body.attributes.iter().map(|attribute| attribute.key.text.clone());
    Call { source: source.map(Into::into), arguments: arguments.collect() }
}

impl File {
    /// Whether it says nothing that another file could need.
    pub fn is_empty(&self) -> bool {
        let Self { id: _, resources, variables, locals, assigned, calls } = self;
        resources.is_empty() && variables.is_empty() && locals.is_empty() && assigned.is_empty() && calls.is_empty()
    }

    /// Whether a deployment is in it.
    pub fn has_deployment(&self) -> bool {
        !self.resources.is_empty()
    }
}

/// The deployments of all files of a project, in the order of the files.
pub fn link(files: &[(&Utf8Path, &File)]) -> Vec<Deployment> {
    let mut folders: BTreeMap<&Utf8Path, Vec<(&Utf8Path, &File)>> = BTreeMap::new();
    for (path, file) in files {
        folders.entry(path.parent().unwrap_or(path)).or_default().push((path, file));
    }
    let has_deployments =
        |(_, files): &(&&Utf8Path, &Vec<(&Utf8Path, &File)>)| files.iter().any(|(_, it)| it.has_deployment());
    let linked = folders.iter().filter(has_deployments).flat_map(|(folder, own)| {
        let given_elsewhere = given_elsewhere(folder, files);
        module(&Scope::new(own, &given_elsewhere), own)
    });
    linked.collect()
}

/// The variables of a folder's module that calls of it, or `.tfvars` files that Terraform does not read by itself, give
/// values.
fn given_elsewhere<'m>(folder: &Utf8Path, files: &[(&'m Utf8Path, &'m File)]) -> Vec<&'m str> {
    let mut given = Vec::new();
    for (path, file) in files {
        let from = path.parent().unwrap_or(path);
        let calls = file.calls.iter().filter(|call| {
            call.source.as_ref().is_some_and(|source| source.starts_with('.') && joined(from, source) == folder)
        });
        given.extend(calls.flat_map(|call| &call.arguments).map(|name| &**name));
        if !scope::is_read_by_itself(path) || from != folder {
            given.extend(file.assigned.iter().map(|(name, _)| &**name));
        }
    }
    given
}

/// `source` as seen from a folder, without `.` and `..`.
fn joined(from: &Utf8Path, source: &str) -> Utf8PathBuf {
    let mut path = from.to_owned();
    for part in source.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => _ = path.pop(),
            name => path.push(name),
        }
    }
    path
}

/// The deployments of one folder. What an override file says of a resource goes before what other files say.
fn module(scope: &Scope<'_>, files: &[(&Utf8Path, &File)]) -> Vec<Deployment> {
    let is_override = |path: &Utf8Path| {
        let stem = path.file_stem().unwrap_or("");
        stem == "override" || stem.ends_with("_override")
    };
    let blocks = |wanted: bool| {
        let files = files.iter().filter(move |(path, _)| is_override(path) == wanted);
        files.flat_map(|(_, file)| file.resources.iter().map(|block| (file.id, block)))
    };
    let name = |block: &Block| block.labels.last().map(|label| label.text.clone());
    let deployments = blocks(false).map(|(id, block)| {
        let over = blocks(true).filter(|(_, other)| name(other) == name(block)).map(|(id, it)| (id, &it.body));
        // Of several override files the last by name counts.
        let mut bodies: Vec<(FileId, &Body)> = over.collect();
        bodies.reverse();
        facts::deployment(scope, id, block, &bodies)
    });
    deployments.collect()
}

/// Whether an expression says `null`, which is the same as not written.
fn is_null(expression: &Expression) -> bool {
    expression.kind == Kind::Null
}
