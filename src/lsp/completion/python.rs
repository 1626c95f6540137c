//! DAGs in Python: arguments of operators and decorators, keys of `default_args`, and the names that they take.

use super::tasks::{ARGUMENTS, Argument, InForce, Value};
use super::{Choice, Item, ItemKind, Template};
use crate::fix;
use crate::lsp::View;
use crate::model::TaskSize;
use crate::read::python::{Callee, callee};
use crate::rules::Written;
use crate::syntax::Span;
use crate::syntax::python::Tree;
use crate::syntax::python::cursor::{Cursor, Group, Slot};
use crate::syntax::python::parts::imports;

/// What can be written at the cursor of a Python file.
pub(super) fn complete(view: &View<'_>, offset: usize) -> Option<Vec<Item>> {
    let cursor = Cursor::at(view.text(), offset)?;
    let tree = view.document.python()?;
    let role = role(&cursor, tree)?;
    let task = cursor.groups.iter().rev().find(|group| group.bracket == '(');
    let group = cursor.groups.last()?;
    let own = [Some(group), task].into_iter().flatten().find_map(|group| value_of(group, "executor"));
    let own = own.filter(|_| !matches!((cursor.slot, group.key), (Slot::Value, Some("executor"))));
    let place = Place { view, tree, in_force: InForce::new(view, own), cursor: &cursor };
    Some(match (role, cursor.slot) {
        (Role::Arguments | Role::DefaultArgs, Slot::Element) => place.arguments(group),
        (Role::Arguments | Role::DefaultArgs, Slot::Value) => {
            place.values(place.in_force.values(group.key.unwrap_or("")))
        }
        (Role::ExecutorConfig, Slot::Element) => place.pod_override(group).into_iter().collect(),
        (Role::ExecutorConfig, Slot::Value) => Vec::new(),
    })
}

/// What the innermost brackets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Arguments of a task.
    Arguments,
    /// A dict of defaults for such arguments.
    DefaultArgs,
    /// The dict of `executor_config`.
    ExecutorConfig,
}

fn role(cursor: &Cursor<'_>, tree: &Tree) -> Option<Role> {
    let group = cursor.groups.last()?;
    let imports = imports(tree);
    match group.bracket {
        '(' => {
            let name = group.callee;
            let (base, method) = name.rsplit_once('.').unwrap_or((name, ""));
            let makes_task = match method {
                "override" => !matches!(callee(&imports, base), Callee::Dag | Callee::TaskGroup),
                "partial" => callee(&imports, base) == Callee::Operator,
                _ => match callee(&imports, name) {
                    Callee::Operator => true,
                    Callee::TaskDecorator => group.decorates,
                    Callee::Dag | Callee::TaskGroup | Callee::Other => false,
                },
            };
            makes_task.then_some(Role::Arguments)
        }
        '{' => {
            let name = group.given_to?.to_ascii_lowercase();
            if name.ends_with("default_args") {
                Some(Role::DefaultArgs)
            } else {
                (name == "executor_config").then_some(Role::ExecutorConfig)
            }
        }
        _ => None,
    }
}

/// The text that brackets give a key.
fn value_of<'t>(group: &Group<'t>, key: &str) -> Option<&'t str> {
    group.values.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
}

struct Place<'v> {
    view: &'v View<'v>,
    tree: &'v Tree,
    in_force: InForce<'v>,
    cursor: &'v Cursor<'v>,
}

impl Place<'_> {
    /// The arguments that are not there yet and that some executor in force reads.
    fn arguments(&self, group: &Group<'_>) -> Vec<Item> {
        let in_dict = group.bracket == '{';
        if self.cursor.quote.is_some() != in_dict && self.cursor.quote.is_some() {
            return Vec::new();
        }
        let wanted = |argument: &&Argument| !group.keys.contains(&argument.name) && self.in_force.reads(argument.name);
        ARGUMENTS.iter().filter(wanted).map(|argument| self.argument(argument, in_dict)).collect()
    }

    fn argument(&self, argument: &Argument, in_dict: bool) -> Item {
        let (begin, value, beside) = self.entry(argument.name, argument.value, in_dict);
        let comma = if self.cursor.comma_after { "," } else { "" };
        let template = if self.cursor.valued { begin } else { begin.then(value).text(comma) };
        let replace = self.replace(!self.cursor.valued);
        let mut item = Item::new(ItemKind::Argument, argument.name, replace, template);
        item.documentation = argument.meaning.to_string();
        if !self.cursor.valued {
            item.beside = beside;
        }
        item
    }

    /// The beginning of an element with its value, and the imports that it needs.
    fn entry(&self, name: &str, value: Value, in_dict: bool) -> (Template, Template, Vec<fix::TextEdit>) {
        let quote = self.quote();
        let begin = match (in_dict, self.cursor.quote) {
            (false, _) => format!("{name}{}", if self.cursor.valued { "" } else { "=" }),
            (true, None) => format!("{quote}{name}{quote}{}", if self.cursor.valued { "" } else { ": " }),
            (true, Some(_)) if self.cursor.valued => name.to_string(),
            (true, Some((own, _))) => format!("{name}{own}: "),
        };
        let code = |written: &Written| {
            let (code, imports) =
                fix::python::written(self.view.text(), self.tree, &begin, written, self.cursor.word.start);
            (code.get(begin.len()..).unwrap_or("").to_string(), imports)
        };
        let (value, beside) = match value {
            Value::Text => (Template::of(quote).hole("").text(quote), Vec::new()),
            Value::Number(usual) => (Template::default().hole(usual), Vec::new()),
            Value::Duration(seconds) => {
                let (code, imports) = code(&Written::duration(seconds));
                (with_holes(&code, |part| part.bytes().all(|byte| byte.is_ascii_digit())), imports)
            }
            Value::PodOverride => {
                let (size, written) = self.in_force.pod_override();
                let (code, imports) = code(&written);
                (with_sizes(&code, size), imports)
            }
        };
        (Template::of(begin), value, beside)
    }

    /// The key of `executor_config` that the Kubernetes executor reads.
    fn pod_override(&self, group: &Group<'_>) -> Option<Item> {
        if group.keys.contains(&"pod_override") || !self.in_force.reads("executor_config") {
            return None;
        }
        let (size, written) = self.in_force.pod_override();
        let Written::Map(entries) = &written else { return None };
        let (name, pod) = entries.first()?;
        let (begin, _, _) = self.entry(name, Value::Text, true);
        if self.cursor.valued {
            return Some(Item::new(ItemKind::Argument, name, self.replace(false), begin));
        }
        let prefix = begin.plain();
        let (code, imports) = fix::python::written(self.view.text(), self.tree, &prefix, pod, self.cursor.word.start);
        let comma = if self.cursor.comma_after { "," } else { "" };
        let template = with_sizes(&code, size).text(comma);
        let mut item = Item::new(ItemKind::Argument, name, self.replace(true), template);
        item.documentation =
            "A pod whose settings win over the deployment's default pod; its first container must be called `base`."
                .to_string();
        item.beside = imports;
        Some(item)
    }

    /// Items that write texts, in quotes.
    fn values(&self, choices: Vec<Choice>) -> Vec<Item> {
        let comma = if self.cursor.comma_after { "," } else { "" };
        let (open, close) = match self.cursor.quote {
            None => (self.quote().to_string(), format!("{}{comma}", self.quote())),
            Some((quote, _)) => (String::new(), quote.to_string()),
        };
        let quote = self.cursor.quote.map_or_else(|| open.clone(), |(quote, _)| quote.to_string());
        let items = choices.into_iter().map(|choice| {
            let inner = choice.text.replace('\\', "\\\\").replace(&quote, &format!("\\{quote}"));
            let text = Template::of(format!("{open}{inner}{close}"));
            let mut item = Item::new(choice.kind, choice.text, self.replace(true), text).detail(choice.detail);
            item.documentation = choice.documentation;
            item
        });
        items.collect()
    }

    /// The quote that the file uses most.
    fn quote(&self) -> &'static str {
        let (empty, _) = fix::python::written(self.view.text(), self.tree, "", &Written::text(""), 0);
        if empty.starts_with('\'') { "'" } else { "\"" }
    }

    /// What an item replaces: of a text the closing quote with it, where that is written anew.
    fn replace(&self, with_quote: bool) -> Span {
        let word = self.cursor.word;
        match self.cursor.quote {
            Some((_, true)) if with_quote => Span::new(word.start, word.end + 1),
            _ => word,
        }
    }
}

/// Code with holes for the amounts of a size.
fn with_sizes(code: &str, size: TaskSize) -> Template {
    let (cpu, memory) = (size.cpu(), size.memory());
    with_holes(code, |part| part == cpu || part == memory)
}

/// Code with holes in place of each word for which `is_hole`; words end at quotes, brackets and signs.
fn with_holes(code: &str, is_hole: impl Fn(&str) -> bool) -> Template {
    let mut template = Template::default();
    let mut rest = code;
    while !rest.is_empty() {
        let is_sign = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_'));
        let length = rest.find(is_sign).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(length);
        template = match part {
            "" => template,
            hole if is_hole(hole) => template.hole(hole),
            text => template.text(text),
        };
        let sign = behind.chars().next().map_or(0, char::len_utf8);
        let (sign, behind) = behind.split_at(sign);
        template = template.text(sign);
        rest = behind;
    }
    template
}
