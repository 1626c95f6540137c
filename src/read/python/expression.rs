//! From expressions to what they mean.

use super::names::Path;
use super::reader::Reader;
use super::scope::{Meaning, Scope, ScopeKind};
use super::value::{LONGEST_TEXT, is_mutable};
use crate::model::{Entry, Object, Operation, Place, Value, ValueKind};
use ruff_python_ast::{self as ast, Expr, Number, UnaryOp};
use ruff_text_size::{Ranged, TextRange};
use std::rc::Rc;

/// Lists and dicts with more entries are data, not settings.
pub(super) const MOST_ENTRIES: usize = 2_000;

/// Sums of more parts are not worked out.
const LONGEST_CHAIN: usize = 64;

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
        if let Some(error) = self.error_in(dict.range) {
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

    /// A chain of operators is read from its left end on, so that a long one costs no depth.
    fn operation(&mut self, operation: &'a ast::ExprBinOp) -> Meaning {
        let mut chain = vec![operation];
        while let Some(last) = chain.last()
            && let Expr::BinOp(left) = &*last.left
        {
            chain.push(left);
        }
        let Some(first) = chain.last() else { return self.computed(operation.range) };
        if chain.len() > LONGEST_CHAIN || chain.iter().any(|step| operator(step.op).is_none()) {
            self.visit(&first.left);
            chain.iter().rev().for_each(|step| self.visit(&step.right));
            return self.computed(operation.range);
        }
        let parts = self.parts.len();
        let mut value = self.value(&first.left);
        for step in chain.iter().rev() {
            let right = self.value(&step.right);
            let Some(operator) = operator(step.op) else { continue };
            let place = self.place(step.range);
            value = Value::new(place, combine(operator, value, right));
        }
        // The result is new; a change of a part does not reach it.
        self.parts.truncate(parts);
        Meaning::Fresh(value)
    }

    fn computed(&mut self, range: TextRange) -> Meaning {
        Meaning::Fresh(Value::opaque(self.place(range), "a computed value"))
    }

    fn unary(&mut self, operation: &'a ast::ExprUnaryOp) -> ValueKind {
        if operation.op != UnaryOp::USub {
            self.visit(&operation.operand);
            return ValueKind::Opaque("a computed value".into());
        }
        let operand = self.value(&operation.operand);
        match operand.kind {
            ValueKind::Int(number) => {
                number.checked_neg().map_or_else(|| ValueKind::Opaque("a large number".into()), ValueKind::Int)
            }
            ValueKind::Float(number) => ValueKind::Float(-number),
            ValueKind::Opaque(why) => ValueKind::Opaque(why),
            _ => {
                let minus = Value::new(operand.place, ValueKind::Int(-1));
                ValueKind::Operation(Box::new((Operation::Multiply, operand, minus)))
            }
        }
    }

    fn subscript(&mut self, subscript: &'a ast::ExprSubscript, place: Place) -> Meaning {
        let base = self.meaning(&subscript.value);
        let key = self.value(&subscript.slice);
        self.item(base, key, place)
    }

    /// `base[key]`.
    pub(super) fn item(&mut self, base: Meaning, key: Value, place: Place) -> Meaning {
        let holder = match base {
            Meaning::Cell(cell) => match self.cells.get(cell as usize) {
                Some(held) => &held.value,
                None => return Meaning::Fresh(Value::opaque(place, "a value")),
            },
            Meaning::Fresh(ref value) => value,
            Meaning::Path(path) if !path.is_foreign() => {
                let base =
                    Value::new(place, ValueKind::Import { module: path.module.clone(), name: path.name.clone() });
                return Meaning::Fresh(Value::new(place, getitem(base, key, place)));
            }
            Meaning::Path(path) => {
                return Meaning::Fresh(Value::opaque(place, format!("an entry of {}", path.dotted())));
            }
            _ => return Meaning::Fresh(Value::opaque(place, "a part of something that is not known")),
        };
        match part(holder, &key) {
            Part::Known(value) => {
                let (literal, kind, size) = (value.literal, value.kind.clone(), super::value::measure(value).0);
                match self.budget.checked_sub(size) {
                    Some(left) => self.budget = left,
                    None => return Meaning::Fresh(Value::opaque(place, "more values than airlint works out")),
                }
                Meaning::Fresh(Value { place, literal, kind })
            }
            Part::Later => {
                let base = self.as_value(base, place);
                Meaning::Fresh(Value::new(place, getitem(base, key, place)))
            }
            Part::Opaque(why) => Meaning::Fresh(Value::opaque(place, why)),
        }
    }

    /// Reads an expression only for what it makes.
    pub(super) fn visit(&mut self, expression: &'a Expr) {
        match expression {
            Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::FString(_)
            | Expr::TString(_)
            | Expr::Lambda(_)
            | Expr::Slice(_)
            | Expr::IpyEscapeCommand(_) => {}
            Expr::Name(_) | Expr::Call(_) | Expr::Named(_) => drop(self.meaning(expression)),
            _ => self.deeper(expression.range(), (), |reader| reader.visit_parts(expression)),
        }
    }

    fn visit_parts(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Attribute(it) => self.visit(&it.value),
            Expr::BoolOp(it) => it.values.iter().for_each(|value| self.visit(value)),
            Expr::BinOp(it) => drop(self.operation(it)),
            Expr::UnaryOp(it) => self.visit(&it.operand),
            Expr::If(it) => [&it.test, &it.body, &it.orelse].into_iter().for_each(|part| self.visit(part)),
            Expr::Dict(it) => self.visit_dict(it),
            Expr::List(it) => it.elts.iter().for_each(|item| self.visit(item)),
            Expr::Tuple(it) => it.elts.iter().for_each(|item| self.visit(item)),
            Expr::Set(it) => it.elts.iter().for_each(|item| self.visit(item)),
            Expr::Compare(it) => {
                self.visit(&it.left);
                it.comparators.iter().for_each(|part| self.visit(part));
            }
            Expr::Subscript(it) => {
                self.visit(&it.value);
                self.visit(&it.slice);
            }
            Expr::Starred(it) => self.visit(&it.value),
            Expr::Await(it) => self.visit(&it.value),
            Expr::Yield(it) => it.value.iter().for_each(|value| self.visit(value)),
            Expr::YieldFrom(it) => self.visit(&it.value),
            Expr::ListComp(it) => self.comprehension(&it.generators, [Some(&*it.elt), None]),
            Expr::SetComp(it) => self.comprehension(&it.generators, [Some(&*it.elt), None]),
            Expr::Generator(it) => self.comprehension(&it.generators, [Some(&*it.elt), None]),
            Expr::DictComp(it) => self.comprehension(&it.generators, [it.key.as_deref(), Some(&*it.value)]),
            _ => {}
        }
    }

    fn visit_dict(&mut self, dict: &'a ast::ExprDict) {
        for item in &dict.items {
            item.key.iter().for_each(|key| self.visit(key));
            self.visit(&item.value);
        }
    }

    fn comprehension(&mut self, generators: &'a [ast::Comprehension], made: [Option<&'a Expr>; 2]) {
        let outer = self.scope;
        generators.iter().take(1).for_each(|first| self.visit(&first.iter));
        self.scopes.push(Scope::new(ScopeKind::Comprehension, Some(outer)));
        self.scope = self.scopes.len() - 1;
        for (index, generator) in generators.iter().enumerate() {
            if index > 0 {
                self.visit(&generator.iter);
            }
            self.assign_opaque(&generator.target, "the variable of a comprehension");
            generator.ifs.iter().for_each(|test| self.visit(test));
        }
        made.into_iter().flatten().for_each(|part| self.visit(part));
        self.scope = outer;
    }
}

/// A part of a list or dict.
enum Part<'v> {
    Known(&'v Value),
    Later,
    Opaque(Box<str>),
}

fn part<'v>(holder: &'v Value, key: &Value) -> Part<'v> {
    match (&holder.kind, &key.kind) {
        (ValueKind::Opaque(why), _) | (_, ValueKind::Opaque(why)) => Part::Opaque(why.clone()),
        (ValueKind::Map(entries), ValueKind::Text(name)) => {
            for entry in entries.iter().rev() {
                match entry {
                    Entry::Pair { key: Value { kind: ValueKind::Text(key), .. }, value } if key == name => {
                        return Part::Known(value);
                    }
                    Entry::Pair { key: Value { kind: ValueKind::Text(_), .. }, .. } => {}
                    Entry::Pair { key: Value { kind: ValueKind::Opaque(why), .. }, .. } => {
                        return Part::Opaque(why.clone());
                    }
                    Entry::Pair { .. } => {}
                    Entry::Spread(_) => return Part::Later,
                }
            }
            Part::Opaque(format!("the key `{name}`, which the dict does not have").into())
        }
        (ValueKind::List(items), ValueKind::Int(index)) => {
            let index = if *index < 0 { index + items.len() as i64 } else { *index };
            match usize::try_from(index).ok().and_then(|index| items.get(index)) {
                Some(value) => Part::Known(value),
                None => Part::Opaque("an item that the list does not have".into()),
            }
        }
        (ValueKind::Import { .. }, _) => Part::Later,
        _ => Part::Opaque("a part of a value".into()),
    }
}

/// The class of a DAG that a dict holds, as in `common = {"dag": dag, …}`.
const DAG: &str = "airflow.DAG";

fn dag_object(dag: u32, place: Place) -> ValueKind {
    ValueKind::Object(Box::new(Object {
        class: DAG.into(),
        callee: place,
        positional: vec![Value::new(place, ValueKind::Int(dag.into()))],
        keywords: Vec::new(),
        expanded: true,
    }))
}

/// The DAG that a value holds.
pub(super) fn dag_in(value: &Value) -> Option<u32> {
    let object = value.object().filter(|object| &*object.class == DAG)?;
    match object.positional.first()?.kind {
        ValueKind::Int(dag) => u32::try_from(dag).ok(),
        _ => None,
    }
}

/// The class of a value that is read from a dict or list of another module, once that is known.
pub(super) const ITEM: &str = "operator.getitem";

fn getitem(base: Value, key: Value, place: Place) -> ValueKind {
    ValueKind::Object(Box::new(Object {
        class: ITEM.into(),
        callee: place,
        positional: vec![base, key],
        keywords: Vec::new(),
        expanded: false,
    }))
}

fn number(number: &Number) -> ValueKind {
    match number {
        Number::Int(int) => int.as_i64().map_or_else(|| ValueKind::Opaque("a large number".into()), ValueKind::Int),
        Number::Float(float) => ValueKind::Float(*float),
        Number::Complex { .. } => ValueKind::Opaque("a complex number".into()),
    }
}

fn operator(operator: ast::Operator) -> Option<Operation> {
    Some(match operator {
        ast::Operator::Add => Operation::Add,
        ast::Operator::Sub => Operation::Subtract,
        ast::Operator::Mult => Operation::Multiply,
        ast::Operator::Div => Operation::Divide,
        ast::Operator::FloorDiv => Operation::FloorDivide,
        ast::Operator::BitOr => Operation::Union,
        _ => return None,
    })
}

/// Whole numbers are worked out at once, dicts joined; the rest waits until all parts are known.
fn combine(operator: Operation, left: Value, right: Value) -> ValueKind {
    if let ValueKind::Opaque(why) = &left.kind {
        return ValueKind::Opaque(why.clone());
    }
    if let ValueKind::Opaque(why) = &right.kind {
        return ValueKind::Opaque(why.clone());
    }
    match (operator, &left.kind, &right.kind) {
        (Operation::Union, _, _) => ValueKind::Map(vec![Entry::Spread(left), Entry::Spread(right)]),
        (_, ValueKind::Int(left), ValueKind::Int(right)) => {
            let result = match operator {
                Operation::Add => left.checked_add(*right),
                Operation::Subtract => left.checked_sub(*right),
                Operation::Multiply => left.checked_mul(*right),
                Operation::FloorDivide => left.checked_div_euclid(*right).filter(|_| *right > 0),
                Operation::Divide if *right != 0 => return ValueKind::Float(*left as f64 / *right as f64),
                Operation::Divide | Operation::Union => None,
            };
            result.map_or_else(|| ValueKind::Opaque("a computed value".into()), ValueKind::Int)
        }
        (Operation::Add, ValueKind::Text(left), ValueKind::Text(right)) => {
            if left.len() + right.len() > LONGEST_TEXT {
                ValueKind::Opaque("a long text".into())
            } else {
                ValueKind::Text([&**left, &**right].concat().into())
            }
        }
        _ => ValueKind::Operation(Box::new((operator, left, right))),
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
