//! Layouts: the same data as YAML in all the ways people write it, and as JSON.

use crate::tree::Tree;
use proptest::prelude::*;

/// How a file is written.
#[derive(Debug, Clone)]
pub struct Layout {
    form: Form,
    /// Blanks of one level.
    step: usize,
    /// Whether the dashes of lists stand deeper than their key.
    deep_dashes: bool,
    crlf: bool,
    final_break: bool,
    quoted_keys: bool,
    byte_order_mark: bool,
    /// Decides, one after the other, about comments, blank lines and braces.
    dice: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Block,
    /// One line in braces.
    Braces,
    Json,
    PrettyJson,
}

/// A file.
pub struct Written {
    pub text: String,
    /// Each comment with the path of the entry or item that it belongs to.
    pub comments: Vec<(String, String)>,
}

impl Layout {
    pub fn any() -> impl Strategy<Value = Layout> {
        let form = prop_oneof![
            6 => Just(Form::Block),
            1 => Just(Form::Braces),
            1 => Just(Form::Json),
            2 => Just(Form::PrettyJson),
        ];
        let seldom = || prop::bool::weighted(0.2);
        let flags = (any::<bool>(), any::<bool>(), any::<bool>(), seldom(), seldom());
        (form, 2..=4usize, flags, prop::collection::vec(0..8u8, 1..40)).prop_map(
            |(form, step, (deep_dashes, crlf, final_break, quoted_keys, byte_order_mark), dice)| Layout {
                form,
                step,
                deep_dashes,
                crlf,
                final_break,
                quoted_keys,
                byte_order_mark,
                dice,
            },
        )
    }

    pub fn is_json(&self) -> bool {
        matches!(self.form, Form::Json | Form::PrettyJson)
    }

    pub fn takes_comments(&self) -> bool {
        self.form == Form::Block
    }

    /// Writes a file, with `remark` behind the entry at its path.
    pub fn write(&self, tree: &Tree, remark: Option<&(String, String)>) -> Written {
        let mut writer = Writer { layout: self, rolled: 0, text: String::new(), comments: Vec::new(), remark };
        match self.form {
            Form::Block => writer.block(tree, 0, ""),
            Form::Braces => writer.text = format!("{}\n", flow(tree, false)),
            Form::Json => writer.text = format!("{}\n", flow(tree, true)),
            Form::PrettyJson => {
                writer.pretty(tree, 0);
                writer.text.push('\n');
            }
        }
        let mut text = writer.text;
        if !self.final_break {
            text.truncate(text.trim_end().len());
        }
        if self.crlf {
            text = text.replace('\n', "\r\n");
        }
        if self.byte_order_mark && !self.is_json() {
            text.insert(0, '\u{feff}');
        }
        Written { text, comments: writer.comments }
    }
}

/// A tree in the plainest layout.
pub fn plain(tree: &Tree) -> String {
    let layout = Layout {
        form: Form::Block,
        step: 2,
        deep_dashes: true,
        crlf: false,
        final_break: true,
        quoted_keys: false,
        byte_order_mark: false,
        dice: vec![7],
    };
    layout.write(tree, None).text
}

struct Writer<'l> {
    layout: &'l Layout,
    rolled: usize,
    text: String,
    comments: Vec<(String, String)>,
    remark: Option<&'l (String, String)>,
}

impl Writer<'_> {
    fn roll(&mut self) -> u8 {
        self.rolled += 1;
        self.layout.dice[self.rolled % self.layout.dice.len()]
    }

    fn comment(&mut self, path: &str) -> String {
        let sign = ["", " ü", " 🚀: - x", " \"", " {"][self.comments.len() % 5];
        let comment = format!("# c{}.{sign}", self.comments.len());
        self.comments.push((path.to_string(), comment.clone()));
        comment
    }

    /// A comment line above an entry or item.
    fn above(&mut self, column: usize, path: &str) {
        match self.roll() {
            0 => self.text.push('\n'),
            1 | 2 => {
                let comment = self.comment(path);
                self.text.push_str(&format!("{}{comment}\n", " ".repeat(column)));
            }
            _ => {}
        }
    }

    /// A comment behind an entry or item, and the line break.
    fn end_line(&mut self, path: &str) {
        if let Some((at, remark)) = self.remark
            && at == path
        {
            self.text.push_str(&format!("  {remark}"));
        }
        if self.roll() == 3 {
            let comment = self.comment(path);
            self.text.push_str(&format!("  {comment}"));
        }
        self.text.push('\n');
    }

    /// A collection in lines; the first line starts in `column`, which is not written yet.
    fn block(&mut self, tree: &Tree, column: usize, path: &str) {
        match tree {
            Tree::Map(entries) => {
                for (key, value) in entries {
                    let path = join(path, key);
                    self.above(column, &path);
                    self.text.push_str(&" ".repeat(column));
                    self.entry(key, value, column, &path);
                }
            }
            Tree::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let path = join(path, &index.to_string());
                    self.above(column, &path);
                    self.text.push_str(&format!("{}- ", " ".repeat(column)));
                    self.item(item, column, &path);
                }
            }
            Tree::Scalar(_) | Tree::Block(_) => panic!("a scalar is no block"),
        }
    }

    fn item(&mut self, item: &Tree, column: usize, path: &str) {
        match item {
            Tree::Map(entries) if self.roll() != 4 && !entries.is_empty() => {
                for (index, (key, value)) in entries.iter().enumerate() {
                    let path = join(path, key);
                    if index > 0 {
                        self.above(column + 2, &path);
                        self.text.push_str(&" ".repeat(column + 2));
                    }
                    self.entry(key, value, column + 2, &path);
                }
            }
            other => {
                self.text.push_str(&flow(other, false));
                self.end_line(path);
            }
        }
    }

    fn entry(&mut self, key: &str, value: &Tree, column: usize, path: &str) {
        let quote = if self.layout.quoted_keys { "\"" } else { "" };
        self.text.push_str(&format!("{quote}{key}{quote}:"));
        match value {
            Tree::Scalar(text) if text.is_empty() => self.end_line(path),
            Tree::Scalar(text) => {
                self.text.push_str(&format!(" {text}"));
                self.end_line(path);
            }
            Tree::Block(lines) => {
                self.text.push_str(" |\n");
                for line in lines {
                    let indent = if line.is_empty() { 0 } else { column + self.layout.step };
                    self.text.push_str(&format!("{}{line}\n", " ".repeat(indent)));
                }
            }
            Tree::Map(entries) if entries.is_empty() => {
                self.text.push_str(" {}");
                self.end_line(path);
            }
            Tree::List(items) if items.is_empty() || (path.contains("alert_emails") && self.roll() < 4) => {
                self.text.push_str(&format!(" {}", flow(value, false)));
                self.end_line(path);
            }
            Tree::Map(_) => {
                self.end_line(path);
                self.block(value, column + self.layout.step, path);
            }
            Tree::List(_) => {
                self.end_line(path);
                let dashes = if self.layout.deep_dashes { column + self.layout.step } else { column };
                self.block(value, dashes, path);
                if self.layout.deep_dashes && self.roll() == 5 {
                    let comment = self.comment(path);
                    self.text.push_str(&format!("{}{comment}\n", " ".repeat(dashes)));
                }
            }
        }
    }

    fn pretty(&mut self, tree: &Tree, depth: usize) {
        let indent = |depth: usize| " ".repeat(self.layout.step * depth);
        let (inner, outer) = (indent(depth + 1), indent(depth));
        match tree {
            Tree::Map(entries) if !entries.is_empty() => {
                self.text.push_str("{\n");
                for (index, (key, value)) in entries.iter().enumerate() {
                    self.text.push_str(&format!("{inner}\"{key}\": "));
                    self.pretty(value, depth + 1);
                    self.text.push_str(if index + 1 < entries.len() { ",\n" } else { "\n" });
                }
                self.text.push_str(&format!("{outer}}}"));
            }
            Tree::List(items) if !items.is_empty() => {
                self.text.push_str("[\n");
                for (index, item) in items.iter().enumerate() {
                    self.text.push_str(&inner);
                    self.pretty(item, depth + 1);
                    self.text.push_str(if index + 1 < items.len() { ",\n" } else { "\n" });
                }
                self.text.push_str(&format!("{outer}]"));
            }
            other => self.text.push_str(&flow(other, true)),
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_string() } else { format!("{path}/{key}") }
}

/// A value on one line.
fn flow(tree: &Tree, json: bool) -> String {
    let quote = if json { "\"" } else { "" };
    match tree {
        Tree::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{quote}{key}{quote}: {}", flow(value, json)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Tree::List(items) => {
            let items = items.iter().map(|item| flow(item, json));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        Tree::Block(lines) => serde_json::to_string(&format!("{}\n", lines.join("\n"))).expect("a text"),
        Tree::Scalar(text) if json => {
            let bare = text.trim_matches(['"', '\'']);
            let is_literal = bare == text && (text.parse::<f64>().is_ok() || matches!(&**text, "true" | "false"));
            match text.as_str() {
                "" => "null".to_string(),
                _ if is_literal => text.clone(),
                _ => serde_json::to_string(bare).expect("a text"),
            }
        }
        Tree::Scalar(text) => text.clone(),
    }
}
