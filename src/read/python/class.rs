//! Classes: which may be operators, and what they may set by themselves.

use super::module::{BaseFacts, ClassFacts};
use super::names::{Role, TASK_ARGUMENTS};
use super::reader::{Context, Reader};
use super::scope::{Meaning, Scope, ScopeKind};
use crate::syntax::python::span;
use ruff_python_ast as ast;
use ruff_text_size::Ranged;

impl<'a> Reader<'a> {
    pub(super) fn class(&mut self, class: &'a ast::StmtClassDef) {
        let mut bases = Vec::new();
        for decorator in &class.decorator_list {
            self.visit(&decorator.expression);
        }
        if let Some(arguments) = &class.arguments {
            for base in &arguments.args {
                bases.push(match self.meaning(base) {
                    Meaning::Path(path) => BaseFacts::Path((*path).clone()),
                    Meaning::Class(class) => BaseFacts::Local(class),
                    _ => BaseFacts::Unknown,
                });
            }
        }
        let may_be_operator = bases.iter().any(|base| self.may_be_operator(base));
        let (mentions, dynamic) =
            if may_be_operator { mentions(span(class.range()).of(self.text)) } else { (0, false) };
        let id = self.module.classes.len() as u32;
        let name = class.name.as_str();
        self.module.classes.push(ClassFacts { name: name.into(), bases, mentions, dynamic });
        let outer = (self.scope, self.context, self.in_operator_class);
        self.scopes.push(Scope::new(ScopeKind::Class, Some(self.scope)));
        self.scope = self.scopes.len() - 1;
        self.class_scopes.push(self.scope);
        self.in_operator_class = may_be_operator;
        if may_be_operator {
            self.context = Context::NO_TASKS;
        }
        // Branches that are open around the class are none of its own.
        let journal = std::mem::take(&mut self.journal);
        self.statements(&class.body);
        self.journal = journal;
        (self.scope, self.context, self.in_operator_class) = outer;
        self.bind(name, Meaning::Class(id));
    }

    fn may_be_operator(&self, base: &BaseFacts) -> bool {
        match base {
            BaseFacts::Path(path) => match path.role() {
                Role::Operator => true,
                Role::Unknown => super::names::is_operator_name(path.last()),
                _ => false,
            },
            BaseFacts::Local(class) => self
                .module
                .classes
                .get(*class as usize)
                .is_some_and(|class| class.bases.iter().any(|base| self.may_be_operator(base))),
            BaseFacts::Unknown => false,
        }
    }
}

/// The task arguments that a class's text mentions, and whether it passes arguments on in a way that cannot be followed.
/// Comments count as well: a setting too many is opaque, never wrong.
fn mentions(text: &str) -> (u32, bool) {
    let bytes = text.as_bytes();
    let is_name = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let mut mentions = 0;
    for (bit, argument) in TASK_ARGUMENTS.iter().enumerate() {
        let found = memchr::memmem::find_iter(bytes, argument).any(|at| {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            !is_name(before) && !is_name(bytes.get(at + argument.len()))
        });
        if found {
            mentions |= 1 << bit;
        }
    }
    let dynamic = ["setattr(", "kwargs.update(", "kwargs |", "{**", "__dict__"]
        .iter()
        .any(|way| memchr::memmem::find(bytes, way.as_bytes()).is_some());
    (mentions, dynamic)
}
