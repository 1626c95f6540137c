//! Reading DAGs written in Python.
//!
//! [`read`] takes one file and gives its [`Module`]: the DAGs, task groups, tasks and objects that it makes, with their
//! arguments as written. It walks the syntax tree once, with the scopes and branches of Python in mind, so that a name
//! stands for the value it has at that point, or for none that is known. [`link`] then takes the constants, decorated
//! functions and operator classes of other modules into account and gives typed tasks.
//!
//! Nothing is run and nothing is guessed: what depends on a branch, a loop, a parameter or a call is opaque.

mod arguments;
mod assign;
mod branch;
mod call;
mod callee;
mod change;
mod class;
mod context;
mod expression;
mod function;
mod link;
mod loops;
mod method;
mod module;
mod names;
mod object;
mod operation;
mod part;
mod reader;
mod resolve;
mod scope;
mod task;
mod value;
mod visit;

#[cfg(test)]
mod tests;

pub use callee::{Callee, callee};
pub use link::{Modules, link};
pub use module::Module;

use crate::model::{Entry, FileId, Place, Value, ValueKind};
use crate::syntax::python::Tree;
use module::{ArgumentFacts, BaseFacts, Export, Runs};
use reader::Reader;
use scope::{Meaning, Target};
use std::collections::BTreeSet;

/// The facts of one Python file.
pub fn read(file: FileId, text: &str) -> Module {
    let tree = Tree::parse(text);
    let mut reader = Reader::new(file, text);
    for error in tree.errors() {
        reader.errors.push(error.span);
    }
    reader.module.shapes.extend(crate::read::syntax_shapes(file, tree.errors()));
    reader.statements(tree.body());
    reader.bodies();
    let mut module = finish(reader);
    if memchr::memmem::find(text.as_bytes(), b"airlint").is_some() {
        let speaks = |comment: &crate::syntax::Comment| comment.span.of(text).contains("airlint");
        module.remarks = tree.comments(text).into_iter().filter(speaks).collect();
    }
    module
}

/// Takes from the reader what outlives the walk.
fn finish(mut reader: Reader<'_>) -> Module {
    for dropped in std::mem::take(&mut reader.dropped) {
        if let Some(task) = reader.module.tasks.get_mut(dropped as usize) {
            (task.runs, task.definition) = (None, None);
        }
    }
    reader.module.tasks.retain(|task| task.runs.is_some() || task.definition.is_some());
    for (name, key) in std::mem::take(&mut reader.shaken) {
        for task in &mut reader.module.tasks {
            let value = Value::opaque(key, "it is changed here, perhaps for this task");
            task.overrides.insert(0, ArgumentFacts { name, key, value });
        }
    }
    let frame = reader.scopes.first_mut().and_then(|scope| scope.frames.first_mut());
    let names = frame.map(std::mem::take).unwrap_or_default();
    let mut exports: Vec<(Box<str>, Export)> = Vec::new();
    let mut classes = Vec::new();
    for (name, slot) in names {
        let export = match slot.meaning {
            Meaning::Class(class) => {
                classes.push((name, class));
                Export::Class(class)
            }
            Meaning::Definition(reference) => match reference.target {
                Target::Definition(definition) if reference.overrides.is_empty() => Export::Definition(definition),
                _ => continue,
            },
            Meaning::Path(path) if !path.is_foreign() || path.role() != names::Role::Foreign => {
                let kind = ValueKind::Import { module: path.module.clone(), name: path.name.clone() };
                Export::Value(Value::new(Place::new(reader.file, crate::syntax::Span::at(0)), kind))
            }
            Meaning::Cell(cell) => match reader.cells.get_mut(cell as usize) {
                Some(cell) => Export::Value(cell.value.clone()),
                None => continue,
            },
            _ => continue,
        };
        exports.push((name.into(), export));
    }
    for (class_name, class) in classes {
        let scope = reader.class_scopes.get(class as usize).and_then(|&scope| reader.scopes.get(scope));
        for (name, slot) in scope.and_then(|scope| scope.frames.first()).into_iter().flatten() {
            if let Meaning::Cell(cell) = slot.meaning
                && let Some(cell) = reader.cells.get(cell as usize)
            {
                exports.push(([class_name, ".", name].concat().into(), Export::Value(cell.value.clone())));
            }
        }
    }
    exports.sort_by(|(left, _), (right, _)| left.cmp(right));
    let mut module = reader.module;
    for object in &mut module.objects {
        object.changed = reader.changed.contains(&object.place);
    }
    module.exports = exports;
    module.imports = imports(&module);
    let definitions = &module.definitions;
    module.tasks.sort_by_key(|task| {
        let definition = task.definition.and_then(|id| definitions.get(id as usize));
        let place = definition.filter(|_| task.overrides.is_empty()).map_or(task.place, |it| it.place);
        place.span().start
    });
    module.tasks.shrink_to_fit();
    module.dags.shrink_to_fit();
    module.objects.shrink_to_fit();
    module
}

/// The modules that linking may ask for.
fn imports(module: &Module) -> Vec<Box<str>> {
    let mut found = BTreeSet::new();
    let arguments = module.dags.iter().flat_map(|dag| &dag.arguments);
    let arguments = arguments.chain(module.definitions.iter().flat_map(|it| &it.arguments));
    let arguments = arguments.chain(module.tasks.iter().flat_map(|it| it.overrides.iter().chain(&it.arguments)));
    arguments.for_each(|argument| collect(&argument.value, &mut found));
    let defaults = module.dags.iter().filter_map(|it| it.default_args.as_ref());
    let defaults = defaults.chain(module.groups.iter().filter_map(|it| it.default_args.as_ref()));
    let defaults = defaults.chain(module.definitions.iter().filter_map(|it| it.default_args.as_ref()));
    let defaults = defaults.chain(module.tasks.iter().filter_map(|it| it.default_args.as_ref()));
    defaults.for_each(|value| collect(value, &mut found));
    for path in module.dags.iter().filter_map(|dag| dag.class.as_deref()) {
        add(&path.module, &path.name, &mut found);
    }
    for task in &module.tasks {
        if let Some(Runs::Imported(path) | Runs::Called(path)) = &task.runs {
            add(&path.module, &path.name, &mut found);
        }
    }
    for base in module.classes.iter().flat_map(|class| &class.bases) {
        if let BaseFacts::Path(path) = base
            && !path.is_foreign()
        {
            add(&path.module, &path.name, &mut found);
        }
    }
    for object in &module.objects {
        object.values.iter().for_each(|value| collect(value, &mut found));
    }
    // What nobody runs is read for what it gives to others.
    if module.dags.is_empty() && module.tasks.is_empty() {
        for (_, export) in &module.exports {
            if let Export::Value(value) = export {
                collect(value, &mut found);
            }
        }
        found.extend(module.stars.iter().filter(|star| !names::Path::new(star, "").is_foreign()).cloned());
    }
    found.into_iter().collect()
}

fn collect(value: &Value, found: &mut BTreeSet<Box<str>>) {
    match &value.kind {
        ValueKind::Import { module, name } => add(module, name, found),
        ValueKind::List(items) => items.iter().for_each(|item| collect(item, found)),
        ValueKind::Map(entries) => {
            for entry in entries {
                match entry {
                    Entry::Pair { key, value } => [key, value].into_iter().for_each(|part| collect(part, found)),
                    Entry::Spread(value) => collect(value, found),
                }
            }
        }
        ValueKind::Object(object) => {
            let keywords = object.keywords.iter().map(|(_, _, value)| value);
            object.positional.iter().chain(keywords).for_each(|part| collect(part, found));
        }
        ValueKind::Operation(operation) => [&operation.1, &operation.2].into_iter().for_each(|it| collect(it, found)),
        _ => {}
    }
}

/// The module of a name, and those that it may be: `config` of `from common import config` may be `common.config`.
fn add(module: &str, name: &str, found: &mut BTreeSet<Box<str>>) {
    if names::Path::new(module, name).is_foreign() {
        return;
    }
    found.insert(module.into());
    for (end, _) in name.match_indices('.').take(4) {
        let Some(prefix) = name.get(..end) else { continue };
        found.insert(names::Path::new(module, prefix).dotted());
    }
}
