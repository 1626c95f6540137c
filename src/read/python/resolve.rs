//! What other modules say: values, classes and decorated functions behind imported names.

use super::Modules;
use super::module::{BaseFacts, Export, Module};
use super::names::{Path, Role};
use super::part::ITEM;
use crate::model::{Entry, FileId, Object, Value, ValueKind};
use crate::read::typed;
use std::cell::Cell;
use std::sync::Arc;

/// Modules that a name may be handed on through.
const LONGEST_CHAIN: u32 = 16;

/// How deeply classes may derive.
const DEEPEST_CLASS: u32 = 16;

/// Follows names from module to module.
pub(super) struct Resolver<'m> {
    modules: &'m dyn Modules,
    /// Parts of values that may still be copied.
    budget: Cell<usize>,
}

/// What an imported name leads to.
pub(super) enum Resolved {
    /// Something of this module of the project.
    Export(Arc<Module>, Export),
    /// Something outside the project, or in a module that cannot be found: the last path that is known.
    Outside(Path),
    /// Something in the project that cannot be known, and why.
    Opaque(Box<str>),
}

/// What is known of a class that may be an operator.
pub(super) enum Class {
    /// It is a class of Airflow or a provider, or of another package of operators.
    Airflow(Box<str>),
    /// A class of the project that derives from an operator.
    Custom { mentions: u32, dynamic: bool, sensor: bool },
    /// A class that is not read.
    Unread(Path),
    /// No operator.
    None,
}

impl<'m> Resolver<'m> {
    pub(super) fn new(modules: &'m dyn Modules) -> Self {
        Self { modules, budget: Cell::new(200_000) }
    }

    /// What `name` of `module`, imported in file `from`, leads to.
    pub(super) fn follow(&self, from: FileId, module: &str, name: &str) -> Resolved {
        self.follow_at(from, &Path::new(module, name), LONGEST_CHAIN)
    }

    fn follow_at(&self, from: FileId, path: &Path, left: u32) -> Resolved {
        if path.is_foreign() {
            return Resolved::Outside(path.clone());
        }
        let Some(left) = left.checked_sub(1) else {
            return Resolved::Opaque(format!("`{}`, which is handed on through many modules", path.last()).into());
        };
        // `common.config.QUEUE` may be a name of `common`, or of its module `config`.
        let ends = path.name.match_indices('.').map(|(end, _)| end).rev().take(6);
        let splits = ends.map(|end| (path.name.get(..end), path.name.get(end + 1..)));
        for split in splits {
            if let (Some(inner), Some(name)) = split
                && let Some(module) = self.modules.module(from, &Path::new(&path.module, inner).dotted())
            {
                return self.in_module(module, name, left);
            }
        }
        match self.modules.module(from, &path.module) {
            Some(module) if !path.name.is_empty() => self.in_module(module, &path.name, left),
            _ => Resolved::Outside(path.clone()),
        }
    }

    fn in_module(&self, module: Arc<Module>, name: &str, left: u32) -> Resolved {
        if let Some(export) = module.export(name) {
            if let Export::Value(Value { kind: ValueKind::Import { module: next, name }, .. }) = export {
                return self.follow_at(module.file, &Path::new(next, name), left);
            }
            let export = export.clone();
            return Resolved::Export(module, export);
        }
        // `Config.QUEUE`, where the class is itself imported.
        if let Some((class, attribute)) = name.split_once('.')
            && let Some(Export::Value(Value { kind: ValueKind::Import { module: next, name }, .. })) =
                module.export(class)
        {
            return self.follow_at(module.file, &Path::new(next, name).attribute(attribute), left);
        }
        for star in &module.stars {
            match self.follow_at(module.file, &Path::new(star, name), left) {
                Resolved::Outside(_) | Resolved::Opaque(_) => {}
                found => return found,
            }
        }
        Resolved::Opaque(format!("`{name}`, which its module does not set for certain").into())
    }

    /// A value with what other modules say in place of imported names. `file` is the file that the value stands in.
    pub(super) fn value(&self, file: FileId, value: Value) -> Value {
        self.value_at(file, value, LONGEST_CHAIN)
    }

    fn value_at(&self, file: FileId, value: Value, left: u32) -> Value {
        let Value { place, literal, kind } = value;
        let kind = match kind {
            ValueKind::Import { module, name } => {
                let Some(left) = left.checked_sub(1) else { return Value::opaque(place, "a value of many modules") };
                return match self.follow(file, &module, &name) {
                    Resolved::Export(module, Export::Value(found)) => {
                        if !self.pay(&found) {
                            return Value::opaque(place, "more values than airlint works out in one file");
                        }
                        let found = self.value_at(module.file, found, left);
                        let literal = if matches!(found.kind, ValueKind::Opaque(_)) { place } else { found.literal };
                        Value { place, literal, kind: found.kind }
                    }
                    Resolved::Export(..) => Value::opaque(place, format!("`{name}`, which is a class or function")),
                    Resolved::Outside(path) => {
                        let path = path.dotted();
                        Value::opaque(place, format!("`{path}`, which is not found in the project"))
                    }
                    Resolved::Opaque(why) => Value::opaque(place, why),
                };
            }
            ValueKind::List(items) => {
                ValueKind::List(items.into_iter().map(|item| self.value_at(file, item, left)).collect())
            }
            ValueKind::Map(entries) => ValueKind::Map(
                entries
                    .into_iter()
                    .map(|entry| match entry {
                        Entry::Pair { key, value } => {
                            Entry::Pair { key: self.value_at(file, key, left), value: self.value_at(file, value, left) }
                        }
                        Entry::Spread(value) => Entry::Spread(self.value_at(file, value, left)),
                    })
                    .collect(),
            ),
            ValueKind::Object(object) => {
                let positional = object.positional.into_iter().map(|part| self.value_at(file, part, left)).collect();
                if &*object.class == ITEM {
                    let found = item(positional);
                    return Value { place, literal: found.literal, kind: found.kind };
                }
                let keywords = object.keywords.into_iter();
                let keywords = keywords.map(|(name, key, value)| (name, key, self.value_at(file, value, left)));
                ValueKind::Object(Box::new(Object { positional, keywords: keywords.collect(), ..*object }))
            }
            ValueKind::Operation(operation) => {
                let (operator, one, other) = *operation;
                let one = self.value_at(file, one, left);
                let other = self.value_at(file, other, left);
                ValueKind::Operation(Box::new((operator, one, other)))
            }
            simple => simple,
        };
        Value { place, literal, kind }
    }

    fn pay(&self, value: &Value) -> bool {
        match self.budget.get().checked_sub(super::value::measure(value).0) {
            Some(left) => {
                self.budget.set(left);
                true
            }
            None => false,
        }
    }

    /// What an imported class is.
    pub(super) fn class(&self, file: FileId, path: &Path) -> Class {
        self.class_at(file, path, DEEPEST_CLASS)
    }

    fn class_at(&self, file: FileId, path: &Path, left: u32) -> Class {
        match self.follow(file, &path.module, &path.name) {
            Resolved::Outside(path) => match path.role() {
                Role::Operator => Class::Airflow(path.dotted()),
                Role::Unknown => Class::Unread(path),
                _ => Class::None,
            },
            Resolved::Export(module, Export::Class(class)) => self.local_class_at(&module, class, left),
            Resolved::Export(..) => Class::None,
            Resolved::Opaque(_) => Class::Unread(path.clone()),
        }
    }

    /// What a class of a module is.
    pub(super) fn local_class(&self, module: &Module, class: u32) -> Class {
        self.local_class_at(module, class, DEEPEST_CLASS)
    }

    fn local_class_at(&self, module: &Module, class: u32, left: u32) -> Class {
        let (Some(facts), Some(left)) = (module.classes.get(class as usize), left.checked_sub(1)) else {
            return Class::None;
        };
        let (mut all, mut any_dynamic, mut any_sensor, mut is_operator) = (facts.mentions, facts.dynamic, false, false);
        for base in &facts.bases {
            let base = match base {
                BaseFacts::Path(path) => self.class_at(module.file, path, left),
                BaseFacts::Local(base) if *base < class => self.local_class_at(module, *base, left),
                BaseFacts::Local(_) => Class::None,
                BaseFacts::Unknown => {
                    any_dynamic = true;
                    Class::None
                }
            };
            match base {
                Class::Airflow(path) => {
                    is_operator = true;
                    let name = path.rsplit('.').next().unwrap_or(&path);
                    any_sensor |= name.ends_with("Sensor") || name.ends_with("SensorOperator");
                }
                Class::Custom { mentions, dynamic, sensor } => {
                    is_operator = true;
                    all |= mentions;
                    any_dynamic |= dynamic;
                    any_sensor |= sensor;
                }
                // A mix-in or a base that is not read may set anything.
                Class::Unread(path) => {
                    any_dynamic = true;
                    is_operator |= [path.last(), &*facts.name].into_iter().any(super::names::is_operator_name);
                    any_sensor |= [path.last(), &*facts.name].into_iter().any(|name| name.ends_with("Sensor"));
                }
                Class::None => {}
            }
        }
        if is_operator {
            Class::Custom { mentions: all, dynamic: any_dynamic, sensor: any_sensor }
        } else {
            Class::None
        }
    }
}

/// `base[key]` once both are known.
fn item(parts: Vec<Value>) -> Value {
    let mut parts = parts.into_iter().map(typed::fold);
    let (Some(base), Some(key)) = (parts.next(), parts.next()) else {
        return Value::new(Default::default(), ValueKind::Opaque("a part of a value".into()));
    };
    let opaque = |why: Box<str>| Value::new(base.place, ValueKind::Opaque(why));
    match (&base.kind, &key.kind) {
        (ValueKind::Opaque(why), _) | (_, ValueKind::Opaque(why)) => opaque(why.clone()),
        (ValueKind::Map(entries), ValueKind::Text(name)) => match typed::entry(entries, name) {
            typed::Found::Given { value, .. } => value.clone(),
            typed::Found::Unknown { why, .. } => opaque(why),
            typed::Found::Absent => opaque(format!("the key `{name}`, which the dict does not have").into()),
        },
        _ => opaque("a part of a value".into()),
    }
}
