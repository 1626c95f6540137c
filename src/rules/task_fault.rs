//! Faults of tasks against deployments: a setting that many tasks share, such as a DAG's `default_args`, gives one
//! finding and not one a task.

use super::across::across_all;
use super::{Across, Finding, Holds, Rule};
use crate::model::{Deployment, Place, Project, Task};
use std::collections::BTreeMap;

/// How many tasks a message or the list of related places names.
const NAMED: usize = 3;

/// A setting that is at fault for one task or more, on the same deployments.
#[derive(Debug)]
pub struct TaskFault<'p> {
    /// Where the setting is written.
    pub place: Place,
    /// The tasks that have it; never empty.
    pub tasks: Vec<&'p Task>,
    /// The deployments on which the fault holds.
    pub across: Across<'p>,
}

/// Holds every task that `place` points into against the deployments it may run on, and gathers the faults by place.
pub fn task_faults<'p>(
    project: &'p Project,
    place: impl Fn(&Task) -> Option<Place>,
    holds: impl Fn(&Task, &Deployment) -> Holds,
) -> Vec<TaskFault<'p>> {
    let mut faults: BTreeMap<(Place, Vec<usize>, bool), TaskFault<'p>> = BTreeMap::new();
    let all: Vec<&Deployment> = project.deployments.iter().filter(|deployment| !deployment.is_overlay()).collect();
    for (file, facts) in project.dag_files.iter() {
        // Looked up once for all tasks of a file; nearly every file runs on all deployments.
        let mut bound = None;
        for task in &facts.tasks {
            let Some(place) = place(task) else { continue };
            let bound = bound.get_or_insert_with(|| project.bindings.get(&file).map(|_| project.deployments_of(file)));
            let deployments = bound.as_deref().unwrap_or(&all);
            let Some(across) = across_all(deployments, |deployment| holds(task, deployment)) else { continue };
            let on = across.on.iter().filter_map(|on| project.deployments.iter().position(|it| std::ptr::eq(it, *on)));
            let key = (place, on.collect(), across.everywhere);
            faults.entry(key).or_insert_with(|| TaskFault { place, tasks: Vec::new(), across }).tasks.push(task);
        }
    }
    faults.into_values().collect()
}

/// Faults that hold wherever a task runs, gathered by the place that `place` points into.
pub fn own_faults<'p>(project: &'p Project, place: impl Fn(&Task) -> Option<Place>) -> Vec<TaskFault<'p>> {
    let mut faults: BTreeMap<Place, TaskFault<'p>> = BTreeMap::new();
    for task in project.tasks() {
        if let Some(place) = place(task) {
            let across = || Across { on: Vec::new(), everywhere: true };
            let fault = faults.entry(place);
            fault.or_insert_with(|| TaskFault { place, tasks: Vec::new(), across: across() }).tasks.push(task);
        }
    }
    faults.into_values().collect()
}

impl TaskFault<'_> {
    /// The tasks for a message: "task `train`", "tasks `a`, `b` and 4 more", "this BashOperator" where the id of a single
    /// task is not known.
    pub fn names(&self) -> String {
        if let [task] = self.tasks.as_slice()
            && task.id.value().is_none()
        {
            return format!("this {}", task.operator.name());
        }
        let labels: Vec<String> = self.tasks.iter().map(|task| format!("`{}`", task.label())).collect();
        match labels.as_slice() {
            [one] if self.tasks.iter().all(|task| task.id.value().is_none()) => format!("a {one} task"),
            [one] => format!("task {one}"),
            [one, two] => format!("tasks {one} and {two}"),
            [one, two, three] => format!("tasks {one}, {two} and {three}"),
            [one, two, rest @ ..] => format!("tasks {one}, {two} and {} more", rest.len()),
            [] => String::new(),
        }
    }

    /// The verb that fits the number of tasks: `one` for a single task, else `many`.
    pub fn verb<'v>(&self, one: &'v str, many: &'v str) -> &'v str {
        if self.tasks.len() == 1 { one } else { many }
    }

    /// The finding: at the rule's level where the fault holds everywhere, else one lower. Where the setting is not
    /// written at the task itself, the first tasks that get it are named as related places.
    pub fn finding(&self, rule: &Rule, message: impl Into<String>) -> Finding {
        let finding = Finding::new(rule, self.place, message).severity(self.across.severity(rule.severity));
        let within = |task: &Task| task.file() == self.place.file && task.extent.cover(self.place) == task.extent;
        let elsewhere = self.tasks.iter().filter(|task| !within(task));
        elsewhere.take(NAMED).fold(finding, |finding, task| {
            finding.related(task.place, format!("task `{}` gets it from there", task.label()))
        })
    }
}
