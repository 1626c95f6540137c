//! Parts of dicts and lists: `base[key]`.

use super::reader::Reader;
use super::scope::Meaning;
use crate::model::{Entry, Object, Place, Value, ValueKind};
use ruff_python_ast as ast;

/// The class of a value that is read from a dict or list of another module, once that is known.
pub(super) const ITEM: &str = "operator.getitem";

impl<'a> Reader<'a> {
    pub(super) fn subscript(&mut self, subscript: &'a ast::ExprSubscript, place: Place) -> Meaning {
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

pub(super) fn dag_object(dag: u32, place: Place) -> ValueKind {
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

fn getitem(base: Value, key: Value, place: Place) -> ValueKind {
    ValueKind::Object(Box::new(Object {
        class: ITEM.into(),
        callee: place,
        positional: vec![base, key],
        keywords: Vec::new(),
        expanded: false,
    }))
}
