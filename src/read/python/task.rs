//! Tasks: calls of operators and of decorated functions.

use super::arguments::Gathered;
use super::function::reference;
use super::module::{DagRef, Runs, SPREAD, TaskFacts};
use super::names::Path;
use super::reader::{Context, Reader};
use super::scope::{Meaning, Reference, Target};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;
use std::rc::Rc;

impl<'a> Reader<'a> {
    /// A task made by calling a class, or by its `.partial`.
    pub(super) fn operator(&mut self, runs: Runs, class: &'a Expr, call: &'a ast::ExprCall, partial: bool) -> Meaning {
        if !self.context.tasks {
            return self.other(call);
        }
        let gathered = self.gather_task(&call.arguments, call.range());
        let certain = matches!(runs, Runs::Class(_));
        if !certain && !gathered.has("task_id") && !gathered.has(SPREAD) && gathered.hidden.is_none() {
            return self.result(call);
        }
        let (dag, group) = self.home(&gathered);
        let (place, extent) = (self.place(class.range()), self.place(call.range()));
        let key = (extent.span().start, dag_number(dag), group, extent.span().end);
        if let Some(&task) = self.tasks.get(&key) {
            return Meaning::Task(task);
        }
        let task = self.module.tasks.len() as u32;
        for (index, cell) in &gathered.holds {
            if let Some(cell) = self.cells.get_mut(*cell as usize) {
                cell.held_by.push((task, *index));
            }
        }
        self.module.tasks.push(TaskFacts {
            place,
            extent,
            dag,
            group,
            mapped: partial,
            definition: None,
            runs: Some(runs),
            overrides: Vec::new(),
            overrides_hidden: None,
            arguments: gathered.arguments,
            expanded: Vec::new(),
            partial,
            default_args: gathered.default_args,
            hidden: gathered.hidden,
        });
        self.tasks.insert(key, task);
        Meaning::Task(task)
    }

    /// The DAG and group of a task with these arguments.
    fn home(&self, gathered: &Gathered) -> (DagRef, Option<u32>) {
        let dag = gathered.dag.unwrap_or(self.here());
        (dag, gathered.group.or(self.context.group))
    }

    /// The DAG that the context gives. In a broken file a `with DAG(…)` may have been lost.
    fn here(&self) -> DagRef {
        match self.context.dag {
            DagRef::Outside if !self.errors.is_empty() => DagRef::Unknown,
            dag => dag,
        }
    }

    /// `.expand(…)` on a task: what it gives differs from instance to instance.
    pub(super) fn expand(&mut self, task: u32, call: &'a ast::ExprCall) {
        let expand_kwargs = matches!(&*call.func, Expr::Attribute(method) if method.attr.as_str() == "expand_kwargs");
        let gathered = self.gather_changes(&call.arguments, call.range());
        let extent = self.place(call.range());
        let Some(task) = self.module.tasks.get_mut(task as usize) else { return };
        task.mapped = true;
        task.extent = extent;
        task.expanded.extend(gathered.arguments.iter().map(|argument| (argument.name, argument.key)));
        if expand_kwargs {
            task.hidden.get_or_insert((extent, "`expand_kwargs` may give it".into()));
        }
    }

    /// A method of a decorated function.
    pub(super) fn reference(
        &mut self,
        reference: &Rc<Reference>,
        call: &'a ast::ExprCall,
        method: &str,
    ) -> Option<Meaning> {
        match method {
            "override" => {
                let gathered = self.gather_changes(&call.arguments, call.range());
                let mut next = Reference::clone(reference);
                next.overrides.splice(0..0, gathered.arguments);
                next.hidden = gathered.hidden.or(next.hidden);
                next.place = Some((self.place(call.func.range()), self.place(call.range())));
                Some(Meaning::Definition(Rc::new(next)))
            }
            "partial" => {
                self.visit_arguments(&call.arguments);
                Some(Meaning::Definition(Rc::new(Reference { mapped: true, ..Reference::clone(reference) })))
            }
            "expand" | "expand_kwargs" => {
                self.visit_arguments(&call.arguments);
                Some(self.instantiate(&Reference { mapped: true, ..Reference::clone(reference) }, call))
            }
            _ => None,
        }
    }

    /// A call of a decorated function: one task for each DAG, group and override.
    pub(super) fn instantiate(&mut self, reference: &Reference, call: &'a ast::ExprCall) -> Meaning {
        if !self.context.tasks {
            return self.result(call);
        }
        let Context { group, .. } = self.context;
        let dag = self.here();
        let (at, definition, runs, places) = match &reference.target {
            Target::Definition(id) => match self.module.definitions.get(*id as usize) {
                Some(facts) => (facts.place.span().start, Some(*id), None, (facts.place, facts.extent)),
                None => return self.result(call),
            },
            Target::Path(path) => {
                let places = (self.place(call.func.range()), self.place(call.range()));
                (places.0.span().start, None, Some(Runs::Called(Box::new((**path).clone()))), places)
            }
        };
        let own = reference.place.map_or(0, |(place, _)| place.span().start + 1);
        let key = (at, dag_number(dag), group, own);
        if let Some(&task) = self.tasks.get(&key) {
            if let Some(task) = self.module.tasks.get_mut(task as usize) {
                task.mapped |= reference.mapped;
            }
            return Meaning::Task(task);
        }
        let (place, extent) = match reference.place {
            Some((place, _)) => (place, self.place(call.range())),
            None => places,
        };
        let task = self.module.tasks.len() as u32;
        self.module.tasks.push(TaskFacts {
            place,
            extent,
            dag,
            group,
            mapped: reference.mapped,
            definition,
            runs,
            overrides: reference.overrides.clone(),
            overrides_hidden: reference.hidden.clone(),
            arguments: Vec::new(),
            expanded: Vec::new(),
            partial: false,
            default_args: None,
            hidden: None,
        });
        self.tasks.insert(key, task);
        Meaning::Task(task)
    }

    /// `task(…)` used as a function: `task(queue="x")`, `task(f)`, `task(f, queue="x")`.
    pub(super) fn decorator_call(&mut self, path: &Path, call: &'a ast::ExprCall) -> Meaning {
        let gathered = self.gather_changes(&call.arguments, call.range());
        let (place, extent) = (self.place(call.func.range()), self.place(call.range()));
        let facts = gathered.decorator(place, extent, path.dotted());
        match &*call.arguments.args {
            [function] => {
                let name = self.short(function.range()).unwrap_or("");
                let id = self.define(&facts, name, function.range());
                reference(Target::Definition(id))
            }
            _ => Meaning::Decorator(Rc::new(facts)),
        }
    }
}

fn dag_number(dag: DagRef) -> Option<u32> {
    match dag {
        DagRef::Dag(dag) => Some(dag),
        DagRef::Outside => None,
        DagRef::Unknown => Some(u32::MAX),
    }
}
