//! From the facts of a file, and of the modules it imports, to typed DAGs and tasks.

use super::module::{ArgumentFacts, DagRef, DefinitionFacts, Export, Hidden, Module, Runs, SPREAD, TaskFacts};
use super::names::{Role, TASK_ARGUMENTS, is_operator_name};
use super::resolve::{Class, Resolved, Resolver};
use crate::model::DagFile;
use crate::model::{
    Callable, Dag, DagSource, Entry, FileId, KubernetesObject, Operator, Origin, Place, Setting, Task, Value, ValueKind,
};
use crate::read::typed::{self, Argument, Arguments, DagDraft, TaskDraft};
use std::sync::Arc;

/// Where the modules of a project are found.
pub trait Modules {
    /// The module that `dotted`, as an import in the file `from` names it, is in the project; relative names start with
    /// dots. `None` where the project has no such module.
    fn module(&self, from: FileId, dotted: &str) -> Option<Arc<Module>>;
}

/// Works out what a module makes.
pub fn link(module: &Module, modules: &dyn Modules) -> DagFile {
    Linker { module, resolver: Resolver::new(modules), numbers: Vec::new() }.link()
}

struct Linker<'m> {
    module: &'m Module,
    resolver: Resolver<'m>,
    /// The index in the result of each of the module's DAGs; `None` for one that turned out to be none of Airflow's.
    numbers: Vec<Option<u32>>,
}

impl Linker<'_> {
    fn link(mut self) -> DagFile {
        let mut linked = DagFile::default();
        for facts in &self.module.dags {
            let is_dag = facts.class.as_ref().is_none_or(|path| {
                matches!(self.resolver.follow(self.module.file, &path.module, &path.name),
                    Resolved::Outside(path) if path.role() == Role::Dag)
            });
            self.numbers.push(is_dag.then_some(linked.dags.len() as u32));
            if is_dag {
                linked.dags.push(self.dag(facts));
            }
        }
        let tasks = self.module.tasks.iter();
        linked.tasks = tasks.filter_map(|facts| self.task(facts)).collect();
        linked.shapes = self.module.shapes.clone();
        linked.objects = self.module.objects.iter().map(|object| self.object(object)).collect();
        linked
    }

    fn dag(&self, facts: &super::module::DagFacts) -> Dag {
        let mut arguments = Arguments::new();
        self.add(&mut arguments, self.module.file, &facts.arguments, &facts.hidden, Origin::Own);
        let id = match (arguments.named("dag_id"), &facts.name) {
            (Some(_), _) => arguments.setting("dag_id", typed::text),
            (None, Some((place, name))) if arguments.unknown().is_none() => Setting::known(name.clone(), *place),
            (None, None) if arguments.unknown().is_none() => Setting::opaque(facts.place, "no `dag_id` is given"),
            _ => arguments.setting("dag_id", typed::text),
        };
        typed::dag(DagDraft { place: facts.place, source: DagSource::Python, id, arguments })
    }

    fn object(&self, object: &KubernetesObject) -> KubernetesObject {
        let values = object.values.iter();
        let values = values.map(|value| typed::fold(self.resolver.value(self.module.file, value.clone()))).collect();
        KubernetesObject { values, ..object.clone() }
    }

    fn task(&self, facts: &TaskFacts) -> Option<Task> {
        let file = self.module.file;
        if let Some(definition) = facts.definition {
            return self.defined(facts, self.module, self.module.definitions.get(definition as usize)?);
        }
        let (class, written) = match facts.runs.as_ref()? {
            Runs::Class(path) => (Class::Airflow(path.clone()), path.clone()),
            Runs::Imported(path) => (self.resolver.class(file, path), path.dotted()),
            Runs::Local(class) => {
                let name = self.module.classes.get(*class as usize)?.name.clone();
                (self.resolver.local_class(self.module, *class), name)
            }
            Runs::Called(path) => {
                let Resolved::Export(module, Export::Definition(definition)) =
                    self.resolver.follow(file, &path.module, &path.name)
                else {
                    return None;
                };
                return self.defined(facts, &module, module.definitions.get(definition as usize)?);
            }
            Runs::Decorator(_) => return None,
        };
        let mut sensor = None;
        let (path, custom) = match class {
            Class::Airflow(path) => (path, None),
            Class::Custom { mentions, dynamic, sensor: is_sensor } => {
                sensor = Some(is_sensor);
                (written, Some((mentions, dynamic)))
            }
            Class::Unread(path) if is_operator_name(path.last()) => (written, Some((0, true))),
            Class::Unread(_) | Class::None => return None,
        };
        let name: Box<str> = path.rsplit('.').next().unwrap_or(&path).into();
        let own = if facts.partial { Origin::Partial } else { Origin::Own };
        let mut arguments = Arguments::new();
        for (name, key) in &facts.expanded {
            let value = Value::opaque(*key, "it differs between the mapped instances");
            arguments.add(Argument { name: (*name).into(), key: *key, value, origin: Origin::Own });
        }
        self.add(&mut arguments, file, &facts.overrides, &facts.overrides_hidden, Origin::Own);
        self.add_own(&mut arguments, file, &facts.arguments, own, custom.map(|(mentions, _)| mentions), &name);
        if let Some((place, why)) = &facts.hidden {
            arguments.add_unknown(*place, why.clone(), own);
        }
        // What a class of the project mentions it may set, whatever the defaults say.
        if let Some((mentions, _)) = custom {
            for argument in TASK_ARGUMENTS.iter().enumerate().filter(|(bit, _)| mentions & (1 << bit) != 0) {
                self.add_class_default(&mut arguments, argument.1, facts.place, &name);
            }
        }
        let id = self.id(&arguments, None);
        self.add_defaults(&mut arguments, facts, file, facts.default_args.as_ref());
        if let Some((_, true)) = custom {
            for argument in TASK_ARGUMENTS {
                self.add_class_default(&mut arguments, argument, facts.place, &name);
            }
        }
        let operator = Operator { path, callable: Callable::Class };
        let settings = sensor.map(|sensor| sensor.then(|| Box::new(typed::sensor_settings(&arguments))));
        let task = self.finish(facts, (facts.place, facts.extent), id, operator, arguments);
        Some(match settings {
            // Its class has been read, so that its name need not say what it is.
            Some(sensor) => Task { sensor, ..task },
            None => task,
        })
    }

    /// A task made of a decorated function, which may stand in another module.
    fn defined(&self, facts: &TaskFacts, module: &Module, definition: &DefinitionFacts) -> Option<Task> {
        let Runs::Decorator(path) = &definition.runs else { return None };
        let mut arguments = Arguments::new();
        self.add(&mut arguments, self.module.file, &facts.overrides, &facts.overrides_hidden, Origin::Override);
        self.add(&mut arguments, module.file, &definition.arguments, &definition.hidden, Origin::Own);
        let id = self.id(&arguments, Some((definition.name_place, &definition.name)));
        self.add_defaults(&mut arguments, facts, module.file, definition.default_args.as_ref());
        let overridden = !facts.overrides.is_empty() || facts.overrides_hidden.is_some();
        let places = if overridden { (facts.place, facts.extent) } else { (definition.place, definition.extent) };
        let operator = Operator { path: path.clone(), callable: Callable::Decorator };
        Some(self.finish(facts, places, id, operator, arguments))
    }

    fn finish(
        &self,
        facts: &TaskFacts,
        (place, extent): (Place, Place),
        id: Setting<Box<str>>,
        operator: Operator,
        arguments: Arguments,
    ) -> Task {
        let dag = match facts.dag {
            DagRef::Dag(dag) => self.numbers.get(dag as usize).copied().flatten(),
            DagRef::Outside | DagRef::Unknown => None,
        };
        let source = DagSource::Python;
        typed::task(TaskDraft { place, extent, dag, source, id, operator, mapped: facts.mapped, arguments })
    }

    fn id(&self, arguments: &Arguments, function: Option<(Place, &str)>) -> Setting<Box<str>> {
        match (arguments.named("task_id"), function) {
            (None, Some((place, name))) if arguments.unknown().is_none() => Setting::known(name.into(), place),
            (None, None) if arguments.unknown().is_none() => Setting::Absent,
            _ => arguments.setting("task_id", typed::text),
        }
    }

    fn add(&self, to: &mut Arguments, file: FileId, arguments: &[ArgumentFacts], hidden: &Hidden, origin: Origin) {
        self.add_own(to, file, arguments, origin, None, "");
        if let Some((place, why)) = hidden {
            to.add_unknown(*place, why.clone(), origin);
        }
    }

    /// Adds the arguments of a call. Those that a class of the project mentions it may change.
    fn add_own(
        &self,
        to: &mut Arguments,
        file: FileId,
        arguments: &[ArgumentFacts],
        origin: Origin,
        mentions: Option<u32>,
        class: &str,
    ) {
        for argument in arguments {
            let bit = TASK_ARGUMENTS.iter().position(|name| *name == argument.name);
            let mentioned = bit.is_some_and(|bit| mentions.is_some_and(|mentions| mentions & (1 << bit) != 0));
            let value = if mentioned && argument.name != "task_id" {
                Value::opaque(argument.value.place, format!("`{class}` may change it"))
            } else {
                self.resolver.value(file, argument.value.clone())
            };
            if argument.name == SPREAD {
                self.add_spread(to, value, origin, mentions.is_some());
            } else {
                to.add(Argument { name: argument.name.into(), key: argument.key, value, origin });
            }
        }
    }

    /// Adds the entries of a dict of another module. It may hold what says where a task belongs, and a class of the
    /// project may change what it is given.
    fn add_spread(&self, to: &mut Arguments, dict: Value, origin: Origin, changes: bool) {
        let known = match &dict.kind {
            ValueKind::Map(entries) => entries.iter().all(|entry| match entry {
                Entry::Pair { key, .. } => key.text().is_some_and(|key| !matches!(key, "dag" | "default_args")),
                Entry::Spread(_) => false,
            }),
            _ => true,
        };
        if known && !changes {
            to.add_dict(dict, origin);
        } else {
            to.add_unknown(dict.place, "arguments that are not written out", origin);
        }
    }

    fn add_class_default(&self, to: &mut Arguments, name: &str, place: Place, class: &str) {
        if name != "task_id" && to.named(name).is_none() {
            let value = Value::opaque(place, format!("`{class}` may set it"));
            to.add(Argument { name: name.into(), key: place, value, origin: Origin::Own });
        }
    }

    /// Adds the `default_args` of the task, then of its groups from the inside out, then of its DAG.
    fn add_defaults(&self, to: &mut Arguments, facts: &TaskFacts, file: FileId, own: Option<&Value>) {
        if let Some(value) = own {
            to.add_dict(self.resolver.value(file, value.clone()), Origin::TaskDefaultArgs);
        }
        let file = self.module.file;
        let mut group = facts.group;
        while let Some(facts) = group.and_then(|group| self.module.groups.get(group as usize)) {
            if let Some(value) = &facts.default_args {
                to.add_dict(self.resolver.value(file, value.clone()), Origin::GroupDefaultArgs);
            }
            if let Some((place, why)) = &facts.hidden {
                to.add_unknown(*place, why.clone(), Origin::GroupDefaultArgs);
            }
            // A group's parent is made before it.
            group = facts.parent.filter(|parent| Some(*parent) < group);
        }
        let unknown = "the DAG that the task belongs to cannot be told";
        match facts.dag {
            DagRef::Outside => {}
            DagRef::Unknown => to.add_unknown(facts.place, unknown, Origin::DagDefaultArgs),
            DagRef::Dag(dag) => {
                let Some(facts) = self.module.dags.get(dag as usize) else { return };
                if self.numbers.get(dag as usize).copied().flatten().is_none() {
                    to.add_unknown(
                        facts.place,
                        "the DAG is made by a class that is not Airflow's",
                        Origin::DagDefaultArgs,
                    );
                    return;
                }
                match &facts.default_args {
                    Some(value) => {
                        to.add_dict(self.resolver.value(file, value.clone()), Origin::DagDefaultArgs);
                    }
                    None => {
                        if let Some((place, why)) = &facts.hidden {
                            to.add_unknown(*place, why.clone(), Origin::DagDefaultArgs);
                        }
                    }
                }
            }
        }
    }
}
