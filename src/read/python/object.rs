//! Constructor calls whose class is known: durations, objects of the Kubernetes client, dicts.

use super::names::Path;
use super::reader::Reader;
use super::scope::Meaning;
use super::value::shallow;
use crate::model::{Entry, KubernetesObject, Object, Operation, Place, Value, ValueKind};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

impl<'a> Reader<'a> {
    /// `duration.total_seconds()`: the duration divided by a second.
    pub(super) fn total_seconds(&self, duration: Value, call: &ast::ExprCall) -> Value {
        let place = self.place(call.range());
        let second = Object {
            class: "datetime.timedelta".into(),
            callee: place,
            positional: Vec::new(),
            keywords: vec![("seconds".into(), place, Value::new(place, ValueKind::Int(1)))],
            expanded: false,
        };
        let second = Value::new(place, ValueKind::Object(Box::new(second)));
        Value::new(place, ValueKind::Operation(Box::new((Operation::Divide, duration, second))))
    }

    /// A constructor call whose class is known.
    pub(super) fn object(&mut self, path: &Path, call: &'a ast::ExprCall) -> Value {
        let place = self.place(call.range());
        let mut expanded = self.error_in_brackets(call.range()).is_some();
        let mut positional = Vec::with_capacity(call.arguments.args.len());
        for argument in &call.arguments.args {
            if argument.is_starred_expr() {
                self.visit(argument);
                expanded = true;
            } else {
                positional.push(self.argument(argument));
            }
        }
        let mut keywords = Vec::with_capacity(call.arguments.keywords.len());
        for keyword in &call.arguments.keywords {
            match &keyword.arg {
                Some(name) => {
                    let key = self.place(name.range());
                    keywords.push((name.as_str().into(), key, self.argument(&keyword.value)));
                }
                None => {
                    let value = self.value(&keyword.value);
                    expanded |= !add_keywords(&mut keywords, value);
                }
            }
        }
        let callee = self.callee(&call.func);
        let object = Object { class: path.dotted(), callee, positional, keywords, expanded };
        Value::new(place, ValueKind::Object(Box::new(object)))
    }

    /// The last name of a callee: `V1Pod` of `k8s.V1Pod`.
    fn callee(&self, function: &'a Expr) -> Place {
        match function {
            Expr::Attribute(attribute) => self.place(attribute.attr.range()),
            other => self.place(other.range()),
        }
    }

    pub(super) fn record(&mut self, value: &Value) {
        let Some(object) = value.object() else { return };
        if self.again {
            return;
        }
        self.module.objects.push(KubernetesObject {
            place: value.place,
            callee: object.callee,
            class: object.class_name().into(),
            keywords: object.keywords.iter().map(|(name, place, _)| (name.clone(), *place)).collect(),
            values: object.keywords.iter().map(|(_, _, value)| shallow(value)).collect(),
            positional: object.positional.len(),
            expanded: object.expanded,
            changed: false,
        });
    }

    pub(super) fn dict_call(&mut self, call: &'a ast::ExprCall) -> Meaning {
        let place = self.place(call.range());
        let mut entries = Vec::new();
        if let Some(error) = self.error_in_brackets(call.range()) {
            entries
                .push(Entry::Spread(Value::opaque(error, "a dict that could not be read because of a syntax error")));
        }
        for argument in &call.arguments.args {
            self.spread_into(&mut entries, argument);
        }
        for keyword in &call.arguments.keywords {
            match &keyword.arg {
                Some(name) => {
                    let key = Value::new(self.place(name.range()), ValueKind::Text(name.as_str().into()));
                    entries.push(Entry::Pair { key, value: self.argument(&keyword.value) });
                }
                None => self.spread_into(&mut entries, &keyword.value),
            }
        }
        Meaning::Fresh(Value::new(place, ValueKind::Map(entries)))
    }
}

/// Adds the entries of `**value` to keyword arguments; false where it may hold more than is seen.
fn add_keywords(keywords: &mut Vec<(Box<str>, Place, Value)>, value: Value) -> bool {
    let ValueKind::Map(entries) = value.kind else { return false };
    let mut complete = true;
    for entry in entries {
        match entry {
            Entry::Pair { key: Value { kind: ValueKind::Text(name), place, .. }, value } => {
                keywords.retain(|(keyword, _, _)| *keyword != name);
                keywords.push((name, place, value));
            }
            _ => complete = false,
        }
    }
    complete
}
