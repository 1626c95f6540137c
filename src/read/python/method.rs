//! Methods of dicts and lists, and calls that may change what they are given.

use super::change::root_name;
use super::reader::Reader;
use super::scope::Meaning;
use crate::model::{Entry, Value, ValueKind};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

/// Methods that change what they are called on.
const CHANGING: [&str; 13] = [
    "update",
    "append",
    "extend",
    "insert",
    "pop",
    "popitem",
    "setdefault",
    "clear",
    "remove",
    "sort",
    "reverse",
    "add",
    "discard",
];

/// Functions that certainly change none of their arguments.
const HARMLESS: [&str; 8] = ["print", "len", "logging", "log", "logger", "LOG", "pprint", "isinstance"];

impl<'a> Reader<'a> {
    /// A call whose result nobody uses is made for what it does: perhaps it changes what it is given.
    pub(super) fn expression_statement(&mut self, expression: &'a Expr) {
        let Expr::Call(call) = expression else { return self.visit(expression) };
        drop(self.meaning(expression));
        let root = root_name(&call.func);
        if root.is_some_and(|root| HARMLESS.contains(&root)) {
            return;
        }
        let known = match root.and_then(|root| self.lookup(root)) {
            Some(Meaning::Path(path)) => path.is_foreign(),
            Some(Meaning::Class(_) | Meaning::Definition(_) | Meaning::DagFunction(_) | Meaning::Dag(_)) => true,
            _ => false,
        };
        if known {
            return;
        }
        for argument in &call.arguments.args {
            if let Expr::Name(name) = argument
                && let Some(Meaning::Cell(cell)) = self.lookup(name.id.as_str())
                && self.cells.get(cell as usize).is_some_and(|cell| super::value::is_mutable(&cell.value))
            {
                self.change(cell);
            }
        }
    }

    /// A method call on something that a name holds. Gives the result, where the method is one of dicts.
    pub(super) fn method(
        &mut self,
        cell: u32,
        call: &'a ast::ExprCall,
        method: &'a ast::ExprAttribute,
    ) -> Option<Meaning> {
        let name = method.attr.as_str();
        let direct = matches!(&*method.value, Expr::Name(_));
        let is_map = matches!(self.cells.get(cell as usize)?.value.kind, ValueKind::Map(_));
        match name {
            "copy" if call.arguments.args.is_empty() => {
                let place = self.place(call.range());
                let parts = self.parts.len();
                let value = self.as_value(Meaning::Cell(cell), place);
                self.parts.truncate(parts);
                Some(Meaning::Fresh(value))
            }
            "get" if (1..=2).contains(&call.arguments.args.len()) => {
                let place = self.place(call.range());
                let key = self.value(call.arguments.args.first()?);
                let default = call.arguments.args.get(1).map(|default| self.value(default));
                match self.item(Meaning::Cell(cell), key, place) {
                    // A key that is certainly not there gives the default, but `get` is written for keys that may be.
                    Meaning::Fresh(Value { kind: ValueKind::Opaque(_), .. }) => {
                        drop(default);
                        Some(Meaning::Fresh(Value::opaque(place, "a look-up in a dict")))
                    }
                    found => Some(found),
                }
            }
            "update" if is_map && direct => {
                self.update_with(cell, &call.arguments);
                Some(Meaning::Fresh(Value::new(self.place(call.range()), ValueKind::Null)))
            }
            "setdefault" if is_map && direct && call.arguments.args.len() == 2 => {
                let place = self.place(call.range());
                let key = self.value(call.arguments.args.first()?);
                self.visit(call.arguments.args.get(1)?);
                self.set_key(cell, key, Value::opaque(place, "a default that may apply"));
                Some(Meaning::Fresh(Value::opaque(place, "a look-up in a dict")))
            }
            _ if is_changing(name) => {
                self.visit_arguments(&call.arguments);
                self.change_root(&method.value);
                let place = self.place(call.range());
                Some(Meaning::Fresh(Value::opaque(place, "a part of a value")))
            }
            _ => None,
        }
    }

    pub(super) fn update(&mut self, cell: u32, other: &'a Expr) {
        let mut entries = Vec::new();
        self.spread_into(&mut entries, other);
        self.add_entries(cell, entries);
    }

    fn update_with(&mut self, cell: u32, arguments: &'a ast::Arguments) {
        let mut entries = Vec::new();
        for argument in &arguments.args {
            self.spread_into(&mut entries, argument);
        }
        for keyword in &arguments.keywords {
            match &keyword.arg {
                Some(name) => {
                    let key = Value::new(self.place(name.range()), ValueKind::Text(name.as_str().into()));
                    let value = self.argument(&keyword.value);
                    entries.push(Entry::Pair { key, value });
                }
                None => self.spread_into(&mut entries, &keyword.value),
            }
        }
        self.add_entries(cell, entries);
    }
}

/// Whether a method of that name changes what it is called on.
pub(super) fn is_changing(method: &str) -> bool {
    CHANGING.contains(&method)
}
