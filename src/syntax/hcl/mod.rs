//! HCL, the language of Terraform, with the bytes of every block, key and value.
//!
//! Built on hcl-edit; nothing outside this module names that crate. It gives up at the first fault; `recover` reads the
//! rest of the text all the same.

mod convert;
mod recover;
mod scan;

use super::{Comment, Span, SyntaxError};

/// A text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hcl {
    /// What stands at the top.
    pub body: Body,
    /// `#`, `//` and `/* */` comments.
    pub comments: Vec<Comment>,
    /// Where Terraform would stop. Sorted.
    pub errors: Vec<SyntaxError>,
}

/// Attributes and blocks, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// `key = value`.
    pub attributes: Vec<Attribute>,
    /// `kind "label" { … }`.
    pub blocks: Vec<Block>,
    /// Whether a part of it could not be read: what is not there may have stood in it.
    pub is_broken: bool,
}

/// `key = value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The whole of it.
    pub span: Span,
    /// The key.
    pub key: Word,
    /// The value.
    pub value: Expression,
}

/// `resource "astro_deployment" "prod" { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The whole of it.
    pub span: Span,
    /// The word in front.
    pub kind: Word,
    /// The labels, without their quotes in the text and with them in the range.
    pub labels: Vec<Word>,
    /// What stands between the braces.
    pub body: Body,
}

/// A name or a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub text: Box<str>,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// Where it stands, quotes and brackets included.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// Kinds of values.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number as written.
    Number(Box<str>),
    /// A text without anything put in, escapes resolved; here-documents as they are, with their indentation for `<<` and
    /// without it for `<<-`.
    Text(Box<str>),
    /// A text into which values are put: `"${var.name}-prod"`.
    Template,
    /// `[…]`
    List(Vec<Expression>),
    /// `{…}`
    Object(Vec<ObjectEntry>),
    /// `var.executor`, `local.queues`: the names between the dots.
    Reference(Vec<Box<str>>),
    /// `jsondecode(…)`
    Call {
        /// The function, with its namespace: `provider::astro::f`.
        name: Box<str>,
        /// What it is given.
        arguments: Vec<Expression>,
    },
    /// Anything else: a condition, an operation, a `for`, an index, a splat.
    Computed,
}

/// `key = value` of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectEntry {
    /// Where the key stands, quotes included.
    pub key: Span,
    /// What the key says; `None` where it is computed.
    pub name: Option<Box<str>>,
    /// The value.
    pub value: Expression,
}

/// Reads `text`. Never fails: what cannot be read is an error in the result.
pub fn parse(text: &str) -> Hcl {
    let recovered = recover::recover(text);
    let mut errors = recovered.errors;
    errors.sort_by_key(|error| error.span);
    Hcl { body: recovered.body, comments: scan::scan(text).comments, errors }
}

impl Body {
    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| &*attribute.key.text == name)
    }

    /// The blocks of that kind.
    pub fn blocks_of<'b>(&'b self, kind: &'b str) -> impl Iterator<Item = &'b Block> {
        self.blocks.iter().filter(move |block| &*block.kind.text == kind)
    }
}

impl Expression {
    /// The value of an object's key.
    pub fn entry(&self, name: &str) -> Option<&ObjectEntry> {
        let Kind::Object(entries) = &self.kind else { return None };
        entries.iter().find(|entry| entry.name.as_deref() == Some(name))
    }

    /// The text, where it is one without anything put in.
    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
