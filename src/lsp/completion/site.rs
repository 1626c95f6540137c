//! A cursor in a YAML or JSON file, and how new text is written there.

use super::{Choice, Item, ItemKind, Template};
use crate::fix::layout::line_break;
use crate::fix::yaml::{double_quoted, plain_or_quoted};
use crate::fix::{self, TextEdit};
use crate::lsp::View;
use crate::rules::Written;
use crate::syntax::Span;
use crate::syntax::yaml::{Cursor, Kind, Slot, Style, Tree};
use serde_json::Value;

/// What a dash and its blank take.
const DASH: usize = 2;

/// A cursor in a YAML or JSON file.
pub(super) struct Site<'v> {
    pub(super) view: View<'v>,
    pub(super) offset: usize,
    pub(super) cursor: Cursor<'v>,
    tree: &'v Tree,
    json: bool,
    line_break: &'static str,
    /// How much deeper than a key the file indents keys, and dashes.
    step: usize,
    dash_step: usize,
}

/// How a value is laid out.
#[derive(Clone, Copy)]
enum Layout {
    /// On lines of its own, keys or dashes in this column.
    Block(usize),
    /// Between brackets.
    Flow,
}

impl<'v> Site<'v> {
    /// The cursor at `offset` of the file; `None` where nothing is to be written.
    pub(super) fn new(view: &View<'v>, offset: usize) -> Option<Self> {
        let text = view.text();
        let cursor = Cursor::at(text, offset)?;
        let tree = view.document.yaml()?;
        let (step, dash_step) = fix::yaml::steps(tree);
        let (json, line_break) = (is_json(view), line_break(text));
        Some(Self { view: *view, offset, cursor, tree, json, line_break, step, dash_step })
    }

    /// What an item replaces: of a quoted word the closing quote with it, where that is written anew.
    fn replace(&self, with_quote: bool) -> Span {
        let word = self.cursor.word;
        match self.cursor.quote {
            Some((_, true)) if with_quote => Span::new(word.start, word.end + 1),
            None if self.is_key() && !self.cursor.colon => {
                // `exec‸ CELERY`: what follows is to become the value.
                let length = word.of(self.view.text()).find([' ', '\t']).unwrap_or(word.len());
                Span::new(word.start, word.start + length)
            }
            _ => word,
        }
    }

    fn is_key(&self) -> bool {
        matches!(self.cursor.slot, Slot::Key | Slot::Below | Slot::Item)
    }

    /// Whether a key can be begun here: the cursor is in the first word.
    pub(super) fn takes_key(&self) -> bool {
        self.cursor.colon || self.cursor.quote.is_some() || self.offset <= self.replace(false).end
    }

    fn blank(&self) -> &'static str {
        if self.cursor.tight { " " } else { "" }
    }

    fn comma_after(&self) -> &'static str {
        if self.cursor.comma_after { "," } else { "" }
    }

    fn comma_before(&self) -> Vec<TextEdit> {
        self.cursor.comma_before.map(|at| TextEdit::insert(at, ",")).into_iter().collect()
    }

    /// An item that writes a key, with `value` behind it.
    pub(super) fn key(&self, name: &str, value: Behind) -> Item {
        let quote = self.cursor.quote.map(|(quote, _)| quote);
        let open = match quote {
            Some(_) => String::new(),
            None if self.json => "\"".to_string(),
            None => String::new(),
        };
        let close = quote.map_or_else(|| open.clone(), String::from);
        let has_rest = self.replace(false) != self.cursor.word;
        let template = if self.cursor.colon {
            Template::of(format!("{}{name}", self.blank()))
        } else if has_rest {
            Template::of(format!("{}{name}:", self.blank()))
        } else {
            let begin = Template::of(format!("{}{open}{name}{close}:", self.blank()));
            begin.then(self.after_key(value)).text(self.comma_after())
        };
        let mut item = Item::new(ItemKind::Key, name, self.replace(!self.cursor.colon), template);
        item.beside = self.comma_before();
        item
    }

    /// A value behind a key's colon.
    fn after_key(&self, value: Behind) -> Template {
        let inner = self.cursor.column + self.step;
        let dash = self.cursor.column + self.dash_step;
        let below = |depth: usize| format!("{}{}", self.line_break, " ".repeat(depth));
        match (value, self.cursor.flow) {
            (Behind::Text, _) if self.json => Template::of(" \"").hole("").text("\""),
            (Behind::Bare(at_first), _) if self.json => Template::of(" ").hole(at_first),
            (Behind::Text | Behind::Bare(_), true) => Template::of(" ").hole(""),
            (Behind::Text | Behind::Bare(_), false) => Template::of(" "),
            (Behind::Written(value), true) => Template::of(format!(" {}", self.written(&value))),
            (Behind::Written(value), false) => {
                Template::of(fix::yaml::behind_key(&value, self.cursor.column, self.tree))
            }
            (Behind::Mapping, true) => Template::of(" {").hole("").text("}"),
            (Behind::Mapping, false) => Template::of(below(inner)).hole(""),
            (Behind::List(None), true) => Template::of(" [").hole("").text("]"),
            (Behind::List(None), false) => Template::of(format!("{}- ", below(dash))).hole(""),
            (Behind::List(Some(item)), true) => Template::of(" [").then(self.example(&item, Layout::Flow)).text("]"),
            (Behind::List(Some(item)), false) => {
                Template::of(format!("{}- ", below(dash))).then(self.example(&item, Layout::Block(dash + DASH)))
            }
        }
    }

    /// A value between brackets.
    fn written(&self, value: &Written) -> String {
        fix::yaml::between_brackets(value, self.json)
    }

    /// An item that writes a whole value of several keys, as the `example` has it.
    pub(super) fn whole(&self, label: &str, filter: &str, example: &Value) -> Item {
        let layout = if self.cursor.flow || self.json { Layout::Flow } else { self.block_layout() };
        let dash = match self.cursor.slot {
            Slot::Dash | Slot::Below if !self.cursor.flow => "- ",
            _ => "",
        };
        let begin = Template::of(format!("{}{dash}", self.blank()));
        let template = begin.then(self.example(example, layout)).text(self.comma_after());
        let mut item = Item::new(ItemKind::Snippet, label, self.replace(false), template);
        item.filter = Some(filter.to_string());
        item.beside = self.comma_before();
        item
    }

    fn block_layout(&self) -> Layout {
        let Cursor { slot, column, tight, .. } = &self.cursor;
        Layout::Block(match slot {
            Slot::Dash | Slot::Below => column + DASH,
            _ => column + usize::from(*tight),
        })
    }

    /// A whole file.
    pub(super) fn file(&self, label: &str, example: &Value) -> Item {
        let layout = if self.json { Layout::Flow } else { Layout::Block(0) };
        let template = self.example(example, layout).text(if self.json { "" } else { self.line_break });
        Item::new(ItemKind::Snippet, label, self.cursor.word, template)
    }

    fn example(&self, value: &Value, layout: Layout) -> Template {
        match (value, layout) {
            (Value::Object(entries), Layout::Block(column)) => {
                let glue = format!("{}{}", self.line_break, " ".repeat(column));
                let lines = entries.iter().enumerate().map(|(index, (key, value))| {
                    let begin = Template::of(format!("{}{key}:", if index == 0 { "" } else { &*glue }));
                    begin.then(self.example_after_key(value, column))
                });
                lines.fold(Template::default(), Template::then)
            }
            (Value::Array(items), Layout::Block(column)) => {
                let glue = format!("{}{}", self.line_break, " ".repeat(column));
                let lines = items.iter().enumerate().map(|(index, value)| {
                    let begin = Template::of(format!("{}- ", if index == 0 { "" } else { &*glue }));
                    begin.then(self.example(value, Layout::Block(column + DASH)))
                });
                lines.fold(Template::default(), Template::then)
            }
            (Value::Object(entries), Layout::Flow) => {
                let entries = entries.iter().enumerate().map(|(index, (key, value))| {
                    let comma = if index == 0 { "" } else { ", " };
                    let quote = if self.json { "\"" } else { "" };
                    Template::of(format!("{comma}{quote}{key}{quote}: ")).then(self.example(value, Layout::Flow))
                });
                entries.fold(Template::of("{"), Template::then).text("}")
            }
            (Value::Array(items), Layout::Flow) => {
                let items = items.iter().enumerate().map(|(index, value)| {
                    Template::of(if index == 0 { "" } else { ", " }).then(self.example(value, Layout::Flow))
                });
                items.fold(Template::of("["), Template::then).text("]")
            }
            (Value::String(text), _) => {
                let written = if self.json { double_quoted(text) } else { plain_or_quoted(text) };
                match written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                    Some(inner) => Template::of("\"").hole(inner).text("\""),
                    None => Template::default().hole(written),
                }
            }
            (other, _) => Template::default().hole(other.to_string()),
        }
    }

    fn example_after_key(&self, value: &Value, column: usize) -> Template {
        match value {
            Value::Object(_) | Value::Array(_) => {
                let inner = column + if value.is_array() { self.dash_step } else { self.step };
                let begin = Template::of(format!("{}{}", self.line_break, " ".repeat(inner)));
                begin.then(self.example(value, Layout::Block(inner)))
            }
            _ => Template::of(" ").then(self.example(value, Layout::Flow)),
        }
    }

    /// Items that write values: in the quotes that are there, or in such as the format needs.
    pub(super) fn values(&self, choices: impl IntoIterator<Item = Choice>) -> Vec<Item> {
        let dash = if self.cursor.slot == Slot::Dash { "- " } else { "" };
        choices
            .into_iter()
            .filter(|choice| choice.is_text || self.cursor.quote.is_none())
            .map(|choice| {
                let text = match self.cursor.quote {
                    Some((quote, _)) => {
                        let inner = double_quoted(&choice.text);
                        let inner = inner.get(1..inner.len() - 1).unwrap_or("");
                        let inner = if quote == '"' { inner.to_string() } else { choice.text.replace('\'', "''") };
                        format!("{inner}{quote}")
                    }
                    None if !choice.is_text => choice.text.clone(),
                    None if self.json => double_quoted(&choice.text),
                    None => plain_or_quoted(&choice.text),
                };
                let written = format!("{}{dash}{text}{}", self.blank(), self.comma_after());
                let mut item = Item::new(choice.kind, choice.text, self.replace(true), Template::of(written))
                    .detail(choice.detail);
                item.documentation = choice.documentation;
                item.beside = self.comma_before();
                item
            })
            .collect()
    }
}

/// What stands behind a new key.
pub(super) enum Behind {
    /// A text.
    Text,
    /// A number, `true` or `false`: in JSON, which must say something, this one at first.
    Bare(String),
    /// A mapping.
    Mapping,
    /// A value that is not a scalar, written out.
    Written(Written),
    /// A list, with its first item where there is an example of one.
    List(Option<Value>),
}

/// Whether texts and keys are written in quotes.
fn is_json(view: &View<'_>) -> bool {
    if view.files.path(view.file).extension() == Some("json") {
        return true;
    }
    let root = view.document.yaml().and_then(|tree| tree.root());
    let first = root.filter(|root| root.kind() == Kind::Mapping { flow: true }).and_then(|root| root.entries().next());
    first.is_some_and(|entry| entry.key.style() == Some(Style::DoubleQuoted))
}
