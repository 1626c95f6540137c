//! From expressions to what they mean.

use super::names::Path;
use super::part::dag_object;
use super::reader::Reader;
use super::scope::Meaning;
use super::value::{LONGEST_TEXT, is_mutable};
use crate::model::{Entry, Place, Value, ValueKind};
use ruff_python_ast::{self as ast, Expr, Number};
use ruff_text_size::Ranged;
use std::rc::Rc;

/// Lists and dicts with more entries are data, not settings.
pub(super) const MOST_ENTRIES: usize = 2_000;

/// A value that names hold is not copied into others past this depth.
const DEEPEST_COPY: usize = 64;

impl<'a> Reader<'a> {
    /// What an expression means. Tasks, DAGs and objects that it makes are recorded, so each expression must be read
    /// once only, by this or by [`Reader::visit`].
    pub(super) fn meaning(&mut self, expression: &'a Expr) -> Meaning {
        let range = expression.range();
        let place = self.place(range);
        let too_deep = Meaning::Fresh(Value::opaque(place, "a value that is nested too deeply"));
        self.deeper(range, too_deep, |reader| reader.meaning_of(expression, place))
    }

    fn meaning_of(&mut self, expression: &'a Expr, place: Place) -> Meaning {
        let kind = match expression {
            Expr::Name(name) => return self.name(name, place),
            Expr::Attribute(attribute) => return self.attribute(attribute, place),
            Expr::Call(call) => return self.call(call),
            Expr::Named(named) => {
                let meaning = self.meaning(&named.value);
                let meaning = self.hold(meaning);
                self.assign(&named.target, meaning.clone());
                return meaning;
            }
            Expr::NoneLiteral(_) => ValueKind::Null,
            Expr::BooleanLiteral(literal) => ValueKind::Bool(literal.value),
            Expr::NumberLiteral(literal) => number(&literal.value),
            Expr::StringLiteral(literal) => {
                let text = literal.value.to_str();
                if text.len() > LONGEST_TEXT {
                    ValueKind::Opaque("a long text".into())
                } else {
                    ValueKind::Text(text.into())
                }
            }
            Expr::FString(string) => self.f_string(string),
            Expr::List(list) => self.items(&list.elts),
            Expr::Tuple(tuple) => self.items(&tuple.elts),
            Expr::Set(set) => self.items(&set.elts),
            Expr::Dict(dict) => self.dict(dict),
            Expr::BinOp(operation) => return self.operation(operation),
            Expr::UnaryOp(operation) => self.unary(operation),
            Expr::Subscript(subscript) => return self.subscript(subscript, place),
            other => {
                self.visit_parts(other);
                let why = match other {
                    Expr::If(_) => "a conditional expression",
                    Expr::BoolOp(_) => "a choice between values",
                    Expr::Lambda(_) => "a lambda",
                    Expr::Compare(_) => "a comparison",
                    Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => "a comprehension",
                    Expr::BytesLiteral(_) => "bytes",
                    _ => "a computed value",
                };
                ValueKind::Opaque(why.into())
            }
        };
        Meaning::Fresh(Value::new(place, kind))
    }

    /// The value of an expression.
    pub(super) fn value(&mut self, expression: &'a Expr) -> Value {
        let place = self.place(expression.range());
        let meaning = self.meaning(expression);
        self.as_value(meaning, place)
    }

    /// The value of an argument; opaque where a syntax error lies in it.
    pub(super) fn argument(&mut self, expression: &'a Expr) -> Value {
        let value = self.value(expression);
        match self.error_in(expression.range()) {
            Some(_) => Value::opaque(value.place, "it could not be read because of a syntax error"),
            None => value,
        }
    }

    /// A meaning as the value that stands at `place`.
    pub(super) fn as_value(&mut self, meaning: Meaning, place: Place) -> Value {
        let kind = match meaning {
            Meaning::Fresh(value) => return value,
            Meaning::Cell(cell) => return self.copy(cell, place),
            Meaning::Path(path) if path.is_foreign() => ValueKind::Opaque(match &*path.module {
                "builtins" => format!("`{}`", path.name).into(),
                _ => format!("`{}`", path.dotted()).into(),
            }),
            Meaning::Path(path) => ValueKind::Import { module: path.module.clone(), name: path.name.clone() },
            Meaning::Dag(dag) => dag_object(dag, place),
            Meaning::Group(_) => ValueKind::Opaque("a task group".into()),
            Meaning::Task(_) => ValueKind::Opaque("the result of a task".into()),
            Meaning::Class(_) => ValueKind::Opaque("a class".into()),
            Meaning::Definition(_) | Meaning::Decorator(_) | Meaning::Function(_) | Meaning::DagFunction(_) => {
                ValueKind::Opaque("a function".into())
            }
        };
        Value::new(place, kind)
    }

    fn copy(&mut self, cell: u32, place: Place) -> Value {
        let Some(held) = self.cells.get(cell as usize) else { return Value::opaque(place, "a value") };
        if held.depth > DEEPEST_COPY {
            return Value::opaque(place, "a value that is nested too deeply");
        }
        match self.budget.checked_sub(held.size) {
            Some(left) => self.budget = left,
            None => return Value::opaque(place, "more values than airlint works out in one file"),
        }
        if is_mutable(&held.value) {
            self.parts.push(cell);
        }
        let kind = held.value.kind.clone();
        let literal = if matches!(kind, ValueKind::Opaque(_)) { place } else { held.value.literal };
        Value { place, literal, kind }
    }

    fn name(&mut self, name: &'a ast::ExprName, place: Place) -> Meaning {
        let id = name.id.as_str();
        if id.is_empty() {
            return Meaning::Fresh(Value::opaque(place, "it is not written yet"));
        }
        if let Some(meaning) = self.lookup(id) {
            if let Meaning::Function(function) = &meaning
                && let Some(function) = self.functions.get_mut(*function as usize)
            {
                function.referenced = true;
            }
            return meaning;
        }
        if let Some(path) = self.starred(id) {
            return Meaning::Path(Rc::new(path));
        }
        if is_builtin(id) {
            return Meaning::Path(Rc::new(Path::new("builtins", id)));
        }
        Meaning::Fresh(Value::opaque(place, format!("`{id}`, which is not defined in this file")))
    }

    /// The path of a name that a star import brings: one of the project where it is the only such import, or a name of
    /// Airflow that cannot be mistaken.
    fn starred(&self, id: &str) -> Option<Path> {
        let airflow = self.module.stars.iter().find(|module| module.split('.').next() == Some("airflow"));
        if let Some(module) = airflow
            && (super::names::is_operator_name(id) || matches!(id, "DAG" | "dag" | "task" | "task_group" | "TaskGroup"))
        {
            return Some(Path::new(module, id));
        }
        match &*self.module.stars {
            [only] if !is_builtin(id) => Some(Path::new(only, id)),
            _ => None,
        }
    }

    fn attribute(&mut self, attribute: &'a ast::ExprAttribute, place: Place) -> Meaning {
        let base = self.meaning(&attribute.value);
        let name = attribute.attr.as_str();
        self.attribute_of(base, name, place)
    }

    pub(super) fn attribute_of(&mut self, base: Meaning, name: &str, place: Place) -> Meaning {
        match base {
            Meaning::Path(path) => Meaning::Path(Rc::new(path.attribute(name))),
            Meaning::Class(class) => {
                let scope = self.class_scopes.get(class as usize).and_then(|&scope| self.scopes.get(scope));
                match scope.and_then(|scope| scope.get(name)) {
                    Some(slot) => slot.meaning.clone(),
                    None => Meaning::Fresh(Value::opaque(place, format!("the attribute `{name}` of a class"))),
                }
            }
            Meaning::Cell(cell) => match self.cells.get(cell as usize).map(|cell| &cell.value.kind) {
                Some(ValueKind::Opaque(why)) => Meaning::Fresh(Value::opaque(place, why.clone())),
                _ => Meaning::Fresh(Value::opaque(place, format!("the attribute `{name}` of a value"))),
            },
            Meaning::Fresh(Value { kind: ValueKind::Opaque(why), .. }) => Meaning::Fresh(Value::opaque(place, why)),
            _ => Meaning::Fresh(Value::opaque(place, format!("the attribute `{name}` of a value"))),
        }
    }

    fn f_string(&mut self, string: &'a ast::ExprFString) -> ValueKind {
        let mut text = String::new();
        for part in string.value.iter() {
            match part {
                ast::FStringPart::Literal(literal) => text.push_str(&literal.value),
                ast::FStringPart::FString(part) => {
                    for element in &part.elements {
                        match element {
                            ast::InterpolatedStringElement::Literal(literal) => text.push_str(&literal.value),
                            ast::InterpolatedStringElement::Interpolation(part)
                                if part.debug_text.is_none()
                                    && part.format_spec.is_none()
                                    && part.conversion == ast::ConversionFlag::None
                                    && matches!(&*part.expression, Expr::Name(_) | Expr::Attribute(_)) =>
                            {
                                match self.value(&part.expression).kind {
                                    ValueKind::Text(value) => text.push_str(&value),
                                    ValueKind::Int(value) => text.push_str(&value.to_string()),
                                    _ => return ValueKind::Opaque("an f-string".into()),
                                }
                            }
                            _ => return ValueKind::Opaque("an f-string".into()),
                        }
                        if text.len() > LONGEST_TEXT {
                            return ValueKind::Opaque("a long text".into());
                        }
                    }
                }
            }
        }
        if text.len() > LONGEST_TEXT {
            return ValueKind::Opaque("a long text".into());
        }
        ValueKind::Text(text.into())
    }

    fn items(&mut self, items: &'a [Expr]) -> ValueKind {
        if items.len() > MOST_ENTRIES || items.iter().any(Expr::is_starred_expr) {
            items.iter().for_each(|item| self.visit(item));
            return ValueKind::Opaque("a list that is not written out".into());
        }
        ValueKind::List(items.iter().map(|item| self.value(item)).collect())
    }

    fn dict(&mut self, dict: &'a ast::ExprDict) -> ValueKind {
        if dict.items.len() > MOST_ENTRIES {
            self.visit_dict(dict);
            return ValueKind::Opaque("a large dict".into());
        }
        let mut entries = Vec::with_capacity(dict.items.len());
        if let Some(error) = self.error_in_brackets(dict.range) {
            entries
                .push(Entry::Spread(Value::opaque(error, "a dict that could not be read because of a syntax error")));
        }
        for item in &dict.items {
            match &item.key {
                Some(key) => {
                    let key = self.value(key);
                    entries.push(Entry::Pair { key, value: self.argument(&item.value) });
                }
                None => self.spread_into(&mut entries, &item.value),
            }
        }
        ValueKind::Map(entries)
    }

    /// Adds the entries of another dict: copies, which a later change of it does not reach.
    pub(super) fn spread_into(&mut self, entries: &mut Vec<Entry>, expression: &'a Expr) {
        let parts = self.parts.len();
        let value = self.value(expression);
        self.parts.truncate(parts);
        match value.kind {
            ValueKind::Map(more) if entries.len() + more.len() <= MOST_ENTRIES => entries.extend(more),
            _ => entries.push(Entry::Spread(value)),
        }
    }
}

fn number(number: &Number) -> ValueKind {
    match number {
        Number::Int(int) => int.as_i64().map_or_else(|| ValueKind::Opaque("a large number".into()), ValueKind::Int),
        Number::Float(float) => ValueKind::Float(*float),
        Number::Complex { .. } => ValueKind::Opaque("a complex number".into()),
    }
}

fn is_builtin(name: &str) -> bool {
    const BUILTINS: [&str; 44] = [
        "abs",
        "all",
        "any",
        "bool",
        "bytes",
        "callable",
        "dict",
        "dir",
        "enumerate",
        "filter",
        "float",
        "format",
        "frozenset",
        "getattr",
        "globals",
        "hasattr",
        "hash",
        "int",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "list",
        "locals",
        "map",
        "max",
        "min",
        "next",
        "object",
        "open",
        "print",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "setattr",
        "sorted",
        "str",
        "sum",
        "super",
        "tuple",
        "type",
        "zip",
    ];
    BUILTINS.contains(&name)
}
