//! Every quantity that a project writes, in deployment files and in DAGs.

use super::asked::{By, amounts, asked};
use crate::model::{Known, Place, Project, Setting};
use std::collections::HashSet;

/// What a quantity measures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Cores.
    Cpu,
    /// Bytes.
    Bytes,
    /// Something else, such as GPUs.
    Other,
}

/// A quantity as written.
pub(super) struct WrittenQuantity {
    /// The text.
    pub(super) text: Box<str>,
    /// Where the text itself stands.
    pub(super) place: Place,
    /// Where it is used, where that is elsewhere.
    pub(super) used: Option<Place>,
    /// What it is, for users: `memory`, `default pod memory`.
    pub(super) name: Box<str>,
    /// What it measures.
    pub(super) measure: Measure,
    /// Who reads it.
    pub(super) reader: Reader,
    /// The number of the container that it belongs to.
    pub(super) container: Option<usize>,
}

/// Who reads a quantity.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Astro, when the deployment is made or changed: for one pod or worker.
    Deployment,
    /// The same, for all pods together.
    Quota,
    /// Kubernetes, when a task's pod starts.
    Kubernetes,
    /// Kubernetes, when workers are installed.
    Workers,
}

/// All quantities that are known, each once.
pub(super) fn quantities(project: &Project) -> Vec<WrittenQuantity> {
    let mut list = Vec::new();
    for deployment in &project.deployments {
        let sizes = [
            (&deployment.default_pod, "default pod", Reader::Deployment),
            (&deployment.quota, "resource quota", Reader::Quota),
        ];
        for (size, name, reader) in sizes {
            list.extend(written(&size.cpu, &format!("{name} CPU"), Measure::Cpu, reader));
            list.extend(written(&size.memory, &format!("{name} memory"), Measure::Bytes, reader));
        }
        for queue in deployment.queues.value().into_iter().flatten() {
            let name = queue.name.value().map_or("a worker queue".to_string(), |name| format!("worker queue `{name}`"));
            let name = format!("ephemeral storage of {name}");
            list.extend(written(&queue.ephemeral_storage, &name, Measure::Bytes, Reader::Deployment));
        }
    }
    for (container, asked) in asked(project).iter().enumerate() {
        let reader = if matches!(asked.by, By::Workers(_)) { Reader::Workers } else { Reader::Kubernetes };
        for amount in amounts(&asked.resources) {
            let measure = match &*amount.resource {
                "cpu" => Measure::Cpu,
                "memory" | "ephemeral-storage" => Measure::Bytes,
                name if name.starts_with("hugepages-") => Measure::Bytes,
                _ => Measure::Other,
            };
            let written = written(&amount.quantity, &amount.resource, measure, reader);
            list.extend(written.map(|it| WrittenQuantity { container: Some(container), ..it }));
        }
    }
    let mut seen = HashSet::new();
    list.retain(|it| seen.insert(it.place));
    list
}

fn written(quantity: &Setting<Box<str>>, name: &str, measure: Measure, reader: Reader) -> Option<WrittenQuantity> {
    let Known { value, place, literal, .. } = quantity.as_known()?;
    Some(WrittenQuantity {
        text: value.clone(),
        place: *literal,
        used: (place != literal).then_some(*place),
        name: name.into(),
        measure,
        reader,
        container: None,
    })
}
