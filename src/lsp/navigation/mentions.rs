//! The places that name a worker queue.

use crate::lsp::View;
use crate::model::{FileId, Known, Place, Project, Setting, Task, WorkerQueue};
use crate::syntax::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What a place does with a queue's name.
#[derive(Debug, Clone, Copy)]
pub(super) enum Role<'p> {
    /// A deployment, by its index, defines the queue.
    Defines(usize, &'p WorkerQueue),
    /// A task goes to it.
    Sends(&'p Task),
    /// It is what tasks of a deployment go to which name none.
    Default(usize),
}

/// One place that names a queue.
#[derive(Debug, Clone)]
pub(super) struct Mention<'p> {
    /// Where the name is set: the argument's value, which may be the name of a constant.
    pub(super) place: Place,
    /// Where the text of it stands.
    pub(super) literal: Place,
    /// What it does.
    pub(super) role: Role<'p>,
    /// The deployments that it is about, as indices.
    pub(super) on: Vec<usize>,
}

/// A worker queue with everything that names it.
#[derive(Debug)]
pub(super) struct Queue<'p> {
    /// Its name.
    pub(super) name: Box<str>,
    /// The deployments that share it, as indices.
    pub(super) deployments: BTreeSet<usize>,
    /// What names it, in the order of the model.
    pub(super) mentions: Vec<Mention<'p>>,
}

/// Calls `visit` with everything in a project that names a queue.
fn visit<'p>(project: &'p Project, mut visit: impl FnMut(&Known<Box<str>>, Role<'p>)) {
    for (index, deployment) in project.deployments.iter().enumerate() {
        for queue in deployment.queues.value().into_iter().flatten() {
            if let Setting::Known(name) = &queue.name {
                visit(name, Role::Defines(index, queue));
            }
        }
        if let Setting::Known(name) = project.default_queue(deployment) {
            visit(&name, Role::Default(index));
        }
    }
    for task in project.tasks() {
        if let Setting::Known(name) = &task.queue {
            visit(name, Role::Sends(task));
        }
    }
}

impl Queue<'_> {
    /// Whether DAGs of a file run, or may run, on the deployments that share the queue.
    pub(super) fn is_on_deployments_of(&self, project: &Project, file: FileId) -> bool {
        let deployments = deployments_of(project, file);
        deployments.is_empty() || deployments.iter().any(|index| self.deployments.contains(index))
    }
}

impl<'p> Mention<'p> {
    fn new(project: &Project, name: &Known<Box<str>>, role: Role<'p>) -> Self {
        let on = match role {
            Role::Defines(index, _) | Role::Default(index) => vec![index],
            Role::Sends(task) => deployments_of(project, task.file()),
        };
        Self { place: name.place, literal: name.literal, role, on }
    }
}

fn deployments_of(project: &Project, file: FileId) -> Vec<usize> {
    project.bindings.get(&file).cloned().unwrap_or_else(|| (0..project.deployments.len()).collect())
}

/// The queue that is named at an offset, and the mentions of it that stand there.
pub(super) fn at<'s>(view: &View<'s>, offset: usize) -> Option<(Span, Queue<'s>)> {
    let mut here: Option<(Place, Box<str>)> = None;
    visit(view.project, |name, _| {
        let nearest = [name.place, name.literal].into_iter().filter(|place| view.holds(*place, offset));
        for place in nearest {
            if here.as_ref().is_none_or(|(known, _)| place.span().len() < known.span().len()) {
                here = Some((place, name.value.clone()));
            }
        }
    });
    let (here, name) = here?;
    let mut mentions = Vec::new();
    visit(view.project, |other, role| {
        if other.value == name {
            mentions.push(Mention::new(view.project, other, role));
        }
    });
    let mut shares = Shares::of(view.project);
    for mention in &mentions {
        shares.join(mention);
    }
    let of_here = |mention: &&Mention| [mention.place, mention.literal].contains(&here);
    let roots: BTreeSet<usize> = mentions.iter().filter(of_here).map(|mention| shares.root_of(mention)).collect();
    mentions.retain(|mention| roots.contains(&shares.root_of(mention)));
    let deployments = (0..view.project.deployments.len()).filter(|index| roots.contains(&shares.root(*index)));
    let deployments = deployments.collect();
    Some((here.span(), Queue { name, deployments, mentions }))
}

/// Which deployments share their DAGs, so that a queue of one is that of the others. One number more than there are
/// deployments stands for none at all.
struct Shares {
    parents: Vec<usize>,
    literals: BTreeMap<Place, usize>,
}

impl Shares {
    fn of(project: &Project) -> Self {
        let count = project.deployments.len();
        let mut shares = Self { parents: (0..=count).collect(), literals: BTreeMap::new() };
        if project.bindings.is_empty() {
            shares.join_all(&(0..count).collect::<Vec<_>>());
            return shares;
        }
        for (file, _) in project.dag_files.iter() {
            shares.join_all(&deployments_of(project, file));
        }
        shares
    }

    /// A text that serves several deployments makes their queues one.
    fn join(&mut self, mention: &Mention<'_>) {
        let root = self.root_of(mention);
        let other = *self.literals.entry(mention.literal).or_insert(root);
        self.join_all(&[root, other]);
    }

    fn join_all(&mut self, members: &[usize]) {
        let Some((first, rest)) = members.split_first() else { return };
        for other in rest {
            let (one, other) = (self.root(*first), self.root(*other));
            if let Some(parent) = self.parents.get_mut(other) {
                *parent = one;
            }
        }
    }

    fn root(&self, mut index: usize) -> usize {
        while let Some(&parent) = self.parents.get(index)
            && parent != index
        {
            index = parent;
        }
        index
    }

    fn root_of(&self, mention: &Mention<'_>) -> usize {
        self.root(mention.on.first().copied().unwrap_or(self.parents.len().saturating_sub(1)))
    }
}
