//! One thing to write.

use super::Template;
use crate::fix::TextEdit;
use crate::fix::layout::indentation;
use crate::syntax::Span;

/// What an item is, for its icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// A key of a file format.
    Key,
    /// One of the values that a key takes.
    Choice,
    /// A worker queue.
    Queue,
    /// An executor.
    Executor,
    /// A pool.
    Pool,
    /// An environment variable.
    Variable,
    /// A keyword argument of an operator.
    Argument,
    /// Several lines at once.
    Snippet,
    /// A rule of airlint, or a category of rules.
    Rule,
}

/// One thing to write at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the list shows, and what typed letters are held against where `filter` is not given.
    pub label: String,
    /// What it is.
    pub kind: ItemKind,
    /// A few words beside the label; may be empty.
    pub detail: String,
    /// What it means, in Markdown; may be empty.
    pub documentation: String,
    /// The bytes it replaces, on one line, the cursor among them.
    pub replace: Span,
    /// What is written.
    pub template: Template,
    /// What typed letters are held against.
    pub filter: Option<String>,
    /// Edits elsewhere in the file: a comma, an import.
    pub beside: Vec<TextEdit>,
}

impl Item {
    /// An item that replaces `replace` by `template`.
    pub(super) fn new(kind: ItemKind, label: impl Into<String>, replace: Span, template: Template) -> Self {
        Self {
            label: label.into(),
            kind,
            detail: String::new(),
            documentation: String::new(),
            replace,
            template,
            filter: None,
            beside: Vec::new(),
        }
    }

    /// Says a few words beside the label.
    #[must_use]
    pub(super) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Says what it means.
    #[must_use]
    pub(super) fn documentation(mut self, documentation: impl Into<String>) -> Self {
        self.documentation = documentation.into();
        self
    }
}

/// What the client can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Client {
    /// It fills in holes.
    pub snippets: bool,
    /// It can be told to leave the indentation of new lines alone.
    pub keeps_indentation: bool,
}

/// What is written, for one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insertion {
    /// The text.
    pub text: String,
    /// Whether it is in the snippet syntax.
    pub is_snippet: bool,
}

impl Item {
    /// What is written into `text`, for one client. Clients that fill in holes indent new lines as the line of the cursor
    /// is, unless they are told otherwise.
    pub fn insertion(&self, text: &str, client: Client) -> Insertion {
        if !client.snippets || !self.template.has_holes() {
            return Insertion { text: self.template.plain(), is_snippet: false };
        }
        let indent = if client.keeps_indentation { "" } else { indentation(text, self.replace.start) };
        Insertion { text: self.template.unindented(indent).snippet(), is_snippet: true }
    }
}

/// One value that can be written, before it is known in which quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) text: String,
    /// Whether it is a text: in some formats those stand in quotes.
    pub(super) is_text: bool,
    pub(super) kind: ItemKind,
    pub(super) detail: String,
    pub(super) documentation: String,
}

impl Choice {
    /// A text.
    pub(super) fn text(kind: ItemKind, text: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { text: text.into(), is_text: true, kind, detail: detail.into(), documentation: String::new() }
    }

    /// A number, `true` or `false`.
    pub(super) fn bare(text: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { is_text: false, ..Self::text(ItemKind::Choice, text, detail) }
    }

    /// Says what it means.
    #[must_use]
    pub(super) fn documentation(mut self, documentation: impl Into<String>) -> Self {
        self.documentation = documentation.into();
        self
    }
}
