//! From a use to what it means: a queue's entry, the deployment's executor.

use super::{Role, at};
use crate::lsp::View;
use crate::model::Place;
use crate::syntax::Span;

/// Where something is defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What was asked about, in the file of the view.
    pub origin: Span,
    /// The definitions, one for each deployment in force.
    pub targets: Vec<Target>,
}

/// One definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The whole of it.
    pub place: Place,
    /// The part to put the cursor on.
    pub selection: Place,
}

/// Where what stands at `offset` is defined: for a queue's name its worker queue on each deployment that its tasks run
/// on, or its text where no deployment has such a queue; for a task's `executor=` the executor of these deployments.
pub fn definition(view: &View<'_>, offset: usize) -> Option<Definition> {
    queue(view, offset).or_else(|| executor(view, offset)).filter(|found| !found.targets.is_empty())
}

fn queue(view: &View<'_>, offset: usize) -> Option<Definition> {
    let (origin, queue) = at(view, offset)?;
    let here = Place::new(view.file, origin);
    let mentions = queue.mentions.iter();
    let of_here: Vec<_> = mentions.filter(|mention| [mention.place, mention.literal].contains(&here)).collect();
    let is_in_force = |deployment: usize| of_here.iter().any(|mention| mention.on.contains(&deployment));
    let defined = queue.mentions.iter().filter_map(|mention| match mention.role {
        Role::Defines(deployment, entry) if is_in_force(deployment) => {
            let selection = if covers(entry.place, mention.place) { mention.place } else { mention.literal };
            let place = if covers(entry.place, selection) { entry.place } else { selection };
            Some(Target { place, selection })
        }
        _ => None,
    });
    let mut targets: Vec<Target> = defined.collect();
    if targets.is_empty() {
        let texts = of_here.iter().map(|mention| mention.literal).filter(|literal| *literal != here);
        targets.extend(texts.map(|literal| Target { place: literal, selection: literal }));
    }
    targets.sort_unstable();
    targets.dedup();
    Some(Definition { origin, targets })
}

fn covers(place: Place, inner: Place) -> bool {
    place.cover(inner) == place && place.file == inner.file
}

fn executor(view: &View<'_>, offset: usize) -> Option<Definition> {
    let asked = view.project.tasks().filter_map(|task| {
        let executor = task.executor.as_known()?;
        let places = [executor.place, executor.literal];
        Some((task, places.into_iter().find(|place| view.holds(*place, offset))?))
    });
    let mut origin = None;
    let mut targets = Vec::new();
    for (task, place) in asked {
        origin = Some(place.span());
        let deployments = view.project.deployments_of(task.file()).into_iter();
        let places = deployments.filter_map(|deployment| deployment.executor.place());
        targets.extend(places.map(|place| Target { place, selection: place }));
    }
    targets.sort_unstable();
    targets.dedup();
    Some(Definition { origin: origin?, targets })
}
