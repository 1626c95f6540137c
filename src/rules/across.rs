//! Holding one fact of a DAG against every deployment it may run on.

use super::{Finding, Severity};
use crate::model::{Deployment, FileId, Place, Project};

/// To how many deployments a finding points.
const SHOWN: usize = 3;

/// Whether a fault holds on one deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// The deployment's file does not tell.
    Unknown,
}

/// The deployments on which a fault holds.
#[derive(Debug, Clone)]
pub struct Across<'p> {
    /// The deployments on which it holds; never empty.
    pub on: Vec<&'p Deployment>,
    /// Whether it holds on every deployment that the file's DAGs may run on.
    pub everywhere: bool,
}

/// Holds a fault of `file` against each deployment its DAGs may run on. `None` where it holds on none of them.
pub fn across<'p>(project: &'p Project, file: FileId, holds: impl Fn(&Deployment) -> Holds) -> Option<Across<'p>> {
    across_all(&project.deployments_of(file), holds)
}

/// As [`across`], against these deployments.
pub(super) fn across_all<'p>(
    deployments: &[&'p Deployment],
    holds: impl Fn(&'p Deployment) -> Holds,
) -> Option<Across<'p>> {
    let on: Vec<_> = deployments.iter().copied().filter(|deployment| holds(deployment) == Holds::Yes).collect();
    let everywhere = on.len() == deployments.len();
    (!on.is_empty()).then_some(Across { on, everywhere })
}

impl Across<'_> {
    /// `severity` where the fault holds everywhere, else one level lower.
    pub fn severity(&self, severity: Severity) -> Severity {
        if self.everywhere { severity } else { severity.lowered() }
    }

    /// Points a finding to the executors of the first deployments.
    pub fn point_to_executors(&self, finding: Finding) -> Finding {
        self.point_to(finding, |deployment| Some((deployment.executor.place()?, "the executor")))
    }

    /// Points a finding to the lists of worker queues of the first deployments.
    pub fn point_to_queues(&self, finding: Finding) -> Finding {
        self.point_to(finding, |deployment| {
            Some((deployment.queues_key.or(deployment.queues.place())?, "the worker queues"))
        })
    }

    fn point_to(&self, finding: Finding, at: impl Fn(&Deployment) -> Option<(Place, &'static str)>) -> Finding {
        self.on.iter().take(SHOWN).fold(finding, |finding, deployment| match at(deployment) {
            Some((place, what)) => finding.related(place, format!("{what} of {}", deployment.label)),
            None => finding,
        })
    }

    /// The deployments for a message: `prod.yaml`, `prod.yaml and dev.yaml`, `a.yaml, b.yaml and 3 more`.
    pub fn names(&self) -> String {
        let labels: Vec<&str> = self.on.iter().map(|deployment| &*deployment.label).collect();
        match labels.as_slice() {
            [] => String::new(),
            [one] => (*one).to_string(),
            [one, two] => format!("{one} and {two}"),
            [one, two, three] => format!("{one}, {two} and {three}"),
            [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
        }
    }
}
